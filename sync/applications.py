"""The life of a mentee application: what a kept orientation result does to it."""

from dataclasses import dataclass
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

    Shapes: open_application is (id, teams) or None; latest_revision is 0 for somebody new.
    """

    latest_revision: int
    open_application: tuple[int, tuple[str, ...]] | None


def decide(result: Result, past: Past) -> Decision:
    """Say what this result does to the person's application.

    A person has at most one open application. Saying no to a mentor later withdraws nothing: that has its own button.
    """
    if result.revision <= past.latest_revision:
        return Leave("a newer result is known")
    if not result.wants_mentor:
        return Leave("no mentor is wanted")
    if past.open_application is None:
        return Open(result.teams)
    application_id, teams = past.open_application
    if teams == result.teams:
        return Leave("an application with these teams is open")
    return Refresh(application_id, result.teams)
