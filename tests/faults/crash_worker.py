"""A service that dies at a chosen point: it is forked from the test, works as a door and a worker do, and is killed there.

Points are the moments before and after every commit and every effect on the world. The world is called by the real
gateways, over HTTP, so that what they did before the kill stays done.
"""

import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from jobs import queue, run
from jobs.hands import Hands
from jobs.queue import Bell
from sync.gateways.fakes import FakeWordPress
from sync.gateways.wordpress import RestPlugin, RestPosts
from sync.gateways.world import World
from sync.posts import Draft
from sync.sealing import Seal
from sync.store import db
from tests import makers
from webhooks import schemas
from webhooks.app import create_app
from webhooks.door import Door


@dataclass
class Points:
    """Counts points, and dies at one of them."""

    die_at: int
    names: list[str] = field(default_factory=list)

    def pass_by(self, name: str) -> None:
        """Be at a point."""
        self.names.append(name)
        if len(self.names) == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """Give the same act with a point before and one after it."""

        def acting(*given: Any, **more: Any) -> Any:
            self.pass_by(f"before {name}")
            answer = act(*given, **more)
            self.pass_by(f"after {name}")
            return answer

        return acting


class Watched:
    """A gateway with points around each of its calls."""

    def __init__(self, gateway: object, points: Points) -> None:
        self._gateway, self._points = gateway, points

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return self._points.around(name, getattr(self._gateway, name))


@dataclass(frozen=True)
class Place:
    """Where a service works."""

    database_url: str
    queue_url: str
    seal: Seal


def serve(place: Place, points: Points, scenes: list[list[tuple[str, bytes]]], later: timedelta = timedelta()) -> None:
    """Keep each scene's deliveries (as often as they are sent) and do all that follows from them, by a clock that is ahead."""
    engine = db.open_engine(place.database_url)
    engine.dialect.do_commit = points.around("commit", engine.dialect.do_commit)  # type: ignore[method-assign]
    redis = queue.connect(place.queue_url)
    bell = Bell(redis)

    def now() -> datetime:
        return datetime.now(UTC) + later

    world = World(
        now=now,
        chance=lambda: 0.5,
        plugin=lambda site: Watched(RestPlugin(site), points),
        posts=lambda site: Watched(RestPosts(site), points),
    )
    door = Door(engine, place.seal, bell, now)
    client = create_app(door).test_client()
    run.equip(Hands(engine, place.seal, world, bell, schemas))
    for scene in scenes:
        for event_id, body in scene:
            client.post("/webhooks/make", data=body, headers=makers.headers(body, event_id, now()))
        for kind in queue.KINDS:
            run.work(kind)
    if hasattr(door, "close"):  # one that keeps in a thread of its own
        door.close()
    redis.close()
    engine.dispose()


def dies(place: Place, die_at: int, scenes: list[list[tuple[str, bytes]]]) -> tuple[bool, list[str]]:
    """Serve in a process of its own that is killed at this point; say whether it was, and what it passed if it was not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            points = Points(die_at)
            serve(place, points, scenes)
            os.write(writing, json.dumps(points.names).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True, []
    assert os.WEXITSTATUS(status) == 0, "the service failed instead of dying"
    return False, json.loads(told)


@contextmanager
def wordpress_over_http(fake: FakeWordPress, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve a WordPress in memory at the plugin's and the posts' routes; give its address."""
    one_at_a_time = threading.Lock()

    class Site(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            with one_at_a_time:
                said = json.dumps(_answer(fake, self.command, self.path, json.loads(body or b"{}"))).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def log_message(self, *said: object) -> None:
            """Nobody asked."""

    server = ThreadingHTTPServer((host, 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _answer(fake: FakeWordPress, method: str, path: str, said: dict[str, Any]) -> Any:
    if path.endswith("/badges"):
        grant = fake.grant_badge(said["badge"], said["people"])
        return {"granted": sorted(grant.holders), "held": [], "unknown": sorted(grant.unknown)}
    if found := re.search(r"/people/(\d+)$", path):
        shown = fake.show_journey(int(found[1]), said)
        return {"version": shown.version, "application": shown.application}
    if found := re.search(r"/events\?after=(\d+)", path):
        return {"anchor": None, "settled": int(found[1]), "more": False, "events": []}
    slug = said.get("slug") or re.search(r"slug=([^&]+)", path)[1]  # type: ignore[index]
    draft = Draft(slug, said.get("title", ""), said.get("content", ""))
    post = fake.create(draft) if method == "POST" else fake.find(draft)
    shown = {"id": post.id, "link": post.link} if post else None
    return shown if method == "POST" else [shown] if shown else []
