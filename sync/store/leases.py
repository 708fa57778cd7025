"""Rows that are work: claimed under a lease, and recorded only by whoever still holds it.

Inbox and outbox share these columns (`tables._errand_columns`) and so these few statements.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, or_, select, update

from sync.store.db import Session

LEASE = timedelta(minutes=5)  # longer than the slowest errand: five slow pages of XML-RPC, then a post


@dataclass(frozen=True)
class Lease:
    """The right to record what became of one row."""

    row_id: int
    token: str


def claim(
    session: Session, table: Table, *conditions: ColumnElement[bool], now: datetime, limit: int, early: bool = False
) -> Sequence[Row[Any]]:
    """Take up to `limit` due rows that nobody works on, oldest first; each counts one attempt more.

    With `early`, also rows whose time has not come yet.
    """
    token = secrets.token_hex(16)
    its_time = () if early else (table.c.due_at <= now,)
    waiting = (
        select(table.c.id)
        .where(*_free(table, now), *its_time, *conditions)
        .order_by(table.c.due_at, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(waiting).all()
    taken = (
        update(table)
        .where(table.c.id.in_(ids))
        .values(lease_until=now + LEASE, lease_token=token, attempts=table.c.attempts + 1)
        .returning(table)
    )
    return sorted(session.execute(taken).all(), key=lambda row: (row.due_at, row.id)) if ids else []


def _free(table: Table, now: datetime) -> tuple[ColumnElement[bool], ...]:
    nobody_has_it = or_(table.c.lease_until.is_(None), table.c.lease_until < now)
    return table.c.state == "due", nobody_has_it


def due(table: Table, now: datetime, *columns: ColumnElement[Any], early: bool = False) -> Select[Any]:
    """Select columns of the rows that could be claimed now, with `early` whether their time has come or not."""
    its_time = () if early else (table.c.due_at <= now,)
    return select(*columns).where(*_free(table, now), *its_time)


def finish(session: Session, table: Table, lease: Lease, now: datetime, **columns: Any) -> bool:
    """Record that the row is done; False when the lease was lost and somebody else has it."""
    return _record(session, table, lease, state="done", done_at=now, reason=None, **columns)


def postpone(
    session: Session, table: Table, lease: Lease, until: datetime, reason: str, crashes: int = 0, *, counts: bool = True
) -> bool:
    """Record why it did not work and when to try again; False when the lease was lost.

    What does not count gives its attempt back.
    """
    attempts = table.c.attempts if counts else table.c.attempts - 1
    return _record(
        session, table, lease, due_at=until, reason=reason, crashes=table.c.crashes + crashes, attempts=attempts
    )


def park(session: Session, table: Table, lease: Lease, reason: str, crashes: int = 0) -> bool:
    """Set the row aside for a person to look at; False when the lease was lost."""
    return _record(session, table, lease, state="parked", reason=reason, crashes=table.c.crashes + crashes)


def _record(session: Session, table: Table, lease: Lease, **columns: Any) -> bool:
    held = update(table).where(table.c.id == lease.row_id, table.c.lease_token == lease.token, table.c.state == "due")
    return session.execute(held.values(lease_until=None, lease_token=None, **columns)).rowcount == 1


def release_parked(session: Session, table: Table, now: datetime, *conditions: ColumnElement[bool]) -> int:
    """Make what is parked due again, as if never tried; give how many. What was dropped stays dropped.

    Rows are locked in the order of their ids, as an erasure locks them: neither waits for the other for ever.
    """
    parked = select(table.c.id).where(table.c.state == "parked", *conditions).order_by(table.c.id).with_for_update()
    again = update(table).where(table.c.id.in_(parked))
    return session.execute(again.values(state="due", attempts=0, crashes=0, due_at=now)).rowcount
