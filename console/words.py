"""How the console says moments and numbers."""

from datetime import UTC, datetime


def ago(moment: datetime, now: datetime) -> str:
    """Say how long ago something was: "3 days ago"."""
    seconds = (now - moment).total_seconds()
    return "in a moment" if seconds < 0 else "just now" if seconds < 1 else f"{span(seconds)} ago"


def until(moment: datetime, now: datetime) -> str:
    """Say how soon something comes: "in 5 minutes"."""
    seconds = (moment - now).total_seconds()
    return f"in {span(seconds)}" if seconds >= 1 else "now"


def span(seconds: float) -> str:
    """Say a length of time with one number: "3 days"."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return many(int(seconds // length), unit)
    return many(int(seconds), "second")


def many(number: int, one: str, more: str = "") -> str:
    """Say a number with its noun: "1 delivery", "3,000 deliveries"."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def exact(moment: datetime) -> str:
    """Say a moment with weekday and zone: "Mon 7 Oct 2026, 16:00:05 UTC"."""
    there = moment.astimezone(UTC)
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M:%S} UTC"
