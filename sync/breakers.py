"""When a site is left in peace: after some failures in a row nothing is sent to it, until one try shows that it is back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_FAILURES = 5  # in a row; one more or less says nothing, each may have cost a whole timeout
_FIRST_PAUSE_S = 30.0
_LONGEST_PAUSE_S = 900.0
_LONGEST_ASKED_S = 3600.0


@dataclass(frozen=True)
class Breaker:
    """What is remembered of a site that does not answer as it should.

    Shapes: opened_at and retry_at are None while the site is still tried as usual; failures are in a row.
    """

    failures: int
    failed_at: datetime
    opened_at: datetime | None
    retry_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Failure:
    """A call to a site that failed.

    Shapes: is_probe says that it was the one try that an open breaker lets through.
    Units: asked_s is how many seconds the site asked us to wait, or None.
    """

    at: datetime
    reason: str
    asked_s: float | None = None
    is_probe: bool = False


def after(before: Breaker | None, failure: Failure, chance: float) -> Breaker:
    """Give the breaker after one more failure; an open one heeds only the try that it let through.

    Units: chance is from 0 to 1; it spreads the tries of many sites.
    """
    if before is not None and before.opened_at is not None and not failure.is_probe:
        return before  # a call that began before it opened
    failures = (before.failures if before else 0) + 1
    if failures < MOST_FAILURES:
        return Breaker(failures, failure.at, None, None, failure.reason)
    opened_at = (before.opened_at if before else None) or failure.at
    return Breaker(failures, failure.at, opened_at, failure.at + _pause(failures, failure, chance), failure.reason)


def _pause(failures: int, failure: Failure, chance: float) -> timedelta:
    doublings = min(failures - MOST_FAILURES, 10)
    planned_s = min(_FIRST_PAUSE_S * 2**doublings, _LONGEST_PAUSE_S) * (0.75 + chance / 2)
    return timedelta(seconds=max(planned_s, min(failure.asked_s or 0.0, _LONGEST_ASKED_S)))
