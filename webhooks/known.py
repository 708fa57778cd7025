"""The sites that this process has met lately, their secrets open: reading and opening them anew costs more than all the rest."""

import time
from collections.abc import Callable

from sqlalchemy import Engine

from sync.sealing import Seal
from sync.sites import Site
from sync.store import sites
from sync.store.db import reading

FRESH_S = 2.0  # a secret that was withdrawn is accepted no longer than this
_MOST = 1000


class KnownSites:
    """Finds sites by name, remembering each for two seconds.

    A name that no site has is never remembered, so nobody can fill the memory with names.
    """

    def __init__(self, engine: Engine, seal: Seal, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._known: dict[str, tuple[float, Site]] = {}
        self._names: tuple[float, frozenset[str]] = (-FRESH_S, frozenset())

    def remembered(self, name: str) -> Site | None:
        """Give a site that was looked up a moment ago."""
        looked_up_at, site = self._known.get(name, (0.0, None))
        return site if self._clock() - looked_up_at < FRESH_S else None

    def is_known(self, name: str) -> bool:
        """Say whether there was such a site two seconds ago; whoever makes names up costs no look at the database.

        Errors: Unavailable when the database cannot be read.
        """
        looked_up_at, names = self._names
        now = self._clock()
        if now - looked_up_at >= FRESH_S:
            with reading(self._engine) as session:
                names = frozenset(name for name, _ in sites.names(session))
            self._names = now, names
        return name in names

    def look_up(self, name: str) -> Site | None:
        """Give a site as the database has it now.

        Errors: Unavailable when the database cannot be read, or the site's secrets cannot be opened.
        """
        began = self._clock()
        with reading(self._engine) as session:
            site = sites.by_name(session, name, self._seal)
        if site is None:
            self._known.pop(name, None)
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[name] = (began, site)
        return site
