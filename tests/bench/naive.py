"""What one would write first: the door as a plain Flask view, an insert with full sync and an RQ job per request.

Verification and validation are the real door's own, so that only keeping and ringing are compared. Served by gunicorn:
`gunicorn --workers 2 tests.bench.naive:app`, with BENCH_DATABASE, BENCH_REDIS, BENCH_SECRET and BENCH_SITE set.
"""

import hashlib
import os
import sqlite3
from datetime import UTC, datetime

from flask import Flask, request
from redis import Redis
from rq import Queue

from sync import signing
from webhooks import schemas

app = Flask(__name__)
database = sqlite3.connect(os.environ.get("BENCH_DATABASE", ":memory:"), timeout=30, isolation_level=None)
database.execute("PRAGMA synchronous=FULL")
queue = Queue("bench", connection=Redis.from_url(os.environ.get("BENCH_REDIS", "redis://")), serializer="json")

TABLE = """CREATE TABLE inbox (id INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, wordpress_id INTEGER,
body BLOB NOT NULL, body_sha256 TEXT NOT NULL, received_at TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'due')"""


@app.post("/webhooks/<name>")
def receive(name):
    body, now = request.get_data(), datetime.now(UTC)
    headers = {key.lower(): value for key, value in request.headers.items()}
    proof = signing.verify(body, headers, [os.environ["BENCH_SECRET"]], now)
    event = schemas.read_event(body)
    if event.site_url != os.environ["BENCH_SITE"]:
        return "", 403
    row = (proof.event_id, event.type, event.wordpress_id, body, hashlib.sha256(body).hexdigest(), now.isoformat())
    database.execute(
        "INSERT OR IGNORE INTO inbox (event_id, type, wordpress_id, body, body_sha256, received_at) VALUES (?,?,?,?,?,?)",
        row,
    )
    queue.enqueue("tests.bench.naive.work", proof.event_id)
    return "", 202


def prepare(path: str) -> None:
    """Make the table and switch to WAL, before processes open it at once."""
    with sqlite3.connect(path) as fresh:
        fresh.execute("PRAGMA journal_mode=WAL")
        fresh.execute(TABLE)
    fresh.close()
