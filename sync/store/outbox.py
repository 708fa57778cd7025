"""Effects owed to the world, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from sync.store import leases
from sync.store.db import Session
from sync.store.leases import Lease
from sync.store.tables import outbox


@dataclass(frozen=True)
class Errand:
    """An effect that is due, and the lease to record what became of it.

    Shapes: what holds what the hands need, by kind; owed_at is when it was first owed.
    """

    lease: Lease
    site_id: int
    kind: str
    what: Mapping[str, Any]
    event_id: str
    attempts: int
    owed_at: datetime


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


def claim(session: Session, kind: str, now: datetime, limit: int) -> Sequence[Errand]:
    """Take errands of one kind that are due, oldest first."""
    return [
        Errand(Lease(row.id, row.lease_token), row.site_id, row.kind, row.what, row.event_id, row.attempts, row.owed_at)
        for row in leases.claim(session, outbox, outbox.c.kind == kind, now=now, limit=limit)
    ]


def spare(session: Session, site_id: int, kind: str, until: datetime, reason: str) -> None:
    """Put off what else is due of this kind on this site; nobody works on it and no attempt is counted.

    Rows that somebody has locked are left as they are: waiting for them in another order than theirs would be a
    deadlock with an erasure.
    """
    others = select(outbox.c.id).where(
        outbox.c.site_id == site_id,
        outbox.c.kind == kind,
        outbox.c.state == "due",
        outbox.c.due_at < until,
        outbox.c.lease_token.is_(None),
    )
    free = others.order_by(outbox.c.id).with_for_update(skip_locked=True)
    session.execute(update(outbox).where(outbox.c.id.in_(free)).values(due_at=until, reason=reason))


def due_kinds(session: Session, now: datetime) -> list[str]:
    """Name the kinds that have work waiting which nobody does."""
    return list(session.scalars(leases.due(outbox, now, outbox.c.kind).distinct()))


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
