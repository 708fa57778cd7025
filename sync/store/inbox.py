"""Deliveries received, each kept once, for ever the same bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Dialect, insert, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from sync.erasure import is_covered
from sync.errors import Refused
from sync.store import leases, people
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


_NOTHING = Arrival("", "", b"", datetime.min.replace(tzinfo=UTC))


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
    crashes: int = 0


class Kept(Enum):
    """What became of an arrival."""

    FIRST = "kept"  # or taken up: it was parked as malformed, and is understood now
    BEFORE = "kept before"
    RIVAL = "kept aside"  # this id was kept before with another body


RIVALS = "This event's id was kept before with another body. Both are kept; this one waits for somebody to look."


def keep(session: Session, site_id: int, arrival: Arrival) -> bool:
    """Keep a delivery; True the first time, False when the same one is kept already.

    Errors: Refused when this id was kept with other bytes (a restored backup, or a forged id). By then this one is kept
    too, parked beside the first: whoever catches this inside the transaction has both on disk.
    """
    kept = _keep(session, site_id, arrival)
    if kept is Kept.RIVAL:
        raise Refused(RIVALS)
    return kept is Kept.FIRST


def keep_new(session: Session, arrivals: Sequence[tuple[int, Arrival]]) -> None:
    """Keep deliveries, with the ids of their sites, of which each is sound and none is known.

    They are put in order, so that two who keep the same ones at once do not wait for each other for ever. The statement goes
    to the driver as it is: what SQLAlchemy does to each value costs more than the insert.
    Errors: IntegrityError where one is known or malformed; then nothing is kept.
    """
    if any(arrival.fault for _, arrival in arrivals):
        raise IntegrityError("What is malformed is kept by itself.", None, ValueError())
    statement, order, moment = _insertion(session.dialect)
    rows = [_plain_columns(site_id, arrival, moment) for site_id, arrival in arrivals]
    rows.sort(key=itemgetter("site_id", "event_id"))
    if order is None:
        session.exec_driver_sql(statement, rows)
        return
    # One statement for all: between two, Python's SQLite driver lets every other thread go first.
    head, values, one = statement.partition(" VALUES ")
    session.exec_driver_sql(
        head + values + ", ".join([one] * len(rows)), tuple(row[name] for row in rows for name in order)
    )


@cache
def _insertion(dialect: Dialect) -> tuple[str, Sequence[str] | None, Callable[[datetime], Any]]:
    """Give the statement in the driver's own words, the order of its values (None: by name), and how a moment is written."""
    compiled = insert(inbox).compile(dialect=dialect, column_keys=list(_plain_columns(0, _NOTHING, str)))
    moment = inbox.c.received_at.type.bind_processor(dialect)
    assert moment is not None
    return str(compiled), compiled.positiontup, moment


def _plain_columns(site_id: int, arrival: Arrival, moment: Callable[[datetime], Any]) -> dict[str, Any]:
    """Give what is not as the database has it by itself."""
    at = moment(arrival.received_at)
    return {
        "site_id": site_id,
        "event_id": arrival.event_id,
        "type": arrival.type[:64],
        "wordpress_id": arrival.wordpress_id,
        "body": arrival.body,
        "body_sha256": sha256(arrival.body).hexdigest(),
        "received_at": at,
        "due_at": at,
    }


def keep_each(session: Session, arrivals: Sequence[tuple[int, Arrival]]) -> Sequence[Kept | DBAPIError]:
    """Keep deliveries, whatever they are; give what became of each. One that the database cannot hold hurts no other."""
    outcomes: dict[int, Kept | DBAPIError] = {}
    for number in sorted(range(len(arrivals)), key=lambda at: (arrivals[at][0], arrivals[at][1].event_id)):
        try:
            with session.begin_nested():
                outcomes[number] = _keep(session, *arrivals[number])
        except DataError as exc:
            outcomes[number] = exc
    return [outcomes[number] for number in range(len(arrivals))]


def _keep(session: Session, site_id: int, arrival: Arrival) -> Kept:
    kept = (inbox.c.site_id == site_id) & (inbox.c.event_id == arrival.event_id) & ~inbox.c.is_rival
    digest = session.scalar(select(inbox.c.body_sha256).where(kept))
    if digest is None and _add(session, site_id, arrival):
        return Kept.FIRST
    digest = digest or session.scalar(select(inbox.c.body_sha256).where(kept))
    if digest != sha256(arrival.body).hexdigest():
        _add(session, site_id, arrival, is_rival=True)  # or it is kept aside already
        return Kept.RIVAL
    return Kept.FIRST if arrival.fault is None and _take_up(session, kept, arrival) else Kept.BEFORE


def _add(session: Session, site_id: int, arrival: Arrival, *, is_rival: bool = False) -> bool:
    """Add a row; False when another one is in its place.

    What is parked here nobody works off; if it is about somebody who was erased since, it is kept without what it says, and
    closed. The person is locked first, as whoever erases them does: an erasure of this moment finds this row, or is seen.
    """
    columns = _plain_columns(site_id, arrival, lambda moment: moment)
    account = arrival.wordpress_id
    erased_at = None
    if is_rival or arrival.fault:
        columns |= {"is_rival": is_rival, "state": "parked", "reason": _why(arrival, is_rival=is_rival)}
        erased_at = None if account is None else people.erased_at(session, site_id, account)
    try:
        with session.begin_nested():
            row_id = session.scalar(insert(inbox).values(columns).returning(inbox.c.id))
    except IntegrityError:
        return False
    assert row_id is not None
    if erased_at is not None and is_covered(arrival.body, arrival.received_at, erased_at):
        overwrite(session, [row_id], arrival.received_at)
    return True


def _why(arrival: Arrival, *, is_rival: bool) -> str:
    return " ".join(filter(None, (RIVALS if is_rival else None, arrival.fault)))


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
            row.crashes,
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
    return session.execute(done.values(state="due", done_at=None, attempts=0, crashes=0, due_at=now)).rowcount
