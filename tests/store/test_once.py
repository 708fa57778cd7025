"""What must hold, holds in the database itself."""

import concurrent.futures
from datetime import datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, StatementError

from sync import applications as rules
from sync.errors import Refused
from sync.store import applications, inbox, outbox, people, sites
from sync.store.db import reading, transaction
from sync.store.inbox import Arrival
from sync.store.outbox import Debt
from sync.store.tables import applications as table
from tests import makers


def arrival(event_id="evt_1", body=b"{}"):
    return Arrival(event_id, "connection.tested", body, makers.NOW)


@pytest.fixture
def person_id(engine, site_id):
    with transaction(engine) as session:
        return people.find_or_add(session, site_id, makers.visitor(), makers.NOW)


def test_a_person_has_one_open_application_whatever_two_workers_do(engine, person_id):
    with transaction(engine) as session:
        applications.submit(session, person_id, rules.Open(("core",)), makers.NOW)
    with pytest.raises(IntegrityError), transaction(engine) as session:
        applications.submit(session, person_id, rules.Open(("core",)), makers.NOW)


def test_a_withdrawn_application_leaves_room_for_a_new_one(engine, person_id):
    with transaction(engine) as session:
        applications.submit(session, person_id, rules.Open(("core",)), makers.NOW)
        session.execute(table.update().values(state=rules.State.WITHDRAWN))
        applications.submit(session, person_id, rules.Open(("core",)), makers.NOW)


def test_an_effect_is_owed_once(engine, site_id):
    debt = Debt("badge", "1:orientation", {"badge": "x"})
    with transaction(engine) as session:
        assert outbox.owe(session, site_id, debt, "evt_1", makers.NOW)
        assert not outbox.owe(session, site_id, debt, "evt_2", makers.NOW)


def test_many_claims_at_once_share_the_rows_without_overlap(engine, site_id):
    with transaction(engine) as session:
        for number in range(40):
            inbox.keep(session, site_id, arrival(f"evt_{number}"))

    def claim(_):
        with transaction(engine) as session:
            return [delivery.event_id for delivery in inbox.claim(session, makers.NOW, 10)]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        taken = [event for batch in pool.map(claim, range(8)) for event in batch]
    assert sorted(taken) == sorted(set(taken))
    with transaction(engine) as session:
        taken += [delivery.event_id for delivery in inbox.claim(session, makers.NOW, 40)]
    assert len(set(taken)) == len(taken) == 40


def test_a_site_is_added_once_and_found_with_its_secrets(engine, seal, site_id):
    with pytest.raises(Refused), transaction(engine) as session:
        sites.add(session, makers.site(name="other"), seal, makers.NOW)
    with transaction(engine) as session:
        sites.set_account(session, "make", "demo-service", "app password", seal)
    with reading(engine) as session:
        found = sites.by_name(session, "make", seal)
    assert (found.secrets, found.wordpress_password) == ((makers.SECRET,), "app password")


def test_secrets_are_not_in_the_database_in_clear(engine, seal, site_id):
    with reading(engine) as session:
        kept = str(session.exec_driver_sql("SELECT * FROM sites").all())
    assert makers.SECRET.removeprefix("whsec_") not in kept


def test_a_moment_without_a_zone_is_refused(engine, site_id):
    with pytest.raises(StatementError, match="zone"), transaction(engine) as session:
        session.execute(insert(table).values(person_id=1, state="submitted", submitted_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_secret_is_rotated_without_a_gap_and_the_former_one_retired(engine, seal, site_id):
    with transaction(engine) as session:
        sites.rotate(session, "make", makers.other_secret(), seal)
        assert sites.by_name(session, "make", seal).secrets == (makers.other_secret(), makers.SECRET)
        sites.retire(session, "make")
        assert sites.by_name(session, "make", seal).secrets == (makers.other_secret(),)
        with pytest.raises(Refused):
            sites.rotate(session, "elsewhere", makers.SECRET, seal)


def test_a_site_that_moved_is_known_by_both_addresses(engine, seal, site_id):
    with transaction(engine) as session:
        sites.add(session, makers.site(name="other", url="https://other.example"), seal, makers.NOW)
        sites.move(session, "make", "https://new.example")
        found = sites.by_name(session, "make", seal)
        assert (found.url, found.former_url) == ("https://new.example", makers.SITE_URL)
        with pytest.raises(Refused, match="Another site"):
            sites.move(session, "make", "https://other.example")
