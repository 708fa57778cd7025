"""Finds what is due and rings for it: the answer to every bell that was lost."""

import threading

import structlog
from sqlalchemy import Engine

from jobs.queue import Bell
from sync.errors import Unavailable
from sync.gateways.world import World
from sync.store import inbox, outbox
from sync.store.db import reading

PAUSE_S = 1.0

log = structlog.get_logger()


def sweep(engine: Engine, bell: Bell, world: World) -> list[str]:
    """Ring once for every kind that has due rows; give those kinds. May be repeated, by many at once."""
    with reading(engine) as session:
        now = world.now()
        kinds = (["inbox"] if inbox.has_due(session, now) else []) + outbox.due_kinds(session, now)
    for kind in kinds:
        bell.ring(kind)
    return kinds


def keep_sweeping(engine: Engine, bell: Bell, world: World, stop: threading.Event) -> None:
    """Sweep until told to stop; a database that is away is waited for."""
    while not stop.wait(PAUSE_S):
        try:
            sweep(engine, bell, world)
        except Unavailable as exc:
            log.warning("could not sweep", reason=str(exc))
