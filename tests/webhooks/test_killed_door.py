"""A door is killed in the midst of a burst: whoever was answered 202 has a row, and only such rows as were sent."""

import os
import signal
import sqlite3
import threading
import time
from contextlib import closing

import psycopg
import pytest

from demo import wordpress
from demo.service import running, set_up
from tests import makers
from tests.bench.load import Line, requests

CONNECTIONS, KILLS = 8, 3


class Sender(threading.Thread):
    """Delivers one after the other until the door is gone; remembers what was answered."""

    def __init__(self, here, name):
        super().__init__(daemon=True)
        port = int(here.address.rpartition(":")[2])
        self.line = Line(("127.0.0.1", port))
        self.requests = requests("x", "/webhooks/demo", here.secret, makers.SITE_URL, name)
        self.prefix = name
        self.kept: list[str] = []

    def run(self):
        try:
            for number, request in enumerate(self.requests):
                self.line.say(request)
                while (status := self.line.hear()) is None:
                    pass
                if status == 202:
                    self.kept.append(f"{self.prefix}_{number}")
        except (ConnectionError, TimeoutError):
            pass
        finally:
            self.line.socket.close()


def kept_rows(found, url):
    if url:
        with psycopg.connect(url) as database:
            return [row[0] for row in database.execute("SELECT event_id FROM inbox").fetchall()]
    with closing(sqlite3.connect(found.folder / "wayfinder.sqlite")) as database:
        return [row[0] for row in database.execute("SELECT event_id FROM inbox").fetchall()]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_answer_without_a_row(database, tmp_path, request):
    settings, url = {"WAYFINDER_SITE_RATE": "1000000"}, ""
    if database == "postgresql":
        request.getfixturevalue("postgres").dispose()
        url = settings["WAYFINDER_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    found = set_up(tmp_path, wordpress.free_port(), makers.SITE_URL, ("demo-service", "a password"), **settings)
    found.environment["WAYFINDER_DOOR_PROCESSES"] = "2"
    answered: list[str] = []
    for kill in range(KILLS):
        with running(["serve"], found) as door:
            senders = [Sender(found, f"k{kill}s{number}") for number in range(CONNECTIONS)]
            for sender in senders:
                sender.start()
            time.sleep(0.7 + 0.31 * kill)
            os.killpg(door.pid, signal.SIGKILL)
            for sender in senders:
                sender.join(timeout=30)
                answered += sender.kept
    rows = kept_rows(found, url)
    assert len(answered) > 10 * KILLS
    assert set(answered) <= set(rows)
    assert len(rows) == len(set(rows))
    assert len(rows) <= len(answered) + KILLS * CONNECTIONS  # what was kept but could not be answered any more
