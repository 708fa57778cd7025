"""Counts and ages of what is kept and owed, for `wayfinder status` and readiness."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select

from sync.store.db import Session
from sync.store.tables import inbox, outbox


@dataclass(frozen=True)
class Figure:
    """One line of the books: how many rows of this box, kind and state, how old the oldest is, the last reason."""

    box: str
    kind: str
    state: str
    count: int
    oldest_at: datetime | None
    reason: str | None


def count(session: Session) -> list[Figure]:
    """Count both boxes by kind and state."""
    received = select(
        literal("inbox"),
        inbox.c.type,
        inbox.c.state,
        func.count(),
        func.min(inbox.c.received_at),
        func.max(inbox.c.reason),
    ).group_by(inbox.c.type, inbox.c.state)
    owed = select(
        literal("outbox"),
        outbox.c.kind,
        outbox.c.state,
        func.count(),
        func.min(outbox.c.owed_at),
        func.max(outbox.c.reason),
    ).group_by(outbox.c.kind, outbox.c.state)
    rows = [tuple(row) for query in (received, owed) for row in session.execute(query)]
    return [Figure(*row) for row in sorted(rows, key=lambda row: row[:3])]
