"""Over the wire, without a thread that waits: every answer is the one that the view would have given had it waited."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest

from demo import wordpress
from demo.service import running, set_up
from tests import makers
from tests.loopback import ask


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    found = set_up(
        tmp_path_factory.mktemp("front"), wordpress.free_port(), makers.SITE_URL, ("demo-service", "a password")
    )
    with running(["serve"], found):
        yield found


def send(here, event_id, content, secret=None, path="/webhooks/demo"):
    body = makers.body(content)
    headers = makers.headers(body, event_id, datetime.now(UTC), secret or here.secret)
    return ask("POST", f"{here.address}{path}", data=body, headers=headers)


def test_each_outcome_has_its_answer_however_often_it_is_asked_for(here):
    for _ in range(3):  # the first time the site is not known to the process yet
        assert send(here, "evt_1", makers.event()).status_code == 202
        rival = send(here, "evt_1", makers.event(revision=2))
        assert (rival.status_code, rival.json()["error"]) == (409, "refused")
        malformed = send(here, "evt_2", makers.event(answers=[]))
        assert (malformed.status_code, list(malformed.json()["fields"])) == (422, ["data.answers"])
        assert send(here, "evt_3", makers.event(site="https://staging.example")).status_code == 403
        assert send(here, "evt_4", makers.event(), makers.other_secret()).status_code == 401
        assert send(here, "evt_5", makers.event(), path="/webhooks/nobody").status_code == 404
        assert ask("GET", f"{here.address}/webhooks/demo").status_code == 405
        assert ask("GET", f"{here.address}/readyz").json()["database"] == "ok"
    rows = here.rows("SELECT event_id, state, is_rival FROM inbox ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [
        ("evt_1", "due", 0),
        ("evt_1", "parked", 1),
        ("evt_2", "parked", 0),
    ]
    assert here.log.read_text().count('"alarm": "rival"') == 3
    assert "Traceback" not in here.log.read_text()


def test_many_at_once_are_each_kept_and_answered(here):
    with ThreadPoolExecutor(32) as pool:
        numbers = range(200)
        answers = list(
            pool.map(lambda n: send(here, f"evt_m{n}", makers.event("connection.tested")).status_code, numbers)
        )
    assert answers == [202] * 200
    assert here.rows("SELECT count(*) AS n FROM inbox WHERE event_id LIKE 'evt_m%'") == [{"n": 200}]


def test_while_the_database_is_locked_it_says_later_and_other_rooms_answer(here):
    send(here, "evt_first", makers.event("connection.tested"))
    with closing(sqlite3.connect(here.folder / "wayfinder.sqlite", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(send, here, f"evt_l{n}", makers.event("connection.tested")) for n in range(4)]
            assert ask("GET", f"{here.address}/healthz", timeout=4).ok
            answers = [one.result() for one in waiting]
        database.execute("ROLLBACK")
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in answers} == {(503, "5")}
    assert send(here, "evt_last", makers.event("connection.tested")).status_code == 202
