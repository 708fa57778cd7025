"""Shows people, on their own site, where they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.hands import Done, Hands, Outcome
from sync.errors import Refused, Unavailable
from sync.gateways.world import Plugin
from sync.sites import Site
from sync.store import applications, outbox
from sync.store.db import reading
from sync.store.outbox import Errand


def show(hands: Hands, site: Site, errands: Sequence[Errand]) -> Mapping[int, Outcome]:
    """Show each person's newest state. May be repeated: the site keeps the highest version.

    Of several errands about one person only the newest makes a call: it shows what is true when it is made, and what it
    does not reach is its own to try again.

    Units: the version is the moment when it was owed, in microseconds since 1970, so that it grows even over a new database.
    Clocks jump: where the site keeps something else under a later version, what is true by then goes over it.
    """
    with reading(hands.engine) as session:
        later = {errand.lease.row_id: outbox.newer_journey(session, errand) for errand in errands}
        newest = {errand.lease.row_id: applications.latest_of(session, errand.what["person"]) for errand in errands}
    plugin = hands.world.plugin(site)
    outcomes: dict[int, Outcome] = {}
    for errand in errands:
        row_id = errand.lease.row_id
        superseded_by = later[row_id]
        if superseded_by is None:
            outcomes[row_id] = _show_one(hands, plugin, errand, newest[row_id])
        else:
            outcomes[row_id] = Done({"superseded_by": superseded_by})
    return outcomes


def _show_one(hands: Hands, plugin: Plugin, errand: Errand, application: applications.Application | None) -> Outcome:
    account, version = errand.what["account"], int(errand.owed_at.timestamp() * 1_000_000)
    try:
        shown = plugin.show_journey(account, {"version": version, "application": _shown(application)})
        if shown.version > version:
            with reading(hands.engine) as session:
                now_true = _shown(applications.latest_of(session, errand.what["person"]))
            if shown.application != now_true:
                plugin.show_journey(account, {"version": shown.version + 1, "application": now_true})
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
