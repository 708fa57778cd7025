"""Reads each plugin's own book of events and keeps what no push brought: push for speed, pull for completeness.

May be repeated, by many at once: every event is kept once.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from jobs.hands import Hands, Reader
from sync.errors import Malformed, Refused, Unavailable
from sync.gateways.wordpress import Entry
from sync.gateways.world import Plugin
from sync.sites import Site
from sync.store import inbox, pulls, sites
from sync.store.db import Session, reading, transaction
from sync.store.inbox import Arrival
from sync.store.pulls import Reach

PAGE = 500
LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger()


@dataclass
class Pulled:
    """What reading one book came to.

    Shapes: counts has read, known, filled, rival, bodiless (its body is gone and it is unknown here), broken (its
    body is not what its digest says), foreign (made on another address).
    """

    counts: Counter[str] = field(default_factory=Counter)
    rewound: bool = False


def pull_due(hands: Hands, every: timedelta) -> None:
    """Read the books whose time has come; a site that fails is asked again later and later, and says why."""
    with reading(hands.engine) as session:
        names = [name for name, _ in sites.names(session)]
    for name in names:
        with reading(hands.engine) as session:
            site_id = sites.id_of(session, name)
            reached = pulls.reach(session, site_id)
        if is_due(reached, hands.world.now(), every):
            try:
                pull(hands, name)
            except (Unavailable, Refused) as exc:
                log.warning("a book of events was not read", site=name, reason=str(exc))


def is_due(reached: Reach, now: datetime, every: timedelta) -> bool:
    """Say whether a book is to be read: in turn, or after a failure when twice the time of the outage is over."""
    if reached.tried_at is None:
        return True
    if reached.reason is None:
        return now >= reached.tried_at + every
    away = reached.tried_at - (reached.pulled_at or reached.tried_at)
    return now >= reached.tried_at + max(every, min(away, LONGEST_PAUSE))


def pull(
    hands: Hands, name: str, *, from_start: bool = False, tell: Callable[[Pulled], None] = lambda pulled: None
) -> Pulled:
    """Read one site's book from where it was left, or from its start.

    Errors: Unavailable and Refused, after their reason was kept.
    """
    with reading(hands.engine) as session:
        site_id = sites.id_of(session, name)
        reached = pulls.reach(session, site_id)
    try:
        with reading(hands.engine) as session:
            site = sites.by_id(session, site_id, hands.seal)
        site.account()
        book = _Book(hands, site, hands.world.plugin(site), hands.reader)
        return book.read(Reach() if from_start else reached, tell)
    except (Unavailable, Refused) as exc:
        with transaction(hands.engine) as session:
            pulls.record(session, site_id, tried_at=hands.world.now(), reason=str(exc))
        raise


@dataclass
class _Book:
    hands: Hands
    site: Site
    plugin: Plugin
    reader: Reader

    def read(self, reached: Reach, tell: Callable[[Pulled], None]) -> Pulled:
        pulled = Pulled()
        cursor, anchor = reached.cursor, reached.anchor
        while True:
            page = self.plugin.events(cursor, PAGE)
            if cursor and page.anchor != anchor:  # put back from a backup: what we have is recognised
                log.warning("a book of events has gone back and is read again", site=self.site.name, cursor=cursor)
                pulled.rewound, cursor, anchor = True, 0, None
                self._record(cursor=0, anchor=None, rewinds=1)
                continue
            settled = {entry.cursor: entry.id for entry in page.events}
            is_stuck = page.settled <= cursor
            cursor, anchor = (cursor, anchor) if is_stuck else (page.settled, settled.get(page.settled))
            before = pulled.counts["filled"]
            with transaction(self.hands.engine) as session:
                self._keep_all(session, page.events, pulled.counts)
                filled = pulled.counts["filled"] - before
                pulls.record(session, self.site.id, filled=filled, cursor=cursor, anchor=anchor)
            if filled:
                self.hands.bell.ring("inbox")
            tell(pulled)
            if not page.more or is_stuck:
                break
        now = self.hands.world.now()
        self._record(pulled_at=now, tried_at=now, reason=None)
        log.info("a book of events was read", site=self.site.name, **pulled.counts)
        return pulled

    def _record(self, **columns: object) -> None:
        with transaction(self.hands.engine) as session:
            pulls.record(session, self.site.id, **columns)  # type: ignore[arg-type]

    def _keep_all(self, session: Session, entries: Sequence[Entry], counts: Counter[str]) -> None:
        known = pulls.digests(session, self.site.id, [entry.id for entry in entries])
        for entry in entries:
            counts["read"] += 1
            counts[self._keep(session, entry, known.get(entry.id))] += 1

    def _keep(self, session: Session, entry: Entry, known: str | None) -> str:
        """Keep one event if it is missing; give the word for what it was."""
        if known == entry.sha256:
            return "known"
        if entry.body is None:
            return "bodiless"
        if hashlib.sha256(entry.body).hexdigest() != entry.sha256:
            return "broken"
        arrival = self._arrival(entry.id, entry.body)
        if arrival is None:
            return "foreign"
        try:
            is_new = inbox.keep(session, self.site.id, arrival)
        except Refused:  # this id was kept with other bytes: both are there now, for a person to look at
            return "rival"
        return "filled" if is_new else "known"

    def _arrival(self, event_id: str, body: bytes) -> Arrival | None:
        """Read an event by the door's own rules; None when it was made on another address."""
        now = self.hands.world.now()
        try:
            event = self.reader.read_event(body)
        except Malformed as exc:
            fault = exc.in_full()
            kind, wordpress_id = self.reader.claimed(body)
            return Arrival(event_id, kind, body, now, fault, wordpress_id)
        if event.site_url not in (self.site.url, self.site.former_url):
            return None
        return Arrival(event_id, event.type, body, now, None, event.wordpress_id)
