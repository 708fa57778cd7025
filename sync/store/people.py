"""People as their sites know them, and the results they kept."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from sync.erasure import NOBODY, is_forgotten
from sync.orientation import Result, Visitor
from sync.store.db import Session
from sync.store.tables import people, results

_NAMELESS = {"login": NOBODY, "nicename": NOBODY, "name": NOBODY}


@dataclass(frozen=True)
class Person:
    """A person who is being forgotten."""

    id: int
    erased_at: datetime | None


def find_or_add(session: Session, site_id: int, visitor: Visitor, learned_at: datetime) -> int | None:
    """Give the person's id, their names brought up to date; None when they were erased at or after that moment.

    One statement looks and writes, so that it sees an erasure that ends at this very moment. Where it finds nobody,
    their row may still come from another worker before the second look: then only the row says why, and both look again.
    """
    known = (people.c.site_id == site_id) & (people.c.wordpress_id == visitor.wordpress_id)
    names = {"login": visitor.login, "nicename": visitor.nicename, "name": visitor.name}
    knowable = update(people).where(known, or_(people.c.erased_at.is_(None), people.c.erased_at < learned_at))
    while (person_id := session.scalar(knowable.values(names).returning(people.c.id))) is None:
        row = session.execute(select(people.c.erased_at).where(known)).first()
        if row is None:
            _add(session, site_id=site_id, wordpress_id=visitor.wordpress_id, **names)
        elif is_forgotten(learned_at, row.erased_at):
            return None
    return int(person_id)


def _add(session: Session, **columns: Any) -> None:
    """Add a person whom nobody else adds at this moment."""
    with suppress(IntegrityError), session.begin_nested():
        session.execute(insert(people).values(columns))


def find_or_bury(session: Session, site_id: int, wordpress_id: int) -> Person:
    """Give the person's row, locked until the transaction ends; somebody unknown gets one without a name."""
    known = (people.c.site_id == site_id) & (people.c.wordpress_id == wordpress_id)
    row = session.execute(select(people.c.id, people.c.erased_at).where(known).with_for_update()).first()
    if row is not None:
        return Person(row.id, row.erased_at)
    added = insert(people).values(site_id=site_id, wordpress_id=wordpress_id, **_NAMELESS)
    person_id: int | None = session.scalar(added.returning(people.c.id))
    assert person_id is not None
    return Person(person_id, None)


def erased_at(session: Session, site_id: int, wordpress_id: int) -> datetime | None:
    """Say up to when a person was erased; whoever erases them at this moment ends before, or waits for our end."""
    known = (people.c.site_id == site_id) & (people.c.wordpress_id == wordpress_id)
    return session.scalar(select(people.c.erased_at).where(known).with_for_update(read=True))


def erase(session: Session, person_id: int, up_to: datetime) -> None:
    """Forget a person's names and results; their row stays and says up to when."""
    session.execute(delete(results).where(results.c.person_id == person_id))
    session.execute(update(people).where(people.c.id == person_id).values(erased_at=up_to, **_NAMELESS))


def latest_result(session: Session, person_id: int) -> tuple[int, datetime | None]:
    """Give the newest revision and the latest moment known, 0 and None when there is no result."""
    newest = select(func.max(results.c.revision), func.max(results.c.completed_at))
    revision, at = session.execute(newest.where(results.c.person_id == person_id)).one()
    return revision or 0, at


def keep_result(session: Session, person_id: int, result: Result, revision: int) -> None:
    """Keep a result, an older one too: the record is complete, only the newest decides.

    One whose number is taken is known already, or is older than the newest and from before a backup was put back.
    """
    known = select(results.c.id).where(results.c.person_id == person_id, results.c.revision == revision)
    if session.scalar(known) is not None:
        return
    session.execute(
        insert(results).values(
            person_id=person_id,
            revision=revision,
            answers=list(result.answers),
            teams=list(result.teams),
            wants_mentor=result.wants_mentor,
            completed_at=result.completed_at,
        )
    )
