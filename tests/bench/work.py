"""How quickly workers turn kept deliveries into applications, beside one RQ job per row; and what they weigh.

The rows, the database, its durability and what is done to each row are the same on every line.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rq import Queue, SimpleWorker
from sqlalchemy import Engine, func, select

from jobs import queue, run
from jobs.hands import Hands
from jobs.queue import Bell
from sync.gateways.fakes import FakeWordPress
from sync.gateways.world import World
from sync.sealing import Seal
from sync.store import db, inbox, leases, sites, tables
from sync.store.db import reading, transaction
from sync.store.inbox import Arrival
from tests import makers
from wayfinder import schema
from wayfinder.queue_server import QueueServer, redis_url
from webhooks import schemas

ROWS, PEER_ROWS, PEOPLE = 4000, 1000, 500
GOAL = 1000
_SEAL = Seal("a key that only the bench knows, 32+")


@dataclass(frozen=True)
class Bench:
    """A fresh database and queue."""

    folder: Path

    def engine(self) -> Engine:
        return db.open_engine(f"sqlite:///{self.folder / 'bench.sqlite'}")

    @property
    def queue_url(self) -> str:
        return redis_url(self.folder)


@contextmanager
def fresh() -> Iterator[Bench]:
    """Give an empty one."""
    with tempfile.TemporaryDirectory() as folder, QueueServer(Path(folder)):
        bench = Bench(Path(folder))
        engine = bench.engine()
        schema.migrate(engine, bench.folder)
        with transaction(engine) as session:
            sites.add(session, makers.site(), _SEAL, makers.NOW)
        engine.dispose()
        yield bench


def fill(bench: Bench, rows: int) -> None:
    """Keep so many results: people come back, so a row is a new person, a new revision or both."""
    engine = bench.engine()
    with transaction(engine) as session:
        for number in range(rows):
            account, revision = number % PEOPLE + 1, number // PEOPLE + 1
            person = {
                "id": account,
                "login": f"demo-{account}",
                "nicename": f"demo-{account}",
                "name": f"Demo {account}",
            }
            body = makers.body(makers.event(person=person, revision=revision))
            inbox.keep(
                session, 1, Arrival(f"evt_{number}", "orientation.completed", body, datetime.now(UTC), None, account)
            )
    engine.dispose()


def in_batches(bench: Bench) -> None:
    """Work as `wayfinder work` does, until nothing is due."""
    engine = bench.engine()
    fake = FakeWordPress()
    world = World(now=lambda: datetime.now(UTC), chance=lambda: 0.5, plugin=lambda site: fake, posts=lambda site: fake)
    run.equip(Hands(engine, _SEAL, world, Bell(queue.connect(bench.queue_url)), schemas))
    while has_due(engine):
        run.work("inbox")
    engine.dispose()


def has_due(engine: Engine) -> bool:
    with reading(engine) as session:
        return inbox.has_due(session, datetime.now(UTC))


_peer: Engine | None = None


def apply_one(row_id: int) -> None:
    """Do one row, as a job of its own."""
    assert _peer is not None
    now = datetime.now(UTC)
    with transaction(_peer) as session:
        row = leases.claim(session, tables.inbox, tables.inbox.c.id == row_id, now=now, limit=1)[0]
    delivery = inbox.Delivery(
        leases.Lease(row.id, row.lease_token), row.site_id, row.event_id, row.type, row.wordpress_id, row.body,
        row.received_at, row.attempts,
    )  # fmt: skip
    with transaction(_peer) as session:
        run.EVENTS[row.type](session, delivery, now)
        leases.finish(session, tables.inbox, delivery.lease, now)


def a_job_each(bench: Bench) -> None:
    """Work as most do with RQ: one job per row."""
    global _peer
    _peer = bench.engine()
    redis = queue.connect(bench.queue_url)
    redis.connection_pool.connection_kwargs["socket_timeout"] = 30
    jobs = Queue("bench", connection=redis, serializer="json")
    SimpleWorker([jobs], connection=redis, serializer="json").work(burst=True, logging_level="CRITICAL")
    _peer.dispose()


def ring_each(bench: Bench, rows: int) -> None:
    """Ring once per row, before the time is taken."""
    redis = queue.connect(bench.queue_url)
    jobs = Queue("bench", connection=redis, serializer="json")
    for row_id in range(1, rows + 1):
        jobs.enqueue("tests.bench.work.apply_one", row_id, result_ttl=0)
    redis.close()


def per_second(work: Callable[[Bench], None], rows: int, workers: int, *, rings: bool = False) -> float:
    """Give rows per second through so many processes, from their start until the last one has ended."""
    with fresh() as bench:
        fill(bench, rows)
        if rings:
            ring_each(bench, rows)
        began = time.monotonic()
        children = [_fork(work, bench) for _ in range(workers)]
        statuses = [os.waitpid(child, 0)[1] for child in children]
        took = time.monotonic() - began
        assert statuses == [0] * workers, statuses
        engine = bench.engine()
        with reading(engine) as session:
            done = session.scalar(select(func.count()).select_from(tables.inbox).where(tables.inbox.c.state == "done"))
            applied = session.scalar(select(func.count()).select_from(tables.results))
        engine.dispose()
        assert done == applied == rows, f"{done} done, {applied} results, of {rows}"
        return rows / took


def _fork(work: Callable[[Bench], None], bench: Bench) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run.log = run.structlog.wrap_logger(None, processors=[_drop])
            work(bench)
            status = 0
        finally:
            os._exit(status)
    return child


def _drop(logger: object, method: str, event: object) -> None:
    raise run.structlog.DropEvent


def show_work(console: Console) -> list[str]:
    """Measure and print; give what misses its goal."""
    table = Table("Kept results to applications, SQLite", "goal", "rows/s", "to a job each")
    each = per_second(a_job_each, PEER_ROWS, 1, rings=True)
    one, two = per_second(in_batches, ROWS, 1), per_second(in_batches, ROWS, 2)
    table.add_row("One worker", f"≥ {GOAL:,}", f"{one:,.0f}", f"{one / each:.1f}x")
    table.add_row("Two workers", "", f"{two:,.0f}", f"{two / each:.1f}x")
    table.add_row("One RQ job per row, one SimpleWorker", "", f"{each:,.0f}", "1x")
    console.print(table)
    return [] if one >= GOAL else [f"one worker does {one:,.0f} rows a second, fewer than {GOAL:,}."]
