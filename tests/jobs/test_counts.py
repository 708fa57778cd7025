"""The sums of a day are kept once, and add up to the way that people took."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from sync.errors import Refused
from sync.store import counts, sites
from sync.store.counts import Span
from sync.store.db import reading, transaction
from sync.store.tables import inbox, orientation_counts
from tests import makers

TODAY = makers.NOW.date()


def lines(engine):
    table = orientation_counts
    with reading(engine) as session:
        found = session.execute(select(table.c.day, table.c.kind, table.c.team, table.c["count"]).order_by(table.c.id))
        return [tuple(row) for row in found]


def parked(engine):
    with reading(engine) as session:
        return [row.reason for row in session.execute(select(inbox).where(inbox.c.state == "parked"))]


def summed(engine, until=TODAY, site_id=None):
    with reading(engine) as session:
        span = Span(until - timedelta(days=30), until, site_id)
        return counts.sums(session, span), counts.teams(session, span)


def test_a_day_becomes_a_line_for_each_sum(deliver, work, engine, wordpress):
    deliver(makers.counted())
    work()
    day = date(2026, 11, 21)
    assert lines(engine) == [
        (day, "started", "", 120),
        (day, "finished", "", 80),
        (day, "shown", "core", 60),
        (day, "shown", "photos", 80),
        (day, "handed", "core", 4),
    ]
    assert wordpress.calls == []


def test_the_same_day_again_changes_nothing(deliver, work, engine):
    deliver(makers.counted())
    deliver(makers.counted(), event_id="evt_2")
    work()
    assert len(lines(engine)) == 5
    assert parked(engine) == []


@pytest.mark.parametrize("change", [{"started": 121}, {"handed": {}}, {"shown": {"core": 60, "photos": 80, "tv": 1}}])
def test_other_numbers_for_a_known_day_are_set_aside_and_the_first_ones_stay(deliver, work, engine, change):
    deliver(makers.counted())
    work()
    before = lines(engine)
    deliver(makers.counted(**change), event_id="evt_2")
    work()
    assert lines(engine) == before
    [reason] = parked(engine)
    assert "2026-11-21" in reason


def test_a_day_without_anybody_is_known_too(deliver, work, engine):
    deliver(makers.counted(started=0, finished=0, shown={}, handed={}))
    work()
    assert [(kind, count) for _, kind, _, count in lines(engine)] == [("started", 0), ("finished", 0)]


def test_the_database_holds_a_sum_once_and_none_below_nothing(engine, site_id):
    line = {"site_id": site_id, "day": TODAY, "content": "default", "kind": "shown", "team": "core", "count": 1}
    with transaction(engine) as session:
        session.execute(insert(orientation_counts), [line])
    for odd in (line, {**line, "team": "tv", "count": -1}, {**line, "team": ""}, {**line, "kind": "begun"}):
        with pytest.raises(IntegrityError), transaction(engine) as session:
            session.execute(insert(orientation_counts), [odd])


def test_days_quizzes_and_people_add_up_within_their_days_only(deliver, work, engine):
    deliver(makers.counted(), event_id="evt_1")
    deliver(makers.counted(content="photo-day", shown={"photos": 5}, handed={"photos": 5, "tv": 1}), event_id="evt_2")
    deliver(makers.counted(day="2026-10-20"), event_id="evt_3")  # before the 30 days
    deliver(makers.counted(day="2026-11-22"), event_id="evt_4")  # today is not over
    for number, moment in ((5, "2026-11-21T23:59:59Z"), (6, "2026-11-22T00:00:00Z"), (7, "2026-10-23T00:00:00Z")):
        person = {"id": number, "login": f"demo-{number}", "nicename": f"demo-{number}", "name": "Demo"}
        kept = makers.event(person=person, wants_mentor=number != 7)
        deliver({**kept, "timestamp": moment}, event_id=f"evt_person_{number}")
    work()
    sums, teams = summed(engine)
    assert sums == {"started": 240, "finished": 160, "shown": 145, "handed": 10, "kept": 2, "asked": 0}
    assert list(teams.items()) == [("photos", (85, 5)), ("core", (60, 4)), ("tv", (0, 1))]


def test_a_person_who_keeps_two_results_is_one_person(deliver, work, engine):
    for revision in (1, 2):
        deliver(makers.event(revision=revision), event_id=f"evt_{revision}")
    work()
    sums, _ = summed(engine, until=TODAY + timedelta(days=1))
    assert (sums["kept"], sums["asked"]) == (1, 1)


def test_who_was_erased_neither_kept_nor_asked(deliver, work, engine):
    for number in (5, 6):
        person = {"id": number, "login": f"demo-{number}", "nicename": f"demo-{number}", "name": "Demo"}
        deliver(makers.event(person=person), event_id=f"evt_{number}")
    work()
    deliver({**makers.event("person.erased"), "timestamp": "2026-11-22T16:00:05Z"}, event_id="evt_erased")
    work()
    sums, _ = summed(engine, until=TODAY + timedelta(days=1))
    assert (sums["kept"], sums["asked"]) == (1, 1)


def test_one_site_may_be_looked_at_alone(deliver, work, engine, seal, site_id):
    deliver(makers.counted())
    work()
    with transaction(engine) as session:
        sites.add(session, makers.site(name="other", url="https://other.example"), seal, makers.NOW)
        other = sites.id_of(session, "other")
        with pytest.raises(Refused, match="no site called nowhere"):
            sites.id_of(session, "nowhere")
    assert summed(engine, site_id=site_id)[0]["started"] == 120
    assert summed(engine, site_id=other) == ({"kept": 0, "asked": 0}, {})
