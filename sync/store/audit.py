"""Who did what in the console; written in the transaction that does it, never changed but for an erased name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select

from sync.console import Staff
from sync.store.db import Session
from sync.store.tables import audit, sites

PAGE = 50


@dataclass(frozen=True)
class Act:
    """One line of the trail.

    Shapes: site is the one that it concerns, None for the machine as a whole; subject like "inbox 12".
    """

    at: datetime
    site: str | None
    name: str
    act: str
    subject: str
    reason: str | None


@dataclass(frozen=True)
class Question:
    """What of the trail is asked for; empty texts ask for everything."""

    site_id: int | None = None
    name: str = ""
    act: str = ""
    subject: str = ""


def write(
    session: Session, staff: Staff, act: str, subject: str, now: datetime, *, site_id: int | None = None,
    reason: str | None = None,
) -> None:  # fmt: skip
    """Write down an act; `site_id` is the site that it concerns, where it is not the actor's own."""
    session.execute(
        insert(audit).values(
            at=now,
            site_id=site_id or staff.site_id,
            wordpress_id=staff.wordpress_id,
            name=staff.name,
            act=act,
            subject=subject[:120],
            reason=reason,
        )
    )


def page(session: Session, question: Question, number: int) -> Sequence[Act]:
    """Give one page of the trail, newest first; numbers begin at 1."""
    columns = (audit.c.at, sites.c.name, audit.c.name, audit.c.act, audit.c.subject, audit.c.reason)
    asked = _asked(select(*columns).outerjoin(sites, sites.c.id == audit.c.site_id), question)
    newest = asked.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    return [Act(*row) for row in session.execute(newest)]


def count(session: Session, question: Question) -> int:
    """Say how many lines there are."""
    return session.scalar(_asked(select(func.count()).select_from(audit), question)) or 0


def _asked(query: Select[Any], question: Question) -> Select[Any]:
    if question.site_id is not None:
        query = query.where(audit.c.site_id == question.site_id)
    if question.act:
        query = query.where(audit.c.act == question.act)
    if question.name:
        query = query.where(audit.c.name.icontains(question.name, autoescape=True))
    if question.subject:
        query = query.where(audit.c.subject == question.subject)
    return query


def acts(session: Session, site_id: int | None) -> list[str]:
    """Name the acts that the trail knows, for choosing one."""
    known = select(audit.c.act).distinct().order_by(audit.c.act)
    return list(session.scalars(known if site_id is None else known.where(audit.c.site_id == site_id)))
