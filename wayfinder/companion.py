"""A process beside ours: started again when it dies, stopped when we stop."""

import subprocess
import threading
from collections.abc import Sequence
from typing import Self

import structlog

_WATCH_S = 1.0
_PATIENCE_S = 60.0  # a worker ends the errand that it is at

log = structlog.get_logger()


class Companion:
    """Keeps a command running for as long as the block lasts."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._keep_watching, name="companion", daemon=True)
        self._process = subprocess.Popen(command)

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

    def _keep_watching(self) -> None:
        while not self._stop.wait(_WATCH_S):
            if self._process.poll() is not None:
                log.error("the worker ended; a new one starts", status=self._process.returncode)
                self._process = subprocess.Popen(self._command)
