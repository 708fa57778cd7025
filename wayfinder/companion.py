"""A process beside ours: started again when it dies, stopped when we stop, even when we are killed.

It holds the reading end of a pipe as its standard input: that ends with us, however we end.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Self

import structlog

_WATCH_S = 1.0
_LAST_REQUESTS_S = 5.0
_PATIENCE_S = 60.0  # a worker ends the errand that it is at

log = structlog.get_logger()


class Companion:
    """Keeps a command running for as long as the block lasts."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._keep_watching, name="companion", daemon=True)
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE)

    def __enter__(self) -> Self:
        """Begin to watch it."""
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Ask it to stop; make it after a while."""
        self._stop.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close_pipe()

    def _close_pipe(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _keep_watching(self) -> None:
        while not self._stop.wait(_WATCH_S):
            if self._process.poll() is not None:
                log.error("the worker ended; a new one starts", status=self._process.returncode)
                self._close_pipe()
                self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)


def leave_with_parent() -> None:
    """Stop in order as soon as standard input ends, which whoever started us as a companion holds open."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def leave_when_orphaned() -> None:
    """Stop when the process that started us is gone: a door that nobody watches would hold its port for ever."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_S)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_LAST_REQUESTS_S)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
