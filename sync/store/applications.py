"""Mentee applications: at most one open per person, which the table itself holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from sync.applications import OPEN_STATES, Open, Refresh, State
from sync.store.db import Session
from sync.store.tables import applications, people


@dataclass(frozen=True)
class Application:
    """An application with the name of the person who made it."""

    id: int
    person_id: int
    wordpress_id: int
    name: str
    state: State
    teams: tuple[str, ...]
    submitted_at: datetime


def open_of(session: Session, person_id: int) -> tuple[int, tuple[str, ...]] | None:
    """Give (id, teams) of the person's open application."""
    mine = select(applications.c.id, applications.c.teams).where(
        applications.c.person_id == person_id, applications.c.state.in_(OPEN_STATES)
    )
    row = session.execute(mine).first()
    return (row.id, tuple(row.teams)) if row else None


def submit(session: Session, person_id: int, decision: Open, now: datetime) -> int:
    """Open an application and give its id."""
    row = insert(applications).values(
        person_id=person_id, state=State.SUBMITTED, teams=list(decision.teams), submitted_at=now, changed_at=now
    )
    application_id: int | None = session.scalar(row.returning(applications.c.id))
    assert application_id is not None
    return application_id


def refresh(session: Session, decision: Refresh, now: datetime) -> None:
    """Take the new teams into the open application."""
    mine = update(applications).where(applications.c.id == decision.application_id)
    session.execute(mine.values(teams=list(decision.teams), changed_at=now))


def get(session: Session, application_id: int) -> Application:
    """Give one application with its person."""
    return _read(session, applications.c.id == application_id)[0]


def latest_of(session: Session, person_id: int) -> Application | None:
    """Give the person's newest application, open or not; one that was emptied is nobody's to see."""
    found = [application for application in _read(session, applications.c.person_id == person_id) if application.teams]
    return found[-1] if found else None


def ids_of(session: Session, person_id: int) -> Sequence[int]:
    """Give the ids of all of a person's applications."""
    return session.scalars(select(applications.c.id).where(applications.c.person_id == person_id)).all()


def empty(session: Session, person_id: int, now: datetime) -> None:
    """Withdraw a person's applications and forget their teams."""
    theirs = update(applications).where(applications.c.person_id == person_id)
    session.execute(theirs.values(state=State.WITHDRAWN, teams=[], changed_at=now))


def _read(session: Session, condition: object) -> list[Application]:
    rows = session.execute(
        select(applications, people.c.wordpress_id, people.c.name)
        .join(people, people.c.id == applications.c.person_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(applications.c.id)
    )
    return [
        Application(
            row.id, row.person_id, row.wordpress_id, row.name, State(row.state), tuple(row.teams), row.submitted_at
        )
        for row in rows
    ]
