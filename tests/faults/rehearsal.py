"""One rehearsal: people keep results while things go wrong, then all is let finish, then both books are compared."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from demo.service import _say
from sync.errors import Unavailable
from tests.faults import books
from tests.faults.books import Verdict
from tests.faults.plan import CALM, PARTS, plan
from tests.faults.play import Player, wait_until
from tests.faults.stack import Stack

_BATCH = 40
_MOST_WAITING = 400


@dataclass
class Rehearsal:
    """What is to be played.

    Units: within_s bounds the faults, after_s what is let finish then.
    """

    stack: Stack
    seed: int
    events: int
    within_s: float
    after_s: float
    kinds: tuple[str, ...] = PARTS
    pace: float = 1.0
    tell: Callable[[str], None] = print
    made: int = 0
    by_hand: int = 0
    erased: set[int] = field(default_factory=set)
    _crowd: set[int] = field(default_factory=set)
    _finished: list[int] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> tuple[Verdict, Player]:
        """Play it."""
        self.player = Player(self.stack, self.seed, self._erase_some)
        self.player.set_weather(CALM)
        threads = [threading.Thread(target=act, daemon=True) for act in (self._make, self._carry, self._progress)]
        for thread in threads:
            thread.start()
        self._play_faults()
        self._calm_down()
        self._let_finish()
        self._is_over.set()
        for thread in threads:
            thread.join(70)
        both = books.only(self._crowd, self.stack.read("books"), books.read_ours(self.stack.engine))
        return books.compare(*both, self.erased), self.player

    def _make(self) -> None:
        """Have a crowd keep results: people in groups, each with up to ten, the latest wins."""
        random = Random(f"{self.seed} crowd")
        crowd = self.stack.rehearse("crowd", count=max(10, self.events // 10))
        self._crowd = set(crowd)
        random.shuffle(crowd)
        wants = {account: random.random() < 0.5 for account in crowd}
        group = max(10, len(crowd) // 20)
        for start in range(0, len(crowd), group):
            people = crowd[start : start + group]
            turns = [(account, revision) for revision in range(1, 11) for account in people]
            sheets = [[account, revision, random.randrange(10_000), wants[account]] for account, revision in turns]
            for first in range(0, len(sheets), _BATCH):
                batch = sheets[first : first + min(_BATCH, self.events - self.made)]
                if batch and not self._is_over.is_set():
                    self.stack.rehearse("results", sheets=batch)
                    self.made += len(batch)
                    wait_until(lambda: self._waiting() < _MOST_WAITING or self._is_over.is_set(), 120, 1)
            self._finished += people

    def _waiting(self) -> int:
        return sum(int(row["count"]) for row in self.stack.read("waiting") if row["state"] == "due")

    def _carry(self) -> None:
        """Drive WordPress's scheduler as visitors do, only quicker."""
        while not self._is_over.is_set():
            self.stack.rehearse("hurry")
            self.stack.rehearse("scheduler/wayfinder_deliver")
            self.stack.carry()
            self._is_over.wait(0.2)

    def _erase_some(self) -> None:
        random = Random(f"{self.seed} erased {len(self.erased)}")
        left = [account for account in self._finished if account not in self.erased]
        people = random.sample(left, min(len(left), max(1, len(self._finished) // 50)))
        if people:
            self.stack.rehearse("erase", people=people)
            self.erased.update(people)

    def _progress(self) -> None:
        began = time.monotonic()
        while not self._is_over.wait(15):
            count = self.stack.count()
            self.tell(
                f"  {time.monotonic() - began:5.0f} s  {self.made} made  "
                + "  ".join(f"{k} {v}" for k, v in sorted(count.items()))
            )

    def _play_faults(self) -> None:
        deadline = time.monotonic() + self.within_s
        for number, fault in enumerate(plan(self.seed, self.kinds, self.pace)):
            everything_was_there = (
                number >= len(self.kinds) and self.made >= self.events and self._kept() >= self.events
            )
            if everything_was_there or time.monotonic() > deadline:
                return
            self.tell(f"  {fault}")
            self.player.play(fault)

    def _kept(self) -> int:
        return sum(count for name, count in self.stack.count().items() if name == "inbox done")

    def _calm_down(self) -> None:
        """Stop the faults; what the network holds back still arrives."""
        self.player.set_weather({})
        self.tell("  faults end; everything is let finish")
        wait_until(lambda: self.made >= self.events, self.after_s)
        wait_until(lambda: not (self.stack.to_door.held or self.stack.to_wordpress.held), 30)

    def _let_finish(self) -> None:
        """Let time pass: for retries, for leases of the dead (while nobody works), and for the operator's two buttons."""
        deadline, turn = time.monotonic() + self.after_s, 0
        while time.monotonic() < deadline and not self._is_settled():
            if turn % 20 == 0:
                self._bury_leases()
            self._press_again()
            self._is_over.wait(1)
            turn += 1

    def _bury_leases(self) -> None:
        workers = [part for name, part in self.stack.parts.items() if name.startswith("worker")]
        for worker in workers:
            worker.stop()
        self._hurry(is_alone=True)
        for worker in workers:
            worker.is_wanted = True

    def _hurry(self, *, is_alone: bool = False) -> None:
        with contextlib.suppress(Unavailable):
            self.stack.hurry(is_alone=is_alone)

    def _press_again(self) -> None:
        self._hurry()
        self.by_hand += int(self.stack.rehearse("again"))
        if any(name.endswith("parked") for name in self.stack.count()):
            self.by_hand += 1
            _say(self.stack.here.environment, "replay")

    def _is_settled(self) -> bool:
        count = self.stack.count()
        return bool(count) and not self._undelivered() and all(name.endswith("done") for name in count)

    def _undelivered(self) -> int:
        return sum(int(row["count"]) for row in self.stack.read("waiting") if row["state"] != "delivered")


def tell_verdict(
    tell: Callable[[str], None], rehearsal: Rehearsal, verdict: Verdict, player: Player, took_s: float
) -> None:
    """Print what was done, and the two lines that count."""
    tricks = rehearsal.stack.to_door.done + rehearsal.stack.to_wordpress.done
    tell(f"seed {rehearsal.seed}, {rehearsal.made} events, {len(rehearsal.erased)} people erased, {took_s:.0f} s, "
         f"{rehearsal.made / took_s:.1f} events/s")  # fmt: skip
    tell("faults: " + ", ".join(f"{kind} {count}" for kind, count in sorted(player.done.items())))
    tell("on the way: " + ", ".join(f"{kind} {count}" for kind, count in sorted(tricks.items())))
    tell("starts: " + ", ".join(f"{part.name} {part.starts}" for part in rehearsal.stack.parts.values()))
    tell(f"tried again by hand {rehearsal.by_hand}")
    tell(f"longest delay {verdict.longest_s:.0f} s")
    for case in [*verdict.lost, *verdict.twice, *verdict.broken][:40]:
        tell(f"  {case}")
    tell(f"broken {len(verdict.broken)}")
    tell(f"lost {len(verdict.lost)}")
    tell(f"done twice {len(verdict.twice)}")
