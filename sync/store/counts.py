"""The sums that sites counted, each day of a quiz once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Text, cast, func, insert, select

from sync.counts import Counts
from sync.errors import Refused
from sync.store.db import Session
from sync.store.tables import applications, people, results
from sync.store.tables import orientation_counts as table

_EMPTIED = "[]"  # the teams of an application whose person was erased; their results are gone, so it counts no more


@dataclass(frozen=True)
class Span:
    """Whole days in UTC, of one site or of all (None).

    Shapes: first_on belongs to it, until_on does not.
    """

    first_on: date
    until_on: date
    site_id: int | None = None


def keep(session: Session, site_id: int, counts: Counts) -> None:
    """Keep the sums of a day; the same ones again change nothing.

    Errors: Refused when other sums were kept for this day and quiz. A day that is over does not change, so the first
    ones stay and a person looks at it.
    """
    of_day = (table.c.site_id == site_id) & (table.c.day == counts.day) & (table.c.content == counts.content)
    known = session.execute(select(table.c.kind, table.c.team, table.c["count"]).where(of_day))
    kept = {(kind, team): count for kind, team, count in known}
    lines = counts.lines()
    if kept and kept != lines:
        raise Refused(f"Other numbers were kept before for {counts.day} of the quiz {counts.content}; they stay.")
    if kept:
        return
    row = {"site_id": site_id, "day": counts.day, "content": counts.content}
    session.execute(
        insert(table), [{**row, "kind": kind, "team": team, "count": count} for (kind, team), count in lines.items()]
    )


def sums(session: Session, span: Span) -> dict[str, int]:
    """Sum up each step of the way: calls of pages for what sites count, people for what we keep."""
    by_kind = select(table.c.kind, func.sum(table.c["count"])).where(*_within(span)).group_by(table.c.kind)
    found = {kind: int(count) for kind, count in session.execute(by_kind)}
    first_at, until_at = (datetime.combine(day, time(), UTC) for day in (span.first_on, span.until_on))
    for name, kept, at in (
        ("kept", results, results.c.completed_at),
        ("asked", applications, applications.c.submitted_at),
    ):
        persons = select(func.count(people.c.id.distinct())).join(kept, kept.c.person_id == people.c.id)
        persons = persons.where(at >= first_at, at < until_at, cast(kept.c.teams, Text) != _EMPTIED)
        if span.site_id is not None:
            persons = persons.where(people.c.site_id == span.site_id)
        found[name] = session.scalar(persons) or 0
    return found


def teams(session: Session, span: Span) -> Mapping[str, tuple[int, int]]:
    """Give how often each team was shown and handed on, the most shown first."""
    by_team: dict[str, dict[str, int]] = {}
    of_teams = select(table.c.team, table.c.kind, func.sum(table.c["count"])).where(*_within(span), table.c.team != "")
    for team, kind, count in session.execute(of_teams.group_by(table.c.team, table.c.kind)):
        by_team.setdefault(team, {})[kind] = int(count)
    pairs = {team: (counts.get("shown", 0), counts.get("handed", 0)) for team, counts in by_team.items()}
    return dict(sorted(pairs.items(), key=lambda pair: (-pair[1][0], -pair[1][1], pair[0])))


def _within(span: Span) -> list[ColumnElement[bool]]:
    days = [table.c.day >= span.first_on, table.c.day < span.until_on]
    return days if span.site_id is None else [*days, table.c.site_id == span.site_id]
