"""Who comes into the console, by which token, and for how long: rules without a door or a database."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from sync.errors import Forbidden
from sync.signing import secret_key
from sync.sites import Site

ROLES = ("organize", "redact", "review", "mentor", "represent")
AUDIENCE = "wayfinder-console"
OPERATOR = "operator"  # who a token of `wayfinder console-link` is from, and what its holder is called
LIFE = timedelta(seconds=60)
TOLERANCE = timedelta(seconds=60)  # for clocks that do not agree
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)

AGAIN = "Go back to wp-admin → Wayfinder and press the button again."
_TOKEN_ID = re.compile(r"[0-9a-f]{32}")
_ACCOUNT = re.compile(r"[1-9][0-9]{0,15}")
_LONGEST_NAME = 250
_LONGEST_TOKEN = 4096


@dataclass(frozen=True)
class Staff:
    """Somebody who works in the console.

    Shapes: site_id and wordpress_id are None for the operator of the machine, who sees every site.
    """

    site_id: int | None
    wordpress_id: int | None
    name: str
    roles: frozenset[str]

    def may(self, roles: Iterable[str]) -> bool:
        """Say whether one of these roles is theirs."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class Pass:
    """A token that was proven.

    Shapes: token_id is what makes it single-use; usable_until is the last moment at which it would be taken.
    """

    staff: Staff
    token_id: str
    issued_at: datetime
    usable_until: datetime


def site_named_in(token: str) -> str | None:
    """Give the name of the site that a token says it is from, None for the operator's. Nothing is proven yet.

    Errors: Forbidden when it is no token at all.
    """
    try:
        payload = token[:_LONGEST_TOKEN].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, binascii.Error, RecursionError) as exc:
        raise _not_ours() from exc
    if not isinstance(claims, dict):
        raise _not_ours()
    name = claims.get("site")
    if isinstance(name, str) or (name is None and claims.get("iss") == OPERATOR):
        return name
    raise _not_ours()


def _not_ours() -> Forbidden:
    return Forbidden(f"This link is not one of ours, or a part of it is missing. {AGAIN}")


def read_token(token: str, site: Site, now: datetime) -> Pass:
    """Prove a token of a site's member of staff.

    Errors: Forbidden with a sentence that says what to do; nothing else, whatever the text.
    Source: docs/wordpress.md, "How staff comes into the console".
    """
    claims = _proven(token, [secret_key(secret) for secret in site.secrets])
    if claims.get("iss") != site.url or claims.get("site") != site.name:
        raise Forbidden(f"This link is from another site than {site.url}. {AGAIN}")
    account, name, roles = claims.get("sub"), claims.get("name"), claims.get("roles")
    if not isinstance(account, str) or not _ACCOUNT.fullmatch(account):
        raise _not_ours()
    if not isinstance(name, str) or not _is_text(name) or not isinstance(roles, list):
        raise _not_ours()
    if not roles or any(role not in ROLES for role in roles):
        raise Forbidden("Your account has no role here. Ask an administrator of your site for one.")
    staff = Staff(site.id, int(account), name.strip()[:_LONGEST_NAME] or f"Account {account}", frozenset(roles))
    return _pass(claims, staff, f"{site.name}:", now)


def _is_text(name: str) -> bool:
    """Say whether every database can keep it."""
    return "\0" not in name and not any("\ud800" <= sign <= "\udfff" for sign in name)


def read_operators_token(token: str, key: bytes, now: datetime) -> Pass:
    """Prove a token of the operator of the machine.

    Errors: Forbidden with a sentence that says what to do.
    """
    try:
        claims = _proven(token, [key])
        if claims.get("iss") != OPERATOR or claims.get("site") is not None:
            raise _not_ours()
        return _pass(claims, Staff(None, None, OPERATOR, frozenset(ROLES)), "", now)
    except Forbidden as exc:
        raise Forbidden(str(exc).replace(AGAIN, "Run wayfinder console-link again.")) from exc


def make_operators_token(key: bytes, token_id: str, now: datetime) -> str:
    """Write a token that lets the operator of the machine in, for one minute."""
    issued = int(now.timestamp())
    claims = {
        "iss": OPERATOR,
        "aud": AUDIENCE,
        "jti": token_id,
        "iat": issued,
        "exp": issued + int(LIFE.total_seconds()),
    }
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(key))


def _proven(token: str, keys: Iterable[bytes]) -> Mapping[str, Any]:
    """Give the claims of a token that one of these keys signed, for us."""
    for key in keys:
        try:
            claims = jwt.decode(token[: _LONGEST_TOKEN + 1], OctKey.import_key(key), algorithms=["HS256"]).claims
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
        if claims.get("aud") == AUDIENCE:
            return claims
    raise Forbidden(f"The signature of this link does not hold. {AGAIN}")


def _pass(claims: Mapping[str, Any], staff: Staff, whose: str, now: datetime) -> Pass:
    token_id, issued, ends = claims.get("jti"), claims.get("iat"), claims.get("exp")
    if not isinstance(token_id, str) or not _TOKEN_ID.fullmatch(token_id):
        raise _not_ours()
    if type(issued) is not int or type(ends) is not int or not 0 < ends - issued <= LIFE.total_seconds():
        raise _not_ours()
    moment, slack = now.timestamp(), TOLERANCE.total_seconds()
    if issued > moment + slack:
        raise Forbidden("Your site's clock is ahead of ours by more than a minute. Ask its administrator to set it.")
    if ends <= moment - slack:
        raise Forbidden(f"This link has expired: it holds for one minute. {AGAIN}")
    return Pass(staff, whose + token_id, datetime.fromtimestamp(issued, UTC), datetime.fromtimestamp(ends + slack, UTC))


def is_over(signed_in_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a session has ended by itself: nobody came for a while, or it lasted long enough."""
    return now >= seen_at + IDLE or now >= signed_in_at + LONGEST
