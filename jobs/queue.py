"""The bell: rings a kind of work through Redis so that a worker wakes at once. The only file, with the worker, that knows RQ.

A bell carries no work; the rows are the work. A bell that is lost costs seconds, until jobs/sweep.py rings again.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import rq
import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.timeouts import JobTimeoutException

KINDS = ("inbox", "badge", "post", "journey")
ENTRY = "jobs.run.work"
QUEUE = "wayfinder"

_PATIENCE_S = 0.25  # with redis-py's own settings a hung Redis holds a request for 59 s (measured)
_QUIET_S = 5.0
_RINGING_S = 5  # a bell that was half rung, or that a dying worker took, is silent no longer than this
_JOB_TIMEOUT_S = 600
_CONNECT_S = 2.0
_AGAIN_S = 1.0
_WARNED_S = 60.0

Overtime = JobTimeoutException  # raised in the midst of work that takes too long

log = structlog.get_logger()


@dataclass
class Bell:
    """Rings kinds of work; never fails and never holds its caller for more than a quarter of a second."""

    redis: Redis
    clock: Callable[[], float] = time.monotonic
    _quiet_until: float = field(default=0.0)
    _warned: tuple[float, list[str]] | None = field(default=None)

    def ring(self, kind: str) -> bool:
        """Wake a worker for this kind; False when the queue cannot be reached, which the sweeper mends.

        A kind that rings already is not rung again: the worker that answers takes every row that is due.
        """
        if kind not in KINDS:
            raise ValueError(f"There is no kind of work called {kind}.")
        if self.clock() < self._quiet_until:
            return False
        try:
            if self.redis.set(_ringing(kind), 1, nx=True, ex=_RINGING_S):
                _queue(self.redis).enqueue(
                    ENTRY, kind, job_timeout=_JOB_TIMEOUT_S, result_ttl=0, failure_ttl=3600, retry=rq.Retry(max=3)
                )
            return True
        except RedisError as exc:
            self._quiet_until = self.clock() + _QUIET_S
            log.warning("the queue cannot be reached; the sweeper will ring", kind=kind, cause=type(exc).__name__)
            return False

    def answer(self, kind: str) -> None:
        """Say that somebody came; a ring from now on is a new one. Call it before you look for rows."""
        try:
            self.redis.delete(_ringing(kind))
        except RedisError as exc:
            log.warning("the queue cannot be reached", kind=kind, cause=type(exc).__name__)

    def works(self) -> bool:
        """Say whether the queue can be reached."""
        try:
            return bool(self.redis.ping())
        except RedisError:
            return False

    def warnings(self) -> list[str]:
        """Say in sentences how this queue may lose bells; none when it cannot be asked. It is asked once a minute.

        A lost bell costs a second, until the sweeper rings; a Redis that evicts loses RQ's own books as well.
        """
        if self._warned is None or self.clock() - self._warned[0] >= _WARNED_S:
            try:
                self._warned = self.clock(), _warnings(self.redis.info("memory"), self.redis.info("persistence"))
            except RedisError:
                return []
        return self._warned[1]


def _warnings(memory: Mapping[str, Any], persistence: Mapping[str, Any]) -> list[str]:
    policy, said = memory.get("maxmemory_policy", "noeviction"), []
    if policy != "noeviction":
        said.append(f"Redis may evict what is queued (maxmemory-policy {policy}); set it to noeviction.")
    if not persistence.get("aof_enabled"):
        said.append("Redis forgets what is queued when it is killed; set appendonly to yes.")
    return said


def connect(redis_url: str) -> Redis:
    """Give a client that would rather fail than wait."""
    return Redis.from_url(
        redis_url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S, retry=Retry(NoBackoff(), 0)
    )


def _ringing(kind: str) -> str:
    return f"wayfinder:ringing:{kind}"


def _queue(redis: Redis) -> Queue:
    return Queue(QUEUE, connection=redis, serializer="json", job_class=OnlyWork)


class OnlyWork(Job):
    """A job that may call our one entry and nothing else: whoever can write to Redis cannot run code of their own."""

    @property
    def func(self) -> Callable[..., Any]:
        """Give the entry.

        Errors: PermissionError for any other callable.
        """
        if self.func_name != ENTRY:
            raise PermissionError(f"A worker does not run {self.func_name!r}.")
        func: Callable[..., Any] = super().func
        return func


def answer_bells(redis_url: str, *, burst: bool = False) -> None:
    """Do what the bells ask for, until the process is told to stop, however often the queue goes away.

    RQ's own loop gives up when Redis is away at the wrong moment; then a new worker takes over a second later.
    With `burst`, end as soon as no bell rings.
    """
    redis = Redis.from_url(redis_url, socket_connect_timeout=_CONNECT_S)
    stop = threading.Event()
    try:
        while not stop.is_set():
            _answer_while_it_lasts(redis, stop, burst=burst)
            if burst:
                return
            stop.wait(_AGAIN_S)
    except StopRequested:  # told to stop between two bells
        return


def _answer_while_it_lasts(redis: Redis, stop: threading.Event, *, burst: bool) -> None:
    try:
        worker = PatientWorker(
            [_queue(redis)], connection=redis, job_class=OnlyWork, serializer="json", worker_ttl=45,
            maintenance_interval=30,
        )  # fmt: skip
        worker.stop = stop
        worker.work(burst=burst, logging_level="CRITICAL")
    except RedisError as exc:
        log.warning("the queue cannot be reached; the worker tries again", cause=type(exc).__name__)


class PatientWorker(SimpleWorker):
    """An RQ worker that works in its own process and can be told to stop whether Redis is there or not.

    It does not fork: the rows are the truth, so a worker that dies loses nothing, and nothing is set up anew per bell.
    """

    max_connection_wait_time = 2.0
    stop: threading.Event
    _is_working = False

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Answer one bell."""
        self._is_working = True
        try:
            super().execute_job(job, queue)
        finally:
            self._is_working = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the bell that is being answered. RQ's own way asks Redis first, which may be what is away."""
        self.stop.set()
        self._stop_requested = True
        if not self._is_working:
            raise StopRequested
