"""The door keeps every proven delivery once, and answers everything else in the words of docs/wordpress.md."""

import concurrent.futures
import json
import time
from contextlib import closing

import pytest
from sqlalchemy import select, text

from sync.store.db import open_engine, transaction
from sync.store.tables import inbox
from tests import makers
from webhooks.app import LARGEST_BODY_BYTES, create_app
from webhooks.door import Door


def wait_for(look, seconds=5.0):
    """The bell is rung by a thread of its own."""
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def rows(engine):
    with transaction(engine) as session:
        return session.execute(select(inbox)).all()


def test_it_keeps_a_delivery_byte_for_byte_and_rings(deliver, engine, bell):
    assert deliver(makers.event()).status_code == 202
    [row] = rows(engine)
    assert (row.event_id, row.type, row.state) == ("evt_1", "orientation.completed", "due")
    assert bytes(row.body) == makers.body(makers.event())
    wait_for(lambda: bell.redis.llen("rq:queue:wayfinder") == 1)


def test_the_same_delivery_again_is_kept_once(deliver, engine):
    assert [deliver(makers.event()).status_code for _ in range(3)] == [202, 202, 202]
    assert len(rows(engine)) == 1


def test_the_same_delivery_ten_times_at_once_is_kept_once(client, engine):
    body = makers.body(makers.event())

    def send(_):
        return (
            client.application.test_client().post("/webhooks/make", data=body, headers=makers.headers(body)).status_code
        )

    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        assert list(pool.map(send, range(10))) == [202] * 10
    assert len(rows(engine)) == 1


def test_a_known_id_with_another_body_is_refused(deliver, engine):
    deliver(makers.event())
    answer = deliver(makers.event(revision=2))
    assert answer.status_code == 409
    assert "another body" in answer.json["message"]
    assert len(rows(engine)) == 2


@pytest.mark.parametrize("content", [[], "text", 5, None])
def test_json_that_is_not_an_object_is_malformed_but_kept_aside(deliver, engine, content):
    assert deliver(content).status_code == 422
    [row] = rows(engine)
    assert (row.state, row.type) == ("parked", "unreadable")


def test_a_body_that_is_not_json_is_malformed_but_kept_aside(client, engine):
    answer = client.post("/webhooks/make", data=b"\xff{", headers=makers.headers(b"\xff{"))
    assert (answer.status_code, answer.json["error"]) == (422, "malformed")
    assert rows(engine)[0].state == "parked"


def test_json_nested_too_deep_is_malformed(client):
    body = b"[" * 30_000
    assert client.post("/webhooks/make", data=body, headers=makers.headers(body)).status_code == 422


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"answers": ["use.code", "use.fly"]}, "data.answers.1"),
        ({"answers": []}, "data.answers"),
        ({"answers": "use.code"}, "data.answers"),
        ({"answers": ["use.code"] * 65}, "data.answers"),
        ({"teams": []}, "data.teams"),
        ({"teams": [{"slug": "Core!", "reasons": []}]}, "data.teams.0.slug"),
        ({"person": None}, "data.person"),
        ({"person": {"id": 0, "login": "x", "nicename": "x", "name": ""}}, "data.person.id"),
        ({"person": {"id": "5", "login": "x", "nicename": "x", "name": ""}}, "data.person.id"),
        ({"person": {"id": 5, "login": "x" * 61, "nicename": "x", "name": ""}}, "data.person.login"),
        ({"revision": 0}, "data.revision"),
        ({"revision": 2**31}, "data.revision"),
        ({"wants_mentor": "yes"}, "data.wants_mentor"),
        ({"site": "make.example"}, "data.site"),
        ({"locale": 5}, "data.locale"),
    ],
)
def test_a_malformed_event_is_answered_with_the_place(deliver, engine, data, place):
    answer = deliver(makers.event(**data))
    assert answer.status_code == 422
    assert place in answer.json["fields"]
    [row] = rows(engine)
    assert row.state == "parked"
    assert place in row.reason


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"day": "2026-11-31"}, "data.day"),
        ({"day": "20261121"}, "data.day"),
        ({"day": "2026-11-21T00:00:00Z"}, "data.day"),
        ({"day": 20261121}, "data.day"),
        ({"content": "Default!"}, "data.content"),
        ({"started": -1}, "data.started"),
        ({"started": 10**9 + 1}, "data.started"),
        ({"finished": "80"}, "data.finished"),
        ({"finished": True}, "data.finished"),
        ({"shown": []}, "data.shown"),
        ({"shown": {"Core!": 1}}, "data.shown.Core!.key"),
        ({"shown": {"core": 1.5}}, "data.shown.core.value"),
        ({"shown": {f"team-{number}": 1 for number in range(101)}}, "data.shown"),
        ({"handed": {"core": -1}}, "data.handed.core.value"),
        ({"handed": None}, "data.handed"),
    ],
)
def test_malformed_numbers_are_answered_with_the_place(deliver, engine, data, place):
    answer = deliver(makers.counted(**data))
    assert answer.status_code == 422
    assert list(answer.json["fields"]) == [place]
    assert [row.state for row in rows(engine)] == ["parked"]


def test_numbers_may_be_none_at_all_and_very_large(deliver):
    assert deliver(makers.counted(started=0, finished=0, shown={}, handed={})).status_code == 202
    assert deliver(makers.counted(started=10**9), event_id="evt_2").status_code == 202


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
def test_text_that_no_database_can_keep_is_malformed_but_kept_aside(deliver, engine, text):
    assert deliver(makers.event(mood=text)).status_code == 422
    assert deliver({**makers.event(), "type": text}, event_id="evt_2").status_code == 422
    assert [row.state for row in rows(engine)] == ["parked", "parked"]


def test_an_event_needs_a_moment_with_a_zone(deliver):
    assert "timestamp" in deliver({**makers.event(), "timestamp": "2026-11-22T16:00:00"}).json["fields"]


@pytest.mark.parametrize("kind", ["orientation.completed", "orientation.counted", "person.erased", "moon.landed"])
@pytest.mark.parametrize(
    "moment",
    ["1999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
def test_an_event_of_no_possible_moment_is_malformed_but_kept_aside(deliver, engine, kind, moment):
    content = makers.counted() if kind == "orientation.counted" else makers.event(kind)
    answer = deliver({**content, "timestamp": moment})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["timestamp"])
    assert [row.state for row in rows(engine)] == ["parked"]


def test_a_site_with_questions_of_its_own_may_have_other_options(deliver):
    assert deliver(makers.event(content="photo-day", answers=["use.camera"])).status_code == 202


def test_unknown_fields_are_kept(deliver, engine):
    assert deliver(makers.event(mood="curious")).status_code == 202
    assert json.loads(rows(engine)[0].body)["data"]["mood"] == "curious"


def test_an_unknown_type_is_kept(deliver, engine):
    assert deliver(makers.event("moon.landed")).status_code == 202
    assert rows(engine)[0].type == "moon.landed"


def test_a_copy_of_the_site_may_not_send(deliver, engine):
    answer = deliver(makers.event(site="https://staging.example"))
    assert answer.status_code == 403
    assert "copy" in answer.json["message"]
    assert rows(engine) == []


def test_an_unproven_delivery_leaves_no_trace(client, engine):
    body = makers.body(makers.event())
    signed = makers.headers(body)
    old = {**signed, "webhook-timestamp": str(int(makers.NOW.timestamp()) - 301)}
    forged = makers.headers(body, secret=makers.other_secret())
    for sent, headers in ((body + b" ", signed), (body, old), (body, forged), (body, {})):
        assert client.post("/webhooks/make", data=sent, headers=headers).status_code == 401
    assert rows(engine) == []


def test_an_unknown_site_is_not_found(client):
    assert client.post("/webhooks/elsewhere", data=b"{}").status_code == 404


def test_other_methods_are_not_allowed(client):
    assert client.get("/webhooks/make").status_code == 405


@pytest.mark.parametrize(("size", "status"), [(LARGEST_BODY_BYTES + 1, 413), (2 * 1024 * 1024, 413)])
def test_a_body_too_large_is_refused_before_it_is_read(client, engine, size, status):
    body = b"x" * size
    assert client.post("/webhooks/make", data=body, headers=makers.headers(body)).status_code == status
    assert rows(engine) == []


def test_without_the_queue_it_keeps_all_the_same(engine, seal, clock, site_id, tmp_path):
    from jobs.queue import Bell, connect

    with closing(Door(engine, seal, Bell(connect(f"unix://{tmp_path}/nobody.sock")), clock)) as deaf:
        client = create_app(deaf).test_client()
        body = makers.body(makers.event())
        assert client.post("/webhooks/make", data=body, headers=makers.headers(body)).status_code == 202
        assert len(rows(engine)) == 1
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json["status"], ready.json["queue"]) == (200, "degraded", "unreachable")


def test_without_the_database_it_says_later(seal, bell, clock, tmp_path):
    away = open_engine(f"sqlite:///{tmp_path}/nowhere/wayfinder.sqlite")
    client = create_app(Door(away, seal, bell, clock)).test_client()
    answer = client.post("/webhooks/make", data=b"{}", headers=makers.headers(b"{}"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_locked_database_says_later_and_keeps_nothing(sqlite, tmp_path, seal, bell, clock):
    from wayfinder import schema

    schema.migrate(sqlite, tmp_path)
    impatient = open_engine(f"sqlite:///{tmp_path / 'wayfinder.sqlite'}?timeout=0.1")
    with transaction(sqlite) as session:
        from sync.store import sites

        sites.add(session, makers.site(), seal, makers.NOW)
    body = makers.body(makers.event())
    with closing(Door(impatient, seal, bell, clock)) as door:
        client = create_app(door).test_client()
        with transaction(sqlite) as session:
            session.execute(text("DELETE FROM inbox"))
            assert client.post("/webhooks/make", data=body, headers=makers.headers(body)).status_code == 503
        assert client.post("/webhooks/make", data=body, headers=makers.headers(body)).status_code == 202
    impatient.dispose()


def test_it_is_ready_when_database_and_queue_answer(client):
    assert client.get("/readyz").json == {"status": "ok", "database": "ok", "queue": "ok", "warnings": []}
