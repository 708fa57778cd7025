"""What a room of the console is: a title, who may enter, and its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint

OPEN = "open"  # without a session: signing in, and what a signed-out page needs
STAFF = "staff"  # whoever is signed in

View = Callable[..., Any]
_Page = TypeVar("_Page", bound=View)


@dataclass(frozen=True)
class Room:
    """A room as the menu shows it.

    Shapes: front is the endpoint of its first page.
    """

    title: str
    front: str
    pages: Blueprint
    roles: tuple[str, ...]


def needs(*roles: str) -> Callable[[_Page], _Page]:
    """Declare who may see a page: one of these roles, or OPEN, or STAFF. A page that declares nothing stops the start."""

    def declare(view: _Page) -> _Page:
        view.roles = roles  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: View) -> tuple[str, ...] | None:
    """Give the roles that a view declares, None when it says nothing."""
    found: tuple[str, ...] | None = getattr(view, "roles", None)
    return found
