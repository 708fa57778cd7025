"""What status, console and metrics show is what the books hold, on both databases."""

from datetime import timedelta

from sqlalchemy import update

from sync.errors import Unavailable
from sync.store import figures
from sync.store.db import reading, transaction
from sync.store.tables import inbox, outbox, pulls
from tests import makers


def test_stages_count_each_kind_and_name_the_oldest_and_the_reason(deliver, work, engine, wordpress, clock):
    deliver(makers.event("connection.tested"), event_id="evt_1")
    work()
    with transaction(engine) as session:
        session.execute(update(inbox).values(done_at=clock.now - timedelta(hours=2)))
    deliver(makers.event("connection.tested"), event_id="evt_2")
    work()
    deliver(makers.event("connection.tested"), event_id="evt_3")
    deliver(makers.event("moon.landed"), event_id="evt_4")
    with transaction(engine) as session:
        session.execute(update(inbox).where(inbox.c.type == "moon.landed").values(state="parked", reason="unknown"))
    with reading(engine) as session:
        tested, landed = figures.stages(session, clock.now)
    assert (tested.site, tested.box, tested.kind) == ("make", "inbox", "connection.tested")
    assert (tested.due, tested.done, tested.last_hour, tested.oldest_due_at) == (1, 2, 1, clock.now)
    assert (landed.parked, landed.last_reason, landed.oldest_due_at) == (1, "unknown", None)


def test_stages_and_links_of_one_site_are_those_of_that_site(deliver, work, engine, site_id):
    deliver(makers.event())
    work()
    with reading(engine) as session:
        assert [stage.box for stage in figures.stages(session, makers.NOW, site_id)] == ["inbox"] + ["outbox"] * 3
        assert figures.stages(session, makers.NOW, site_id + 1) == []
        assert figures.links(session, site_id + 1) == []


def test_a_link_says_when_something_came_and_why_nothing_goes(deliver, work, engine, wordpress, clock, site_id):
    with reading(engine) as session:
        [link] = figures.links(session)
    assert (link.last_received_at, link.failures, link.opened_at, link.pulled_at, link.filled) == (
        None,
        0,
        None,
        None,
        0,
    )
    assert link.added_at == makers.NOW
    deliver(makers.event(wants_mentor=False))
    wordpress.failures = [Unavailable("away")] * 2
    work()
    with transaction(engine) as session:
        session.execute(pulls.insert().values(site_id=site_id, filled=3, rewinds=1, reason="no route"))
        session.execute(update(outbox).values(due_at=clock.now + timedelta(days=1)))
    with reading(engine) as session:
        [link] = figures.links(session)
    assert (link.last_received_at, link.failures, link.reason) == (clock.now, 2, "away")
    assert (link.filled, link.rewinds, link.pull_reason) == (3, 1, "no route")
