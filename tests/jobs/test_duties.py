"""A duty is one process's at a time: two never hold it at once, and a dead holder is replaced."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from jobs.duties import Duty, keep_doing
from sync.errors import Unavailable


@pytest.fixture
def duty(engine, clock):
    return lambda: Duty(engine, clock, "sweep")


def test_of_two_one_holds_it_and_goes_on_holding_it(duty, clock):
    one, other = duty(), duty()
    for _ in range(10):
        assert (one.is_mine(), other.is_mine()) == (True, False)
        clock.move(seconds=4)


def test_a_dead_holder_is_replaced_after_its_lease_and_comes_back_as_nobody(duty, clock):
    dead, other = duty(), duty()
    assert dead.is_mine()
    clock.move(seconds=9)
    assert not other.is_mine()
    clock.move(seconds=1)
    assert (other.is_mine(), dead.is_mine()) == (True, False)


def test_who_leaves_makes_room_at_once(duty):
    one, other = duty(), duty()
    assert one.is_mine()
    one.leave()
    assert (other.is_mine(), one.is_mine()) == (True, False)


def test_leaving_what_somebody_else_has_takes_nothing_from_them(duty, clock):
    one, other = duty(), duty()
    assert one.is_mine()
    clock.move(seconds=11)
    assert other.is_mine()
    one.leave()
    assert not one.is_mine()


def test_many_at_once_do_it_one_at_a_time_and_somebody_always_does(engine):
    stop, busy, overlaps, done = threading.Event(), threading.Lock(), [], []

    def act():
        if not busy.acquire(blocking=False):
            overlaps.append(True)
            return
        done.append(threading.current_thread().name)
        time.sleep(0.005)
        busy.release()

    threads = [
        threading.Thread(
            target=keep_doing,
            args=(Duty(engine, lambda: datetime.now(UTC), "sweep", timedelta(seconds=5)), 0.01, act, stop),
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    stop.set()
    for thread in threads:
        thread.join()
    assert overlaps == []
    assert len(done) > 20
    assert Duty(engine, lambda: datetime.now(UTC), "sweep").is_mine()  # they left it


def test_what_fails_is_done_again(duty):
    stop, calls = threading.Event(), []

    def act():
        calls.append(True)
        if len(calls) == 1:
            raise Unavailable("away")
        if len(calls) == 2:
            raise KeyError("bug")
        stop.set()

    keep_doing(duty(), 0.01, act, stop)
    assert len(calls) == 3
