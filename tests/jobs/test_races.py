"""What two workers do at the same moment, made to happen at the worst one; SQLite lets in one writer at a time."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from jobs import run
from jobs.hands import Done
from sync.store import inbox as box
from sync.store.db import transaction
from sync.store.tables import applications, inbox, people, results
from tests import makers

pytestmark = pytest.mark.parametrize("empty", ["postgres"], indirect=True)


def all_of(engine, table):
    with transaction(engine) as session:
        return session.execute(select(table).order_by(table.c.id)).all()


@contextmanager
def meanwhile(engine, after, act):
    """Let another worker act, once, right after a statement that begins so."""
    happened = []

    def between(connection, cursor, statement, *more):
        if statement.startswith(after) and not happened:
            happened.append(True)
            other = threading.Thread(target=lambda: happened.append(act()))
            other.start()
            other.join()

    event.listen(engine, "after_cursor_execute", between)
    yield happened
    event.remove(engine, "after_cursor_execute", between)


@pytest.fixture
def taken(engine, deliver, clock):
    """Deliver events, and give each to a worker of its own."""

    def deliveries(*events):
        for number, content in enumerate(events):
            deliver(content, event_id=f"evt_{number}")
        with transaction(engine) as session:
            return box.claim(session, clock.now, len(events))

    return deliveries


def apply(hands, delivery):
    return run.attempt(lambda: run._apply(hands, delivery, set()))


@pytest.mark.parametrize("after", ["UPDATE people", "SELECT people.erased_at"])
def test_two_first_results_of_somebody_new_are_both_kept(engine, hands, taken, after):
    first, second = taken(makers.event(revision=1), makers.event(revision=2))
    with meanwhile(engine, after, lambda: apply(hands, first)) as happened:
        assert apply(hands, second) == Done()
    assert happened == [True, Done()]
    assert [row.revision for row in all_of(engine, results)] == [1, 2]
    assert [row.name for row in all_of(engine, people)] == ["Demo Visitor"]
    assert all(row.body for row in all_of(engine, inbox))
    assert len(all_of(engine, applications)) == 1


@pytest.mark.parametrize(
    ("at", "revisions"), [("2026-11-22T16:00:09Z", [1]), ("2026-11-22T16:00:00Z", [])], ids=["new start", "too late"]
)
def test_an_erasure_of_somebody_unknown_meanwhile_covers_only_what_was_before_it(engine, hands, taken, at, revisions):
    moment = {"timestamp": "2026-11-22T16:00:05Z", "data": {"site": makers.SITE_URL, "person": {"id": 5}}}
    erasure, result = taken({"type": "person.erased", **moment}, {**makers.event(), "timestamp": at})
    with meanwhile(engine, "UPDATE people", lambda: apply(hands, erasure)) as happened:
        apply(hands, result)  # one that is covered was closed by the erasure already
    assert happened == [True, Done()]
    assert [row.revision for row in all_of(engine, results)] == revisions
    assert {row.state for row in all_of(engine, inbox)} == {"done"}
    assert [bool(row.body) for row in all_of(engine, inbox)] == [True, bool(revisions)]
