"""Prove it, read it, keep it, ring: the life of a delivery at the door."""

import structlog
from flask import Blueprint, abort, current_app, request

from sync import signing
from sync.erasure import is_covered
from sync.errors import Forbidden, Malformed
from sync.signing import Proof
from sync.sites import Site
from sync.store import inbox, people, sites
from sync.store.db import reading, transaction
from sync.store.inbox import Arrival
from webhooks import schemas
from webhooks.door import EXTENSION, Door
from webhooks.schemas import Event

hooks = Blueprint("hooks", __name__)
log = structlog.get_logger()


@hooks.post("/webhooks/<name>")
def receive(name: str) -> tuple[str, int]:
    """Keep a delivery. May be repeated: the same event is kept once.

    Errors: 401, 403, 404, 409, 413, 422, 503, as docs/wordpress.md says.
    """
    door: Door = current_app.extensions[EXTENSION]
    body = request.get_data()
    site = _site(door, name)
    proof = signing.verify(body, _headers(), site.secrets, door.now())
    structlog.contextvars.bind_contextvars(event_id=proof.event_id, site=site.name)
    event = _read_or_quarantine(door, site, proof, body)
    _check_origin(event, site)
    first_time = _keep(door, site, Arrival(proof.event_id, event.type, body, door.now(), None, event.wordpress_id))
    if first_time:
        door.bell.ring("inbox")  # a lost ring is found by jobs/sweep.py
    log.info("kept" if first_time else "kept before", type=event.type, size_bytes=len(body))
    return "", 202


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _site(door: Door, name: str) -> Site:
    with reading(door.engine) as session:
        site = sites.by_name(session, name, door.seal)
    return site or abort(404)


def _read_or_quarantine(door: Door, site: Site, proof: Proof, body: bytes) -> Event:
    """Read the event; a malformed one is proven all the same, so it is kept, parked, until somebody looks."""
    try:
        return schemas.read_event(body)
    except Malformed as exc:
        fault = f"{exc} {exc.fields}" if exc.fields else str(exc)
        kind, wordpress_id = schemas.claimed(body)
        _quarantine(door, site, Arrival(proof.event_id, kind, body, door.now(), fault, wordpress_id))
        raise


def _quarantine(door: Door, site: Site, arrival: Arrival) -> None:
    """Keep a malformed delivery; one about somebody who was erased since is kept without what it says, and closed.

    The person is locked first, as whoever erases them does: an erasure of this moment finds this delivery, or is seen.
    """
    account = arrival.wordpress_id
    with transaction(door.engine) as session:
        erased_at = None if account is None else people.erased_at(session, site.id, account)
        inbox.keep(session, site.id, arrival)
        if is_covered(arrival.body, arrival.received_at, erased_at):
            inbox.overwrite(session, [inbox.id_of(session, site.id, arrival.event_id)], arrival.received_at)


def _check_origin(event: Event, site: Site) -> None:
    if event.site_url != site.url:
        raise Forbidden(
            f"This event was made on {event.site_url}, but {site.name} is {site.url}. A copy of a site must not send.",
            proven=True,
        )


def _keep(door: Door, site: Site, arrival: Arrival) -> bool:
    with transaction(door.engine) as session:
        return inbox.keep(session, site.id, arrival)
