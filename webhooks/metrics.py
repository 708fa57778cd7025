"""What Prometheus asks for: the books in numbers, read from the database at that moment, so that any process can answer."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from sync.store import figures
from sync.store.db import reading
from sync.store.figures import Link, Stage
from webhooks.door import EXTENSION, Door

metrics = Blueprint("metrics", __name__)

_STATES = ("due", "parked", "dropped", "done")


@metrics.get("/metrics")
def tell() -> Response:
    """Tell whoever shows the token; without one in the settings there is nothing here.

    Errors: 401 without the token, 404 when none is set, 503 when the database cannot be read.
    """
    door: Door = current_app.extensions[EXTENSION]
    if door.metrics_token is None:
        abort(404)
    said = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(said, f"Bearer {door.metrics_token}".encode()):
        abort(401, "Send the token of WAYFINDER_METRICS_TOKEN as a bearer token.")
    registry = CollectorRegistry()
    registry.register(Books(door))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Books(Collector):
    """The books of all sites at this moment."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def describe(self) -> Iterable[Metric]:
        """Describe nothing ahead: what there is, the database says."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Read the books, in one look."""
        now = self._door.now()
        with reading(self._door.engine) as session:
            stages, links = figures.stages(session, now), figures.links(session)
        yield from _of_stages(stages, now)
        yield from _of_links(links, now)
        yield GaugeMetricFamily(
            "wayfinder_queue_up", "Whether the queue can be reached.", float(self._door.bell.works())
        )
        warnings = len(self._door.bell.warnings())
        yield GaugeMetricFamily("wayfinder_queue_warnings", "In how many ways the queue may lose bells.", warnings)


def _of_stages(stages: Iterable[Stage], now: datetime) -> Iterator[Metric]:
    where = ["site", "box", "kind"]
    rows = GaugeMetricFamily("wayfinder_rows", "Rows by state.", labels=[*where, "state"])
    oldest = GaugeMetricFamily("wayfinder_oldest_due_seconds", "Age of the oldest row that is due.", labels=where)
    for stage in stages:
        labels = [stage.site, stage.box, stage.kind]
        for state in _STATES:
            rows.add_metric([*labels, state], getattr(stage, state))
        age_s = 0.0 if stage.oldest_due_at is None else (now - stage.oldest_due_at).total_seconds()
        oldest.add_metric(labels, max(age_s, 0.0))
    yield rows
    yield oldest


def _of_links(links: Iterable[Link], now: datetime) -> Iterator[Metric]:
    received = GaugeMetricFamily("wayfinder_last_received_seconds", "Since a site's last delivery.", labels=["site"])
    opened = GaugeMetricFamily("wayfinder_breaker_open", "Whether a site is left alone for a while.", labels=["site"])
    pulled = GaugeMetricFamily("wayfinder_last_pull_seconds", "Since a site's book was read.", labels=["site"])
    filled = CounterMetricFamily("wayfinder_pull_filled", "Events that no push had brought.", labels=["site"])
    rewinds = CounterMetricFamily("wayfinder_pull_rewinds", "How often a site's book had gone back.", labels=["site"])
    for link in links:
        for family, at in ((received, link.last_received_at), (pulled, link.pulled_at)):
            if at is not None:
                family.add_metric([link.site], max((now - at).total_seconds(), 0.0))
        opened.add_metric([link.site], float(link.opened_at is not None))
        filled.add_metric([link.site], link.filled)
        rewinds.add_metric([link.site], link.rewinds)
    yield from (received, opened, pulled, filled, rewinds)
