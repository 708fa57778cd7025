"""Rings for the door, from a thread of its own: however long Redis hangs, no delivery waits for it."""

import threading
import time

from jobs.queue import Bell

_IDLE_S = 5.0
_PAUSE_S = 0.01  # what comes meanwhile is one ring


class Ringer:
    """Rings the inbox's bell soon after it was asked to, once for all who asked meanwhile.

    The thread begins with the first ring and ends when nobody asked for a while. A ring that is lost with the process is
    found by jobs/sweep.py.
    """

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._asked = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def ring(self) -> None:
        """Ask for a ring; returns at once."""
        with self._lock:
            if self._is_closed:
                return
            self._asked.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._keep_ringing, name="ringer", daemon=True)
                self._thread.start()

    def _keep_ringing(self) -> None:
        while self._is_asked():
            self._bell.ring("inbox")
            time.sleep(_PAUSE_S)

    def _is_asked(self) -> bool:
        asked = self._asked.wait(_IDLE_S)
        with self._lock:
            if not self._is_closed and (asked or self._asked.is_set()):
                self._asked.clear()
                return True
            self._thread = None
            return False

    def close(self) -> None:
        """Ring no more; when this returns, nobody uses the bell."""
        with self._lock:
            self._is_closed = True
            self._asked.set()
            thread = self._thread
        if thread is not None:
            thread.join()
