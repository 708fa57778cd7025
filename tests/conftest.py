"""What tests stand on: a real database, a real queue, the public door, and a world that can be told to fail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from jobs import queue, run
from jobs.hands import Hands
from jobs.queue import Bell
from sync.gateways.fakes import FakeWordPress
from sync.gateways.world import World
from sync.sealing import Seal
from sync.store import db, sites
from tests import makers, stage
from tests.postgres import postgresql
from tests.stage import House
from wayfinder import schema
from wayfinder.queue_server import QueueServer, redis_url
from webhooks import schemas
from webhooks.app import create_app
from webhooks.door import Door


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = db.open_engine(f"sqlite:///{tmp_path / 'wayfinder.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = db.open_engine(postgres_url)
    with engine.begin() as session:
        session.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest) -> Engine:
    """Give a database without a table: once SQLite, once PostgreSQL."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def engine(empty: Engine, tmp_path: Path) -> Engine:
    schema.migrate(empty, tmp_path)
    return empty


@pytest.fixture
def seal() -> Seal:
    return Seal("a key that only the tests know, 32+")


@pytest.fixture
def site_id(engine: Engine, seal: Seal) -> int:
    with db.transaction(engine) as session:
        sites.add(session, makers.site(), seal, makers.NOW)
        return session.scalar(text("SELECT id FROM sites")) or 0


@pytest.fixture(scope="session")
def queue_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data_dir = tmp_path_factory.mktemp("queue")
    with QueueServer(data_dir):
        yield redis_url(data_dir)


@pytest.fixture
def bell(queue_url: str) -> Iterator[Bell]:
    redis = queue.connect(queue_url)
    redis.flushall()
    yield Bell(redis)
    redis.close()


@dataclass
class Clock:
    """A clock that moves when told."""

    now: datetime = field(default=makers.NOW)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wordpress() -> FakeWordPress:
    return FakeWordPress(accounts={5, 6, 7})


@pytest.fixture
def hands(engine: Engine, seal: Seal, bell: Bell, clock: Clock, wordpress: FakeWordPress) -> Hands:
    world = World(now=clock, chance=lambda: 0.5, plugin=lambda site: wordpress, posts=lambda site: wordpress)
    return Hands(engine, seal, world, bell, schemas)


@pytest.fixture
def work(hands: Hands) -> Callable[[], None]:
    """Do everything that is due, as a worker would, until nothing is."""

    def until_idle() -> None:
        run.equip(hands)
        for kind in queue.KINDS:
            run.work(kind)

    return until_idle


@pytest.fixture
def door(engine: Engine, seal: Seal, bell: Bell, clock: Clock, site_id: int) -> Iterator[Door]:
    opened = Door(engine, seal, bell, clock)
    yield opened
    opened.close()


@pytest.fixture
def client(door: Door) -> FlaskClient:
    return create_app(door).test_client()


@pytest.fixture
def deliver(client: FlaskClient) -> Callable[..., TestResponse]:
    """Send an event as the plugin would: signed."""

    def send(content: object, event_id: str = "evt_1") -> TestResponse:
        body = makers.body(content)
        return client.post("/webhooks/make", data=body, headers=makers.headers(body, event_id))

    return send


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Give a real WordPress with the plugin; started once, when the first test asks."""
    with stage.house() as running:
        yield running
