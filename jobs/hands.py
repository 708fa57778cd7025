"""What a worker works with, and what can become of a piece of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from jobs.queue import Bell
from sync.gateways.world import World
from sync.sealing import Seal


@dataclass(frozen=True)
class Hands:
    """The store, the key to its secrets, the world, and the bell for what follows."""

    engine: Engine
    seal: Seal
    world: World
    bell: Bell


@dataclass(frozen=True)
class Done:
    """It is done; note is what the world answered, worth keeping."""

    note: Mapping[str, Any] = field(default_factory=dict)


# Not done: Unavailable is tried again, every other word parks the row with its sentence.
Outcome = Done | Exception
