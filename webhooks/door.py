"""What the door works with, as its views find it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from jobs.queue import Bell
from sync.sealing import Seal
from webhooks.keeper import Keeper
from webhooks.known import KnownSites
from webhooks.limits import SITE_RATE, UNPROVEN, Buckets, Rate
from webhooks.ringer import Ringer

EXTENSION = "wayfinder"


@dataclass
class Door:
    """The store, the key to its secrets, the bell, the clock; and what the process remembers of sites and callers.

    Units: now gives an aware UTC moment; site_rate is in deliveries per second and process.
    """

    engine: Engine
    seal: Seal
    bell: Bell
    now: Callable[[], datetime]
    site_rate: int = SITE_RATE
    metrics_token: str | None = field(default=None, repr=False)
    sites: KnownSites = field(init=False)
    keeper: Keeper = field(init=False)
    deliveries: Buckets = field(init=False)
    attempts: Buckets = field(init=False)

    def __post_init__(self) -> None:
        """Set up what lasts as long as the process; no thread is begun yet."""
        self.sites = KnownSites(self.engine, self.seal)
        self.keeper = Keeper(self.engine, Ringer(self.bell))
        self.deliveries = Buckets(Rate(self.site_rate, self.site_rate))
        self.attempts = Buckets(UNPROVEN)

    def close(self) -> None:
        """End the threads of this process, after what was handed over is kept."""
        self.keeper.close()
