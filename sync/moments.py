"""When an event happened: as its site says, as far as the site's clock can be believed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

MOST_AHEAD = timedelta(minutes=5)  # as a signature's time, see sync/signing.py


def moment_of(event: Mapping[str, Any], received_at: datetime) -> datetime:
    """Give the moment inside an event, but none long after it came.

    A clock that ran ahead for a while must not make an erasure cover what its person does from then on.
    """
    return min(datetime.fromisoformat(event["timestamp"]), received_at + MOST_AHEAD)
