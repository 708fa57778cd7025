"""Finds what is due and rings for it: the answer to every bell that was lost."""

from sqlalchemy import Engine

from jobs.queue import Bell
from sync.gateways.world import World
from sync.store import inbox, outbox
from sync.store.db import reading

PAUSE_S = 1.0


def sweep(engine: Engine, bell: Bell, world: World) -> list[str]:
    """Ring once for every kind that has due rows; give those kinds. May be repeated, by many at once."""
    with reading(engine) as session:
        now = world.now()
        kinds = (["inbox"] if inbox.has_due(session, now) else []) + outbox.due_kinds(session, now)
    for kind in kinds:
        bell.ring(kind)
    return kinds
