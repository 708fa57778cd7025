"""`make faults`: a seeded run of everything that can go wrong. Exit status 0 only when nothing was lost or done twice."""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from random import SystemRandom

from demo import Trouble, wordpress
from demo.site import Site
from tests.faults.rehearsal import Rehearsal, tell_verdict
from tests.faults.stack import Stack, build
from tests.postgres import postgresql
from tests.stage import ROOT

_HOME = ROOT / "var" / "faults"


def main() -> int:
    """Run it; give the exit status."""
    words = argparse.ArgumentParser(prog="make faults", description=__doc__)
    words.add_argument("--seed", type=int, default=SystemRandom().randrange(1_000_000))
    words.add_argument("--events", type=int, default=10_000)
    words.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--minutes", type=float, help="bound of the faults; by default as the events need")
    said = words.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(130))  # through every `finally`
    _tell(f"seed {said.seed}, {said.events} events, {said.database}; the same plan: make faults SEED={said.seed}")
    try:
        return _run(said)
    except Trouble as trouble:
        _tell(str(trouble))
        return 2


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _run(said: argparse.Namespace) -> int:
    shutil.rmtree(_HOME, ignore_errors=True)
    with ExitStack() as undo:
        running = Restartable()
        undo.callback(running.stop)
        site = Site(*running.sign_in)
        site.activate_plugin()
        account = site.make_service_account("demo-service")
        url = undo.enter_context(postgresql()) if said.database == "postgres" else ""
        stack = build(undo, running.sign_in, (account.login, account.key), _HOME, said.seed, url)
        stack.restart_wordpress = lambda: running.kill(stack)
        began = time.monotonic()
        within_s = 60 * said.minutes if said.minutes else 120 + said.events * 0.15
        rehearsal = Rehearsal(stack, said.seed, said.events, within_s, 180 + said.events * 0.2, tell=_tell)
        verdict, player = rehearsal.run()
        tell_verdict(_tell, rehearsal, verdict, player, time.monotonic() - began)
    return 0 if verdict.holds else 1


class Restartable:
    """A WordPress that can be killed and comes back with all that it has."""

    def __init__(self) -> None:
        self._port = wordpress.free_port()
        self.embedded = self._start(fresh=True)

    def _start(self, *, fresh: bool) -> wordpress.Embedded:
        log = _HOME / "wordpress.log"
        return wordpress.start(_HOME / "wordpress", self._port, ROOT / "wp-plugin", log, fresh=fresh)

    @property
    def sign_in(self) -> tuple[str, str, str]:
        return self.embedded.url, self.embedded.sign_in.user, self.embedded.sign_in.key

    def kill(self, stack: Stack) -> Callable[[], None]:
        """Kill it; give what brings it back."""
        os.killpg(self.embedded.process.pid, signal.SIGKILL)
        self.embedded.process.wait()
        self.embedded.stop()
        return lambda: self._back(stack)

    def _back(self, stack: Stack) -> None:
        self.embedded = self._start(fresh=False)
        stack.sign_in = self.sign_in

    def stop(self) -> None:
        self.embedded.stop()


if __name__ == "__main__":
    sys.exit(main())
