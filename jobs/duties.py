"""Work that comes round by itself (sweeping, pulling): in every worker, but done by the one that holds the duty."""

import os
import platform
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine

from jobs.run import attempt
from sync.errors import Unavailable
from sync.store import duties
from sync.store.db import reading, transaction

log = structlog.get_logger()


def new_holder() -> str:
    """Name this process as no other is named, even one that gets its number later."""
    return f"{platform.node()[:36]}:{os.getpid()}:{secrets.token_hex(6)}"


@dataclass
class Duty:
    """One duty as this process sees it.

    Units: the lease is how long a holder that died keeps others waiting; it is renewed when half of it is over.
    """

    engine: Engine
    now: Callable[[], datetime]
    name: str
    lease: timedelta = timedelta(seconds=10)
    holder: str = field(default_factory=new_holder)
    _until: datetime | None = None

    def is_mine(self) -> bool:
        """Take the duty, or go on holding it; where nothing would change, nothing is written."""
        now = self.now()
        if self._until is not None and now < self._until - self.lease / 2:
            return True
        if self._until is None:
            with reading(self.engine) as session:
                if not duties.is_free(session, self.name, now):
                    return False
        with transaction(self.engine) as session:
            is_taken = duties.take(session, self.name, self.holder, now, self.lease)
        self._until = now + self.lease if is_taken else None
        return is_taken

    def leave(self) -> None:
        """Let somebody else have it at once."""
        self._until = None
        with transaction(self.engine) as session:
            duties.leave(session, self.name, self.holder)


def keep_doing(duty: Duty, pause_s: float, act: Callable[[], object], stop: threading.Event) -> None:
    """Do it again and again while the duty is ours, until told to stop; what fails is logged and done again."""

    def turn() -> object:
        return act() if duty.is_mine() else None

    while not stop.wait(pause_s):
        said = attempt(turn)
        if isinstance(said, Unavailable):
            log.warning("a duty was not done", duty=duty.name, reason=str(said))
    attempt(duty.leave)
