"""A person asks to be forgotten: who, and everything up to which moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.moments import moment_of

NOBODY = "erased"  # stands where a name stood


@dataclass(frozen=True)
class Erasure:
    """What was learned of this person up to this moment is to be forgotten.

    Units: the moment is the site's own, as in every event; events of the same second count as before it.
    """

    wordpress_id: int
    up_to: datetime


def erasure_of(event: Mapping[str, Any], received_at: datetime) -> Erasure:
    """Read the erasure out of a `person.erased` event that the door has validated.

    Source: docs/wordpress.md, "When a person is erased".
    """
    return Erasure(event["data"]["person"]["id"], moment_of(event, received_at))


def is_forgotten(happened_at: datetime, erased_at: datetime | None) -> bool:
    """Say whether what happened then is covered by an erasure."""
    return erased_at is not None and happened_at <= erased_at


def is_covered(body: bytes, received_at: datetime, erased_at: datetime | None) -> bool:
    """Say whether an erasure covers a delivery about the same person; one whose moment cannot be read is covered."""
    try:
        return is_forgotten(moment_of(json.loads(body), received_at), erased_at)
    except (ValueError, TypeError, KeyError, RecursionError):
        return erased_at is not None
