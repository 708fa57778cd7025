"""Deliveries received, each kept once, for ever the same bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.errors import Refused
from sync.store import leases
from sync.store.db import Session
from sync.store.leases import Lease
from sync.store.tables import inbox


@dataclass(frozen=True)
class Arrival:
    """A proven delivery as it came in.

    Shapes: fault says what is malformed in it, or None; such a delivery is kept too, parked, so that nothing is lost.
    wordpress_id is the account that it is about, or None.
    """

    event_id: str
    type: str
    body: bytes
    received_at: datetime
    fault: str | None = None
    wordpress_id: int | None = None


@dataclass(frozen=True)
class Delivery:
    """A delivery to be worked off, and the lease to record what became of it.

    Shapes: wordpress_id is the account that it is about, or None.
    """

    lease: Lease
    site_id: int
    event_id: str
    type: str
    wordpress_id: int | None
    body: bytes
    received_at: datetime
    attempts: int


def keep(session: Session, site_id: int, arrival: Arrival) -> bool:
    """Keep a delivery; True the first time, False when the same one is kept already.

    Errors: Refused when this id was kept with other bytes (a restored backup, or a forged id).
    """
    digest = hashlib.sha256(arrival.body).hexdigest()
    row = insert(inbox).values(
        site_id=site_id,
        event_id=arrival.event_id,
        type=arrival.type[:64],
        wordpress_id=arrival.wordpress_id,
        body=arrival.body,
        body_sha256=digest,
        received_at=arrival.received_at,
        due_at=arrival.received_at,
        state="parked" if arrival.fault else "due",
        reason=arrival.fault,
    )
    try:
        with session.begin_nested():
            session.execute(row)
        return True
    except IntegrityError:
        kept = (inbox.c.site_id == site_id) & (inbox.c.event_id == arrival.event_id) & ~inbox.c.is_rival
        if session.scalar(select(inbox.c.body_sha256).where(kept)) != digest:
            raise Refused("This event's id was kept before with another body.") from None
        return arrival.fault is None and _take_up(session, kept, arrival)


def _take_up(session: Session, kept: ColumnElement[bool], arrival: Arrival) -> bool:
    """Make a delivery due that was parked at the door as malformed and is understood now; True when there was one."""
    parked_at_the_door = kept & (inbox.c.state == "parked") & (inbox.c.attempts == 0)
    taken_up = update(inbox).where(parked_at_the_door)
    columns = {"state": "due", "reason": None, "type": arrival.type[:64], "due_at": arrival.received_at}
    return session.execute(taken_up.values(columns)).rowcount == 1


def claim(session: Session, now: datetime, limit: int) -> Sequence[Delivery]:
    """Take deliveries that are due, oldest first."""
    return [
        Delivery(
            Lease(row.id, row.lease_token),
            row.site_id,
            row.event_id,
            row.type,
            row.wordpress_id,
            row.body,
            row.received_at,
            row.attempts,
        )
        for row in leases.claim(session, inbox, now=now, limit=limit)
    ]


def id_of(session: Session, site_id: int, event_id: str) -> int:
    """Give the id under which a delivery is kept."""
    kept = select(inbox.c.id).where(inbox.c.site_id == site_id, inbox.c.event_id == event_id, ~inbox.c.is_rival)
    row_id: int = session.scalars(kept).one()
    return row_id


def has_due(session: Session, now: datetime) -> bool:
    """Say whether deliveries wait that nobody works on."""
    return session.scalar(leases.due(inbox, now, inbox.c.id).limit(1)) is not None


def of_person(session: Session, site_id: int, wordpress_id: int, *, but: int) -> Sequence[tuple[int, bytes, datetime]]:
    """Give (id, body, when it came) of what was delivered about a person, all but one row, locked until our end."""
    theirs = select(inbox.c.id, inbox.c.body, inbox.c.received_at).where(
        inbox.c.site_id == site_id, inbox.c.wordpress_id == wordpress_id, inbox.c.id != but, inbox.c.body != b""
    )
    found = session.execute(theirs.order_by(inbox.c.id).with_for_update())
    return [(row.id, bytes(row.body), row.received_at) for row in found]


def overwrite(session: Session, row_ids: Sequence[int], now: datetime) -> None:
    """Forget what deliveries said and close them; their ids and digests stay, so that they are kept only once still."""
    closed = {"state": "done", "done_at": now, "reason": None, "lease_until": None, "lease_token": None}
    session.execute(update(inbox).where(inbox.c.id.in_(row_ids)).values(body=b"", **closed))


def say_whom(session: Session, delivery: Delivery, wordpress_id: int) -> None:
    """Say which account a delivery is about, so that it is found when that person is forgotten."""
    session.execute(update(inbox).where(inbox.c.id == delivery.lease.row_id).values(wordpress_id=wordpress_id))


def forget_body(session: Session, delivery: Delivery) -> None:
    """Forget what a delivery said that is being worked off."""
    session.execute(update(inbox).where(inbox.c.id == delivery.lease.row_id).values(body=b""))


def open_again(session: Session, row_ids: Sequence[int], now: datetime) -> int:
    """Make deliveries due anew that were done; give how many."""
    done = update(inbox).where(inbox.c.id.in_(row_ids), inbox.c.state == "done")
    return session.execute(done.values(state="due", done_at=None, attempts=0, due_at=now)).rowcount
