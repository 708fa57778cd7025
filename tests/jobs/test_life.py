"""From a kept delivery to application, badge, draft and journey, each once, whatever fails on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from jobs import queue, run, sweep
from jobs.run import BATCH, ERRANDS, EVENTS
from sync import posts
from sync.errors import Refused, Unavailable
from sync.patience import MOST_CRASHES
from sync.store.db import transaction
from sync.store.tables import applications, inbox, outbox, people, results
from tests import makers


def all_of(engine, table):
    with transaction(engine) as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def states(engine):
    return {row.kind: row.state for row in all_of(engine, outbox)}


def test_a_result_becomes_an_application_a_badge_a_draft_and_a_journey(deliver, work, engine, wordpress):
    deliver(makers.event())
    work()
    [application] = all_of(engine, applications)
    assert (application.state, application.teams) == ("submitted", ["core", "test", "meta"])
    assert wordpress.badges == {"contributor-orientation": {5}}
    assert [draft.slug for draft in wordpress.drafts] == [
        posts.application_draft("evt_1", "make", "", [], makers.NOW).slug
    ]
    assert wordpress.journeys[5]["application"]["state"] == "submitted"
    assert {row.state for row in all_of(engine, inbox) + all_of(engine, outbox)} == {"done"}


def test_the_same_result_twice_changes_nothing(deliver, work, engine, wordpress):
    deliver(makers.event())
    work()
    deliver(makers.event(), event_id="evt_2")
    work()
    assert len(all_of(engine, applications)) == len(all_of(engine, results)) == len(wordpress.drafts) == 1
    assert wordpress.calls.count("grant_badge") == 1


def test_a_changed_mind_changes_the_open_application(deliver, work, engine, wordpress):
    deliver(makers.event())
    deliver(makers.event(revision=2, teams=[{"slug": "photos", "reasons": []}]), event_id="evt_2")
    work()
    [application] = all_of(engine, applications)
    assert application.teams == ["photos"]
    assert wordpress.journeys[5]["application"]["teams"] == ["photos"]


def test_an_older_result_that_comes_late_is_recorded_but_does_not_decide(deliver, work, engine):
    deliver(makers.event(revision=2))
    deliver(makers.event(revision=1, teams=[{"slug": "photos", "reasons": []}]), event_id="evt_2")
    work()
    assert all_of(engine, applications)[0].teams == ["core", "test", "meta"]
    assert [row.revision for row in all_of(engine, results)] == [2, 1]


def test_without_the_wish_there_is_a_badge_but_no_application(deliver, work, engine, wordpress):
    deliver(makers.event(wants_mentor=False))
    work()
    assert all_of(engine, applications) == []
    assert wordpress.badges == {"contributor-orientation": {5}}
    assert wordpress.journeys[5]["application"] is None
    assert wordpress.drafts == []


def test_two_people_get_their_badges_in_one_call(deliver, work, wordpress):
    for number in (5, 6):
        person = {"id": number, "login": f"demo-{number}", "nicename": f"demo-{number}", "name": "Demo"}
        deliver(makers.event(person=person), event_id=f"evt_{number}")
    work()
    assert wordpress.badges == {"contributor-orientation": {5, 6}}
    assert wordpress.calls.count("grant_badge") == 1


def test_an_account_that_is_gone_does_not_hold_up_the_others(deliver, work, engine, wordpress):
    for number in (5, 99):
        person = {"id": number, "login": f"demo-{number}", "nicename": f"demo-{number}", "name": "Demo"}
        deliver(makers.event(person=person), event_id=f"evt_{number}")
    work()
    badges = [row for row in all_of(engine, outbox) if row.kind == "badge"]
    assert [row.state for row in badges] == ["done", "parked"]
    assert "no account 99" in badges[1].reason


def test_a_wordpress_that_is_away_is_tried_again_and_done_once_it_is_back(deliver, work, engine, wordpress, clock):
    deliver(makers.event())
    wordpress.failures = [Unavailable("away")] * 3
    work()
    assert states(engine) == {"badge": "due", "post": "due", "journey": "due"}
    assert {row.reason for row in all_of(engine, outbox)} == {"away"}
    assert len(wordpress.calls) == 3
    work()  # too early: nothing happens
    assert states(engine)["badge"] == "due"
    clock.move(seconds=10)
    work()
    assert states(engine) == {"badge": "done", "post": "done", "journey": "done"}
    assert len(wordpress.drafts) == 1


def test_a_post_whose_answer_was_lost_is_found_and_not_written_again(deliver, work, engine, wordpress, clock):
    deliver(makers.event())
    wordpress.failures = []
    wordpress.cuts = [Unavailable("cut"), Unavailable("cut"), Unavailable("cut")]
    work()
    assert len(wordpress.drafts) == 1
    assert states(engine) == {"badge": "due", "post": "due", "journey": "due"}
    clock.move(seconds=10)
    work()
    assert len(wordpress.drafts) == 1
    assert states(engine) == {"badge": "done", "post": "done", "journey": "done"}


def test_what_the_other_side_asks_to_wait_is_waited(deliver, work, engine, wordpress, clock):
    deliver(makers.event(wants_mentor=False))
    wordpress.failures = [Unavailable("slow down", retry_after_s=900)]
    work()
    badge = next(row for row in all_of(engine, outbox) if row.kind == "badge")
    assert badge.due_at >= clock.now + timedelta(seconds=900)


def test_a_final_no_parks_with_its_reason(deliver, work, engine, wordpress):
    deliver(makers.event(wants_mentor=False))
    wordpress.failures = [Refused("There is no such badge.")]
    work()
    badge = next(row for row in all_of(engine, outbox) if row.kind == "badge")
    assert (badge.state, badge.reason) == ("parked", "There is no such badge.")


def test_a_bug_parks_after_a_few_tries_and_the_others_go_on(deliver, work, engine, wordpress, clock):
    deliver(makers.event(wants_mentor=False))
    for _ in range(MOST_CRASHES):
        wordpress.failures = [KeyError("bug")]
        work()
        clock.move(hours=2)
    assert states(engine) == {"badge": "parked", "journey": "done"}


def test_a_site_that_hangs_is_asked_once_and_then_spared_for_a_while(deliver, work, engine, wordpress, clock):
    for number in (5, 6, 7):
        person = {"id": number, "login": f"demo-{number}", "nicename": f"demo-{number}", "name": "Demo"}
        deliver(makers.event(person=person), event_id=f"evt_{number}")
    wordpress.failures = [Unavailable("hangs")] * 3
    work()
    assert wordpress.calls == ["grant_badge", "find", "show_journey"]
    assert sorted(row.attempts for row in all_of(engine, outbox) if row.kind == "post") == [0, 0, 1]
    clock.move(seconds=10)
    work()
    assert set(states(engine).values()) == {"done"}
    assert len({draft.slug for draft in wordpress.drafts}) == len(wordpress.drafts) == 3


def test_what_is_parked_is_done_when_it_is_replayed(deliver, work, engine, wordpress, clock):
    from sync.store import leases

    deliver(makers.event(wants_mentor=False))
    wordpress.failures = [Refused("There is no such badge.")]
    work()
    with transaction(engine) as session:
        assert leases.release_parked(session, outbox, clock.now) == 1
    work()
    assert wordpress.badges == {"contributor-orientation": {5}}


def test_a_delivery_that_was_malformed_for_an_older_version_is_taken_up_when_it_comes_again(deliver, work, engine):
    deliver(makers.event())
    with transaction(engine) as session:  # as an older version would have kept it
        session.execute(inbox.update().values(state="parked", reason="The event is malformed.", type="unreadable"))
    assert deliver(makers.event()).status_code == 202
    work()
    assert [row.state for row in all_of(engine, inbox)] == ["done"]
    assert len(all_of(engine, applications)) == 1


def test_a_site_whose_secrets_cannot_be_opened_waits_and_says_why(deliver, hands, engine, clock):
    from dataclasses import replace

    from sync.sealing import Seal

    deliver(makers.event(wants_mentor=False))
    run.equip(replace(hands, seal=Seal("another key")))
    for kind in queue.KINDS:
        run.work(kind)
    assert all("WAYFINDER_SECRET_KEY" in row.reason for row in all_of(engine, outbox))
    assert set(states(engine).values()) == {"due"}


def test_an_unknown_event_is_parked_for_a_version_that_knows_it(deliver, work, engine):
    deliver(makers.event("moon.landed"))
    work()
    [row] = all_of(engine, inbox)
    assert row.state == "parked"
    assert "moon.landed" in row.reason


def test_a_worker_that_died_leaves_its_rows_to_the_next(deliver, work, engine, hands, clock):
    from sync.store import inbox as box

    deliver(makers.event())
    with transaction(engine) as session:
        assert len(box.claim(session, clock.now, BATCH)) == 1  # and now the worker dies
    work()
    assert all_of(engine, applications) == []
    clock.move(minutes=6)
    work()
    assert len(all_of(engine, applications)) == 1


def test_a_worker_whose_lease_ran_out_records_nothing(deliver, engine, clock):
    from sync.store import inbox as box
    from sync.store import leases

    deliver(makers.event())
    with transaction(engine) as session:
        [slow] = box.claim(session, clock.now, BATCH)
    clock.move(minutes=6)
    with transaction(engine) as session:
        [fast] = box.claim(session, clock.now, BATCH)
        assert not leases.finish(session, inbox, slow.lease, clock.now)
        assert leases.finish(session, inbox, fast.lease, clock.now)


def test_the_sweeper_finds_what_no_bell_told(deliver, hands, engine, bell, door):
    deliver(makers.event())
    door.close()  # and with it the thread that rings
    bell.redis.flushall()
    assert sweep.sweep(engine, bell, hands.world) == ["inbox"]
    assert bell.redis.llen("rq:queue:wayfinder") == 1


def test_more_than_a_batch_rings_again(engine, site_id, bell, work, hands, deliver, door):
    for number in range(BATCH + 1):
        deliver(makers.event("connection.tested"), event_id=f"evt_{number}")
    door.close()
    bell.redis.flushall()
    run.equip(hands)
    run.work("inbox")
    assert sum(row.state == "due" for row in all_of(engine, inbox)) == 1
    assert bell.redis.llen("rq:queue:wayfinder") == 1


def test_every_kind_has_hands():
    assert {"inbox", *ERRANDS} == set(queue.KINDS)
    assert "orientation.completed" in EVENTS


def test_people_are_brought_up_to_date(deliver, work, engine):
    deliver(makers.event())
    renamed = {"id": 5, "login": "demo-5", "nicename": "demo-5", "name": "New Name"}
    deliver(makers.event(revision=2, person=renamed), event_id="evt_2")
    work()
    assert [row.name for row in all_of(engine, people)] == ["New Name"]


@pytest.mark.parametrize("kind", queue.KINDS)
def test_work_on_an_empty_house_does_nothing(work, kind, hands):
    run.equip(hands)
    run.work(kind)


def test_of_several_journeys_of_one_person_only_the_newest_is_told(deliver, work, engine, wordpress):
    for revision in (1, 2, 3):
        deliver(makers.event(revision=revision, teams=[{"slug": f"team-{revision}", "reasons": []}]), f"evt_{revision}")
    other = {"id": 6, "login": "demo-6", "nicename": "demo-6", "name": "Demo"}
    deliver(makers.event(person=other), event_id="evt_6")
    work()
    assert wordpress.calls.count("show_journey") == 2
    assert wordpress.journeys[5]["application"]["teams"] == ["team-3"]
    journeys = [row for row in all_of(engine, outbox) if row.kind == "journey"]
    newest = max(row.id for row in journeys if row.what["account"] == 5)
    assert [row.outcome for row in journeys if row.what["account"] == 5 and row.id != newest] == [
        {"superseded_by": newest}
    ] * 2
    assert {row.state for row in journeys} == {"done"}


def test_a_clock_that_ran_ahead_leaves_no_older_journey_behind(deliver, work, engine, wordpress, clock):
    deliver(makers.event(teams=[{"slug": "core", "reasons": []}]))
    work()
    clock.move(minutes=-4)
    deliver(
        makers.event(revision=2, teams=[{"slug": "photos", "reasons": []}]) | {"timestamp": "2026-11-22T16:00:09Z"},
        "evt_2",
    )
    work()
    assert wordpress.journeys[5]["application"]["teams"] == ["photos"]


def test_a_journey_that_is_true_already_is_told_once(deliver, work, engine, wordpress, clock):
    deliver(makers.event())
    work()
    wordpress.journeys[5]["version"] += 10**9  # told by a clock that is ahead
    deliver(makers.event(revision=2, wants_mentor=False), event_id="evt_2")
    work()
    assert wordpress.calls.count("show_journey") == 2


def test_after_a_backup_of_the_site_was_put_back_the_later_result_decides(deliver, work, engine):
    deliver(makers.event(revision=3))
    work()
    photos = [{"slug": "photos", "reasons": []}]
    later = {**makers.event(revision=2, teams=photos), "timestamp": "2026-11-22T16:00:09Z"}
    deliver(later, event_id="evt_2")
    earlier = {**makers.event(revision=3, teams=[]), "timestamp": "2026-11-22T15:00:00Z"}
    deliver({**earlier, "data": {**earlier["data"], "teams": [{"slug": "meta", "reasons": []}]}}, event_id="evt_3")
    work()
    assert [(row.revision, row.teams[0]) for row in all_of(engine, results)] == [(3, "core"), (4, "photos")]
    assert [row.teams for row in all_of(engine, applications)] == [["photos"]]


def test_a_service_that_was_put_back_from_a_backup_finds_the_draft_that_it_had_written(
    deliver, work, engine, wordpress
):
    deliver(makers.event())
    work()
    with transaction(engine) as session:  # what was done since the backup is not known any more
        for table in (outbox, applications, results, people, inbox):
            session.execute(table.delete())
    person = {"id": 6, "login": "demo-6", "nicename": "demo-6", "name": "Somebody else"}
    deliver(makers.event(person=person), event_id="evt_6")  # takes the ids that evt_1 had
    deliver(makers.event(), event_id="evt_1")
    work()
    assert len(wordpress.drafts) == 2
    assert {draft.title.split(": ")[1] for draft in wordpress.drafts} == {"Demo Visitor", "Somebody else"}
