"""Counts and ages of what is kept and owed: what `wayfinder status`, the console and the metrics show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, case, func, literal, select

from sync.store.db import Session
from sync.store.tables import breakers, inbox, outbox, pulls, sites


@dataclass(frozen=True)
class Stage:
    """What one site has of one kind in one box.

    Shapes: box is "inbox" or "outbox"; kind an event's type or an errand's kind; last_reason why the latest of those
    that are due or parked did not work.
    Units: last_hour counts what was done within the hour before.
    """

    site: str
    box: str
    kind: str
    due: int
    done: int
    parked: int
    dropped: int
    last_hour: int
    oldest_due_at: datetime | None
    last_reason: str | None


@dataclass(frozen=True)
class Link:
    """How it stands between the service and one site.

    Shapes: opened_at and retry_at are of its breaker, None while the site is tried as usual; reason is the breaker's,
    pull_reason why the plugin's book could not be read last; added_at is when the site was added.
    """

    site: str
    url: str
    last_received_at: datetime | None
    failures: int
    opened_at: datetime | None
    retry_at: datetime | None
    reason: str | None
    pulled_at: datetime | None
    pull_reason: str | None
    filled: int
    rewinds: int
    added_at: datetime


def stages(session: Session, now: datetime, site_id: int | None = None) -> list[Stage]:
    """Give every stage that has rows, of one site or of all, in the order of the way: inbox first."""
    queries = (
        _stages(inbox, "inbox", inbox.c.type, inbox.c.received_at, now),
        _stages(outbox, "outbox", outbox.c.kind, outbox.c.owed_at, now),
    )
    found: list[Stage] = []
    for query in queries:
        here = query if site_id is None else query.where(sites.c.id == site_id)
        found.extend(Stage(*row) for row in session.execute(here))
    return sorted(found, key=lambda stage: (stage.site, stage.box, stage.kind))


def _stages(table: Table, box: str, kind: Any, since: Any, now: datetime) -> Select[Any]:
    state = table.c.state
    hour = case((table.c.done_at > now - timedelta(hours=1), 1), else_=0)
    return (
        select(
            sites.c.name,
            literal(box),
            kind,
            *(func.sum(case((state == name, 1), else_=0)) for name in ("due", "done", "parked", "dropped")),
            func.sum(hour),
            func.min(case((state == "due", since))),
            func.max(case((state.in_(("due", "parked")), table.c.reason))),
        )
        .join(sites, sites.c.id == table.c.site_id)
        .group_by(sites.c.name, kind)
    )


def links(session: Session, site_id: int | None = None) -> list[Link]:
    """Say of each site, or of one, how it stands between it and us."""
    received = select(func.max(inbox.c.received_at)).where(inbox.c.site_id == sites.c.id).scalar_subquery()
    query: Select[Any] = (
        select(
            sites.c.name,
            sites.c.url,
            received,
            func.coalesce(breakers.c.failures, 0),
            breakers.c.opened_at,
            breakers.c.retry_at,
            breakers.c.reason,
            pulls.c.pulled_at,
            pulls.c.reason,
            func.coalesce(pulls.c.filled, 0),
            func.coalesce(pulls.c.rewinds, 0),
            sites.c.added_at,
        )
        .outerjoin(breakers, breakers.c.site_id == sites.c.id)
        .outerjoin(pulls, pulls.c.site_id == sites.c.id)
        .order_by(sites.c.name)
    )
    here = query if site_id is None else query.where(sites.c.id == site_id)
    return [Link(*row) for row in session.execute(here)]
