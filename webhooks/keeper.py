"""Keeps what many requests bring at once in one transaction: the disk is waited for once, not once per delivery.

One thread per process writes; requests hand their arrivals over and wait, each for its own outcome. Why it is so, and what
it brings: docs/decisions/0008-one-writer-keeps-for-all.md.
"""

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError

from sync.errors import Unavailable
from sync.store import inbox
from sync.store.db import alone, transaction
from sync.store.inbox import Arrival, Kept
from webhooks.ringer import Ringer

PATIENCE_S = 5.0
MOST_WAITING = 2000
MOST_AT_ONCE = 256
_IDLE_S = 5.0
_RETRY_AFTER_S = 5

log = structlog.get_logger()


class Ticket:
    """What a request waits with."""

    __slots__ = ("_done", "_then", "arrival", "outcome", "site_id", "withdrawn")

    def __init__(self, site_id: int, arrival: Arrival, then: Callable[[], None] | None) -> None:
        self._then = then
        self.site_id = site_id
        self.arrival = arrival
        self.outcome: Kept | Exception | None = None
        self.withdrawn = False
        self._done = threading.Lock()
        self._done.acquire()

    def answer(self, outcome: Kept | Exception) -> None:
        """Say what became of it, once."""
        self.outcome = outcome
        self._done.release()
        if self._then is not None:
            self._then()

    def wait(self, patience_s: float) -> Kept:
        """Give what became of it.

        Errors: those of `Keeper.keep`.
        """
        if not self._done.acquire(timeout=patience_s):
            self.withdrawn = True  # if it is kept all the same, it is kept before when it comes again
            raise Unavailable("The database did not keep this in time.", retry_after_s=_RETRY_AFTER_S)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        assert self.outcome is not None
        return self.outcome


class Keeper:
    """Keeps arrivals; the thread that writes begins with the first one and ends when nothing came for a while."""

    def __init__(
        self, engine: Engine, ringer: Ringer, patience_s: float = PATIENCE_S, most_waiting: int = MOST_WAITING
    ) -> None:
        self._engine = engine
        self._ringer = ringer
        self._patience_s = patience_s
        self._most_waiting = most_waiting
        self._waiting: SimpleQueue[Ticket | None] = SimpleQueue()
        self._writer: threading.Thread | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def keep(self, site_id: int, arrival: Arrival) -> Kept:
        """Keep one; it is on disk when this returns.

        Errors: Unavailable when the database cannot keep it in time, or too many wait already; what the database says
        of this one alone, if it cannot hold it.
        """
        return self.hand_over(site_id, arrival).wait(self._patience_s)

    def hand_over(self, site_id: int, arrival: Arrival, then: Callable[[], None] | None = None) -> Ticket:
        """Have one kept; whoever waits with the ticket learns what became of it, and `then` is called, by the writer.

        Errors: Unavailable when too many wait already.
        """
        ticket = Ticket(site_id, arrival, then)
        with self._lock:
            if self._waiting.qsize() >= self._most_waiting:
                raise Unavailable("Too many deliveries wait for the database.", retry_after_s=_RETRY_AFTER_S)
            if self._is_closed:
                raise Unavailable("The door closes.", retry_after_s=_RETRY_AFTER_S)
            self._waiting.put(ticket)
            if self._writer is None:
                self._begin()
        return ticket

    def _begin(self) -> None:
        self._writer = threading.Thread(target=self._write, name="keeper", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Keep what was handed over, and nothing more."""
        with self._lock:
            self._is_closed = True
            writer = self._writer
            self._waiting.put(None)
        if writer is not None:
            writer.join()
        self._ringer.close()

    def _write(self) -> None:
        try:
            while first := self._first():
                self._write_batch([first])
        finally:  # where it crashed, another takes over what waits
            with self._lock:
                if self._writer is threading.current_thread():
                    self._writer = None
                    if not self._waiting.empty():
                        self._begin()

    def _first(self) -> Ticket | None:
        """Wait for something to keep; None when nothing came for a while, or the door closes.

        Whoever hands something over meanwhile either is seen here, or sees that we ended.
        """
        try:
            return self._waiting.get(timeout=0 if self._is_closed else _IDLE_S)
        except Empty:
            with self._lock:
                if self._waiting.empty():
                    self._writer = None
                    return None
                return self._waiting.get()

    def _another(self) -> Ticket | None:
        try:
            return self._waiting.get_nowait()
        except Empty:
            return None

    def _write_batch(self, batch: list[Ticket]) -> None:
        """Commit what has gathered by the time that it is our turn; answer each."""
        outcomes: Sequence[Kept | Exception] = ()
        try:
            with alone(self._engine):
                while len(batch) < MOST_AT_ONCE and (ticket := self._another()):
                    batch.append(ticket)
                batch[:] = [ticket for ticket in batch if not ticket.withdrawn]
                outcomes = self._commit([(ticket.site_id, ticket.arrival) for ticket in batch])
        except Unavailable as exc:
            outcomes = [exc] * len(batch)
        finally:  # whatever happened, nobody is left waiting
            crashed = Unavailable("Something broke while this was kept.", retry_after_s=_RETRY_AFTER_S)
            for number, ticket in enumerate(batch):
                ticket.answer(outcomes[number] if outcomes else crashed)
        self._tell(batch)

    def _commit(self, arrivals: Sequence[tuple[int, Arrival]]) -> Sequence[Kept | Exception]:
        """Keep them all in one statement, as if all were new and sound; where one is not, each by itself."""
        if not arrivals:
            return []
        try:
            with transaction(self._engine) as session:
                inbox.keep_new(session, arrivals)
            return [Kept.FIRST] * len(arrivals)
        except (IntegrityError, DataError):
            with transaction(self._engine) as session:
                return inbox.keep_each(session, arrivals)

    def _tell(self, batch: Sequence[Ticket]) -> None:
        kept = [ticket.arrival.event_id for ticket in batch if ticket.outcome is Kept.FIRST]
        before = [ticket.arrival.event_id for ticket in batch if ticket.outcome is Kept.BEFORE]
        if kept:
            self._ringer.ring()
        if kept or before:
            log.info("kept", event_ids=kept, before=before)
