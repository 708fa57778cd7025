"""What a bell starts: take the due rows of a kind, do each, record what became of it. The one broad except lives here."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Table

from jobs import badges, counts, erasure, journeys, orientation, posts
from jobs.hands import Done, Hands, Outcome
from jobs.queue import Overtime
from sync.breakers import Failure, after
from sync.erasure import is_covered
from sync.errors import Forbidden, Malformed, Refused, Unavailable
from sync.patience import MOST_ATTEMPTS, may_try_again, pause
from sync.sites import Site
from sync.store import breakers, inbox, leases, outbox, people, sites, tables
from sync.store.db import Session, reading, transaction
from sync.store.inbox import Delivery
from sync.store.outbox import Errand

BATCH = 100
GATHERED = ("badge",)  # kinds of which one call to a site does many; of the others each is claimed when its turn comes
TURN_S = 30.0  # then other kinds have theirs

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

_T = TypeVar("_T")
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
            outcome: Outcome = attempt(partial(_apply, hands, delivery, due))
            _record(hands, tables.inbox, delivery, outcome, delivery.type)
    for kind in sorted(due):
        hands.bell.ring(kind)
    return len(deliveries) == BATCH


def _worn_out(row: Delivery | Errand) -> Refused | None:
    """Give up what was taken so often although no attempt ended: whoever takes it dies of it."""
    if row.attempts <= MOST_ATTEMPTS:
        return None
    return Refused(f"It was taken {MOST_ATTEMPTS} times, and no worker lived to say what became of it.")


def _apply(hands: Hands, delivery: Delivery, due: set[str]) -> Outcome:
    """Apply one event and close it in the same transaction: both or neither."""
    if worn_out := _worn_out(delivery):
        raise worn_out
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
    """Do errands of one kind until none is due or others should have their turn; say whether there may be more.

    A site that failed is left alone for the rest of the turn: each try may take a whole timeout, while the errands of
    other sites wait behind it.
    """
    at_once = BATCH if kind in GATHERED else 1
    turn_ends = time.monotonic() + TURN_S
    away: set[int] = set()
    while time.monotonic() < turn_ends:
        with transaction(hands.engine) as session:
            errands = outbox.claim(session, kind, hands.world.now(), at_once, away)
        if not errands:
            return False
        by_site: dict[int, list[Errand]] = defaultdict(list)
        for errand in errands:
            by_site[errand.site_id].append(errand)
        for site_id, group in by_site.items():
            outcomes = _run_errands(hands, kind, site_id, group)
            if _judge_site(hands, group, list(outcomes.values())):
                away.add(site_id)
    return True


def _run_errands(hands: Hands, kind: str, site_id: int, errands: Sequence[Errand]) -> Mapping[int, Outcome]:
    outcomes: dict[int, Outcome] = {}

    def act() -> Outcome:
        with reading(hands.engine) as session:
            site = sites.by_id(session, site_id, hands.seal)
        outcomes.update(ERRANDS[kind](hands, site, [errand for errand in errands if not _worn_out(errand)]))
        return Done()

    whole = attempt(act)
    if len(errands) > 1 and isinstance(whole, Exception) and not isinstance(whole, WORDS):
        for errand in errands:  # one of them is poison: the others must not suffer for it
            outcomes.update(_run_errands(hands, kind, site_id, [errand]))
        return outcomes
    for errand in errands:
        outcome = _worn_out(errand) or (whole if isinstance(whole, Exception) else outcomes[errand.lease.row_id])
        outcomes[errand.lease.row_id] = outcome
        with structlog.contextvars.bound_contextvars(event_id=errand.event_id):
            _record(hands, tables.outbox, errand, outcome, kind)
    return outcomes


def attempt(act: Callable[[], _T]) -> _T | Exception:
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
    crashes = 0 if isinstance(outcome, WORDS) else 1
    with transaction(hands.engine) as session:
        if _is_tried_again(outcome, row, crashes):
            asked_s = getattr(outcome, "retry_after_s", None)
            waits = pause("inbox" if table is tables.inbox else kind, row.attempts, hands.world.chance(), asked_s)
            is_counted = not (isinstance(row, Errand) and row.is_probe)  # one that a breaker paces is not used up by it
            leases.postpone(session, table, row.lease, now + waits, reason, crashes, counts=is_counted)
            said.warning("tried again later", reason=reason)
        else:
            leases.park(session, table, row.lease, reason, crashes)
            said.error("parked", reason=reason)


def _is_tried_again(outcome: Exception, row: Delivery | Errand, crashes: int) -> bool:
    if isinstance(outcome, WORDS) and not isinstance(outcome, Unavailable):
        return False
    is_outage = isinstance(outcome, Unavailable)
    if is_outage and isinstance(row, Errand) and row.is_probe:
        return True
    return may_try_again(row.attempts, row.crashes + crashes, is_outage=is_outage)


def _judge_site(hands: Hands, errands: Sequence[Errand], outcomes: Sequence[Outcome]) -> bool:
    """Say whether the site did not answer; count that for its breaker, or forget what was counted when it answered.

    Our own bugs say nothing about it. Where it fails, nothing is lost but time.
    """
    answered = any(isinstance(said, Done | Refused) or getattr(said, "of_one", False) for said in outcomes)
    missed = next((said for said in outcomes if isinstance(said, Unavailable) and not said.of_one), None)
    site_id = errands[0].site_id
    try:
        if missed is not None:
            _count_failure(hands, site_id, missed, is_probe=errands[0].is_probe)
        elif answered:
            _forget_failures(hands, site_id)
    except Unavailable as exc:
        log.warning("the state of a site was not kept", site_id=site_id, reason=str(exc))
    return missed is not None


def _forget_failures(hands: Hands, site_id: int) -> None:
    with reading(hands.engine) as session:
        if not breakers.is_known(session, site_id):
            return  # nearly always: then nothing is written
    with transaction(hands.engine) as session:
        opened_at = breakers.close(session, site_id)
        if opened_at is not None:
            outbox.hasten(session, site_id, hands.world.now())
    if opened_at is not None:
        log.info("a site answers again; its errands go on", site_id=site_id, away_since=str(opened_at))


def _count_failure(hands: Hands, site_id: int, missed: Unavailable, *, is_probe: bool) -> None:
    failure = Failure(hands.world.now(), str(missed), missed.retry_after_s, is_probe)
    rule = partial(after, failure=failure, chance=hands.world.chance())
    with transaction(hands.engine) as session:
        has_opened, breaker = breakers.record_failure(session, site_id, rule)
    told = {
        "site_id": site_id,
        "reason": breaker.reason,
        "failures": breaker.failures,
        "retry_at": str(breaker.retry_at),
    }
    if has_opened:
        log.error("a site does not answer; its errands wait", **told)
    elif is_probe:
        log.warning("a site still does not answer", **told)
