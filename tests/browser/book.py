"""What stands on both ends of a delivery: the plugin's own tables and book of events, and a service that does as it is told."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.loopback import ask


class Database:
    """The embedded WordPress's SQLite file, beside it."""

    def __init__(self, house):
        self._path = house.embedded.debug_log.parent / "database" / ".ht.sqlite"

    def change(self, statement, *values):
        with closing(sqlite3.connect(self._path, timeout=20)) as database, database:
            return database.execute(statement, values).rowcount

    def rows(self, query, *values):
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=20)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]

    def empty(self):
        """Forget results and events; of results alone the plugin would make events again."""
        self.change("DELETE FROM wp_wayfinder_results")
        self.change("DELETE FROM wp_wayfinder_outbox")

    def option(self, name):
        found = self.rows("SELECT option_value FROM wp_options WHERE option_name = ?", name)
        return found[0]["option_value"] if found else None


class Book:
    """The book of events, as the service reads it."""

    def __init__(self, house):
        self.url = f"{house.url}/wp-json/wayfinder/v1/events"
        self.account = (house.service_account.login, house.service_account.key)

    def answer(self, account=None, **query):
        return ask("GET", self.url, params=query, auth=account or self.account)

    def read(self, **query):
        answer = self.answer(**query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@dataclass
class Peer:
    """A service that answers every delivery as it is told, and remembers what it got."""

    url: str
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.got]


@contextmanager
def peer() -> Iterator[Peer]:
    """Run such a service on a port of its own."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            told.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(told.status)
            for name, value in {"content-length": "0", **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    told = Peer(f"http://127.0.0.1:{server.server_port}/webhooks/make")
    Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


def run_scheduler(house, hook, is_done, patience_s=60):
    """Have WordPress's scheduler do one thing now, as its own calls would, until it is done."""
    house.site.create(f"/wayfinder-rehearsal/v1/scheduler/{hook}")
    until(house, is_done, patience_s)


def until(house, is_done, patience_s=60):
    """Wait for what the scheduler does; it is called, since nobody visits."""
    deadline = time.monotonic() + patience_s
    while not is_done():
        assert time.monotonic() < deadline
        assert ask("GET", f"{house.url}/wp-cron.php").ok
        time.sleep(0.2)
