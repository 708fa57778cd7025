"""Signatures of deliveries: bytes and headers in, a proof or Forbidden out.

Source: Standard Webhooks 1.0.0, symmetric scheme (v1). The grammar is stricter than the specification's libraries:
digits only in the timestamp, no dot in the id (so that the signed boundary cannot be moved), exact base64.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from sync.errors import Forbidden

TOLERANCE_S = 300
SECRET_PREFIX = "whsec_"  # noqa: S105 (a word of the standard, not a secret)
_EVENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TIMESTAMP = re.compile(r"[1-9][0-9]{0,11}")
_MOST_SIGNATURES = 8


@dataclass(frozen=True)
class Proof:
    """Who sent this attempt's event (by its id), and when the attempt was made."""

    event_id: str
    attempted_at: datetime


def verify(body: bytes, headers: Mapping[str, str], secrets: Iterable[str], now: datetime) -> Proof:
    """Prove that one of our secrets signed these very bytes within the tolerance.

    Shapes: headers have lower-case names; secrets are `whsec_…`, newest first.
    Errors: Forbidden, whatever the cause; nothing else, whatever the bytes.
    """
    event_id = _header(headers, "webhook-id", _EVENT_ID)
    timestamp = _header(headers, "webhook-timestamp", _TIMESTAMP)
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE_S:
        raise Forbidden("The delivery's time is more than 5 minutes from ours; check both clocks.")
    offered = list(_signatures(headers.get("webhook-signature", "")))
    for secret in secrets:
        expected = _digest(event_id, timestamp, body, secret)
        if any(hmac.compare_digest(expected, signature) for signature in offered):
            return Proof(event_id, datetime.fromtimestamp(int(timestamp), UTC))
    raise Forbidden("The signature does not match; check that both sides have the same secret.")


def _header(headers: Mapping[str, str], name: str, grammar: re.Pattern[str]) -> str:
    value = headers.get(name, "")
    if not grammar.fullmatch(value):
        raise Forbidden(f"The header {name} is missing or malformed.")
    return value


def _signatures(header: str) -> Iterable[bytes]:
    """Yield the digests offered under v1; entries of other schemes or of no known form are passed over."""
    for entry in header.split(" ")[:_MOST_SIGNATURES]:
        scheme, _, encoded = entry.partition(",")
        if scheme != "v1":
            continue
        try:
            yield base64.b64decode(encoded.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error):
            continue


def sign(event_id: str, attempted_at: datetime, body: bytes, secret: str) -> str:
    """Give the `webhook-signature` header's value for these bytes."""
    timestamp = str(int(attempted_at.timestamp()))
    return "v1," + base64.b64encode(_digest(event_id, timestamp, body, secret)).decode()


def _digest(event_id: str, timestamp: str, body: bytes, secret: str) -> bytes:
    message = f"{event_id}.{timestamp}.".encode() + body
    return hmac.digest(_key(secret), message, "sha256")


@lru_cache(maxsize=256)
def _key(secret: str) -> bytes:
    return secret_key(secret)


def secret_key(secret: str) -> bytes:
    """Give the key inside a `whsec_…` secret.

    Errors: ValueError, saying what is wrong with its form, without repeating it.
    """
    if not secret.startswith(SECRET_PREFIX):
        raise ValueError("A secret begins with whsec_.")
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise ValueError("After whsec_ a secret is base64.") from exc
    if not 24 <= len(key) <= 64:
        raise ValueError("A secret holds 24 to 64 bytes.")
    return key


def make_secret(random: bytes) -> str:
    """Write 24 to 64 random bytes as a secret."""
    return SECRET_PREFIX + base64.b64encode(random).decode()
