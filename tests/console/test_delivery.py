"""What stands still: seen, tried again, dropped with a reason and put back; each decision once, and written down."""

import csv
import io

import pytest
from sqlalchemy import select

from sync.store.db import reading
from sync.store.tables import audit
from tests import makers

LONG_AGO = makers.NOW.replace(year=2025)


def text(answer):
    return answer.get_data(as_text=True)


def trail(engine):
    with reading(engine) as session:
        return [(line.act, line.subject, line.reason) for line in session.execute(select(audit).order_by(audit.c.id))]


def test_before_anything_came_it_says_what_to_do(come):
    window = come()
    assert "Nothing has arrived yet." in text(window.get("/delivery/"))
    assert "<svg" not in text(window.get("/delivery/"))
    assert "Nothing is set aside." in text(window.get("/delivery/rows"))


def test_what_came_is_a_picture_and_a_table(come, park):
    park()
    page = text(come().get("/delivery/"))
    assert page.count("<svg") >= 1
    assert "Show as table" in page


def test_it_shows_what_is_set_aside_and_why(come, park):
    park(reason="It is malformed at data.answers.")
    park("outbox", reason="The site has no account 5.")
    page = text(come().get("/delivery/rows"))
    assert "It is malformed at data.answers." in page
    assert "The site has no account 5." in page


def test_a_body_is_shown_without_what_it_says_of_people(come, park):
    [ref] = park()
    page = text(come().get("/delivery/" + ref.replace(":", "/")))
    assert "orientation.completed" in page
    assert "use.code" in page
    for personal in ("Demo Visitor", "demo-5"):
        assert personal not in page


def test_trying_again_makes_it_due_rings_and_is_written_down(come, park, row, bell, engine):
    [ref] = park(attempts=9, crashes=5)
    window = come()
    asked = window.get(f"/delivery/decide?decision=try+again&row={ref}")
    assert "Try 1 delivery again" in text(asked)
    assert window.post("/delivery/decide", decision="try again", row=ref).status_code == 303
    now = row(ref)
    assert (now.state, now.attempts, now.crashes) == ("due", 0, 0)
    assert bell.redis.llen("rq:queue:wayfinder") == 1
    assert ("try again", ref.replace(":", " "), None) in trail(engine)


def test_dropping_needs_a_reason_and_can_be_undone(come, park, row, engine):
    [ref] = park("outbox")
    window = come()
    window.get(f"/delivery/decide?decision=drop&row={ref}")
    refused = window.post("/delivery/decide", decision="drop", row=ref, reason=" \t ")
    assert refused.status_code == 422
    assert "Say in a few words why." in text(refused)
    assert row(ref).state == "parked"
    assert window.post("/delivery/decide", decision="drop", row=ref, reason="A test").status_code == 303
    assert (row(ref).state, row(ref).reason) == ("dropped", "It did not work.")
    assert window.post("/delivery/decide", decision="put back", row=ref).status_code == 303
    assert row(ref).state == "parked"
    assert [line[::2] for line in trail(engine) if line[0] in ("drop", "put back")] == [
        ("drop", "A test"),
        ("put back", None),
    ]


def test_of_two_who_decide_at_once_the_second_is_told(come, park, row, engine):
    [ref] = park()
    first, second = come(), come(sub="6", name="Demo Second")
    first.get("/delivery/rows")
    second.get("/delivery/rows")
    first.post("/delivery/decide", decision="drop", row=ref, reason="Mine")
    told = second.post("/delivery/decide", decision="try again", row=ref)
    assert row(ref).state == "dropped"
    assert "late=1" in told.headers["Location"]
    assert [line[0] for line in trail(engine)].count("try again") == 0


def test_many_are_decided_together(come, park, row):
    refs = park(count=3) + park("outbox", count=2)
    window = come()
    window.get("/delivery/rows")
    assert window.post("/delivery/decide", decision="drop", row=refs, reason="All of a test").status_code == 303
    assert {row(ref).state for ref in refs} == {"dropped"}


def test_rows_of_another_site_are_not_there(come, come_from_other, park, row):
    [ref] = park()
    stranger = come_from_other()
    assert "orientation.completed" not in text(stranger.get("/delivery/rows"))
    assert stranger.get("/delivery/" + ref.replace(":", "/")).status_code == 404
    stranger.post("/delivery/decide", decision="drop", row=ref, reason="Not mine")
    assert row(ref).state == "parked"
    assert come().get("/delivery/" + ref.replace(":", "/")).status_code == 200


def test_long_lists_come_in_pages_and_csv_is_what_is_shown(come, park):
    park(count=50)
    [oldest] = park(at=LONG_AGO, reason="The oldest")
    window = come()
    assert "The oldest" not in text(window.get("/delivery/rows"))
    assert "The oldest" in text(window.get("/delivery/rows?page=2"))
    first = list(csv.DictReader(io.StringIO(text(window.get("/delivery/rows.csv?sort=at")).lstrip("\ufeff"))))
    assert len(first) == 50
    assert first[0]["reason"] == "The oldest"
    assert first[0]["id"] == oldest.partition(":")[2]


@pytest.mark.parametrize(
    "address",
    [
        "/delivery/rows?state=done",
        "/delivery/rows?sort=body",
        "/delivery/rows?page=x",
        "/delivery/decide?decision=erase&row=inbox:1",
        "/delivery/decide?decision=drop&row=people:1",
        "/delivery/inbox/99999999999999999999",
        "/delivery/people/1",
    ],
)
def test_an_address_that_nobody_gave_is_not_found(come, address):
    assert come().get(address).status_code == 404
