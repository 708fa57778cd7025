"""The service is killed at every commit and every effect on the world, before and after it; then another one goes on.

Not drawn but enumerated: run, die at the first point, mend; die at the second … until a run ends without dying.
"""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from sync.gateways.fakes import FakeWordPress
from sync.store import sites, tables
from sync.store.db import reading, transaction
from tests import makers
from tests.faults import crash_worker
from tests.faults.crash_worker import Place, Points, dies, wordpress_over_http

LATER = "2026-11-22T16:05:00Z"


@pytest.fixture
def fake():
    return FakeWordPress(accounts={5, 6, 7})


@pytest.fixture
def scenes(fake):
    """Give two scenes: results, one of them sent twice, and sums; then an erasure, and a result that comes again after it."""
    with wordpress_over_http(fake) as url:
        person = {"id": 6, "login": "demo-6", "nicename": "demo-6", "name": "Demo Six"}
        first = ("evt_1", makers.body(makers.event(site=url)))
        newer = ("evt_2", makers.body(makers.event(site=url, revision=2, teams=[{"slug": "docs", "reasons": []}] * 1)))
        other = ("evt_3", makers.body(makers.event(site=url, person=person)))
        sums = ("evt_4", makers.body(makers.counted(site=url)))
        erased = makers.event("person.erased", site=url)
        erased["data"] = {"site": url, "person": {"id": 6}}
        erasure = ("evt_5", makers.body({**erased, "timestamp": LATER}))
        yield url, [[first, first, newer, other, sums], [erasure, other]]


def begin_again(engine, seal, url, fake):
    """Empty everything, on both sides."""
    with transaction(engine) as session:
        for table in reversed(tables.metadata.sorted_tables):
            session.execute(table.delete())
        sites.add(session, makers.site(url=url, wordpress_user="demo", wordpress_password="x"), seal, makers.NOW)
    for book in (fake.badges, fake.journeys, fake.drafts, fake.calls):
        book.clear()


def rows(engine, table):
    with reading(engine) as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def check(engine, fake, at):
    """Compare both books, as tests/faults/books.py does for a whole run."""
    people = {row.wordpress_id: row for row in rows(engine, tables.people)}
    five, six = people[5], people[6]
    kept = rows(engine, tables.inbox)
    assert Counter(row.event_id for row in kept) == dict.fromkeys(("evt_1", "evt_2", "evt_3", "evt_4", "evt_5"), 1), at
    assert {row.state for row in kept} == {"done"}, at
    results = Counter((row.person_id, row.revision) for row in rows(engine, tables.results))
    assert results == {(five.id, 1): 1, (five.id, 2): 1}, at
    applied = [row for row in rows(engine, tables.applications) if row.person_id == five.id]
    assert [(row.state, row.teams) for row in applied] == [("submitted", ["docs"])], at
    owed = [row for row in rows(engine, tables.outbox) if row.what.get("account") != 6]
    assert {(row.kind, row.state) for row in owed} == {(kind, "done") for kind in ("badge", "journey", "post")}, at
    assert five.name == "Demo Visitor", at
    assert six.name == "erased", at
    assert all(row.body == b"" for row in kept if row.event_id == "evt_3"), at
    assert 5 in fake.badges["contributor-orientation"], at
    assert fake.journeys[5]["application"]["teams"] == ["docs"], at
    drafts = Counter(draft.title for draft in fake.drafts)
    assert drafts["Looking for a mentor: Demo Visitor"] == 1, at
    assert set(drafts.values()) == {1}, at
    assert sum(row.count for row in rows(engine, tables.orientation_counts) if row.kind == "started") == 120, at


def go_on(engine, place, scenes):
    """Have the sender send again what it has no word of, and another worker go on, when the dead one's leases have run out."""
    for minutes in (10, 30, 60):
        crash_worker.serve(place, Points(0), scenes, timedelta(minutes=minutes))
        if all(row.state == "done" for table in (tables.inbox, tables.outbox) for row in rows(engine, table)):
            return


@pytest.mark.timeout(240)
def test_killed_at_any_commit_or_effect_nothing_is_lost_and_nothing_done_twice(
    engine, seal, queue_url, fake, scenes, record_property
):
    url, what = scenes
    place = Place(engine.url.render_as_string(hide_password=False), queue_url, seal)
    point = 0
    while True:
        point += 1
        begin_again(engine, seal, url, fake)
        engine.dispose()  # nobody shares a connection with a process that is killed
        died, passed = dies(place, point, what)
        go_on(engine, place, what)
        check(engine, fake, f"killed at point {point}")
        if not died:
            break
    kinds = Counter(passed)
    record_property("points", len(passed))
    print(f"{len(passed)} points on {engine.dialect.name}: {dict(kinds)}")  # noqa: T201
    assert len(passed) < point
    assert {
        f"{when} {what}"
        for when in ("before", "after")
        for what in ("commit", "grant_badge", "show_journey", "find", "create")
    } <= set(kinds)
