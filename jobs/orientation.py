"""A kept orientation result becomes a person, a result, perhaps an application, and what is owed for it."""

import json
from collections.abc import Sequence
from datetime import datetime

from sync import applications as rules
from sync import badges
from sync.orientation import Result, result_of
from sync.store import applications, inbox, outbox, people
from sync.store.db import Session
from sync.store.inbox import Delivery
from sync.store.outbox import Debt


def apply_result(session: Session, delivery: Delivery, now: datetime) -> Sequence[str]:
    """Apply one result. May be repeated: person, result, application and debts are each kept once.

    A result from before its person was erased comes too late: it is not taken in, and what it says is forgotten.
    """
    result = result_of(json.loads(delivery.body), delivery.received_at)
    person_id = people.find_or_add(session, delivery.site_id, result.visitor, result.completed_at)
    if person_id is None:
        inbox.forget_body(session, delivery)
        return ()
    if delivery.wordpress_id is None:  # a door of an older version kept it, while this one was being installed
        inbox.say_whom(session, delivery, result.visitor.wordpress_id)
    revision, at = people.latest_result(session, person_id)
    past = rules.Past(revision, applications.open_of(session, person_id), at)
    decision = rules.decide(result, past)
    people.keep_result(session, person_id, result, rules.revision_for(result, past))
    application_id = _carry_out(session, person_id, decision, now)
    debts = _debts(person_id, result, application_id, delivery)
    return [debt.kind for debt in debts if outbox.owe(session, delivery.site_id, debt, delivery.event_id, now)]


def _carry_out(session: Session, person_id: int, decision: rules.Decision, now: datetime) -> int | None:
    """Give the id of an application that is new."""
    if isinstance(decision, rules.Open):
        return applications.submit(session, person_id, decision, now)
    if isinstance(decision, rules.Refresh):
        applications.refresh(session, decision, now)
    return None


def _debts(person_id: int, result: Result, application_id: int | None, delivery: Delivery) -> list[Debt]:
    account = result.visitor.wordpress_id
    debts = [
        Debt("badge", f"{person_id}:{badge}", {"badge": badge, "account": account})
        for badge in badges.earned_by(result)
    ]
    debts.append(Debt("journey", f"{person_id}:{delivery.event_id}", {"person": person_id, "account": account}))
    if application_id is not None:
        debts.append(Debt("post", f"application:{application_id}", {"application": application_id}))
    return debts
