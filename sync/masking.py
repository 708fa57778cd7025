"""What staff may see of a delivery's body: the words of the contract, and never what a person is called or wrote.

The rule is a list of what may be shown; everything else becomes dots, with its structure kept. A field that a newer
plugin adds is hidden until somebody adds it here.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

MASK = "•••"
_WORD = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9_/-]*)?")
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8}){0,2}")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_DEEPEST = 12
_LONGEST_LIST = 100

# Where a value stands ("*" for any entry or key) and the form in which it may be shown: a pattern for texts, or a type.
_SHOWN: Mapping[tuple[str, ...], re.Pattern[str] | type] = {
    ("type",): _WORD,
    ("timestamp",): _MOMENT,
    ("data", "site"): _ADDRESS,
    ("data", "person", "id"): int,
    ("data", "revision"): int,
    ("data", "content"): _WORD,
    ("data", "answers", "*"): _WORD,
    ("data", "teams", "*", "slug"): _WORD,
    ("data", "teams", "*", "reasons", "*"): _WORD,
    ("data", "wants_mentor"): bool,
    ("data", "locale"): _LOCALE,
    ("data", "day"): _MOMENT,
    ("data", "started"): int,
    ("data", "finished"): int,
    ("data", "shown", "*"): int,
    ("data", "handed", "*"): int,
    # what an errand of ours needs to know, and what the world answered
    ("badge",): _WORD,
    ("account",): int,
    ("person",): int,
    ("application",): int,
    ("post",): int,
    ("link",): re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9_/?=&.-]*)?"),
}


def masked(content: Any) -> Any:
    """Give the same structure with everything masked that may not be shown."""
    return _mask(content, ())


def _mask(value: Any, place: tuple[str, ...]) -> Any:
    if len(place) > _DEEPEST:
        return MASK
    if isinstance(value, Mapping):
        return {key if _KEY.fullmatch(key) else MASK: _mask(inner, (*place, key)) for key, inner in value.items()}
    if isinstance(value, list):
        shown = [_mask(inner, (*place, "*")) for inner in value[:_LONGEST_LIST]]
        return shown if len(value) <= _LONGEST_LIST else [*shown, MASK]
    return value if value is None or _may_show(value, place) else MASK


def _may_show(value: Any, place: tuple[str, ...]) -> bool:
    form = _SHOWN.get(place) or _SHOWN.get((*place[:-1], "*"))
    if isinstance(form, re.Pattern):
        return isinstance(value, str) and form.fullmatch(value) is not None
    return form is not None and type(value) is form


def masked_text(body: bytes) -> str:
    """Give a body as staff may read it: indented, masked; a sentence where it is no JSON or was removed."""
    if not body:
        return "The body was removed: its person was erased, or it is no longer needed."
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return f"The body is not JSON. Its {len(body)} bytes are kept, and not shown."
    return masked_json(content)


def masked_json(content: Any) -> str:
    """Give content as staff may read it: indented, masked."""
    return json.dumps(masked(content), indent=2, ensure_ascii=False)
