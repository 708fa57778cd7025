"""From a delivery's bytes to a value, every fault with its place; nothing of marshmallow leaves this file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from sync import orientation
from sync.errors import Malformed

_WORD = validate.Regexp(r"[a-z][a-z0-9_.]{0,63}\Z")
_SLUG = validate.Regexp(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_OPTION = validate.Regexp(r"[a-z]{1,20}\.[a-z0-9-]{1,40}\Z")
# Beyond these, a database or another time zone could not hold it; a site's clock that is reset says 1970.
_MOMENT = validate.Range(min=datetime(2000, 1, 1, tzinfo=UTC), max=datetime(9999, 1, 1, tzinfo=UTC))
_LARGEST_ID = 2**53
_MOST_OPTIONS = 64
_MOST_TEAMS = 5
_MOST_COUNTED_TEAMS = 100
_MOST_COUNTED = 10**9


@dataclass(frozen=True)
class Event:
    """A well-formed event.

    Shapes: site_url is the signed address of the site that it says it comes from; wordpress_id is the account that it
    is about, if it names one.
    """

    type: str
    site_url: str
    wordpress_id: int | None


class _Open(Schema):
    """Unknown fields are let through: the body is kept whole, and a newer plugin may say more."""

    class Meta:
        unknown = EXCLUDE


class _Site(_Open):
    site = fields.Url(required=True, schemes={"http", "https"}, require_tld=False)


class _Account(_Open):
    id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=_LARGEST_ID))


class _Person(_Account):
    login = fields.String(required=True, validate=validate.Length(min=1, max=60))
    nicename = fields.String(required=True, validate=validate.Length(min=1, max=50))
    name = fields.String(required=True, validate=validate.Length(max=250))


class _Team(_Open):
    slug = fields.String(required=True, validate=_SLUG)
    reasons = fields.List(fields.String(validate=_OPTION), required=True, validate=validate.Length(max=_MOST_OPTIONS))


class _OrientationCompleted(_Site):
    person = fields.Nested(_Person, required=True)
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**31 - 1))
    content = fields.String(required=True, validate=_SLUG)
    answers = fields.List(
        fields.String(validate=_OPTION), required=True, validate=validate.Length(min=1, max=_MOST_OPTIONS)
    )
    teams = fields.List(fields.Nested(_Team), required=True, validate=validate.Length(min=1, max=_MOST_TEAMS))
    wants_mentor = fields.Boolean(required=True, truthy={True}, falsy={False})
    locale = fields.String(required=True, validate=validate.Length(max=20))

    @validates_schema
    def _know_options(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["content"] != orientation.DEFAULT_CONTENT:
            return
        unknown = {i: ["unknown option"] for i, said in enumerate(data["answers"]) if said not in orientation.OPTIONS}
        if unknown:
            raise ValidationError({"answers": unknown})


def _check_day(said: str) -> None:
    try:
        is_day = date.fromisoformat(said).isoformat() == said
    except ValueError:
        is_day = False
    if not is_day:
        raise ValidationError("Not a day like 2026-11-24.")


def _count() -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=_MOST_COUNTED))


def _count_by_team() -> fields.Dict:
    team, limit = fields.String(validate=_SLUG), validate.Length(max=_MOST_COUNTED_TEAMS)
    return fields.Dict(keys=team, values=_count(), required=True, validate=limit)


class _OrientationCounted(_Site):
    content = fields.String(required=True, validate=_SLUG)
    day = fields.String(required=True, validate=_check_day)
    started = _count()
    finished = _count()
    shown = _count_by_team()
    handed = _count_by_team()


class _PersonErased(_Site):
    person = fields.Nested(_Account, required=True)


class _Envelope(_Open):
    type = fields.String(required=True, validate=_WORD)
    timestamp = fields.AwareDateTime(required=True, format="iso", validate=_MOMENT)
    data = fields.Dict(required=True)


# Made once: to make a schema costs more than to use it.
_ENVELOPE, _ANY = _Envelope(), _Site()
# Events whose data we read; any other type is kept as it is, for a version that knows it.
_DATA: Mapping[str, Schema] = {
    "orientation.completed": _OrientationCompleted(),
    "orientation.counted": _OrientationCounted(),
    "person.erased": _PersonErased(),
    "connection.tested": _ANY,
}


def read_event(body: bytes) -> Event:
    """Read a proven body.

    Errors: Malformed with every fault and its place.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise Malformed("The body is not JSON.") from exc
    if not isinstance(content, dict):
        raise Malformed("The body is not a JSON object.")
    if not _is_text(content):
        raise Malformed("The body holds characters that no text has (NUL, or half of a surrogate pair).")
    envelope = _load(_ENVELOPE, content, "")
    data = _load(_DATA.get(envelope["type"], _ANY), envelope["data"], "data.")
    return Event(envelope["type"], data["site"].rstrip("/"), _account_in(content))


def claimed(body: bytes) -> tuple[str, int | None]:
    """Give the type that a malformed body claims, for the people who look at it, and the account it is about."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return "unreadable", None
    if not isinstance(content, dict):
        return "unreadable", None
    said = content.get("type")
    kind = said[:64] if isinstance(said, str) and said and _is_text(said) else "unreadable"
    return kind, _account_in(content)


def _account_in(content: Mapping[str, Any]) -> int | None:
    """Give the account that an event of any type, or what should be one, names."""
    data = content.get("data")
    person = data.get("person") if isinstance(data, dict) else None
    said = person.get("id") if isinstance(person, dict) else None
    return said if type(said) is int and 1 <= said <= _LARGEST_ID else None


def _is_text(content: Any) -> bool:
    """Say whether every database can keep the texts in this."""
    try:
        return b"\\u0000" not in json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False


def _load(schema: Schema, content: Any, place: str) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(content)
    except ValidationError as exc:
        faults = dict(_flat(exc.messages, place))
        raise Malformed(f"The event is malformed at {', '.join(sorted(faults))}.", faults) from exc
    return loaded


def _flat(messages: Any, place: str) -> list[tuple[str, list[str]]]:
    """Flatten nested messages to ("data.answers.1", ["unknown option"])."""
    if isinstance(messages, Mapping):
        return [found for key, inner in messages.items() for found in _flat(inner, f"{place}{key}.")]
    return [(place.removesuffix("."), [str(message) for message in messages])]
