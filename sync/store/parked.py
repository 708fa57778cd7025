"""Rows that were set aside for a person: to list them, to look at one, and to decide what becomes of them.

A decision locks its rows in the order inbox, outbox, id (as an erasure does), changes only those that still are as the
person saw them, and stands in the audit trail of the same transaction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, Subquery, Table, false, func, literal, select, union_all, update

from sync.console import Staff
from sync.store import audit
from sync.store.db import Session
from sync.store.tables import inbox, outbox, sites

PAGE = 50
BOXES: Mapping[str, Table] = {"inbox": inbox, "outbox": outbox}
SORTS = ("at", "site", "kind", "attempts", "reason")


@dataclass(frozen=True, order=True)
class Ref:
    """Which row: its box and its id."""

    box: str
    id: int

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read "inbox:12".

        Errors: ValueError.
        """
        box, _, number = text.partition(":")
        if box not in BOXES or not number.isascii() or not number.isdigit() or len(number) > 18:
            raise ValueError("A row is named like inbox:12.")
        return cls(box, int(number))

    def __str__(self) -> str:
        """Give "inbox:12"."""
        return f"{self.box}:{self.id}"


@dataclass(frozen=True)
class Line:
    """One row of the list.

    Shapes: at is when it was received or first owed; is_rival that another body is kept under its id.
    """

    box: str
    id: int
    site: str
    kind: str
    reason: str
    at: datetime
    attempts: int
    is_rival: bool
    event_id: str
    state: str

    @property
    def ref(self) -> Ref:
        """Give what names this row."""
        return Ref(self.box, self.id)


@dataclass(frozen=True)
class Question:
    """Which rows are asked for; empty texts ask for everything.

    Shapes: site_id is whose rows may be seen at all; sort is one of SORTS, with "-" before it for the other way round.
    """

    site_id: int | None = None
    state: str = "parked"
    site: str = ""
    box: str = ""
    kind: str = ""
    sort: str = "-at"


@dataclass(frozen=True)
class Sheet:
    """All there is to see of one row.

    Shapes: body of a delivery, what and outcome of an errand; others are rows that carry the same event id.
    """

    line: Line
    due_at: datetime
    lease_until: datetime | None
    done_at: datetime | None
    body: bytes | None
    what: Any
    outcome: Any
    digest: str | None
    others: Sequence[Line]


def page(session: Session, question: Question, number: int) -> Sequence[Line]:
    """Give one page of rows; numbers begin at 1."""
    rows = _rows(question)
    column = rows.c[question.sort.lstrip("-")]
    order = column.desc() if question.sort.startswith("-") else column.asc()
    query = select(rows).order_by(order, rows.c.box, rows.c.id).limit(PAGE).offset((number - 1) * PAGE)
    return [Line(*row) for row in session.execute(query)]


def count(session: Session, question: Question) -> int:
    """Say how many rows there are."""
    return session.scalar(select(func.count()).select_from(_rows(question))) or 0


def kinds(session: Session, site_id: int | None) -> list[str]:
    """Name the kinds that are set aside, for choosing one."""
    found: set[str] = set()
    for box, table in BOXES.items():
        waiting = select(_kind(box)).where(table.c.state.in_(("parked", "dropped"))).distinct()
        found.update(session.scalars(waiting if site_id is None else waiting.where(table.c.site_id == site_id)))
    return sorted(found)


def of(session: Session, refs: Sequence[Ref], site_id: int | None) -> list[Line]:
    """Give the rows that these name, in their order, in any state; those of other sites are not there."""
    found: list[Line] = []
    for box, ids in _by_box(refs).items():
        rows = _select(box).where(BOXES[box].c.id.in_(ids))
        mine = rows if site_id is None else rows.where(BOXES[box].c.site_id == site_id)
        found += [Line(*row) for row in session.execute(mine)]
    return sorted(found, key=lambda line: line.ref)


def sheet(session: Session, ref: Ref, site_id: int | None) -> Sheet | None:
    """Give all of one row; None where there is no such row, or not for them."""
    lines = of(session, [ref], site_id)
    if not lines:
        return None
    table = BOXES[ref.box]
    row = session.execute(select(table).where(table.c.id == ref.id)).mappings().one()
    same = select(inbox.c.id).where(
        inbox.c.site_id == row["site_id"], inbox.c.event_id == row["event_id"], inbox.c.id != ref.id
    )
    others = [Ref("inbox", other) for other in session.scalars(same)] if ref.box == "inbox" else []
    return Sheet(
        lines[0], row["due_at"], row["lease_until"], row["done_at"], row.get("body"), row.get("what"),
        row.get("outcome"), row.get("body_sha256"), of(session, others, site_id),
    )  # fmt: skip


# From which state each decision leads, and to which; the words are those of the audit trail.
DECISIONS: Mapping[str, tuple[str, str]] = {
    "try again": ("parked", "due"),
    "drop": ("parked", "dropped"),
    "put back": ("dropped", "parked"),
}


def decide(
    session: Session, decision: str, refs: Sequence[Ref], staff: Staff, now: datetime, reason: str | None = None
) -> list[Line]:
    """Decide about rows and write it down; give those that were changed, as they were before.

    Those of other sites, and those that somebody else decided first, are left as they are. Why a row failed stays on it,
    so that it is there again when it is put back; why it was dropped stands in the trail.
    """
    was, becomes = DECISIONS[decision]
    anew = {"attempts": 0, "crashes": 0, "due_at": now} if becomes == "due" else {}
    changed: list[Line] = []
    for box, ids in _by_box(refs).items():
        table = BOXES[box]
        mine = select(table.c.id, table.c.site_id).where(table.c.id.in_(ids), table.c.state == was)
        mine = mine if staff.site_id is None else mine.where(table.c.site_id == staff.site_id)
        locked = {row.id: row.site_id for row in session.execute(mine.order_by(table.c.id).with_for_update())}
        changed += of(session, [Ref(box, row_id) for row_id in locked], staff.site_id)
        session.execute(
            update(table)
            .where(table.c.id.in_(locked))
            .values(state=becomes, lease_until=None, lease_token=None, **anew)
        )
        for row_id, site_id in locked.items():
            audit.write(session, staff, decision, f"{box} {row_id}", now, site_id=site_id, reason=reason)
    return changed


def _by_box(refs: Sequence[Ref]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for ref in sorted(set(refs)):
        found[ref.box].append(ref.id)
    return found


def _rows(question: Question) -> Subquery:
    boxes = [box for box in BOXES if question.box in ("", box)]
    asked: list[Select[Any]] = []
    for box in boxes:
        query = _select(box).where(BOXES[box].c.state == question.state)
        if question.site_id is not None:
            query = query.where(BOXES[box].c.site_id == question.site_id)
        if question.site:
            query = query.where(sites.c.name == question.site)
        asked.append(query.where(_kind(box) == question.kind) if question.kind else query)
    together: CompoundSelect[Any] = union_all(*asked)
    return together.subquery()


def _kind(box: str) -> Any:
    return inbox.c.type if box == "inbox" else outbox.c.kind


def _select(box: str) -> Select[Any]:
    table = BOXES[box]
    return select(
        literal(box).label("box"),
        table.c.id.label("id"),
        sites.c.name.label("site"),
        _kind(box).label("kind"),
        func.coalesce(table.c.reason, "").label("reason"),
        (inbox.c.received_at if box == "inbox" else outbox.c.owed_at).label("at"),
        table.c.attempts.label("attempts"),
        (inbox.c.is_rival if box == "inbox" else false()).label("is_rival"),
        table.c.event_id.label("event_id"),
        table.c.state.label("state"),
    ).join(sites, sites.c.id == table.c.site_id)
