"""What Prometheus reads, and that alerts and dashboard ask only for what there is."""

import dataclasses
import json
import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from sync.store import db
from sync.store.tables import breakers, pulls
from tests import makers
from tests.stage import ROOT
from webhooks.app import create_app

TOKEN = "a-token-that-only-this-test-knows"


@pytest.fixture
def ask(door):
    client = create_app(dataclasses.replace(door, metrics_token=TOKEN)).test_client()

    def get(token=TOKEN):
        return client.get("/metrics", headers={"authorization": f"Bearer {token}"})

    return get


def samples(answer):
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value for family in families for sample in family.samples
    }


def test_without_a_token_in_the_settings_there_are_no_metrics(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("token", ["", "another", "a-token-that-only-this-test-know", "ä"])
def test_whoever_does_not_show_the_token_gets_nothing(ask, token):
    answer = ask(token)
    assert answer.status_code == 401
    assert "wayfinder_rows" not in answer.get_data(as_text=True)


def test_it_tells_the_books_in_numbers(ask, deliver, work, clock, engine):
    deliver(makers.event())
    deliver({"type": "orientation.completed"}, event_id="evt_bad")
    clock.move(minutes=3)
    told = samples(ask())
    assert told["wayfinder_rows", "due", "inbox", "make", "orientation.completed"] == 1
    assert told["wayfinder_rows", "inbox", "make", "orientation.completed", "parked"] == 1
    assert told["wayfinder_oldest_due_seconds", "inbox", "make", "orientation.completed"] == 180
    assert told["wayfinder_last_received_seconds", "make"] == 180
    assert told["wayfinder_queue_up",] == 1
    assert ("wayfinder_last_pull_seconds", "make") not in told
    work()
    told = samples(ask())
    assert told["wayfinder_rows", "badge", "done", "make", "outbox"] == 1
    assert told["wayfinder_oldest_due_seconds", "inbox", "make", "orientation.completed"] == 0


def test_it_tells_how_it_stands_with_each_site(ask, site_id, engine, clock):
    now = clock()
    with db.transaction(engine) as session:
        opened = {"failures": 7, "failed_at": now, "opened_at": now, "retry_at": now, "reason": "away"}
        session.execute(insert(breakers).values(site_id=site_id, **opened))
        session.execute(
            insert(pulls).values(site_id=site_id, pulled_at=now - timedelta(hours=2), filled=3, rewinds=1, cursor=9)
        )
    told = samples(ask())
    assert told["wayfinder_breaker_open", "make"] == 1
    assert told["wayfinder_last_pull_seconds", "make"] == 7200
    assert told["wayfinder_pull_filled_total", "make"] == 3
    assert told["wayfinder_pull_rewinds_total", "make"] == 1


@pytest.mark.parametrize("file", ["docs/prometheus-alerts.yaml", "docs/grafana-dashboard.json", "docs/metrics.md"])
def test_what_the_documents_ask_for_is_there(ask, deliver, site_id, engine, file):
    deliver(makers.event())
    with db.transaction(engine) as session:
        session.execute(insert(pulls).values(site_id=site_id, pulled_at=makers.NOW))
    told = {name for name, *_ in samples(ask())}
    asked = set(re.findall(r"wayfinder_[a-z_]+", (ROOT / file).read_text()))
    assert asked - told == set()
    if file.endswith(".md"):
        assert told - asked == set()


def test_the_dashboard_is_json():
    panels = json.loads((ROOT / "docs/grafana-dashboard.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 5
