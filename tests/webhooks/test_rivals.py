"""Two bodies under one id: both are kept, and somebody is called; neither is lost, and neither outlives an erasure."""

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from sync.errors import Refused
from sync.store import inbox as box
from sync.store.db import transaction
from sync.store.inbox import Arrival
from sync.store.tables import inbox
from tests import makers

ERASED = "2026-11-22T16:00:05Z"
LATER = "2026-11-22T16:00:09Z"


def rows(engine):
    with transaction(engine) as session:
        return session.execute(select(inbox).order_by(inbox.c.id)).all()


def erase(deliver, work, event_id="evt_9"):
    erasure = {"type": "person.erased", "timestamp": ERASED, "data": {"site": makers.SITE_URL, "person": {"id": 5}}}
    assert deliver(erasure, event_id).status_code == 202
    work()


def test_another_body_is_kept_beside_the_first_one_and_raises_an_alarm(deliver, engine):
    deliver(makers.event())
    with capture_logs() as said:
        answer = deliver(makers.event(revision=2))
    assert (answer.status_code, answer.json["error"]) == (409, "refused")
    first, rival = rows(engine)
    assert (first.state, first.is_rival, bytes(first.body)) == ("due", False, makers.body(makers.event()))
    assert (rival.state, rival.is_rival, bytes(rival.body)) == ("parked", True, makers.body(makers.event(revision=2)))
    assert (rival.event_id, rival.wordpress_id, rival.type) == ("evt_1", 5, "orientation.completed")
    assert "another body" in rival.reason
    [alarm] = [line for line in said if line["event"] == "alarm"]
    assert (alarm["log_level"], alarm["alarm"], alarm["event_id"]) == ("error", "rival", "evt_1")
    assert "Demo Visitor" not in str(alarm)


def test_the_same_rival_again_is_one_row_and_a_third_body_another(deliver, engine):
    bodies = [makers.event(), *[makers.event(revision=2)] * 3, makers.event(revision=3)]
    assert [deliver(body).status_code for body in bodies] == [202, 409, 409, 409, 409]
    assert [row.is_rival for row in rows(engine)] == [False, True, True]
    assert deliver(makers.event()).status_code == 202  # the first one is still the one


def test_a_malformed_rival_is_kept_too_with_both_reasons(deliver, engine):
    deliver(makers.event())
    assert deliver(makers.event(answers=[])).status_code == 409
    assert [row.state for row in rows(engine)] == ["due", "parked"]
    assert "another body" in rows(engine)[1].reason
    assert "data.answers" in rows(engine)[1].reason


def test_a_rival_is_not_worked_off_by_itself(deliver, work, engine):
    deliver(makers.event())
    deliver(makers.event(revision=2))
    work()
    assert [row.state for row in rows(engine)] == ["done", "parked"]


def test_an_erasure_empties_rivals_that_it_covers(deliver, work, engine):
    deliver(makers.event())
    deliver(makers.event(revision=2))
    deliver({**makers.event(revision=3), "timestamp": LATER})
    erase(deliver, work)
    _, covered, later, _ = rows(engine)
    assert (covered.state, covered.body, covered.reason) == ("done", b"", None)
    assert (later.state, bytes(later.body) != b"") == ("parked", True)


@pytest.mark.parametrize(("moment", "state"), [("2026-11-22T16:00:00Z", "done"), (LATER, "parked")])
def test_a_rival_of_somebody_erased_before_is_kept_without_what_it_says(deliver, work, engine, moment, state):
    deliver(makers.event())
    erase(deliver, work)
    assert deliver({**makers.event(revision=2), "timestamp": moment}).status_code == 409
    rival = rows(engine)[-1]
    assert (rival.is_rival, rival.state, bytes(rival.body) == b"") == (True, state, state == "done")


def test_whoever_keeps_in_a_transaction_of_their_own_has_the_rival_on_disk(engine, site_id):
    with transaction(engine) as session:
        assert box.keep(session, site_id, Arrival("evt_1", "x", b"1", makers.NOW))
        assert not box.keep(session, site_id, Arrival("evt_1", "x", b"1", makers.NOW))
        with pytest.raises(Refused, match="another body"):
            box.keep(session, site_id, Arrival("evt_1", "x", b"2", makers.NOW))
    assert [bytes(row.body) for row in rows(engine)] == [b"1", b"2"]


def test_a_site_that_moved_may_still_send_what_it_made_before(deliver, engine):
    moved = "https://moved.example"
    with transaction(engine) as session:
        session.execute(text("UPDATE sites SET former_url = url, url = :moved").bindparams(moved=moved))
    assert deliver(makers.event(), "evt_1").status_code == 202
    assert deliver(makers.event(site=moved), "evt_2").status_code == 202
    assert deliver(makers.event(site="https://staging.example"), "evt_3").status_code == 403
