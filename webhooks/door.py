"""What the door works with, as its views find it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from jobs.queue import Bell
from sync.sealing import Seal

EXTENSION = "wayfinder"


@dataclass(frozen=True)
class Door:
    """The store, the key to its secrets, the bell, the clock.

    Units: now gives an aware UTC moment.
    """

    engine: Engine
    seal: Seal
    bell: Bell
    now: Callable[[], datetime]
