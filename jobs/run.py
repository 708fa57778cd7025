"""What a bell starts: take the due rows of a kind, do each, record what became of it. The one broad except lives here."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Table

from jobs import badges, counts, erasure, journeys, orientation, posts
from jobs.hands import Done, Hands, Outcome
from jobs.queue import Overtime
from sync.erasure import is_covered
from sync.errors import Forbidden, Malformed, Refused, Unavailable
from sync.sites import Site
from sync.store import inbox, leases, outbox, people, sites, tables
from sync.store.db import Session, reading, transaction
from sync.store.inbox import Delivery
from sync.store.outbox import Errand

BATCH = 100
GATHERED = ("badge",)  # kinds of which one call to a site does many; of the others each is claimed when its turn comes
TURN_S = 30.0  # then other kinds have theirs
MOST_ATTEMPTS = 90  # with the last pause repeated, more than three days
MOST_CRASHES = 5  # a bug does not mend itself by waiting
_PAUSES_S = (2, 5, 15, 60, 300, 900, 3600)

WORDS = (Unavailable, Refused, Malformed, Forbidden)

log = structlog.get_logger()

# What each event does to our own books, in one transaction; it gives the kinds of errands that it made due.
EVENTS: Mapping[str, Callable[[Session, Delivery, datetime], Sequence[str]]] = {
    "orientation.completed": orientation.apply_result,
    "orientation.counted": counts.apply_counts,
    "person.erased": erasure.forget,
    "connection.tested": lambda session, delivery, now: (),
}
# What each kind of errand does to the world, for several errands of one site at once.
ERRANDS: Mapping[str, Callable[[Hands, Site, Sequence[Errand]], Mapping[int, Outcome]]] = {
    "badge": badges.grant,
    "post": posts.draft,
    "journey": journeys.show,
}

_hands: Hands | None = None


def equip(hands: Hands) -> None:
    """Give this process what it works with; once, before the first bell."""
    global _hands
    _hands = hands


def work(kind: str) -> None:
    """Answer a bell: do what is due of this kind for a while, and ring again if there may be more.

    May be repeated: a row is done by whoever holds its lease, and each act says what makes it safe to repeat.
    """
    if _hands is None:
        raise RuntimeError("This worker was not equipped; start it with wayfinder work.")
    _hands.bell.answer(kind)
    more = _work_inbox(_hands) if kind == "inbox" else _work_outbox(_hands, kind)
    if more:
        _hands.bell.ring(kind)


def _work_inbox(hands: Hands) -> bool:
    with transaction(hands.engine) as session:
        deliveries = inbox.claim(session, hands.world.now(), BATCH)
    due: set[str] = set()
    for delivery in deliveries:
        with structlog.contextvars.bound_contextvars(event_id=delivery.event_id):
            outcome = _attempt(lambda: _apply(hands, delivery, due))  # noqa: B023 (called before the next turn)
            _record(hands, tables.inbox, delivery, outcome, delivery.type)
    for kind in sorted(due):
        hands.bell.ring(kind)
    return len(deliveries) == BATCH


def _apply(hands: Hands, delivery: Delivery, due: set[str]) -> Outcome:
    """Apply one event and close it in the same transaction: both or neither."""
    apply = EVENTS.get(delivery.type, _not_known)
    now = hands.world.now()
    with transaction(hands.engine) as session:
        kinds = apply(session, delivery, now)
        if not leases.finish(session, tables.inbox, delivery.lease, now):
            raise Unavailable("Another worker took this delivery over.")
    due.update(kinds)
    return Done()


def _not_known(session: Session, delivery: Delivery, now: datetime) -> Sequence[str]:
    """Set aside what only a newer version knows; what it says of somebody who was erased since is forgotten."""
    account = delivery.wordpress_id
    erased_at = None if account is None else people.erased_at(session, delivery.site_id, account)
    if is_covered(delivery.body, delivery.received_at, erased_at):
        inbox.forget_body(session, delivery)
        return ()
    raise Refused(f"Nothing here knows events of type {delivery.type}; kept for a version that does.")


def _work_outbox(hands: Hands, kind: str) -> bool:
    """Do errands of one kind until none is due or others should have their turn; say whether there may be more."""
    at_once = BATCH if kind in GATHERED else 1
    turn_ends = time.monotonic() + TURN_S
    while time.monotonic() < turn_ends:
        with transaction(hands.engine) as session:
            errands = outbox.claim(session, kind, hands.world.now(), at_once)
        if not errands:
            return False
        by_site: dict[int, list[Errand]] = defaultdict(list)
        for errand in errands:
            by_site[errand.site_id].append(errand)
        for site_id, group in by_site.items():
            _run_errands(hands, kind, site_id, group)
    return True


def _run_errands(hands: Hands, kind: str, site_id: int, errands: Sequence[Errand]) -> None:
    outcomes: dict[int, Outcome] = {}

    def act() -> Outcome:
        with reading(hands.engine) as session:
            site = sites.by_id(session, site_id, hands.seal)
        outcomes.update(ERRANDS[kind](hands, site, errands))
        return Done()

    whole = _attempt(act)
    if len(errands) > 1 and isinstance(whole, Exception) and not isinstance(whole, WORDS):
        for errand in errands:  # one of them is poison: the others must not suffer for it
            _run_errands(hands, kind, site_id, [errand])
        return
    for errand in errands:
        outcome = whole if isinstance(whole, Exception) else outcomes[errand.lease.row_id]
        with structlog.contextvars.bound_contextvars(event_id=errand.event_id):
            _record(hands, tables.outbox, errand, outcome, kind)
        if isinstance(outcome, Unavailable):
            _spare(hands, errand, outcome)


def _spare(hands: Hands, errand: Errand, outcome: Unavailable) -> None:
    """Let a site that is away be: its other errands of this kind wait as well, without counting as tried.

    Each of them might take a whole timeout, while the errands of other sites wait behind them. It is a courtesy: where
    it fails, nothing is lost but time.
    """
    until = hands.world.now() + _pause(hands, errand.attempts, outcome)
    try:
        with transaction(hands.engine) as session:
            outbox.spare(session, errand.site_id, errand.kind, until, str(outcome))
    except Unavailable as exc:
        log.warning("not spared", kind=errand.kind, site_id=errand.site_id, reason=str(exc))


def _attempt(act: Callable[[], Outcome]) -> Outcome:
    """Do it; what goes wrong becomes a value, so that one bad row never stops the others."""
    try:
        return act()
    except WORDS as exc:
        return exc
    except Overtime:
        raise
    except Exception as exc:  # our own bug: seen in the log, kept on the row
        log.exception("work crashed")
        return exc


def _record(hands: Hands, table: Table, row: Delivery | Errand, outcome: Outcome, kind: str) -> None:
    now = hands.world.now()
    said = log.bind(kind=kind, row=row.lease.row_id, attempt=row.attempts)
    if isinstance(outcome, Done):
        if table is tables.outbox:  # a delivery was closed together with what it did
            with transaction(hands.engine) as session:
                if not leases.finish(session, table, row.lease, now, outcome=dict(outcome.note)):
                    said.warning("done, but somebody else had taken it over", **outcome.note)
                    return
        said.info("done", **outcome.note)
        return
    reason = str(outcome) or type(outcome).__name__
    with transaction(hands.engine) as session:
        if _may_try_again(outcome, row.attempts):
            leases.postpone(session, table, row.lease, now + _pause(hands, row.attempts, outcome), reason)
            said.warning("tried again later", reason=reason)
        else:
            leases.park(session, table, row.lease, reason)
            said.error("parked", reason=reason)


def _may_try_again(outcome: Exception, attempts: int) -> bool:
    if isinstance(outcome, Unavailable):
        return attempts < MOST_ATTEMPTS
    return not isinstance(outcome, WORDS) and attempts < MOST_CRASHES


def _pause(hands: Hands, attempts: int, outcome: Exception) -> timedelta:
    """Wait longer each time, spread by chance so that a thousand rows do not come back in one second."""
    planned_s = _PAUSES_S[min(attempts, len(_PAUSES_S)) - 1]
    asked_s = getattr(outcome, "retry_after_s", None) or 0.0
    return timedelta(seconds=max(asked_s, planned_s * (0.75 + hands.world.chance() / 2)))
