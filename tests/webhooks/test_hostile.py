"""Hostile requests to every public route: no 5xx, no traceback, nothing kept that is not proven; what is proven is kept.

`WAYFINDER_FUZZ=100000` sends at least so many in all; by default there are a few, the same ones each time.
"""

import json
import os
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from structlog.testing import capture_logs

from sync.store import sites
from sync.store.db import open_engine, reading, transaction
from sync.store.tables import inbox
from tests import makers
from tests.conftest import Clock
from wayfinder import schema
from webhooks.app import create_app
from webhooks.door import Door
from webhooks.keeper import Keeper
from webhooks.limits import Buckets, Rate
from webhooks.ringer import Ringer

REQUESTS = int(os.environ.get("WAYFINDER_FUZZ", "2000"))
pytestmark = pytest.mark.timeout(180 + REQUESTS // 20)
FEW = settings(
    max_examples=REQUESTS // 3 + 1, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)  # fmt: skip

NAMES = [
    "webhook-id", "webhook-timestamp", "webhook-signature", "content-type", "content-length", "transfer-encoding",
    "host", "x-forwarded-for", "x-http-method-override", "authorization", "cookie", "range", "expect", "accept",
]  # fmt: skip
line = some.text(some.characters(min_codepoint=1, max_codepoint=255, exclude_characters="\r\n"), max_size=80)
paths = some.one_of(
    some.sampled_from(
        ["/", "/webhooks/", "/webhooks/make", "/webhooks/other", "/healthz", "/readyz", "/console/", "/metrics"]
    ),
    some.text(max_size=60).map(lambda text: f"/webhooks/{text}"),
    some.text(max_size=60).map(lambda text: f"/{text}"),
    some.text("/.%0aA\\;?#:@", max_size=40).map(lambda text: f"/webhooks/{text}"),
)
# What comes close to the grammar of a proof, and is none.
digits = some.text("0123456789.-+_ e\u0661", max_size=14)
signatures = some.lists(some.sampled_from(["v1,", "v1a,", "v1", ","]).flatmap(
    lambda scheme: some.text("ABC+/=, !\xe9", max_size=48).map(lambda digest: scheme + digest)
), max_size=10).map(" ".join)  # fmt: skip
methods = some.sampled_from("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE".split())
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=5) | some.dictionaries(some.text(max_size=12), inner, max_size=5),
    max_leaves=15,
)
# Events that are nearly right: one part of a good one is anything at all.
spoiled = some.one_of(
    some.builds(
        lambda key, value: makers.event(**{key: value}), some.sampled_from(sorted(makers.event()["data"])), anything
    ),
    some.builds(
        lambda key, value: makers.counted(**{key: value}), some.sampled_from(sorted(makers.counted()["data"])), anything
    ),
    some.builds(
        lambda key, value: {**makers.event(), key: value}, some.sampled_from(["type", "timestamp", "data"]), anything
    ),
    some.builds(lambda kind, value: {**makers.event(), "type": kind, "data": value}, some.text(max_size=70), anything),
)
bodies = some.one_of(
    some.binary(max_size=300),
    spoiled.map(lambda content: json.dumps(content).encode()),
    anything.map(lambda content: json.dumps(content).encode()),
    some.sampled_from(
        [b"", b"[" * 5000, b'{"a":' * 5000, b"x" * 70_000, b"\xff\xfe", b"\0", b"NaN", b'{"data":1e999}']
    ),
)


@pytest.fixture(scope="module")
def target(tmp_path_factory, queue_url):
    """Give a door with one site, and how many rows it has."""
    from jobs.queue import Bell, connect
    from sync.sealing import Seal

    folder, seal = tmp_path_factory.mktemp("hostile"), Seal("a key that only the tests know, 32+")
    engine = open_engine(f"sqlite:///{folder / 'wayfinder.sqlite'}")
    schema.migrate(engine, folder)
    with transaction(engine) as session:
        sites.add(session, makers.site(), seal, makers.NOW)
    redis = connect(queue_url)
    with closing(Door(engine, seal, Bell(redis), Clock())) as door:
        door.keeper = Keeper(engine, Ringer(door.bell), patience_s=60)  # a busy machine is not what is tested
        door.attempts = door.deliveries = Buckets(Rate(1e9, 1e9))  # so that every request gets as far as it can
        yield create_app(door), lambda: count(engine)
    redis.close()
    engine.dispose()


def count(engine):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(inbox)) or 0


def send(app, method, path, headers, body):
    """Send one; give its status and what it said. Nothing may be raised, nothing logged as a crash."""
    with capture_logs() as said:
        as_bytes = {"PATH_INFO": path.encode().decode("latin-1")}  # the client would read a host out of //…
        answer = app.test_client().open(method=method, headers=headers, data=body, environ_overrides=as_bytes)
    assert answer.status_code < 500, (method, path, headers, body)
    assert not [entry for entry in said if "exc_info" in entry], said
    assert b"Traceback" not in answer.data
    return answer


@FEW
@given(
    methods, paths, some.lists(some.tuples(some.sampled_from(NAMES), line | digits | signatures), max_size=6), bodies
)
def test_what_is_not_proven_is_answered_and_leaves_no_trace(target, method, path, headers, body):
    app, rows = target
    before = rows()
    answer = send(app, method, path, headers, body)
    if path.startswith("/webhooks/make") and method == "POST":
        assert answer.status_code in (401, 404, 413), answer.data
    assert rows() == before


@FEW
@given(some.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), line | digits | signatures, bodies)
def test_a_proof_with_one_part_exchanged_is_none(target, name, value, body):
    app, rows = target
    before = rows()
    headers = {**makers.headers(body), name: value}
    assert send(app, "POST", "/webhooks/make", headers, body).status_code in (401, 413)
    assert rows() == before


@FEW
@given(body=bodies, number=some.integers(0, 10**12))
def test_whatever_is_proven_is_kept_once_or_refused_in_words(target, body, number):
    app, rows = target
    event_id, before = f"evt_{number}", rows()
    answer = send(app, "POST", "/webhooks/make", makers.headers(body, event_id), body)
    assert answer.status_code in (202, 403, 409, 413, 422), answer.data
    assert rows() - before in ((0,) if answer.status_code in (403, 413) else (0, 1))
    settled = rows()
    again = send(app, "POST", "/webhooks/make", makers.headers(body, event_id), body)
    assert (again.status_code, rows()) == (answer.status_code, settled)
    if answer.status_code not in (403, 413):
        other = send(app, "POST", "/webhooks/make", makers.headers(body + b" ", event_id), body + b" ")
        assert other.status_code == 409
