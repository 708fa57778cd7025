"""Shows people, on their own site, where they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.hands import Done, Hands, Outcome
from sync.errors import Refused, Unavailable
from sync.gateways.world import Plugin
from sync.sites import Site
from sync.store import applications
from sync.store.db import reading
from sync.store.outbox import Errand


def show(hands: Hands, site: Site, errands: Sequence[Errand]) -> Mapping[int, Outcome]:
    """Show each person's newest state. May be repeated: the site keeps the highest version.

    Units: the version is the moment when it was owed, in microseconds since 1970, so that it grows even over a new database.
    """
    with reading(hands.engine) as session:
        newest = {errand.lease.row_id: applications.latest_of(session, errand.what["person"]) for errand in errands}
    plugin = hands.world.plugin(site)
    return {errand.lease.row_id: _show_one(plugin, errand, newest[errand.lease.row_id]) for errand in errands}


def _show_one(plugin: Plugin, errand: Errand, application: applications.Application | None) -> Outcome:
    journey = {"version": int(errand.owed_at.timestamp() * 1_000_000), "application": _shown(application)}
    try:
        plugin.show_journey(errand.what["account"], journey)
    except (Refused, Unavailable) as exc:
        return exc
    return Done({"account": errand.what["account"]})


def _shown(application: applications.Application | None) -> Mapping[str, Any] | None:
    if application is None:
        return None
    return {
        "state": application.state.value,
        "submitted_at": f"{application.submitted_at:%Y-%m-%dT%H:%M:%SZ}",
        "teams": list(application.teams),
    }
