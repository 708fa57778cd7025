"""One site cannot deliver, and one address cannot try, so much that others suffer; and what is remembered stays small."""

from contextlib import closing

import pytest
from sqlalchemy import text
from werkzeug.exceptions import TooManyRequests

from sync.store.db import transaction
from tests import makers
from webhooks.app import create_app
from webhooks.door import Door
from webhooks.limits import UNPROVEN, Buckets, Rate, whose


@pytest.fixture
def now():
    return [0.0]


def taken(buckets, key, times):
    count = 0
    for _ in range(times):
        try:
            buckets.take(key)
        except TooManyRequests:
            continue
        count += 1
    return count


def test_a_bucket_gives_so_many_at_once_and_so_many_per_second(now):
    buckets = Buckets(Rate(10, 20), clock=lambda: now[0])
    assert taken(buckets, "a", 30) == 20
    now[0] = 1.0
    assert taken(buckets, "a", 30) == 10
    assert taken(buckets, "b", 30) == 20
    now[0] = 3600.0
    assert taken(buckets, "a", 30) == 20


def test_asking_in_vain_does_not_lengthen_the_wait(now):
    buckets = Buckets(Rate(1, 1), clock=lambda: now[0])
    assert taken(buckets, "a", 100) == 1
    for tenth in range(1, 11):
        now[0] = tenth / 10 + 0.001
        assert taken(buckets, "a", 10) == (tenth == 10)


def test_no_more_keys_are_remembered_than_were_agreed(now):
    buckets = Buckets(Rate(1, 1), clock=lambda: now[0], most=100)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._buckets) == 100


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
        (None, ""),
        ("socket", "socket"),
    ],
)
def test_an_address_is_itself_or_its_network(address, key):
    assert whose(address) == key


def test_a_site_that_delivers_too_much_is_asked_to_come_later(engine, seal, bell, clock, site_id):
    with closing(Door(engine, seal, bell, clock, site_rate=3)) as door:
        client = create_app(door).test_client()

        def send(number):
            body = makers.body(makers.event("connection.tested"))
            return client.post("/webhooks/make", data=body, headers=makers.headers(body, f"evt_{number}"))

        answers = [send(number) for number in range(20)]
    assert [answer.status_code for answer in answers[:3]] == [202] * 3
    late = next(answer for answer in answers if answer.status_code != 202)
    assert (late.status_code, late.headers["Retry-After"], late.json["error"]) == (429, "1", "too_many_requests")


def test_whoever_forges_much_is_turned_away_while_the_site_gets_through(client, deliver, engine):
    deliver(makers.event("connection.tested"))
    forged = makers.headers(b"{}", secret=makers.other_secret())
    statuses = [client.post("/webhooks/make", data=b"{}", headers=forged).status_code for _ in range(400)]
    assert statuses[: int(UNPROVEN.at_once)] == [401] * int(UNPROVEN.at_once)
    assert statuses.count(429) > 50
    assert deliver(makers.event("connection.tested"), "evt_2").status_code == 202  # from the same address
    other = client.post("/webhooks/make", data=b"{}", headers=forged, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert other.status_code == 401


def test_names_made_up_run_out_too(client):
    statuses = [client.post(f"/webhooks/name-{number}", data=b"{}").status_code for number in range(400)]
    assert statuses.count(429) > 50


def test_a_new_site_and_a_changed_secret_are_seen_at_once(client, deliver, door, engine, seal):
    from sync.store import sites

    assert client.post("/webhooks/new", data=b"{}").status_code == 404
    with transaction(engine) as session:
        sites.add(session, makers.site(name="new", url="https://new.example"), seal, makers.NOW)
    body = makers.body(makers.event("connection.tested", site="https://new.example"))
    assert client.post("/webhooks/new", data=body, headers=makers.headers(body)).status_code == 202

    assert deliver(makers.event("connection.tested"), "evt_1").status_code == 202
    sealed = seal.close(makers.other_secret())
    with transaction(engine) as session:
        session.execute(text("UPDATE sites SET sealed_secret = :sealed WHERE name = 'make'").bindparams(sealed=sealed))
    body = makers.body(makers.event("connection.tested"))
    headers = makers.headers(body, "evt_2", secret=makers.other_secret())
    assert client.post("/webhooks/make", data=body, headers=headers).status_code == 202
    assert deliver(makers.event("connection.tested"), "evt_3").status_code == 401


def test_a_withdrawn_secret_ends_within_two_seconds(client, deliver, door, engine, seal):
    now = [0.0]
    door.sites._clock = lambda: now[0]
    assert deliver(makers.event("connection.tested"), "evt_1").status_code == 202
    sealed = seal.close(makers.other_secret())
    with transaction(engine) as session:
        session.execute(text("UPDATE sites SET sealed_secret = :sealed").bindparams(sealed=sealed))
    now[0] = 2.0
    assert deliver(makers.event("connection.tested"), "evt_2").status_code == 401
