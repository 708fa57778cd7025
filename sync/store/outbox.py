"""Effects owed to the world, each once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from sync.store import breakers, leases
from sync.store.db import Session
from sync.store.leases import Lease
from sync.store.tables import inbox, outbox


@dataclass(frozen=True)
class Errand:
    """An effect that is due, and the lease to record what became of it.

    Shapes: what holds what the hands need, by kind; owed_at is when it was first owed; is_probe says that it is the one
    try that an open breaker lets through.
    """

    lease: Lease
    site_id: int
    kind: str
    what: Mapping[str, Any]
    event_id: str
    attempts: int
    owed_at: datetime
    crashes: int = 0
    is_probe: bool = False


@dataclass(frozen=True)
class Debt:
    """An effect as it is owed: (kind, key) makes it one and the same, however often it is owed."""

    kind: str
    key: str
    what: Mapping[str, Any]


def owe(session: Session, site_id: int, debt: Debt, event_id: str, now: datetime) -> bool:
    """Owe an effect; False when it was owed before, done or not."""
    row = insert(outbox).values(
        site_id=site_id,
        kind=debt.kind,
        key=debt.key,
        what=dict(debt.what),
        event_id=event_id,
        owed_at=now,
        due_at=now,
    )
    try:
        with session.begin_nested():
            session.execute(row)
        return True
    except IntegrityError:
        return False


def claim(session: Session, kind: str, now: datetime, limit: int, but_sites: Collection[int] = ()) -> Sequence[Errand]:
    """Take errands of one kind that are due, oldest first, of sites whose breaker lets them through.

    Shapes: but_sites are left out. Where a breaker is open and its pause is over, one errand is taken, alone and
    whether its own time has come or not: the probe. It is the breaker that paces what waits for a site.
    """
    for site_id in breakers.ready_to_probe(session, now):
        here = outbox.c.site_id == site_id
        if site_id not in but_sites and (found := _claim(session, kind, now, 1, here, early=True)):
            breakers.begin_probe(session, site_id, now)
            return [replace(errand, is_probe=True) for errand in found]
    closed = outbox.c.site_id.not_in(breakers.open_sites()), outbox.c.site_id.not_in(but_sites)
    return _claim(session, kind, now, limit, *closed)


def _claim(
    session: Session, kind: str, now: datetime, limit: int, *conditions: ColumnElement[bool], early: bool = False
) -> Sequence[Errand]:
    rows = leases.claim(session, outbox, outbox.c.kind == kind, *conditions, now=now, limit=limit, early=early)
    return [
        Errand(
            Lease(row.id, row.lease_token),
            row.site_id,
            row.kind,
            row.what,
            row.event_id,
            row.attempts,
            row.owed_at,
            row.crashes,
        )
        for row in rows
    ]


def newer_journey(session: Session, errand: Errand) -> int | None:
    """Give the newest later errand that shows, or showed, the same person's journey, if there is one.

    It is found by the person's deliveries, whose ids are in the keys: both have an index.
    """
    theirs = select(literal(f"{errand.what['person']}:").concat(inbox.c.event_id)).where(
        inbox.c.site_id == errand.site_id, inbox.c.wordpress_id == errand.what["account"]
    )
    later = select(func.max(outbox.c.id)).where(
        outbox.c.kind == "journey",
        outbox.c.key.in_(theirs),
        outbox.c.id > errand.lease.row_id,
        outbox.c.state.in_(("due", "done")),
    )
    newest: int | None = session.scalar(later)
    return newest


def hasten(session: Session, site_id: int, now: datetime) -> None:
    """Make due at once what waited for a site that is back.

    Rows that somebody has locked are left as they are: waiting for them in another order than theirs would be a
    deadlock with an erasure.
    """
    waiting = select(outbox.c.id).where(
        outbox.c.site_id == site_id, outbox.c.state == "due", outbox.c.due_at > now, outbox.c.lease_token.is_(None)
    )
    free = waiting.order_by(outbox.c.id).with_for_update(skip_locked=True)
    session.execute(update(outbox).where(outbox.c.id.in_(free)).values(due_at=now))


def due_kinds(session: Session, now: datetime) -> list[str]:
    """Name the kinds that have work waiting which nobody does, on sites that are not left in peace."""
    kind, site_id = outbox.c.kind, outbox.c.site_id
    waiting = leases.due(outbox, now, kind).where(site_id.not_in(breakers.open_sites()))
    probes = leases.due(outbox, now, kind, early=True).where(site_id.in_(breakers.probed_sites(now)))
    return sorted({*session.scalars(waiting.distinct()), *session.scalars(probes.distinct())})


def of_person(person_id: int, application_ids: Sequence[int]) -> ColumnElement[bool]:
    """Give what holds for the errands about a person, except those that left something on their site for others."""
    posts = [f"application:{application_id}" for application_id in application_ids]
    return or_(
        and_(outbox.c.kind.in_(("badge", "journey")), outbox.c.key.startswith(f"{person_id}:")),
        and_(outbox.c.kind == "post", outbox.c.key.in_(posts), outbox.c.state != "done"),
    )


def is_under_way(session: Session, which: ColumnElement[bool], now: datetime) -> bool:
    """Say whether somebody works on one of these errands; from now on nobody begins until the transaction ends."""
    theirs = select(outbox.c.lease_until).where(which).order_by(outbox.c.id)
    locked = session.execute(theirs.with_for_update()).all()
    return any(row.lease_until is not None and row.lease_until >= now for row in locked)


def forget(session: Session, which: ColumnElement[bool]) -> None:
    """Remove errands, so that they are neither done nor tried again, and are owed anew if their cause comes again."""
    session.execute(delete(outbox).where(which))
