"""A WordPress site over REST: the plugin's own routes, and posts.

Every call is authenticated with the application password of an account that has `wayfinder_sync` and `edit_posts`.
Any call may raise Unavailable or Refused.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sync.errors import Unavailable
from sync.gateways.http import Answer, Http
from sync.posts import Draft
from sync.sites import Site

_NO_ROUTE = "rest_no_route"  # the plugin is not active, or is being updated


@dataclass(frozen=True)
class Grant:
    """What a read-back showed after a badge was granted, as WordPress account ids."""

    holders: frozenset[int]
    unknown: frozenset[int]


@dataclass(frozen=True)
class Post:
    """A post that is there."""

    id: int
    link: str


@dataclass(frozen=True)
class Entry:
    """An event in the plugin's book.

    Shapes: body is None where it was removed or not asked for; sha256 is of the body's bytes; state is the plugin's.
    """

    cursor: int
    id: str
    type: str
    state: str
    sha256: str
    body: bytes | None


@dataclass(frozen=True)
class Page:
    """A page of the plugin's book; docs/wordpress.md says what its cursors mean."""

    anchor: str | None
    settled: int
    more: bool
    events: tuple[Entry, ...]


@dataclass(frozen=True)
class Shown:
    """What a site shows of a journey now.

    Shapes: application is what was told last, or None.
    """

    version: int
    application: Mapping[str, Any] | None


class Rest:
    """JSON in and out of one site's `/wp-json/`."""

    def __init__(self, site: Site) -> None:
        self._http = Http(site.url, site.account())
        self._root = f"{site.url}/wp-json"

    def call(self, method: str, route: str, **what: Any) -> Any:
        """Give the answer's JSON."""
        answer = self._http.send(method, self._root + route, **what)
        content = _json(answer)
        error = content if isinstance(content, Mapping) else {}
        is_final = error.get("code", _NO_ROUTE) != _NO_ROUTE
        self._http.judge(answer, str(error.get("message", "not the REST API")), is_final=is_final)
        if content is None:  # a maintenance page or a firewall's greeting, whatever its status
            raise Unavailable(f"{self._root} answered {answer.status} without JSON.")
        return content


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


@contextmanager
def _read(said: Any) -> Iterator[None]:
    """Read an answer whose shape is foreign: what is not as agreed is somebody in between, and passes."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as exc:
        raise Unavailable(f"The answer is not what was agreed: {str(said)[:80]}") from exc


class RestPlugin:
    """The plugin's own routes; see docs/wordpress.md."""

    def __init__(self, site: Site) -> None:
        self._rest = Rest(site)

    def grant_badge(self, badge: str, people: Sequence[int]) -> Grant:
        """Grant one badge to up to 100 people. May be repeated: who holds it already keeps it."""
        said = self._rest.call("POST", "/wayfinder/v1/badges", json={"badge": badge, "people": list(people)})
        with _read(said):
            return Grant(frozenset(said["granted"]) | frozenset(said["held"]), frozenset(said["unknown"]))

    def show_journey(self, person: int, journey: Mapping[str, Any]) -> Shown:
        """Say what a person may see of their journey. May be repeated: an older version changes nothing."""
        said = self._rest.call("PUT", f"/wayfinder/v1/people/{person}", json=dict(journey))
        with _read(said):
            return Shown(int(said["version"]), said["application"])

    def events(self, after: int, limit: int, *, bodies: bool = True) -> Page:
        """Read the plugin's book of events after a cursor. May be repeated: asking with a cursor says it was reached."""
        query = {"after": after, "limit": limit, "bodies": int(bodies)}
        said = self._rest.call("GET", "/wayfinder/v1/events", params=query)
        with _read(said):
            return Page(said["anchor"], int(said["settled"]), bool(said["more"]), tuple(map(_entry, said["events"])))


def _entry(said: Mapping[str, Any]) -> Entry:
    body = said.get("body")
    content = body.encode() if body is not None else None
    return Entry(
        int(said["cursor"]), str(said["id"]), str(said["type"]), str(said["state"]), str(said["sha256"]), content
    )


class RestPosts:
    """Drafts over `wp/v2/posts`."""

    def __init__(self, site: Site) -> None:
        self._rest = Rest(site)

    def find(self, draft: Draft) -> Post | None:
        """Look for the post by its slug, whatever its status but trash."""
        statuses = "publish,future,draft,pending,private"
        query = {"slug": draft.slug, "status": statuses, "context": "edit", "per_page": 1}
        found = self._rest.call("GET", "/wp/v2/posts", params=query)
        with _read(found):
            return Post(int(found[0]["id"]), found[0]["link"]) if found else None

    def create(self, draft: Draft) -> Post:
        """Write the draft. May NOT be repeated blindly: look with find() first, after every unknown outcome too."""
        post = {"slug": draft.slug, "title": draft.title, "content": draft.content, "status": "draft"}
        made = self._rest.call("POST", "/wp/v2/posts", json=post)
        with _read(made):
            return Post(int(made["id"]), made["link"])
