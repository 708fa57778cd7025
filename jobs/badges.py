"""Grants badges: one call for everybody on a site who is owed the same one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from jobs.hands import Done, Hands, Outcome
from sync.errors import Refused, Unavailable
from sync.gateways.world import Plugin
from sync.sites import Site
from sync.store.outbox import Errand


def grant(hands: Hands, site: Site, errands: Sequence[Errand]) -> Mapping[int, Outcome]:
    """Grant what these errands owe. May be repeated: who holds a badge keeps it, and only a read-back counts."""
    by_badge: dict[str, list[Errand]] = defaultdict(list)
    for errand in errands:
        by_badge[errand.what["badge"]].append(errand)
    outcomes: dict[int, Outcome] = {}
    for badge, group in by_badge.items():
        outcomes.update(_grant_one(hands.world.plugin(site), badge, group))
    return outcomes


def _grant_one(plugin: Plugin, badge: str, errands: Sequence[Errand]) -> Mapping[int, Outcome]:
    try:
        shown = plugin.grant_badge(badge, [errand.what["account"] for errand in errands])
    except (Refused, Unavailable) as exc:
        return {errand.lease.row_id: exc for errand in errands}
    outcomes: dict[int, Outcome] = {}
    for errand in errands:
        account = errand.what["account"]
        if account in shown.holders:
            outcomes[errand.lease.row_id] = Done({"badge": badge, "account": account})
        elif account in shown.unknown:
            outcomes[errand.lease.row_id] = Refused(f"The site has no account {account}.")
        else:
            sentence = f"The badge {badge} does not show on account {account} yet."
            outcomes[errand.lease.row_id] = Unavailable(sentence, of_one=True)
    return outcomes
