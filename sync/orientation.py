"""An orientation result as the service understands it: who kept which answers, and the teams that came of them.

The rule that turns answers into teams runs where people are (PHP and JavaScript, `wp-plugin/`); the words it uses are
held equal by `tests/contract/orientation-ids.json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.moments import moment_of

DEFAULT_CONTENT = "default"

OPTIONS = frozenset(
    [f"use.{word}" for word in "code design build publish".split()]
    + [
        f"interest.{word}"
        for word in "develop explain create promote tests assist graphics mobile bugs events translate accessibility".split()
    ]
    + [
        f"skill.{word}"
        for word in (
            "software support events translation teaching communication media themes plugins writing webdesign mobile "
            "accessibility testing"
        ).split()
    ]
)


@dataclass(frozen=True)
class Visitor:
    """A person as their WordPress site knows them."""

    wordpress_id: int
    login: str
    nicename: str
    name: str


@dataclass(frozen=True)
class Result:
    """One kept orientation result.

    Shapes: teams are slugs, best first; revision counts this person's results from 1.
    """

    site_url: str
    visitor: Visitor
    revision: int
    answers: tuple[str, ...]
    teams: tuple[str, ...]
    wants_mentor: bool
    completed_at: datetime


def result_of(event: Mapping[str, Any], received_at: datetime) -> Result:
    """Read the result out of an `orientation.completed` event that the door has validated.

    Source: docs/wordpress.md, "What the plugin sends".
    """
    data = event["data"]
    person = data["person"]
    return Result(
        site_url=data["site"],
        visitor=Visitor(person["id"], person["login"], person["nicename"], person["name"]),
        revision=data["revision"],
        answers=tuple(data["answers"]),
        teams=tuple(team["slug"] for team in data["teams"]),
        wants_mentor=data["wants_mentor"],
        completed_at=moment_of(event, received_at),
    )
