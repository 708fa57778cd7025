"""A request of the plugin's ends in its midst, as when PHP is killed: what was not promised is gone, what was arrives once."""

import pytest
import requests

from demo.service import service
from demo.wordpress import free_port
from tests.faults.test_away import wait_for

PLACES = {"commit": 0, "owed": 1, "sent": 1}


def die_at(house, account, where):
    """Have the plugin keep a result and die at this place."""
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (house.embedded.sign_in.user, house.embedded.sign_in.key)
        address = f"{house.url}/wp-json/wayfinder-rehearsal/v1/die_at"
        answer = session.post(address, json={"person": account.id, "where": where}, timeout=60)
        assert "lived" not in answer.text, "it did not die"


def owed(house, account):
    """Give the plugin's results and events of a person."""
    books = house.site.get("/wayfinder-rehearsal/v1/books")
    results = [row[2] for row in books["results"] if int(row[0]) == account.id]
    return results, {row[0]: row[2] for row in books["outbox"] if int(row[3]) == account.id}


@pytest.mark.parametrize("where", PLACES)
def test_a_request_that_dies_leaves_all_or_nothing_and_what_it_left_arrives_once(house, tmp_path, where):
    account = house.new_visitor()
    key = (house.service_account.login, house.service_account.key)
    with service(tmp_path, free_port(), house.url, key) as here:
        house.site.connect(here.deliveries, here.secret)
        die_at(house, account, where)
        results, events = owed(house, account)
        assert len(results) == len(events) == PLACES[where]
        assert set(results) == set(events)
        if where == "sent":
            assert set(events.values()) == {"due"}  # the service has it, and nobody knows
            assert len(kept(here, account)) == 1
        if not PLACES[where]:
            die_at(house, account, "owed")  # the person tries again
            results, events = owed(house, account)
        wait_for(lambda: delivered(house, here, account), "the delivery", house, seconds=150)
        assert [row["event_id"] for row in kept(here, account)] == results
        assert len(results) == 1
    house.site.connect("", "")


def kept(here, account):
    return here.rows("SELECT event_id FROM inbox WHERE wordpress_id = ?", account.id)


def delivered(house, here, account):
    house.site.create("/wayfinder-rehearsal/v1/hurry")
    house.site.create("/wayfinder-rehearsal/v1/scheduler/wayfinder_deliver")
    return set(owed(house, account)[1].values()) == {"delivered"} and len(kept(here, account)) == 1
