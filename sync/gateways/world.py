"""Everything outside, as one value that the hands are given: the clock, chance, and each site's WordPress."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sync.gateways.wordpress import Grant, Page, Post, RestPlugin, RestPosts, Shown
from sync.gateways.xmlrpc import XmlrpcPosts
from sync.posts import Draft
from sync.sites import Site


class Plugin(Protocol):
    """What the plugin on a site does for us."""

    def grant_badge(self, badge: str, people: Sequence[int]) -> Grant: ...
    def show_journey(self, person: int, journey: Mapping[str, Any]) -> Shown: ...
    def events(self, after: int, limit: int, *, bodies: bool = True) -> Page: ...


class Posts(Protocol):
    """Where a site's posts are written; REST and XML-RPC keep the same promise."""

    def find(self, draft: Draft) -> Post | None: ...
    def create(self, draft: Draft) -> Post: ...


@dataclass(frozen=True)
class World:
    """The outside.

    Units: now gives an aware UTC moment; chance gives a number from 0 to 1.
    """

    now: Callable[[], datetime]
    chance: Callable[[], float]
    plugin: Callable[[Site], Plugin]
    posts: Callable[[Site], Posts]


def real_world() -> World:
    """Give the world as it is."""
    return World(
        now=lambda: datetime.now(UTC),
        chance=random.random,
        plugin=RestPlugin,
        posts=lambda site: XmlrpcPosts(site) if site.posts_by == "xmlrpc" else RestPosts(site),
    )
