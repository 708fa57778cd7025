"""Forgets a person: names, results, applications, what is owed for them, and what their deliveries said.

What stays: the row that says when they were erased, so that an older event that comes late brings nothing back; each
delivery's id and digest, so that it is recognised when it is sent again; and where a draft is that was written already,
for the site's people. Rows whose ids others name are emptied, not deleted: SQLite would give their ids out again.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sync.erasure import erasure_of, is_covered, is_forgotten
from sync.errors import Unavailable
from sync.store import applications, inbox, outbox, people, sessions
from sync.store.db import Session
from sync.store.inbox import Delivery

_AGAIN_S = 2.0


def forget(session: Session, delivery: Delivery, now: datetime) -> Sequence[str]:
    """Forget one person. May be repeated: an erasure that was applied, or that a later one covers, does nothing.

    The person is locked first, as whoever applies a result does: a worker that applies one at this moment ends before,
    or sees the erasure. What the person did after the erasure but was applied before it is applied anew.
    """
    erasure = erasure_of(json.loads(delivery.body), delivery.received_at)
    person = people.find_or_bury(session, delivery.site_id, erasure.wordpress_id)
    if is_forgotten(erasure.up_to, person.erased_at):
        return ()
    told = inbox.of_person(session, delivery.site_id, erasure.wordpress_id, but=delivery.lease.row_id)
    _forget_errands(session, person.id, now)
    applications.empty(session, person.id, now)
    people.erase(session, person.id, erasure.up_to)
    sessions.forget_person(session, delivery.site_id, erasure.wordpress_id, now)
    later = [row_id for row_id, body, at in told if not is_covered(body, at, erasure.up_to)]
    inbox.overwrite(session, [row_id for row_id, _, _ in told if row_id not in later], now)
    return ["inbox"] if inbox.open_again(session, later, now) else ()


def _forget_errands(session: Session, person_id: int, now: datetime) -> None:
    """Remove what is owed for a person; wait for what a worker does at this moment, so that nothing follows."""
    theirs = outbox.of_person(person_id, applications.ids_of(session, person_id))
    if outbox.is_under_way(session, theirs, now):
        raise Unavailable("An errand about this person is under way.", retry_after_s=_AGAIN_S)
    outbox.forget(session, theirs)
