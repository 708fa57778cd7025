"""What a worker works with, and what can become of a piece of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Engine

from jobs.queue import Bell
from sync.gateways.world import World
from sync.sealing import Seal


class Read(Protocol):
    """A well-formed event, as far as keeping it goes."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def site_url(self) -> str:
        """The signed address of the site that it says it comes from."""

    @property
    def wordpress_id(self) -> int | None:
        """The account that it is about, if it names one."""


class Reader(Protocol):
    """The door's own rules for what an event is (webhooks/schemas.py), lent to whoever keeps events that no push brought."""

    def read_event(self, body: bytes) -> Read:
        """Read a body; raises Malformed."""

    def claimed(self, body: bytes) -> tuple[str, int | None]:
        """Give type and account that a malformed body claims."""


@dataclass(frozen=True)
class Hands:
    """The store, the key to its secrets, the world, the bell for what follows, and the rules by which events are read."""

    engine: Engine
    seal: Seal
    world: World
    bell: Bell
    reader: Reader


@dataclass(frozen=True)
class Done:
    """It is done; note is what the world answered, worth keeping."""

    note: Mapping[str, Any] = field(default_factory=dict)


# Not done: Unavailable is tried again, every other word parks the row with its sentence.
Outcome = Done | Exception
