"""Who is erased is forgotten, whatever is under way, comes late or comes again; who comes back is somebody new."""

import concurrent.futures
import json
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import select, text

from jobs import run
from jobs.run import BATCH
from sync.errors import Refused, Unavailable
from sync.store import inbox as box
from sync.store import leases
from sync.store import outbox as owed
from sync.store.db import transaction
from sync.store.tables import applications, inbox, outbox, people, results
from tests import makers
from wayfinder import schema

LATER = "2026-11-22T16:00:05Z"
LATER_STILL = "2026-11-22T16:00:09Z"


def all_of(engine, table):
    with transaction(engine) as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def erasure(at=LATER, number=5):
    return {"type": "person.erased", "timestamp": at, "data": {"site": makers.SITE_URL, "person": {"id": number}}}


def result(at, **data):
    return {**makers.event(**data), "timestamp": at}


def demo(number, name="Demo Visitor"):
    return {"id": number, "login": f"demo-{number}", "nicename": f"demo-{number}", "name": name}


def everything(engine):
    """Read the whole database as text, as somebody would who looks for a name in it."""
    kept = [row for table in (inbox, people, results, applications, outbox) for row in all_of(engine, table)]
    return " ".join(str(tuple(row)) for row in kept)


@pytest.fixture
def forgotten(deliver, work, engine):
    """Give a person who applied, whose draft was written, and who was erased."""
    deliver(makers.event())
    work()
    assert deliver(erasure(), event_id="evt_2").status_code == 202
    work()
    return engine


def test_names_answers_teams_and_bodies_are_gone(forgotten):
    said = everything(forgotten)
    for word in ("Demo Visitor", "demo-5", "use.code", "core"):
        assert word not in said
    [person] = all_of(forgotten, people)
    assert (person.login, person.nicename, person.name) == ("erased", "erased", "erased")
    assert all_of(forgotten, results) == []


def test_the_application_is_withdrawn_and_empty_and_keeps_its_id(forgotten):
    [application] = all_of(forgotten, applications)
    assert (application.state, application.teams) == ("withdrawn", [])


def test_where_the_draft_is_stays_known_to_the_site_s_people(forgotten, wordpress):
    [errand] = all_of(forgotten, outbox)
    assert (errand.kind, errand.state, errand.outcome["post"]) == ("post", "done", 1)
    assert len(wordpress.drafts) == 1


def test_what_is_still_owed_is_owed_no_more_and_replay_brings_nothing_back(deliver, work, engine, wordpress, clock):
    deliver(makers.event())
    wordpress.failures = [Unavailable("away"), Refused("no"), Unavailable("away")]
    work()
    assert {row.state for row in all_of(engine, outbox)} == {"due", "parked"}
    deliver(erasure(), event_id="evt_2")
    work()
    with transaction(engine) as session:
        assert leases.release_parked(session, outbox, clock.now) == 0
    clock.move(hours=1)
    work()
    assert all_of(engine, outbox) == []
    assert (wordpress.badges, wordpress.drafts, wordpress.journeys) == ({}, [], {})


def test_erasing_twice_is_erasing_once(forgotten, deliver, work):
    before = everything(forgotten)
    deliver(erasure(), event_id="evt_2")
    work()
    assert everything(forgotten) == before
    deliver(erasure(at="2026-11-22T16:00:01Z"), event_id="evt_3")  # an older one that comes late
    work()
    [person] = all_of(forgotten, people)
    assert person.erased_at.second == 5


def test_the_old_delivery_again_is_recognised_and_forgotten_still(forgotten, deliver, work):
    assert deliver(makers.event()).status_code == 202
    assert deliver(makers.event(revision=2)).status_code == 409  # this id, other bytes
    work()
    assert "Demo Visitor" not in everything(forgotten)
    assert all_of(forgotten, results) == []


@pytest.mark.parametrize("at", ["2026-11-22T16:00:00Z", LATER], ids=["before", "in the same second"])
def test_an_older_result_that_arrives_after_the_erasure_brings_nobody_back(forgotten, deliver, work, wordpress, at):
    wordpress.calls.clear()
    deliver(result(at, revision=2), event_id="evt_3")
    work()
    assert "Demo Visitor" not in everything(forgotten)
    assert [row.state for row in all_of(forgotten, inbox)] == ["done"] * 3
    assert wordpress.calls == []


def test_an_erasure_that_arrives_first_holds_for_the_results_behind_it(deliver, work, engine, wordpress):
    deliver(erasure())
    work()
    deliver(makers.event(), event_id="evt_2")
    work()
    assert "Demo Visitor" not in everything(engine)
    assert (all_of(engine, results), all_of(engine, applications), wordpress.calls) == ([], [], [])


LATE = {
    "malformed": makers.event(answers=["use.fly"]),
    "malformed and without a moment": {**makers.event(), "timestamp": None},
    "of an unknown type": makers.event("moon.landed"),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_what_is_not_understood_and_arrives_after_the_erasure_is_forgotten_too(deliver, work, engine, late):
    deliver(erasure())
    work()
    deliver(late, event_id="evt_2")
    deliver(late, event_id="evt_2")
    work()
    assert "Demo Visitor" not in everything(engine)
    assert [(row.state, row.reason) for row in all_of(engine, inbox)] == [("done", None)] * 2
    assert len(all_of(engine, inbox)[1].body_sha256) == 64


@pytest.mark.parametrize("kind", ["malformed", "of an unknown type"])
@pytest.mark.parametrize(("at", "number"), [(LATER_STILL, 5), (LATER, 6)], ids=["later", "about somebody else"])
def test_what_is_not_understood_and_no_erasure_covers_is_kept_for_people(deliver, work, engine, kind, at, number):
    deliver(erasure())
    work()
    late = {**LATE[kind], "timestamp": at}
    deliver({**late, "data": {**late["data"], "person": demo(number)}}, event_id="evt_2")
    work()
    [_, kept] = all_of(engine, inbox)
    assert kept.state == "parked"
    assert b"Demo Visitor" in kept.body


def test_deliveries_that_wait_or_are_parked_are_forgotten_too(deliver, work, engine, clock):
    deliver({**makers.event("moon.landed")}, event_id="evt_1")
    assert deliver(makers.event(answers=["use.fly"]), event_id="evt_2").status_code == 422
    work()
    deliver(makers.event(), event_id="evt_3")
    with transaction(engine) as session:
        [taken] = box.claim(session, clock.now, BATCH)  # a worker has it in hand while the erasure comes
    deliver(erasure(), event_id="evt_4")
    work()
    assert "Demo Visitor" not in everything(engine)
    with transaction(engine) as session:
        assert not leases.finish(session, inbox, taken.lease, clock.now)
    assert deliver(makers.event(answers=["use.fly"]), event_id="evt_2").status_code == 422
    with transaction(engine) as session:
        assert leases.release_parked(session, inbox, clock.now) == 0


def test_an_erasure_waits_for_an_errand_that_is_under_way(deliver, work, engine, wordpress, clock):
    deliver(makers.event())
    wordpress.failures = [Unavailable("away")] * 3
    work()
    clock.move(seconds=10)
    with transaction(engine) as session:
        [post] = owed.claim(session, "post", clock.now, 1)
    deliver(erasure(), event_id="evt_2")
    work()
    assert "Demo Visitor" in everything(engine)
    with transaction(engine) as session:
        leases.finish(session, outbox, post.lease, clock.now, outcome={"post": 1})
    clock.move(seconds=10)
    work()
    assert "Demo Visitor" not in everything(engine)
    assert [row.outcome for row in all_of(engine, outbox)] == [{"post": 1}]


def test_who_comes_back_is_taken_in_anew(forgotten, deliver, work, wordpress):
    wordpress.badges.clear()  # as their site forgot them
    wordpress.journeys.clear()
    deliver(result(LATER_STILL, teams=[{"slug": "photos", "reasons": []}]), event_id="evt_3")
    work()
    assert [row.name for row in all_of(forgotten, people)] == ["Demo Visitor"]
    assert [row.teams for row in all_of(forgotten, applications)] == [[], ["photos"]]
    assert wordpress.badges == {"contributor-orientation": {5}}
    assert wordpress.journeys[5]["application"]["teams"] == ["photos"]


def test_who_comes_back_without_the_wish_is_not_shown_the_old_application(forgotten, deliver, work, wordpress):
    wordpress.journeys.clear()
    deliver(result(LATER_STILL, wants_mentor=False), event_id="evt_3")
    work()
    assert wordpress.journeys[5]["application"] is None


def test_who_comes_back_before_the_erasure_arrives_keeps_only_what_is_new(deliver, work, engine, wordpress, clock):
    deliver(result("2026-11-22T16:00:00Z", revision=3))
    deliver(result(LATER_STILL, revision=1, teams=[{"slug": "photos", "reasons": []}]), event_id="evt_2")
    work()
    clock.move(seconds=10)
    deliver(erasure(), event_id="evt_3")
    work()
    work()
    assert [(row.revision, row.teams) for row in all_of(engine, results)] == [(1, ["photos"])]
    assert [row.teams for row in all_of(engine, applications) if row.state == "submitted"] == [["photos"]]
    assert [bool(row.body) for row in all_of(engine, inbox)] == [False, True, True]
    assert wordpress.journeys[5]["application"]["teams"] == ["photos"]


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_a_result_and_the_erasure_that_are_applied_at_once_bring_nobody_back(
    deliver, work, engine, hands, clock, is_known
):
    numbers = range(100, 110)
    for number in numbers:
        if is_known:
            deliver(makers.event(person=demo(number)), event_id=f"evt_{number}_known")
            work()
    for number in numbers:
        deliver(makers.event(person=demo(number), revision=2), event_id=f"evt_{number}_result")
        deliver(erasure(number=number), event_id=f"evt_{number}_erasure")
    with transaction(engine) as session:
        taken = box.claim(session, clock.now, BATCH)
    assert len(taken) == 2 * len(numbers)

    def apply(delivery):
        return run.attempt(lambda: run._apply(hands, delivery, set()))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(apply, taken))
    clock.move(minutes=6)  # whoever came second tries again
    work()
    assert {row.state for row in all_of(engine, inbox)} == {"done"}
    assert "Demo Visitor" not in everything(engine)


def test_others_are_left_alone(deliver, work, engine, wordpress):
    for number in (5, 55):
        deliver(makers.event(person=demo(number, f"Demo {number}")), event_id=f"evt_{number}")
    work()
    deliver(erasure(), event_id="evt_1")
    work()
    assert [row.name for row in all_of(engine, people)] == ["erased", "Demo 55"]
    assert [row.teams for row in all_of(engine, applications)] == [[], ["core", "test", "meta"]]
    assert json.loads(all_of(engine, inbox)[1].body)["data"]["person"]["id"] == 55
    assert sorted(row.kind for row in all_of(engine, outbox)) == ["badge", "journey", "post", "post"]


@pytest.mark.parametrize("person", [None, {}, {"id": 0}, {"id": "5"}, {"id": True}])
def test_an_erasure_of_nobody_is_malformed(deliver, person):
    content = erasure()
    content["data"]["person"] = person
    assert deliver(content).status_code == 422


def test_what_was_kept_before_the_service_could_erase_can_be_erased(deliver, work, engine, tmp_path):
    deliver(makers.event())
    deliver([], event_id="evt_2")
    command.downgrade(schema.config(engine), "0001")
    schema.migrate(engine, tmp_path)
    with transaction(engine) as session:
        assert session.scalars(text("SELECT wordpress_id FROM inbox ORDER BY id")).all() == [5, None]
    work()
    deliver(erasure(), event_id="evt_3")
    work()
    assert "Demo Visitor" not in everything(engine)


def test_what_an_older_door_kept_during_an_upgrade_can_be_erased(deliver, work, engine):
    deliver(makers.event())
    with transaction(engine) as session:
        session.execute(inbox.update().values(wordpress_id=None))
    work()
    deliver(erasure(), event_id="evt_2")
    work()
    assert "Demo Visitor" not in everything(engine)


def test_an_erasure_by_a_clock_that_ran_ahead_does_not_cover_what_comes_after_it(deliver, work, engine, clock):
    deliver(result("2026-12-01T00:00:00Z"))
    work()
    deliver(erasure(at="2026-12-01T00:00:07Z"), event_id="evt_2")
    work()
    assert "Demo Visitor" not in everything(engine)
    [person] = all_of(engine, people)
    assert person.erased_at == clock.now + timedelta(minutes=5)
    clock.move(minutes=2)
    deliver(result("2026-11-22T16:05:01Z"), event_id="evt_3")
    work()
    assert [row.name for row in all_of(engine, people)] == ["Demo Visitor"]
