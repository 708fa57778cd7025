"""The room "Audit": who did what in the console, newest first."""

from flask import Blueprint, Response, g, render_template

from console.desk import desk
from console.lists import Pages, as_csv, asked, page_number
from console.rooms import Room, needs
from sync.store import audit
from sync.store.audit import Question
from sync.store.db import reading

ORGANIZE = "organize"

pages = Blueprint("audit", __name__, url_prefix="/audit")
room = Room("Audit", "audit.show", pages, (ORGANIZE,))


def _question() -> Question:
    return Question(g.sitting.staff.site_id, asked("name"), asked("act", 40), asked("subject"))


@pages.get("/")
@needs(ORGANIZE)
def show() -> str:
    """Show one page of the trail."""
    question, number = _question(), page_number()
    with reading(desk().engine) as session:
        lines, total = audit.page(session, question, number), audit.count(session, question)
        acts = audit.acts(session, question.site_id)
    return render_template(
        "audit/show.html", question=question, lines=lines, acts=acts, pages=Pages(number, audit.PAGE, total)
    )


@pages.get("/audit.csv")
@needs(ORGANIZE)
def download() -> Response:
    """Give the page that is shown as CSV."""
    with reading(desk().engine) as session:
        lines = audit.page(session, _question(), page_number())
    rows = [
        (line.at.isoformat(), line.name, line.act, line.subject, line.site or "", line.reason or "") for line in lines
    ]
    return as_csv("audit", ("at", "who", "act", "subject", "site", "reason"), rows)
