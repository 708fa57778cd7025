"""Sessions of the console, and the tokens that began them; only digests are kept, so that a copy lets nobody in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.console import LONGEST, Pass, Staff
from sync.erasure import NOBODY
from sync.store.db import Session
from sync.store.tables import audit, sessions, sign_ins, sites


@dataclass(frozen=True)
class Sitting:
    """A session as it is kept: who, since when, and when they were seen last.

    Shapes: site is the name of their site, None for the operator.
    """

    id: int
    staff: Staff
    site: str | None
    signed_in_at: datetime
    seen_at: datetime


def use(session: Session, proven: Pass, now: datetime) -> bool:
    """Use up a token; False when it was used before. Forgets those that could not be used any more."""
    session.execute(delete(sign_ins).where(sign_ins.c.expires_at < now))
    row = insert(sign_ins).values(token_id=_digest(proven.token_id), expires_at=proven.usable_until)
    try:
        with session.begin_nested():
            session.execute(row)
        return True
    except IntegrityError:
        return False


def begin(session: Session, cookie: str, staff: Staff, now: datetime) -> None:
    """Begin a session; sessions that are over for long are forgotten."""
    session.execute(delete(sessions).where(sessions.c.signed_in_at < now - 2 * LONGEST))
    session.execute(
        insert(sessions).values(
            token_sha256=_digest(cookie),
            site_id=staff.site_id,
            wordpress_id=staff.wordpress_id,
            name=staff.name,
            roles=sorted(staff.roles),
            signed_in_at=now,
            seen_at=now,
        )
    )


def find(session: Session, cookie: str) -> Sitting | None:
    """Find the session that a cookie stands for, unless somebody ended it."""
    mine = select(sessions, sites.c.name.label("site")).outerjoin(sites, sites.c.id == sessions.c.site_id)
    row = session.execute(mine.where(sessions.c.token_sha256 == _digest(cookie), sessions.c.ended_at.is_(None))).first()
    if row is None:
        return None
    staff = Staff(row.site_id, row.wordpress_id, row.name, frozenset(row.roles))
    return Sitting(row.id, staff, row.site, row.signed_in_at, row.seen_at)


def see(session: Session, sitting: Sitting, now: datetime) -> None:
    """Remember that they were here."""
    session.execute(update(sessions).where(sessions.c.id == sitting.id).values(seen_at=now))


def end(session: Session, sitting: Sitting, now: datetime) -> None:
    """End one session."""
    _end(session, sessions.c.id == sitting.id, now)


def end_everywhere(session: Session, staff: Staff, now: datetime) -> int:
    """End every session of this person, or of the operator; give how many there were."""
    return _end(session, _whose(staff.site_id, staff.wordpress_id), now)


def forget_person(session: Session, site_id: int, wordpress_id: int, now: datetime) -> None:
    """Forget the name of somebody who worked in the console: their sessions end, their acts stay without it."""
    theirs = _whose(site_id, wordpress_id)
    _end(session, theirs, now)
    session.execute(update(sessions).where(theirs).values(name=NOBODY))
    did = (audit.c.site_id == site_id) & (audit.c.wordpress_id == wordpress_id)
    session.execute(update(audit).where(did).values(name=NOBODY))


def _whose(site_id: int | None, wordpress_id: int | None) -> ColumnElement[bool]:
    return sessions.c.site_id.is_not_distinct_from(site_id) & sessions.c.wordpress_id.is_not_distinct_from(wordpress_id)


def _end(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    return session.execute(update(sessions).where(which, sessions.c.ended_at.is_(None)).values(ended_at=now)).rowcount


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
