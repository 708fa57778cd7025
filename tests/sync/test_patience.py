"""How long is waited, when it is given up, when a site is left in peace: tables of literals."""

from datetime import timedelta

import pytest

from jobs import queue
from sync import breakers, patience
from sync.breakers import Breaker, Failure
from sync.patience import MOST_ATTEMPTS, MOST_CRASHES
from tests.makers import NOW


def test_every_kind_has_its_pauses():
    assert set(patience.PAUSES_S) == set(queue.KINDS)


@pytest.mark.parametrize("kind", queue.KINDS)
def test_what_stays_away_is_given_three_days_before_it_is_parked(kind):
    pauses = [patience.pause(kind, attempt, 0.0) for attempt in range(1, MOST_ATTEMPTS)]
    assert sum(pauses, timedelta()) > timedelta(days=2, hours=12)  # at the shortest that chance gives
    assert sum((patience.pause(kind, n, 0.5) for n in range(1, MOST_ATTEMPTS)), timedelta()) > timedelta(days=3)
    assert pauses[0] < timedelta(seconds=5)
    assert pauses == sorted(pauses)


def test_chance_spreads_and_what_was_asked_is_waited():
    assert patience.pause("badge", 4, 0.0) == timedelta(seconds=45)
    assert patience.pause("badge", 4, 1.0) == timedelta(seconds=75)
    assert patience.pause("badge", 1, 0.5, asked_s=900) == timedelta(seconds=900)
    assert patience.pause("badge", 7, 0.5, asked_s=5) == timedelta(seconds=3600)


@pytest.mark.parametrize(
    ("attempts", "crashes", "is_outage", "again"),
    [
        (MOST_ATTEMPTS - 1, MOST_CRASHES, True, True),
        (MOST_ATTEMPTS, 0, True, False),
        (MOST_ATTEMPTS + 1, 1, False, True),  # a row that waited for days is not poison at its first crash
        (5, MOST_CRASHES, False, False),
    ],
)
def test_outages_are_judged_by_attempts_and_bugs_by_crashes(attempts, crashes, is_outage, again):
    assert patience.may_try_again(attempts, crashes, is_outage=is_outage) is again


def failed(before, times, *, is_probe=False, chance=0.5, asked_s=None):
    for _ in range(times):
        before = breakers.after(before, Failure(NOW, "away", asked_s, is_probe), chance)
    return before


def test_a_breaker_opens_at_the_fifth_failure_in_a_row():
    assert failed(None, 4) == Breaker(4, NOW, None, None, "away")
    assert failed(None, 5) == Breaker(5, NOW, NOW, NOW + timedelta(seconds=30), "away")


def test_an_open_breaker_heeds_only_its_probe_and_waits_longer_each_time():
    opened = failed(None, 5)
    assert failed(opened, 3) == opened
    waits = [(failed(opened, times, is_probe=True).retry_at - NOW).total_seconds() for times in range(1, 8)]
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    assert failed(opened, 3000, is_probe=True).retry_at == NOW + timedelta(seconds=900)


def test_chance_spreads_the_probes_and_a_site_may_ask_for_more_but_not_for_ever():
    assert failed(None, 5, chance=0.0).retry_at == NOW + timedelta(seconds=22.5)
    assert failed(None, 5, asked_s=300).retry_at == NOW + timedelta(seconds=300)
    assert failed(None, 5, asked_s=10**9).retry_at == NOW + timedelta(hours=1)
