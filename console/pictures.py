"""The way of a delivery as a picture: five places and what is at each, laid out in a row, or in a column on a phone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from console.words import ago, many, span
from sync.store.figures import Link, Stage


@dataclass(frozen=True)
class Note:
    """One short line at a place; tone is "quiet", "good", "attention" or "bad", and the text says as much."""

    text: str
    tone: str = "quiet"


@dataclass(frozen=True)
class Place:
    """One of the five places: its name, its number, what the number counts, and up to two notes."""

    name: str
    number: str
    label: str
    notes: Sequence[Note] = field(default=())
    tone: str = "quiet"


def places(stages: Iterable[Stage], links: Sequence[Link], now: datetime) -> list[Place]:
    """Give the five places in the order of the way."""
    received = [stage for stage in stages if stage.box == "inbox"]
    owed = [stage for stage in stages if stage.box == "outbox"]
    return [
        _plugin(links, now),
        _box("Inbox", received, now),
        Place("Work", f"{_sum(received, lambda stage: stage.last_hour):,}", "applied in the last hour"),
        _box("Outbox", owed, now),
        _world(owed, links),
    ]


def _sum(stages: Iterable[Stage], number: Callable[[Stage], int]) -> int:
    return sum(number(stage) for stage in stages)


def _plugin(links: Sequence[Link], now: datetime) -> Place:
    heard = max((link.last_received_at for link in links if link.last_received_at), default=None)
    unread = sum(link.pull_reason is not None for link in links)
    notes = [Note(f"heard {ago(heard, now)}" if heard else "not heard yet")]
    if unread:
        notes.append(Note("its book is unread", "attention"))
    elif filled := sum(link.filled for link in links):
        notes.append(Note(f"{filled:,} fetched later"))
    return Place("Plugin", f"{len(links):,}", "site" if len(links) == 1 else "sites", notes)


def _box(name: str, stages: Sequence[Stage], now: datetime) -> Place:
    parked = _sum(stages, lambda stage: stage.parked)
    oldest = min((stage.oldest_due_at for stage in stages if stage.oldest_due_at), default=None)
    notes = [Note(f"oldest {span((now - oldest).total_seconds())}" if oldest else "nothing waits")]
    if parked:
        notes.append(Note(f"! {parked:,} set aside", "bad"))
    waiting = _sum(stages, lambda stage: stage.due)
    return Place(name, f"{waiting:,}", "waiting", notes, "bad" if parked else "quiet")


def _world(owed: Sequence[Stage], links: Sequence[Link]) -> Place:
    paused = sum(link.opened_at is not None for link in links)
    notes = [Note(f"! {many(paused, 'site')} paused", "attention") if paused else Note("every site is tried", "good")]
    done = _sum(owed, lambda stage: stage.last_hour)
    return Place("WordPress", f"{done:,}", "done in the last hour", notes, "attention" if paused else "quiet")


@dataclass(frozen=True)
class Layout:
    """Where the places stand, in units of the picture."""

    kind: str
    width: int
    height: int
    place: tuple[int, int]
    corners: Sequence[tuple[int, int]]
    arrows: Sequence[str]


def row(count: int) -> Layout:
    """Lay places beside each other."""
    wide, high, gap = 164, 132, 35
    corners = [(1 + i * (wide + gap), 1) for i in range(count)]
    arrows = [f"M{x + wide + 5} {1 + high // 2}h{gap - 13}m-5 -5l6 5l-6 5" for x, _ in corners[:-1]]
    return Layout("row", count * (wide + gap) - gap + 2, high + 2, (wide, high), corners, arrows)


def column(count: int) -> Layout:
    """Lay places below each other."""
    wide, high, gap = 318, 86, 28
    corners = [(1, 1 + i * (high + gap)) for i in range(count)]
    arrows = [f"M{1 + wide // 2} {y + high + 4}v{gap - 12}m-5 -5l5 6l5 -6" for _, y in corners[:-1]]
    return Layout("column", wide + 2, count * (high + gap) - gap + 2, (wide, high), corners, arrows)
