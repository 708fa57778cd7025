"""Rows that were set aside: the list, one row, and the decisions about them."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.desk import desk
from console.lists import Pages, as_csv, asked, page_number
from console.rooms import needs
from console.words import many
from jobs.queue import KINDS
from sync import masking
from sync.store import audit, parked, sites
from sync.store.db import reading, transaction
from sync.store.parked import DECISIONS, SORTS, Line, Question, Ref

ORGANIZE = "organize"
LONGEST_REASON = 500

pages = Blueprint("parked", __name__)


@pages.get("/rows")
@needs(ORGANIZE)
def show() -> str:
    """Show one page of what was set aside, or dropped."""
    question, number = _question(), page_number()
    with reading(desk().engine) as session:
        lines, total = parked.page(session, question, number), parked.count(session, question)
        kinds = parked.kinds(session, question.site_id)
        known = [name for name, _ in sites.names(session)] if question.site_id is None else []
        told = parked.of(session, _refs(request.args.getlist("row")), question.site_id)
    return render_template(
        "delivery/rows.html",
        question=question,
        lines=lines,
        pages=Pages(number, parked.PAGE, total),
        kinds=kinds,
        known=known,
        told=asked("told"),
        changed=told,
        late=len(asked("late", 2)) > 0,
        noun=noun,
    )


@pages.get("/rows.csv")
@needs(ORGANIZE)
def download() -> Response:
    """Give the page that is shown as CSV."""
    with reading(desk().engine) as session:
        lines = parked.page(session, _question(), page_number())
    head = ("box", "id", "event", "site", "kind", "state", "reason", "came", "attempts", "same id with other bytes")
    return as_csv(
        "set-aside",
        head,
        [
            (
                line.box, line.id, line.event_id, line.site, line.kind, line.state, line.reason, line.at.isoformat(),
                line.attempts, "yes" if line.is_rival else "no",
            )
            for line in lines
        ],
    )  # fmt: skip


def _question() -> Question:
    state, box, sort = asked("state", 8) or "parked", asked("box", 8), asked("sort", 12) or "-at"
    if state not in ("parked", "dropped") or box not in ("", *parked.BOXES) or sort.removeprefix("-") not in SORTS:
        abort(404)
    return Question(g.sitting.staff.site_id, state, asked("site", 40), box, asked("kind", 64), sort)


def _refs(said: Sequence[str]) -> list[Ref]:
    """Read which rows are meant.

    Errors: 404 for what no link or form of ours says.
    """
    try:
        return [Ref.parse(text) for text in said[: parked.PAGE]]
    except ValueError:
        return abort(404)


def noun(lines: Sequence[Line]) -> str:
    """Say how many of what: "3 deliveries", "1 errand", or "4 rows" where both are among them."""
    words = {"inbox": ("delivery", "deliveries"), "outbox": ("errand", "errands")}
    boxes = {line.box for line in lines}
    one, more = words[boxes.pop()] if len(boxes) == 1 else ("row", "rows")
    return many(len(lines), one, more)


@pages.get("/<any(inbox, outbox):box>/<int:row_id>")
@needs(ORGANIZE)
def look(box: str, row_id: int) -> str:
    """Show all of one row, personal data masked."""
    mine = g.sitting.staff.site_id
    if row_id >= 2**63:
        abort(404)
    with reading(desk().engine) as session:
        sheet = parked.sheet(session, Ref(box, row_id), mine) or abort(404)
        history = audit.page(session, audit.Question(mine, subject=f"{box} {row_id}"), 1)
    return render_template("delivery/row.html", sheet=sheet, line=sheet.line, shown=_shown(sheet), history=history)


def _shown(sheet: parked.Sheet) -> list[tuple[str, str]]:
    if sheet.body is not None:
        return [("What was delivered", masking.masked_text(bytes(sheet.body)))]
    texts = [("What is owed", sheet.what), ("What the site answered", sheet.outcome)]
    return [(title, masking.masked_json(content)) for title, content in texts if content is not None]


@pages.get("/decide")
@needs(ORGANIZE)
def ask() -> str:
    """Ask whether this is meant, and why."""
    return _ask(asked("decision", 20), _refs(request.args.getlist("row")))


def _ask(decision: str, refs: Sequence[Ref], fault: str = "", reason: str = "") -> str:
    if decision not in DECISIONS:
        abort(404)
    with reading(desk().engine) as session:
        lines = parked.of(session, refs, g.sitting.staff.site_id)
    ready = [line for line in lines if line.state == DECISIONS[decision][0]]
    return render_template(
        "delivery/decide.html",
        decision=decision,
        ready=ready,
        late=len(refs) - len(ready),
        noun=noun(ready),
        fault=fault,
        reason=reason,
        chosen=bool(refs),
        longest=LONGEST_REASON,
    )


@pages.post("/decide")
@needs(ORGANIZE)
def decide() -> AnyResponse | tuple[str, int]:
    """Do it, in one transaction with its line in the audit trail, and ring for what is due again."""
    decision, refs = request.form.get("decision", ""), _refs(request.form.getlist("row"))
    reason = " ".join(request.form.get("reason", "").replace("\0", " ").split())
    if decision not in DECISIONS or not refs:
        abort(404)
    if decision == "drop" and not 0 < len(reason) <= LONGEST_REASON:
        fault = "Say in a few words why." if not reason else f"Say it in at most {LONGEST_REASON} characters."
        return _ask(decision, refs, fault, reason[:LONGEST_REASON]), 422
    with transaction(desk().engine) as session:
        changed = parked.decide(session, decision, refs, g.sitting.staff, desk().now(), reason or None)
    if decision == "try again":
        for kind in sorted({"inbox" if line.box == "inbox" else line.kind for line in changed}.intersection(KINDS)):
            desk().bell.ring(kind)
    late = "1" if len(changed) < len(set(refs)) else None
    rows = [str(line.ref) for line in changed]
    return redirect(url_for("delivery.parked.show", told=decision, row=rows, late=late), 303)
