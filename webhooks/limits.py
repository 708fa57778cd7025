"""How much one site may deliver and one address may try, so that neither can stop the others."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.exceptions import TooManyRequests

SITE_RATE = 5000
_MOST_BUCKETS = 10_000
_IPV6_BITS = 64  # one household or host has at least as many addresses as these leave


@dataclass(frozen=True)
class Rate:
    """So many per second for long, so many at once."""

    per_s: float
    at_once: float


UNPROVEN = Rate(50, 200)


class Buckets:
    """A bucket of tokens per key. The keys seen longest ago are forgotten when there are too many; their buckets were full."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic, most: int = _MOST_BUCKETS) -> None:
        self._rate = rate
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> None:
        """Take one token.

        Errors: TooManyRequests, saying when to come again.
        """
        now = self._clock()
        with self._lock:
            tokens, seen_at = self._buckets.pop(key, (self._rate.at_once, now))
            tokens = min(self._rate.at_once, tokens + (now - seen_at) * self._rate.per_s)
            self._buckets[key] = (max(tokens - 1, 0.0) if tokens >= 1 else tokens, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        if tokens < 1:
            raise TooManyRequests("Too much at once; send it again a little later.", retry_after=1)


def whose(address: str | None) -> str:
    """Give the key of a client: its address, or the network in which it can choose addresses freely."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    return str(ipaddress.ip_network((known, _IPV6_BITS), strict=False)) if known.version == 6 else str(known)
