"""Prove it, read it, keep it, ring: the life of a delivery at the door."""

import structlog
from flask import Blueprint, abort, current_app, request

from sync import signing
from sync.errors import Forbidden, Malformed, Refused
from sync.signing import Proof
from sync.sites import Site
from sync.store.inbox import RIVALS, Arrival, Kept
from webhooks import schemas
from webhooks.door import EXTENSION, Door
from webhooks.limits import whose
from webhooks.quick import QUICK, TICKET
from webhooks.schemas import Event

hooks = Blueprint("hooks", __name__)
log = structlog.get_logger()


@hooks.post("/webhooks/<name>")
def receive(name: str) -> tuple[str, int]:
    """Keep a delivery; the keeper rings. May be repeated: the same event is kept once.

    Errors: 401, 403, 404, 409, 413, 422, 429, 503, as docs/wordpress.md says.
    """
    door: Door = current_app.extensions[EXTENSION]
    if ticket := request.environ.get(TICKET):
        _settle(name, ticket.arrival, ticket.wait(0))
        return "", 202
    body = request.get_data(cache=False)
    proven = _prove_by_memory(door, name, body)
    if proven is None and QUICK in request.environ:
        request.environ[QUICK].is_slow = True
        return "", 503
    site, proof = proven or _prove(door, name, body)
    door.deliveries.take(site.name)
    event = _read_or_quarantine(door, site, proof, body)
    _check_origin(event, site)
    _keep(door, site, Arrival(proof.event_id, event.type, body, door.now(), None, event.wordpress_id))
    return "", 202


def _prove_by_memory(door: Door, name: str, body: bytes) -> tuple[Site, Proof] | None:
    """Prove it by what is remembered of the site; None where the database has to be asked."""
    site = door.sites.remembered(name)
    try:
        return (site, signing.verify(body, _headers(), site.secrets, door.now())) if site else None
    except Forbidden:
        return None  # the secret may have been changed a moment ago


def _prove(door: Door, name: str, body: bytes) -> tuple[Site, Proof]:
    """Prove it by what the database says now.

    Whoever fails much is turned away unheard for a while, so that forging costs the database nothing. A site that was only
    forgotten for being looked up too long ago does not count as that.
    """
    if not door.sites.remembered(name) and door.sites.is_known(name):
        door.sites.look_up(name)
        if proven := _prove_by_memory(door, name, body):
            return proven
    door.attempts.take(whose(request.remote_addr))
    site = door.sites.look_up(name) or abort(404)
    return site, signing.verify(body, _headers(), site.secrets, door.now())


def _headers() -> dict[str, str]:
    said = request.environ
    return {
        "webhook-id": said.get("HTTP_WEBHOOK_ID", ""),
        "webhook-timestamp": said.get("HTTP_WEBHOOK_TIMESTAMP", ""),
        "webhook-signature": said.get("HTTP_WEBHOOK_SIGNATURE", ""),
    }


def _read_or_quarantine(door: Door, site: Site, proof: Proof, body: bytes) -> Event:
    """Read the event; a malformed one is proven all the same, so it is kept, parked, until somebody looks."""
    try:
        return schemas.read_event(body)
    except Malformed as exc:
        fault = exc.in_full()
        kind, wordpress_id = schemas.claimed(body)
        _keep(door, site, Arrival(proof.event_id, kind, body, door.now(), fault, wordpress_id))
        raise


def _check_origin(event: Event, site: Site) -> None:
    if event.site_url not in (site.url, site.former_url):
        raise Forbidden(
            f"This event was made on {event.site_url}, but {site.name} is {site.url}. A copy of a site must not send.",
            proven=True,
        )


def _keep(door: Door, site: Site, arrival: Arrival) -> None:
    """Keep it, or see to it that nobody is answered before it is kept."""
    if quick := request.environ.get(QUICK):
        quick.ticket = door.keeper.hand_over(site.id, arrival, quick.then)
    else:
        _settle(site.name, arrival, door.keeper.keep(site.id, arrival))


def _settle(site_name: str, arrival: Arrival, kept: Kept) -> None:
    if kept is Kept.RIVAL:
        log.error("alarm", alarm="rival", site=site_name, event_id=arrival.event_id, size_bytes=len(arrival.body))
        raise Refused(RIVALS)
