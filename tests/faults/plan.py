"""What goes wrong, and when: drawn from a seed, so that a failing run can be played again."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# What the way through a proxy may do to one request.
TRICKS = (
    "delayed", "cut before", "cut after", "cut within", "twice", "again later", "held back", "corrupted", "answer corrupted",
)  # fmt: skip
# What happens to whole parts. Each lasts for a while, then it is mended.
PARTS = (
    "door killed", "door process killed", "worker killed", "both workers killed",
    "queue flushed", "queue hung", "queue killed, its data kept", "queue killed, its data lost", "queue evicts",
    "WordPress out of reach", "door out of reach", "WordPress killed",
    "clock of a worker jumps", "clock of the door jumps",
    "secret rotated", "forged requests", "people erased", "database busy", "rough weather",
)  # fmt: skip
CALM = dict.fromkeys(TRICKS, 0.01)
ROUGH = dict.fromkeys(TRICKS, 0.06)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Units: lasts_s until it is mended, then_s of peace after it; chance is 0 to 1, for whatever the fault needs.
    """

    kind: str
    lasts_s: float
    then_s: float
    chance: float

    def __str__(self) -> str:
        return f"{self.kind} ({self.lasts_s:.1f} s)"


def plan(seed: int, kinds: tuple[str, ...] = PARTS, pace: float = 1.0) -> Iterator[Fault]:
    """Give faults without end; each kind comes once before any comes again.

    Units: pace multiplies how long they last.
    """
    random = Random(seed)
    while True:
        for kind in random.sample(kinds, len(kinds)):
            yield Fault(kind, pace * random.uniform(1, 8), pace * random.uniform(0.5, 4), random.random())
