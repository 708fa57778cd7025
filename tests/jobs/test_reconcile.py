"""Two books are compared: what one has and the other has not is named, and nothing is changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from jobs import reconcile
from sync.errors import Unavailable
from sync.store.db import transaction
from sync.store.tables import inbox
from tests import makers
from tests.jobs.test_pull import account, write  # noqa: F401 (the account is for every test here)


def deliver_as_written(wordpress, deliver, event_id, **data):
    wordpress.write(event_id, makers.body(makers.event(**data)))
    assert deliver(makers.event(**data), event_id=event_id).status_code == 202


def set_state(wordpress, event_id, state):
    wordpress.book[:] = [replace(entry, state=state) if entry.id == event_id else entry for entry in wordpress.book]


def test_books_that_agree_have_no_difference(hands, wordpress, deliver):
    for number in range(3):
        deliver_as_written(wordpress, deliver, f"evt_{number}", revision=number + 1)
    compared = reconcile.compare(hands, "make")
    assert (compared.read, compared.waiting, dict(compared.differences)) == (3, 0, {})


def test_each_difference_is_named(hands, wordpress, deliver, engine):
    deliver_as_written(wordpress, deliver, "evt_same")
    write(wordpress, "evt_gone", revision=2)
    set_state(wordpress, "evt_gone", "delivered")
    write(wordpress, "evt_due", revision=3)
    deliver_as_written(wordpress, deliver, "evt_other", revision=4)
    deliver(makers.event(revision=5), event_id="evt_ours")
    with transaction(engine) as session:
        session.execute(update(inbox).where(inbox.c.event_id == "evt_other").values(body_sha256="0" * 64))
    compared = reconcile.compare(hands, "make")
    assert dict(compared.differences) == {"missing": ["evt_gone"], "other": ["evt_other"], "unknown": ["evt_ours"]}
    assert compared.waiting == 1
    with transaction(engine) as session:
        kept = session.scalars(select(inbox.c.event_id).order_by(inbox.c.event_id)).all()
    assert kept == ["evt_other", "evt_ours", "evt_same"]


def test_somebody_who_was_erased_is_no_difference(hands, wordpress, deliver, work, engine):
    deliver(makers.event(), event_id="evt_1")
    erased = {"type": "person.erased", "timestamp": "2026-11-22T17:00:00Z"}
    erased["data"] = {"site": makers.SITE_URL, "person": {"id": 5}}
    wordpress.write("evt_2", makers.body(erased))  # the plugin has forgotten the first one
    deliver(erased, event_id="evt_2")
    work()
    assert dict(reconcile.compare(hands, "make").differences) == {}


def test_long_books_are_read_by_pages(hands, wordpress, deliver, monkeypatch):
    monkeypatch.setattr(reconcile, "PAGE", 2)
    for number in range(5):
        deliver_as_written(wordpress, deliver, f"evt_{number}", revision=number + 1)
    told = []
    assert reconcile.compare(hands, "make", told.append).read == 5
    assert told == [2, 4, 5]


def test_a_site_that_is_away_says_so(hands, wordpress):
    wordpress.failures = [Unavailable("We could not reach it.")]
    with pytest.raises(Unavailable, match="could not reach"):
        reconcile.compare(hands, "make")
