"""Puts settings, store, world and doors together."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]
from sqlalchemy import Engine
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from console import app as console
from console.desk import Desk
from jobs import queue
from jobs.hands import Hands
from jobs.queue import Bell
from sync.config import Settings, read_settings
from sync.gateways.world import real_world
from sync.sealing import Seal
from sync.store import db
from wayfinder import companion, keys, logs, queue_server
from webhooks import schemas
from webhooks.app import create_app
from webhooks.door import Door
from webhooks.front import Front

log = structlog.get_logger()


@dataclass(frozen=True)
class Hall:
    """Everything that a command needs, from one Settings."""

    settings: Settings
    engine: Engine
    seal: Seal
    bell: Bell

    @property
    def redis_url(self) -> str:
        """Give the queue's address, the embedded server's where none is set."""
        return redis_url(self.settings)

    def warn(self) -> None:
        """Log in which ways the queue may lose what it is given, where it can be asked."""
        for sentence in self.bell.warnings():
            log.warning("the queue may lose bells", what=sentence)

    def hands(self) -> Hands:
        """Give what a worker works with."""
        return Hands(self.engine, self.seal, real_world(), self.bell, schemas)


def redis_url(settings: Settings) -> str:
    """Give the queue's address, the embedded server's where none is set."""
    return settings.redis_url or queue_server.redis_url(settings.data_dir)


def enter(settings: Settings) -> Hall:
    """Put everything together; nothing is connected yet.

    Errors: SettingsError, OSError when the data folder cannot be made.
    """
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = replace(settings, database_url=settings.database_url or _sqlite(settings.data_dir))
    engine = db.open_engine(settings.database_url)
    return Hall(settings, engine, keys.seal(settings), Bell(queue.connect(redis_url(settings))))


def _sqlite(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'wayfinder.sqlite'}"


def open_door() -> DispatcherMiddleware:
    """Build both doors, the public one and the console behind a prefix."""
    settings = read_settings()
    logs.set_up(settings)
    companion.leave_when_orphaned()
    hall = enter(settings)

    def now() -> datetime:
        return datetime.now(UTC)

    door = Door(hall.engine, hall.seal, hall.bell, now, settings.site_rate, settings.metrics_token)
    desk = Desk(hall.engine, hall.seal, hall.bell, now, secrets.token_bytes, settings.public_url)
    return DispatcherMiddleware(create_app(door), {console.MOUNTED_AT: console.create_app(desk)})


def open_front() -> Front:
    """Build what each server process calls: both doors, behind what reads requests for them."""
    return Front(open_door(), gone=(ProtocolClosed,))
