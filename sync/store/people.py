"""People as their sites know them, and the results they kept."""

from sqlalchemy import func, insert, select, update

from sync.orientation import Result, Visitor
from sync.store.db import Session
from sync.store.tables import people, results


def find_or_add(session: Session, site_id: int, visitor: Visitor) -> int:
    """Give the person's id; their names are brought up to date."""
    known = (people.c.site_id == site_id) & (people.c.wordpress_id == visitor.wordpress_id)
    names = {"login": visitor.login, "nicename": visitor.nicename, "name": visitor.name}
    person_id: int | None = session.scalar(update(people).where(known).values(names).returning(people.c.id))
    if person_id is None:
        added = insert(people).values(site_id=site_id, wordpress_id=visitor.wordpress_id, **names)
        person_id = session.scalar(added.returning(people.c.id))
    assert person_id is not None
    return person_id


def latest_revision(session: Session, person_id: int) -> int:
    """Give the newest revision known, 0 when there is none."""
    newest = select(func.max(results.c.revision)).where(results.c.person_id == person_id)
    return session.scalar(newest) or 0


def keep_result(session: Session, person_id: int, result: Result) -> None:
    """Keep a result, an older one too: the record is complete, only the newest decides."""
    known = select(results.c.id).where(results.c.person_id == person_id, results.c.revision == result.revision)
    if session.scalar(known) is not None:
        return
    session.execute(
        insert(results).values(
            person_id=person_id,
            revision=result.revision,
            answers=list(result.answers),
            teams=list(result.teams),
            wants_mentor=result.wants_mentor,
            completed_at=result.completed_at,
        )
    )
