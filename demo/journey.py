"""The main job, played as a visitor would and verified by reading back from WordPress and the database."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from rich.console import Console

from demo import Trouble
from demo.service import Service
from demo.site import Site
from demo.visitor import Visitor

ANSWERS = ("use.code", "interest.develop", "interest.tests", "skill.software")
BADGE = "contributor-orientation"
_LONGEST_WAIT_S = 90

Found = TypeVar("Found")


class Teller:
    """Prints each step with what happened and how long it took; shows that something moves while it lasts."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._number = 0

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Tell one step; call what it gives with what was seen."""
        self._number += 1
        seen: list[str] = []
        started = time.monotonic()
        try:
            with self._console.status(f"{self._number}. {title} …"):
                yield seen.append
        except Trouble:
            self._console.print(f"[red]✗[/] {self._number}. {title}")
            raise
        took = time.monotonic() - started
        self._console.print(f"[green]✓[/] {self._number}. [bold]{title}[/]  [dim]{took:.1f} s[/]")
        for line in seen:
            self._console.print(f"     {line}", highlight=False, markup=False)


@dataclass(frozen=True)
class Stage:
    """Where the journey is played.

    Shapes: page is the address of the page with the quiz; account is the visitor's WordPress id.
    """

    site: Site
    service: Service
    visitor: Visitor
    page: str
    account: int


def play(stage: Stage, tell: Teller) -> None:
    """Play the whole journey.

    Errors: Trouble at the first step that cannot be verified.
    """
    with tell.step("A visitor opens “Get involved”") as say:
        say(_open_quiz(stage))
    with tell.step("They answer three questions, without script") as say:
        say(_answer(stage))
    with tell.step("They log in and are back at this very result") as say:
        say(_log_in(stage))
    with tell.step("They keep the result and say: I would like a mentor") as say:
        kept_at = time.monotonic()
        say(_keep(stage))
    with tell.step("The plugin delivers the signed event; the service keeps it") as say:
        say(_delivered(stage))
    with tell.step("A job turns it into a mentee application") as say:
        say(_application(stage))
    with tell.step("A job grants the badge through the plugin") as say:
        say(_badge(stage))
        say(f"{time.monotonic() - kept_at:.1f} s after the visitor pressed the button")
    with tell.step("A job writes a draft for the working group") as say:
        say(_draft(stage))
    with tell.step("The visitor sees badge and application on the page") as say:
        for line in _page(stage):
            say(line)
    with tell.step("They press the button again: nothing happens twice") as say:
        say(_again(stage))


def _open_quiz(stage: Stage) -> str:
    stage.visitor.open(stage.page)
    steps = len(stage.visitor.page.select("fieldset"))
    options = len(stage.visitor.page.select('fieldset input[type="checkbox"]'))
    _see((steps, options) == (3, 30), f"the quiz has {steps} steps and {options} answers")
    return f"{stage.page}: {steps} steps, {options} answers"


def _answer(stage: Stage) -> str:
    stage.visitor.submit("form.wayfinder-quiz", {"orientation[]": list(ANSWERS)})
    teams = stage.visitor.teams()
    _see(3 <= len(teams) <= 5, f"the result shows {len(teams)} teams")
    _see(
        f"orientation={','.join(ANSWERS)}" in stage.visitor.address, f"the result's address is {stage.visitor.address}"
    )
    return f"{stage.visitor.address} shows {', '.join(teams)}"


def _log_in(stage: Stage) -> str:
    before, teams = stage.visitor.address, stage.visitor.teams()
    stage.visitor.log_in()
    _see(stage.visitor.address == before, f"after the log-in the address is {stage.visitor.address}, not {before}")
    _see(stage.visitor.teams() == teams, "after the log-in the teams differ")
    return f"logged in as {stage.visitor.name}"


def _keep(stage: Stage) -> str:
    stage.visitor.submit(".wayfinder-panel form", {"wants_mentor": ["1"]})
    return stage.visitor.words(".wayfinder-panel")


def _delivered(stage: Stage) -> str:
    row = _wait_for(
        "the delivery", lambda: _one(stage, "SELECT * FROM inbox WHERE type = 'orientation.completed'"), stage
    )
    return f"{row['event_id']}, {len(row['body'])} bytes, kept {row['received_at'][:19]} UTC"


def _application(stage: Stage) -> str:
    query = (
        "SELECT applications.id, state, teams FROM applications JOIN people ON people.id = person_id"
        " WHERE wordpress_id = ?"
    )
    row = _wait_for("the application", lambda: _one(stage, query, stage.account), stage)
    _see(row["state"] == "submitted", f"the application's state is {row['state']}")
    return f"application {row['id']}: {row['state']}, teams {row['teams']}"


def _badge(stage: Stage) -> str:
    held = _wait_for(
        "the badge",
        lambda: [badge for badge in stage.visitor.journey().get("badges", []) if badge["slug"] == BADGE],
        stage,
    )
    return f"WordPress shows the badge {held[0]['slug']} on account {stage.account}"


def _draft(stage: Stage) -> str:
    row = _wait_for(
        "the draft", lambda: _one(stage, "SELECT * FROM outbox WHERE kind = 'post' AND state = 'done'"), stage
    )
    slug = f"wayfinder-demo-{hashlib.sha256(row['event_id'].encode()).hexdigest()[:20]}"
    posts = stage.site.get("/wp/v2/posts", slug=slug, status="draft", context="edit")
    _see(len(posts) == 1, f"WordPress has {len(posts)} drafts with the slug {slug}")
    return f"“{posts[0]['title']['raw']}” ({row['outcome']})"


def _page(stage: Stage) -> list[str]:
    def shown() -> list[str]:
        stage.visitor.open(stage.visitor.address)
        lines = stage.visitor.page.select(".wayfinder-lines li")
        done = [line.get_text(" ", strip=True) for line in lines if line.get("data-state") == "done"]
        return done if len(done) == 3 else []

    return _wait_for("the page", shown, stage)


def _again(stage: Stage) -> str:
    before = len(stage.service.rows("SELECT id FROM inbox"))
    kept = stage.visitor.keep_again(list(ANSWERS))
    _see(kept["revision"] == 1, f"the plugin counted revision {kept['revision']}")
    after = len(stage.service.rows("SELECT id FROM inbox"))
    drafts = stage.service.rows("SELECT id FROM outbox WHERE kind = 'post'")
    _see((after, len(drafts)) == (before, 1), f"{after} deliveries and {len(drafts)} drafts")
    return "the same result, one event, one application, one draft"


def _one(stage: Stage, query: str, *values: object) -> dict[str, Any] | None:
    rows = stage.service.rows(query, *values)
    return rows[0] if rows else None


def _wait_for(what: str, look: Callable[[], Found | None], stage: Stage) -> Found:
    deadline = time.monotonic() + _LONGEST_WAIT_S
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        _tick(stage)
        time.sleep(0.1)
    raise Trouble(f"After {_LONGEST_WAIT_S} s {what} is not there. {stage.service.log} may say why.")


def _tick(stage: Stage) -> None:
    """Be what WordPress's scheduler waits for: somebody who comes by."""
    stage.site.get("/wayfinder/v1")


def _see(holds: bool, seen: str) -> None:
    if not holds:
        raise Trouble(f"This should not be: {seen}.")
