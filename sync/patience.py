"""How long a piece of work waits before it is tried again, and when it is set aside for a person: one table per kind."""

from collections.abc import Mapping
from datetime import timedelta

MOST_ATTEMPTS = 90  # with the last pause repeated, more than three days
MOST_CRASHES = 5  # a bug does not mend itself by waiting

# Seconds before the second, third, … attempt; the last one is repeated.
PAUSES_S: Mapping[str, tuple[int, ...]] = {
    "inbox": (1, 2, 5, 15, 60, 300, 900, 3600),  # waits for nothing but our own database and errands
    "badge": (2, 5, 15, 60, 300, 900, 3600),
    "journey": (2, 5, 15, 60, 300, 900, 3600),
    "post": (5, 15, 60, 300, 900, 3600),  # a draft is for people: nobody waits for it
}


def pause(kind: str, attempts: int, chance: float, asked_s: float | None = None) -> timedelta:
    """Wait longer each time, spread by chance so that a thousand rows do not come back in one second.

    Units: chance is from 0 to 1; asked_s is how many seconds the other side asked us to wait.
    """
    planned_s = PAUSES_S[kind][min(max(attempts, 1), len(PAUSES_S[kind])) - 1]
    return timedelta(seconds=max(asked_s or 0.0, planned_s * (0.75 + chance / 2)))


def may_try_again(attempts: int, crashes: int, *, is_outage: bool) -> bool:
    """Say whether a row that failed is tried again: after an outage by its attempts, after a crash by its crashes.

    Outages do not count as crashes: a row that waited for a site for a day is not poison at its first crash.
    """
    return attempts < MOST_ATTEMPTS if is_outage else crashes < MOST_CRASHES
