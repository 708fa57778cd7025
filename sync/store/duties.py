"""What only one process may do at a time: whoever holds it, until their lease ends.

The moments are the processes' own. Where two clocks differ by more than a lease two may hold a duty at once; every duty
is therefore one that may be repeated.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from sync.store.db import Session
from sync.store.tables import duties


def take(session: Session, name: str, holder: str, now: datetime, lease: timedelta) -> bool:
    """Hold a duty from now on, or go on holding it; False while somebody else does."""
    mine_or_over = or_(duties.c.holder == holder, duties.c.until <= now)
    kept = update(duties).where(duties.c.name == name, mine_or_over).values(holder=holder, until=now + lease)
    if session.execute(kept).rowcount == 1:
        return True
    if session.scalar(select(duties.c.name).where(duties.c.name == name)) is not None:
        return False
    try:
        with session.begin_nested():
            session.execute(insert(duties).values(name=name, holder=holder, until=now + lease))
        return True
    except IntegrityError:  # somebody else was first
        return False


def is_free(session: Session, name: str, now: datetime) -> bool:
    """Say whether nobody holds a duty."""
    until = session.scalar(select(duties.c.until).where(duties.c.name == name))
    return until is None or until <= now


def leave(session: Session, name: str, holder: str) -> None:
    """Give a duty up at once, so that nobody has to wait for the lease's end."""
    session.execute(delete(duties).where(duties.c.name == name, duties.c.holder == holder))
