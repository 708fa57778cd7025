"""A site that does not answer is left in peace, by all workers, and its errands use up no attempts meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from jobs import queue, run, sweep
from sync.errors import Refused, Unavailable
from sync.gateways.fakes import FakeWordPress
from sync.patience import MOST_ATTEMPTS
from sync.sites import Site
from sync.store import outbox as box
from sync.store import sites
from sync.store.db import transaction
from sync.store.outbox import Debt
from sync.store.tables import breakers, outbox
from tests import makers

AWAY = "We could not reach it."


def rows(engine, table=outbox):
    with transaction(engine) as session:
        return session.execute(select(table)).all()


@pytest.fixture
def owe(engine, site_id, clock):
    def badges(*accounts, site=site_id):
        with transaction(engine) as session:
            for account in accounts:
                debt = Debt("badge", f"{site}:{account}", {"badge": f"badge-{account}", "account": account})
                box.owe(session, site, debt, f"evt_{account}", clock.now)

    return badges


@pytest.fixture
def opened(owe, work, wordpress, engine, clock):
    """Give a WordPress that was away until its breaker opened, with ten badges owed; it would answer now."""
    owe(*range(100, 110))
    wordpress.accounts = set(range(100, 120))
    for _ in range(5):
        wordpress.failures = [Unavailable(AWAY)] * 10
        work()
        clock.move(minutes=6)
    wordpress.failures = []
    with transaction(engine) as session:
        session.execute(breakers.update().values(opened_at=clock.now, retry_at=clock.now + timedelta(seconds=30)))
    wordpress.calls.clear()
    return wordpress


def test_a_breaker_opens_after_five_failures_and_then_nothing_is_sent(opened, work, engine, hands):
    [breaker] = rows(engine, breakers)
    assert (breaker.failures, breaker.reason) == (5, AWAY)
    before = [row.attempts for row in rows(engine)]
    work()
    assert opened.calls == []
    assert [row.attempts for row in rows(engine)] == before
    assert sweep.sweep(engine, hands.bell, hands.world) == []  # nobody is woken for nothing


def test_one_try_decides_and_what_waited_goes_on_when_it_works(opened, work, engine, clock):
    clock.move(seconds=30)
    work()
    assert rows(engine, breakers) == []
    assert {row.state for row in rows(engine)} == {"done"}


def test_a_try_that_fails_is_the_only_one_and_reopens_it_longer(opened, work, engine, clock):
    clock.move(seconds=30)
    opened.failures = [Unavailable(AWAY)] * 10
    work()
    assert opened.calls == ["grant_badge"]
    assert {row.attempts for row in rows(engine)} == {5}
    [breaker] = rows(engine, breakers)
    assert (breaker.failures, (breaker.retry_at - clock.now).total_seconds()) == (6, 60)
    assert breaker.opened_at < clock.now


def test_two_workers_make_one_try_between_them(opened, engine, clock):
    clock.move(seconds=30)
    with transaction(engine) as session:
        first = box.claim(session, "badge", clock.now, 100)
    with transaction(engine) as session:
        second = box.claim(session, "badge", clock.now, 100)
    assert ([errand.is_probe for errand in first], second) == ([True], [])
    clock.move(seconds=61)  # the first one died
    with transaction(engine) as session:
        assert [errand.is_probe for errand in box.claim(session, "badge", clock.now, 100)] == [True]


def test_other_sites_are_served_while_one_is_left_in_peace(opened, owe, engine, seal, hands, work):
    with transaction(engine) as session:
        sites.add(session, makers.site(name="other", url="https://other.example"), seal, makers.NOW)
        other = sites.id_of(session, "other")
    there = FakeWordPress(accounts={200})
    owe(200, site=other)
    world = replace(hands.world, plugin=lambda site: there if site.id == other else opened)
    run.equip(replace(hands, world=world))
    run.work("badge")
    assert (there.badges, opened.calls) == ({"badge-200": {200}}, [])


@pytest.mark.parametrize("answer", [Refused("No such badge."), None], ids=["a no", "a yes"])
def test_an_answer_of_any_kind_ends_a_row_of_failures(owe, work, engine, wordpress, clock, answer):
    owe(5)
    wordpress.failures = [Unavailable(AWAY)]
    work()
    assert [row.failures for row in rows(engine, breakers)] == [1]
    wordpress.failures = [answer] if answer else []
    clock.move(seconds=10)
    work()
    assert rows(engine, breakers) == []


def test_a_badge_that_does_not_show_yet_is_no_failure_of_the_site(owe, engine, hands, wordpress, clock):
    class Slow(FakeWordPress):
        def grant_badge(self, badge, people):
            return replace(super().grant_badge(badge, people), holders=frozenset())

    slow = Slow(accounts={5})
    owe(5)
    run.equip(replace(hands, world=replace(hands.world, plugin=lambda site: slow)))
    run.work("badge")
    assert rows(engine, breakers) == []
    assert "does not show" in rows(engine)[0].reason


def test_a_missing_account_opens_it_too_and_says_what_to_do(owe, engine, hands, clock):
    owe(*range(100, 106))
    site = Site(1, "make", makers.SITE_URL, (), None, None, "rest")

    def plugin(_):
        site.account()

    run.equip(replace(hands, world=replace(hands.world, plugin=plugin)))
    run.work("badge")
    [breaker] = rows(engine, breakers)
    assert "wayfinder site account make" in breaker.reason


def test_a_row_that_kills_its_workers_is_set_aside_in_the_end(owe, work, engine, wordpress, clock):
    owe(5, 6)
    with transaction(engine) as session:
        session.execute(outbox.update().where(outbox.c.key.endswith(":5")).values(attempts=MOST_ATTEMPTS))
    work()
    assert [(row.state, "no worker lived" in (row.reason or "")) for row in rows(engine)] == [
        ("parked", True),
        ("done", False),
    ]
    assert wordpress.badges == {"badge-6": {6}}


def test_crashes_are_counted_apart_from_outages(owe, work, engine, wordpress, clock):
    owe(5)
    wordpress.failures = [Unavailable(AWAY), KeyError("bug")]
    for _ in range(2):
        work()
        clock.move(minutes=1)
    [row] = rows(engine)
    assert (row.attempts, row.crashes, row.state) == (2, 1, "due")


def test_every_kind_is_held_back(opened, engine, clock, site_id):
    with transaction(engine) as session:
        for kind in queue.KINDS[1:]:
            box.owe(session, site_id, Debt(kind, f"x:{kind}", {}), "evt_x", clock.now)
            assert box.claim(session, kind, clock.now, 100) == []
