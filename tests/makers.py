"""Makers with good defaults: a test says only what matters to it."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from sync import signing
from sync.orientation import Result, Visitor
from sync.sites import NewSite

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
SECRET = signing.make_secret(bytes(range(32)))
SITE_URL = "https://make.example"


def visitor(wordpress_id: int = 5, name: str = "Demo Visitor") -> Visitor:
    return Visitor(wordpress_id, f"demo-{wordpress_id}", f"demo-{wordpress_id}", name)


def result(**changes: Any) -> Result:
    known: dict[str, Any] = {
        "site_url": SITE_URL,
        "visitor": visitor(),
        "revision": 1,
        "answers": ("use.code", "skill.software"),
        "teams": ("core", "test", "meta"),
        "wants_mentor": True,
        "completed_at": NOW,
    }
    return Result(**{**known, **changes})


def site(**changes: Any) -> NewSite:
    return NewSite(**{"name": "make", "url": SITE_URL, "secret": SECRET, **changes})


def event(kind: str = "orientation.completed", **data: Any) -> dict[str, Any]:
    completed: dict[str, Any] = {
        "site": SITE_URL,
        "person": {"id": 5, "login": "demo-5", "nicename": "demo-5", "name": "Demo Visitor"},
        "revision": 1,
        "content": "default",
        "answers": ["use.code", "skill.software"],
        "teams": [{"slug": slug, "reasons": ["use.code"]} for slug in ("core", "test", "meta")],
        "wants_mentor": True,
        "locale": "en_US",
    }
    return {"type": kind, "timestamp": "2026-11-22T16:00:00Z", "data": {**completed, **data}}


def counted(**data: Any) -> dict[str, Any]:
    of_day: dict[str, Any] = {
        "site": SITE_URL,
        "content": "default",
        "day": "2026-11-21",
        "started": 120,
        "finished": 80,
        "shown": {"core": 60, "photos": 80},
        "handed": {"core": 4},
    }
    return {"type": "orientation.counted", "timestamp": "2026-11-22T00:20:00Z", "data": {**of_day, **data}}


def body(content: object) -> bytes:
    return json.dumps(content).encode()


def headers(content: bytes, event_id: str = "evt_1", at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signing.sign(event_id, at, content, secret),
    }


def other_secret() -> str:
    return "whsec_" + base64.b64encode(b"x" * 32).decode()
