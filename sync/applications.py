"""The life of a mentee application: what a kept orientation result does to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sync.orientation import Result


class State(StrEnum):
    """Where an application stands, in the order in which it gets there."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (State.SUBMITTED,)


@dataclass(frozen=True)
class Open:
    """Open a new application with these teams, best first."""

    teams: tuple[str, ...]


@dataclass(frozen=True)
class Refresh:
    """The person changed their mind while their application was open: it takes the new teams."""

    application_id: int
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Leave:
    """Nothing changes."""

    because: str


Decision = Open | Refresh | Leave


@dataclass(frozen=True)
class Past:
    """What is known of a person before this result.

    Shapes: open_application is (id, teams) or None; latest_revision is 0 and latest_at None for somebody new.
    """

    latest_revision: int
    open_application: tuple[int, tuple[str, ...]] | None
    latest_at: datetime | None = None


def is_newest(result: Result, past: Past) -> bool:
    """Say whether a result is newer than all that is known.

    Where a site was put back from a backup, its revisions begin again lower: then the later moment says what is new.
    """
    if result.revision > past.latest_revision:
        return True
    return past.latest_at is not None and result.completed_at > past.latest_at


def revision_for(result: Result, past: Past) -> int:
    """Give the number under which a result is kept: the site's own, or the next free one for a newer result."""
    if is_newest(result, past) and result.revision <= past.latest_revision:
        return past.latest_revision + 1
    return result.revision


def decide(result: Result, past: Past) -> Decision:
    """Say what this result does to the person's application.

    A person has at most one open application. Saying no to a mentor later withdraws nothing: that has its own button.
    """
    if not is_newest(result, past):
        return Leave("a newer result is known")
    if not result.wants_mentor:
        return Leave("no mentor is wanted")
    if past.open_application is None:
        return Open(result.teams)
    application_id, teams = past.open_application
    if teams == result.teams:
        return Leave("an application with these teams is open")
    return Refresh(application_id, result.teams)
