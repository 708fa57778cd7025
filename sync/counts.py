"""What a site counts about its quiz without knowing anybody, and the way from a first tick to a mentor that it shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# The way, step by step: the first three are counted by the sites, the others are what we keep ourselves.
STEPS = ("started", "finished", "handed", "kept", "asked")


@dataclass(frozen=True)
class Counts:
    """The sums of one day of one quiz.

    Shapes: day is in UTC; shown and handed are counts by the team's slug.
    """

    day: date
    content: str
    started: int
    finished: int
    shown: Mapping[str, int]
    handed: Mapping[str, int]

    def lines(self) -> dict[tuple[str, str], int]:
        """Give the count of each (kind, team); the team is empty where none is meant."""
        of_day = {("started", ""): self.started, ("finished", ""): self.finished}
        shown = {("shown", team): count for team, count in self.shown.items()}
        return of_day | shown | {("handed", team): count for team, count in self.handed.items()}


@dataclass(frozen=True)
class Step:
    """One step of the way.

    Shapes: share is the part of the step before, 1 for as many; None where that is nobody or there is no step before.
    """

    name: str
    count: int
    share: float | None


def counts_of(event: Mapping[str, Any]) -> Counts:
    """Read the sums out of an `orientation.counted` event that the door has validated.

    Source: docs/wordpress.md, "What the plugin sends".
    """
    data = event["data"]
    return Counts(
        day=date.fromisoformat(data["day"]),
        content=data["content"],
        started=data["started"],
        finished=data["finished"],
        shown=dict(data["shown"]),
        handed=dict(data["handed"]),
    )


def way(sums: Mapping[str, int]) -> Iterator[Step]:
    """Give the steps in order, each beside the one before."""
    before = 0
    for name in STEPS:
        count = sums.get(name, 0)
        yield Step(name, count, count / before if before else None)
        before = count
