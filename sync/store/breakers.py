"""Sites that are left in peace for a while, shared by all workers through their rows."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.breakers import Breaker
from sync.store.db import Session
from sync.store.tables import breakers

PROBE = timedelta(seconds=60)  # longer than one call: while one worker tries a site, no other does


def probed_sites(now: datetime) -> Select[tuple[int]]:
    """Select the ids of the sites at which one try is due."""
    return select(breakers.c.site_id).where(breakers.c.retry_at <= now)


def open_sites() -> Select[tuple[int]]:
    """Select the ids of the sites whose breaker is open, whether one try is allowed now or not."""
    return select(breakers.c.site_id).where(breakers.c.opened_at.is_not(None))


def ready_to_probe(session: Session, now: datetime) -> list[int]:
    """Give the sites at which one try is due, longest waiting first, locked so that no other worker makes it too."""
    ready = probed_sites(now).order_by(breakers.c.retry_at)
    return list(session.scalars(ready.with_for_update(skip_locked=True)))


def begin_probe(session: Session, site_id: int, now: datetime) -> None:
    """Say that the one try is being made; if its worker dies, another one follows a minute later."""
    session.execute(update(breakers).where(breakers.c.site_id == site_id).values(retry_at=now + PROBE))


def record_failure(session: Session, site_id: int, rule: Callable[[Breaker | None], Breaker]) -> tuple[bool, Breaker]:
    """Keep what the rule makes of one more failure; give whether that opened the breaker, and the breaker."""
    before = _locked(session, site_id)
    if before is None:
        after = rule(None)
        try:
            with session.begin_nested():
                session.execute(insert(breakers).values(site_id=site_id, **vars(after)))
            return after.opened_at is not None, after
        except IntegrityError:  # another worker was first
            before = _locked(session, site_id)
    after = rule(before)
    session.execute(update(breakers).where(breakers.c.site_id == site_id).values(**vars(after)))
    return after.opened_at is not None and (before is None or before.opened_at is None), after


def _locked(session: Session, site_id: int) -> Breaker | None:
    row = session.execute(select(breakers).where(breakers.c.site_id == site_id).with_for_update()).first()
    return Breaker(row.failures, row.failed_at, row.opened_at, row.retry_at, row.reason) if row else None


def is_known(session: Session, site_id: int) -> bool:
    """Say whether failures of this site are remembered."""
    return session.scalar(select(breakers.c.site_id).where(breakers.c.site_id == site_id)) is not None


def close(session: Session, site_id: int) -> datetime | None:
    """Forget a site's failures, since it answers; give since when its breaker was open, or None."""
    gone = delete(breakers).where(breakers.c.site_id == site_id).returning(breakers.c.opened_at)
    return session.scalar(gone)
