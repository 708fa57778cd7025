"""What the console works with, as its views find it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import Engine

from jobs.queue import Bell
from sync.sealing import Seal

EXTENSION = "console"


@dataclass(frozen=True)
class Desk:
    """The store, the key to its secrets, the bell, the clock, chance, and the address that browsers know us by.

    Units: now gives an aware UTC moment, chance so many random bytes.
    """

    engine: Engine
    seal: Seal
    bell: Bell
    now: Callable[[], datetime]
    chance: Callable[[int], bytes]
    public_url: str


def desk() -> Desk:
    """Give the desk of the request that is being answered."""
    found: Desk = current_app.extensions[EXTENSION]
    return found
