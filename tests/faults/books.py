"""Compares the books of both sides when all is over: what was lost, what was done twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select

from sync.erasure import NOBODY
from sync.store import tables
from sync.store.db import reading
from tests.faults.play import FORGED

BADGE = "contributor-orientation"


@dataclass
class Verdict:
    """What does not hold.

    Shapes: lost and twice name each case; broken names other invariants that do not hold.
    """

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    longest_s: float = 0.0

    @property
    def holds(self) -> bool:
        return not (self.lost or self.twice or self.broken)


@dataclass
class Ours:
    """The service's book."""

    inbox: list[Any]
    people: dict[int, Any]  # by WordPress account
    results: Counter[tuple[int, int]]
    applications: list[Any]
    outbox: list[Any]


def read_ours(engine: Engine) -> Ours:
    """Read the service's database."""
    with reading(engine) as session:
        people = {row.wordpress_id: row for row in session.execute(select(tables.people))}
        account = {row.id: row.wordpress_id for row in people.values()}
        kept = session.execute(select(tables.results.c.person_id, tables.results.c.revision))
        return Ours(
            list(session.execute(select(tables.inbox))),
            people,
            Counter((account[person], revision) for person, revision in kept),
            [(account[row.person_id], row) for row in session.execute(select(tables.applications))],
            list(session.execute(select(tables.outbox))),
        )


def only(crowd: set[int], theirs: dict[str, Any], ours: Ours) -> tuple[dict[str, Any], Ours]:
    """Leave out what is about others: the WordPress may be one that was used before."""
    columns = {"results": 0, "outbox": 3, "badges": 0, "journeys": 0}
    there = {name: [row for row in theirs[name] if int(row[column]) in crowd] for name, column in columns.items()}
    teams = {account: teams for account, teams in theirs["teams"].items() if int(account) in crowd}
    inbox = [row for row in ours.inbox if row.wordpress_id in crowd or row.event_id.startswith(FORGED)]
    events = {row.event_id for row in inbox}
    posts = [row for row in theirs["posts"] if row[1].startswith("Looking for a mentor: Demo Crowd")]
    return {**theirs, **there, "teams": teams, "posts": posts}, Ours(
        inbox,
        {account: person for account, person in ours.people.items() if account in crowd},
        Counter({key: count for key, count in ours.results.items() if key[0] in crowd}),
        [(account, row) for account, row in ours.applications if account in crowd],
        [row for row in ours.outbox if row.event_id in events],
    )


def compare(theirs: dict[str, Any], ours: Ours, erased: set[int]) -> Verdict:
    """Check the invariants I1 to I6."""
    verdict = Verdict()
    verdict.lost += [*_lost_deliveries(theirs, ours), *_lost_results(theirs, ours), *_lost_effects(theirs, ours)]
    verdict.twice += [*_twice_here(ours), *_twice_there(theirs)]
    verdict.broken += [*_without_cause(theirs, ours), *_unfinished(theirs, ours)]
    verdict.broken += [*_not_forgotten(theirs, ours, erased), *_differences(theirs, ours)]
    verdict.longest_s = _longest(theirs, ours)
    return verdict


def _lost_deliveries(theirs: dict[str, Any], ours: Ours) -> Iterator[str]:
    kept = {row.event_id: row.state for row in ours.inbox}
    for event_id, kind, state, *_ in theirs["outbox"]:
        if event_id not in kept:
            yield f"I1: {kind} {event_id} ({state} there) never came here"


def _lost_results(theirs: dict[str, Any], ours: Ours) -> Iterator[str]:
    sent = {row[0] for row in theirs["outbox"]}
    for account, revision, event_id, _ in theirs["results"]:
        if event_id not in sent:
            yield f"I1: result {account}/{revision} has no event"
        if not ours.results[int(account), int(revision)]:
            yield f"I1: result {account}/{revision} is not in our book"
    applied = {account for account, row in ours.applications if row.state == "submitted"}
    for account, teams in theirs["teams"].items():
        if teams and int(account) not in applied:
            yield f"I1: {account} wants a mentor and has no application"


def _lost_effects(theirs: dict[str, Any], ours: Ours) -> Iterator[str]:
    holders = {int(account) for account, _ in theirs["badges"]}
    told = {int(account) for account, _ in theirs["journeys"]}
    for account in {int(row[0]) for row in theirs["results"]}:
        if account not in holders:
            yield f"I1: {account} has a result and no badge"
        if account not in told:
            yield f"I1: {account} was not told of their journey"
    there = {int(row[0]) for row in theirs["posts"]}
    written = {
        row.what["application"]
        for row in ours.outbox
        if row.kind == "post" and (row.outcome or {}).get("post") in there
    }
    for account, row in ours.applications:
        if row.state == "submitted" and row.id not in written:
            yield f"I3: application {row.id} of {account} has no draft"


def _twice_here(ours: Ours) -> Iterator[str]:
    for event_id, count in Counter(row.event_id for row in ours.inbox).items():
        if count > 1:
            yield f"delivery {event_id} was kept {count} times"
    for (account, revision), count in ours.results.items():
        if count > 1:
            yield f"result {account}/{revision} was applied {count} times"
    applied = Counter(account for account, row in ours.applications if row.state == "submitted")
    yield from (f"{account} has {count} open applications" for account, count in applied.items() if count > 1)
    for (kind, key), count in Counter((row.kind, row.key) for row in ours.outbox).items():
        if count > 1:
            yield f"{kind} {key} is owed {count} times"


def _twice_there(theirs: dict[str, Any]) -> Iterator[str]:
    for account, count in theirs["badges"]:
        if int(count) > 1:
            yield f"I2: {account} holds the badge {count} times"
    for title, count in Counter(title for _, title, _ in theirs["posts"]).items():
        if count > 1:  # everybody in the crowd has a name of their own, and applies once
            yield f"I3: there are {count} drafts “{title}”"


def _without_cause(theirs: dict[str, Any], ours: Ours) -> Iterator[str]:
    kept = {int(row[0]) for row in theirs["results"]}
    yield from (
        f"I2: {account} has a badge without a result" for account, _ in theirs["badges"] if int(account) not in kept
    )
    yield from (f"forged {row.event_id} was kept" for row in ours.inbox if row.event_id.startswith(FORGED))


def _unfinished(theirs: dict[str, Any], ours: Ours) -> Iterator[str]:
    for event_id, kind, state, *_, status, error in theirs["outbox"]:
        if state != "delivered":
            yield f"I4: {kind} {event_id} is {state} there ({status} {error})"
    for row in ours.inbox:
        if row.state != "done":
            yield f"I4: {row.type} {row.event_id} is {row.state} here ({row.reason})"
    for row in ours.outbox:
        if row.state != "done":
            yield f"I4: {row.kind} {row.key} is {row.state} ({row.reason})"


def _not_forgotten(theirs: dict[str, Any], ours: Ours, erased: set[int]) -> Iterator[str]:
    there = {int(row[0]) for table in ("results", "badges", "journeys") for row in theirs[table]}
    for account in erased:
        person = ours.people.get(account)
        if account in there:
            yield f"I5: WordPress still knows something of {account}"
        if person and person.name != NOBODY:
            yield f"I5: we still know the name of {account}"
        if any(known == account for known, _ in ours.results):
            yield f"I5: we still have results of {account}"
        if any(known == account and (row.teams or row.state != "withdrawn") for known, row in ours.applications):
            yield f"I5: we still have an application of {account}"
        if any(row.wordpress_id == account and row.body and row.type != "person.erased" for row in ours.inbox):
            yield f"I5: a delivery still says something of {account}"


def _differences(theirs: dict[str, Any], ours: Ours) -> Iterator[str]:
    granted = {row.what["account"] for row in ours.outbox if row.kind == "badge" and row.state == "done"}
    holders = {int(account) for account, _ in theirs["badges"]}
    yield from (f"I6: we granted {account} a badge that is not there" for account in sorted(granted - holders))
    yield from (f"I6: {account} has a badge that we did not grant" for account in sorted(holders - granted))
    posts = {int(row[0]) for row in theirs["posts"]}
    for row in ours.outbox:
        if row.kind == "post" and row.state == "done" and row.outcome.get("post") not in posts:
            yield f"I6: the draft {row.outcome} is not there"
    shown = {int(account): told.get("application") for account, told in theirs["journeys"]}
    for account, teams in theirs["teams"].items():
        there = (shown.get(int(account)) or {}).get("teams", [])
        if there != teams:
            yield f"I6: {account} is shown {there}, but chose {teams} last"


def _longest(theirs: dict[str, Any], ours: Ours) -> float:
    began = {row[0]: datetime.fromisoformat(row[4]).replace(tzinfo=UTC) for row in theirs["outbox"]}
    ended: dict[str, datetime] = {}
    for row in [*ours.inbox, *ours.outbox]:
        if row.done_at and row.event_id in began:
            ended[row.event_id] = max(row.done_at, ended.get(row.event_id, row.done_at))
    return max(((ended[event_id] - began[event_id]).total_seconds() for event_id in ended), default=0.0)
