"""Compares the plugin's book of events with ours: nothing is changed on either side."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jobs.hands import Hands
from sync.gateways.wordpress import Entry
from sync.store import pulls, sites
from sync.store.db import reading

PAGE = 500
DELIVERED = "delivered"

# What can differ, in words for people.
DIFFERENCES: Mapping[str, str] = {
    "missing": "delivered, as the site says, but not kept here",
    "other": "kept here with other bytes",
    "unknown": "kept here, but not in the site's book",
}


@dataclass
class Comparison:
    """What comparing two books came to.

    Shapes: differences maps a word of DIFFERENCES to event ids; waiting are events that the site has not delivered yet.
    """

    read: int = 0
    waiting: int = 0
    differences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def compare(hands: Hands, name: str, tell: Callable[[int], None] = lambda read: None) -> Comparison:
    """Compare both books of a site, from their beginning. May be repeated: it only reads, and acknowledges nothing.

    What the site knows of people who were erased is gone there; here its bytes are gone and its id stays, which is no
    difference. What was kept while we read is none either: ours is read first.

    Errors: Unavailable and Refused when the site's book cannot be read.
    """
    with reading(hands.engine) as session:
        site = sites.by_id(session, sites.id_of(session, name), hands.seal)
        ours = set(pulls.event_ids(session, site.id))
    plugin = hands.world.plugin(site)
    found, cursor = Comparison(), 0
    while True:
        page = plugin.events(cursor, PAGE, bodies=False)
        _compare(hands, site.id, page.events, found)
        ours.difference_update(entry.id for entry in page.events)
        tell(found.read)
        if not page.more or not page.events:
            break
        cursor = page.events[-1].cursor
    if ours:
        found.differences["unknown"] = sorted(ours)
    return found


def _compare(hands: Hands, site_id: int, entries: Sequence[Entry], found: Comparison) -> None:
    with reading(hands.engine) as session:
        known = pulls.digests(session, site_id, [entry.id for entry in entries])
    for entry in entries:
        found.read += 1
        digest = known.get(entry.id)
        if digest is None and entry.state != DELIVERED:
            found.waiting += 1
        elif digest is None:
            found.differences["missing"].append(entry.id)
        elif digest != entry.sha256:
            found.differences["other"].append(entry.id)
