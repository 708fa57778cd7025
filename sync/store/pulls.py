"""How far the plugin's own book of each site was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.store.db import Session
from sync.store.tables import inbox, pulls


@dataclass(frozen=True)
class Reach:
    """How far a book was read.

    Shapes: anchor is the id of the event at the cursor; reason says why the last try failed, or None.
    """

    cursor: int = 0
    anchor: str | None = None
    pulled_at: datetime | None = None
    tried_at: datetime | None = None
    reason: str | None = None


def reach(session: Session, site_id: int) -> Reach:
    """Give how far a site's book was read."""
    row = session.execute(select(pulls).where(pulls.c.site_id == site_id)).first()
    return Reach(row.cursor, row.anchor, row.pulled_at, row.tried_at, row.reason) if row else Reach()


def record(session: Session, site_id: int, *, filled: int = 0, rewinds: int = 0, **columns: Any) -> None:
    """Keep what a pull learned: columns as they are now, filled and rewinds in addition."""
    if session.scalar(select(pulls.c.site_id).where(pulls.c.site_id == site_id)) is None:
        try:
            with session.begin_nested():
                session.execute(insert(pulls).values(site_id=site_id))
        except IntegrityError:
            pass  # another process was first
    sums = {"filled": pulls.c.filled + filled, "rewinds": pulls.c.rewinds + rewinds}
    session.execute(update(pulls).where(pulls.c.site_id == site_id).values(**sums, **columns))


def digests(session: Session, site_id: int, event_ids: list[str]) -> dict[str, str]:
    """Give the digests of those of these events that are kept."""
    known = select(inbox.c.event_id, inbox.c.body_sha256).where(
        inbox.c.site_id == site_id, inbox.c.event_id.in_(event_ids), ~inbox.c.is_rival
    )
    return {row.event_id: row.body_sha256 for row in session.execute(known)}


def event_ids(session: Session, site_id: int) -> Iterator[str]:
    """Give the ids of all events that are kept with their bytes; those that were forgotten are not in their book either."""
    kept = select(inbox.c.event_id).where(inbox.c.site_id == site_id, ~inbox.c.is_rival, inbox.c.body != b"")
    yield from session.scalars(kept.execution_options(yield_per=1000))
