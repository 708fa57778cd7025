"""What no push brought is read from the plugin's own book, each event once, whatever happened to the book meanwhile."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from jobs import pull
from sync.errors import Unavailable
from sync.store import sites
from sync.store.db import transaction
from sync.store.pulls import Reach
from sync.store.tables import applications, inbox, pulls
from tests import makers


def rows(engine, table):
    with transaction(engine) as session:
        return session.execute(select(table)).all()


@pytest.fixture(autouse=True)
def account(engine, site_id, seal):
    with transaction(engine) as session:
        sites.set_account(session, "make", "demo-service", "app password", seal)


def write(wordpress, event_id, **data):
    body = json.dumps(makers.event(**data)).encode()
    wordpress.write(event_id, body)
    return body


def test_what_is_missing_is_kept_and_worked_off_as_if_it_had_been_delivered(deliver, hands, work, engine, wordpress):
    deliver(makers.event(revision=1), event_id="evt_1")
    wordpress.write("evt_1", makers.body(makers.event(revision=1)))
    write(wordpress, "evt_2", revision=2)
    pulled = pull.pull(hands, "make")
    assert (pulled.counts["read"], pulled.counts["known"], pulled.counts["filled"]) == (2, 1, 1)
    assert hands.bell.redis.llen("rq:queue:wayfinder") == 1
    work()
    assert [row.state for row in rows(engine, inbox)] == ["done"] * 2
    assert len(rows(engine, applications)) == 1
    [reached] = rows(engine, pulls)
    assert (reached.cursor, reached.anchor, reached.filled, reached.reason) == (2, "evt_2", 1, None)


def test_only_what_is_new_is_read_the_next_time(hands, wordpress):
    write(wordpress, "evt_1")
    pull.pull(hands, "make")
    write(wordpress, "evt_2", revision=2)
    assert pull.pull(hands, "make").counts["read"] == 1
    assert pull.pull(hands, "make", from_start=True).counts == {"read": 2, "known": 2}


def test_a_long_book_is_read_by_pages(hands, wordpress, engine, monkeypatch):
    monkeypatch.setattr(pull, "PAGE", 3)
    for number in range(8):
        write(wordpress, f"evt_{number}", revision=number + 1)
    assert pull.pull(hands, "make").counts["filled"] == 8
    assert wordpress.calls == ["events"] * 3
    assert len(rows(engine, inbox)) == 8


def test_a_book_that_was_put_back_from_a_backup_is_read_again(hands, wordpress, engine):
    for number in (1, 2, 3):
        write(wordpress, f"evt_{number}", revision=number)
    pull.pull(hands, "make")
    del wordpress.book[1:]
    for number in (4, 5):  # the same cursors, other events
        write(wordpress, f"evt_{number}", revision=number)
    pulled = pull.pull(hands, "make")
    assert (pulled.rewound, pulled.counts["filled"]) == (True, 2)
    [reached] = rows(engine, pulls)
    assert (reached.rewinds, reached.anchor) == (1, "evt_5")


def test_what_is_malformed_is_kept_for_people_and_what_is_foreign_is_not(hands, wordpress, engine):
    write(wordpress, "evt_1", answers=["use.fly"])
    write(wordpress, "evt_2", site="https://copy.example")
    counts = pull.pull(hands, "make").counts
    assert (counts["filled"], counts["foreign"]) == (1, 1)
    [row] = rows(engine, inbox)
    assert row.state == "parked"
    assert "use.fly" in row.reason or "unknown option" in row.reason


def test_an_event_of_before_the_site_moved_is_its_own(hands, wordpress, engine):
    with transaction(engine) as session:
        session.execute(sites.sites.update().values(url="https://new.example", former_url=makers.SITE_URL))
    write(wordpress, "evt_1")
    assert pull.pull(hands, "make").counts["filled"] == 1


def test_other_bytes_under_a_known_id_are_told(deliver, hands, wordpress):
    deliver(makers.event(), event_id="evt_1")
    write(wordpress, "evt_1", revision=9)
    assert pull.pull(hands, "make").counts["rival"] == 1


def test_what_cannot_be_filled_is_counted(hands, wordpress, engine):
    write(wordpress, "evt_1")
    write(wordpress, "evt_2")
    wordpress.book[0] = replace(wordpress.book[0], body=None)
    wordpress.book[1] = replace(wordpress.book[1], sha256="0" * 64)
    counts = pull.pull(hands, "make").counts
    assert (counts["bodiless"], counts["broken"]) == (1, 1)
    assert rows(engine, inbox) == []


def test_a_failure_says_why_and_is_tried_later_and_later(hands, wordpress, engine, clock):
    every = timedelta(minutes=10)
    pull.pull_due(hands, every)
    clock.move(minutes=10)
    wordpress.failures = [Unavailable("away")]
    pull.pull_due(hands, every)
    [reached] = rows(engine, pulls)
    assert (reached.reason, reached.tried_at, reached.pulled_at) == ("away", clock.now, makers.NOW)
    clock.move(minutes=9)
    wordpress.calls.clear()
    pull.pull_due(hands, every)
    assert wordpress.calls == []
    clock.move(minutes=1)
    pull.pull_due(hands, every)
    assert (wordpress.calls, rows(engine, pulls)[0].reason) == (["events"], None)


@pytest.mark.parametrize(
    ("reached", "minutes", "due"),
    [
        (Reach(), 0, True),
        (Reach(tried_at=makers.NOW, pulled_at=makers.NOW), 9, False),
        (Reach(tried_at=makers.NOW, pulled_at=makers.NOW), 10, True),
        (Reach(tried_at=makers.NOW, pulled_at=makers.NOW - timedelta(minutes=30), reason="away"), 29, False),
        (Reach(tried_at=makers.NOW, pulled_at=makers.NOW - timedelta(minutes=30), reason="away"), 30, True),
        (Reach(tried_at=makers.NOW, pulled_at=makers.NOW - timedelta(days=9), reason="away"), 60, True),
    ],
)
def test_when_a_book_is_read(reached, minutes, due):
    assert pull.is_due(reached, makers.NOW + timedelta(minutes=minutes), timedelta(minutes=10)) is due


def test_a_site_without_an_account_is_passed_over_with_the_reason(hands, engine, wordpress):
    with transaction(engine) as session:
        session.execute(sites.sites.update().values(wordpress_user=None))
    pull.pull_due(hands, timedelta(minutes=10))
    assert "wayfinder site account make" in rows(engine, pulls)[0].reason
    assert wordpress.calls == []
