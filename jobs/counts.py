"""The sums of a day become rows."""

import json
from collections.abc import Sequence
from datetime import datetime

from sync.counts import counts_of
from sync.store import counts
from sync.store.db import Session
from sync.store.inbox import Delivery


def apply_counts(session: Session, delivery: Delivery, now: datetime) -> Sequence[str]:
    """Keep a day's sums; nothing is owed for them. May be repeated: a day is kept once."""
    counts.keep(session, delivery.site_id, counts_of(json.loads(delivery.body)))
    return ()
