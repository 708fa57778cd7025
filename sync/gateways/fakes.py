"""The same world in memory, with a little language for making it fail; held to the real clients' contract tests."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sync.errors import Refused
from sync.gateways.wordpress import Entry, Grant, Page, Post, Shown
from sync.posts import Draft


@dataclass
class FakeWordPress:
    """A WordPress with some accounts.

    Shapes: `failures` are raised by the next calls, one each, oldest first; `cut_after` of them after the work was done,
    as when a connection breaks before the answer arrives.
    """

    accounts: set[int] = field(default_factory=set)
    failures: list[Exception] = field(default_factory=list)
    cuts: list[Exception] = field(default_factory=list)
    badges: dict[str, set[int]] = field(default_factory=dict)
    journeys: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    book: list[Entry] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def grant_badge(self, badge: str, people: Sequence[int]) -> Grant:
        """Grant to those who have an account."""
        self._begin("grant_badge")
        known = self.accounts & set(people)
        self.badges.setdefault(badge, set()).update(known)
        self._end()
        return Grant(frozenset(known), frozenset(set(people) - known))

    def show_journey(self, person: int, journey: Mapping[str, Any]) -> Shown:
        """Keep the newest version."""
        self._begin("show_journey")
        if person not in self.accounts:
            raise Refused(f"There is no account {person}.")
        if journey["version"] > self.journeys.get(person, {"version": 0})["version"]:
            self.journeys[person] = dict(journey)
        shown = self.journeys[person]
        self._end()
        return Shown(shown["version"], shown["application"])

    def write(self, event_id: str, body: bytes, kind: str = "orientation.completed") -> None:
        """Write an event into the book, as the plugin does in the transaction that keeps a result."""
        cursor = self.book[-1].cursor + 1 if self.book else 1
        self.book.append(Entry(cursor, event_id, kind, "due", hashlib.sha256(body).hexdigest(), body))

    def events(self, after: int, limit: int, *, bodies: bool = True) -> Page:
        """Give a page of the book; everything in it is settled."""
        self._begin("events")
        anchor = next((entry.id for entry in self.book if entry.cursor == after), None)
        rest = [entry for entry in self.book if entry.cursor > after]
        given = tuple(entry if bodies else replace(entry, body=None) for entry in rest[:limit])
        return Page(anchor, given[-1].cursor if given else after, len(rest) > limit, given)

    def find(self, draft: Draft) -> Post | None:
        """Look among the drafts."""
        self._begin("find")
        slugs = [kept.slug for kept in self.drafts]
        return self._post(slugs.index(draft.slug)) if draft.slug in slugs else None

    def create(self, draft: Draft) -> Post:
        """Write one more, as WordPress does: it never refuses a slug that is there already."""
        self._begin("create")
        self.drafts.append(draft)
        self._end()
        return self._post(len(self.drafts) - 1)

    @staticmethod
    def _post(index: int) -> Post:
        return Post(index + 1, f"https://make.example/?p={index + 1}")

    def _begin(self, call: str) -> None:
        self.calls.append(call)
        if self.failures:
            raise self.failures.pop(0)

    def _end(self) -> None:
        if self.cuts:
            raise self.cuts.pop(0)
