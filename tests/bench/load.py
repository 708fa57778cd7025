"""Sends signed deliveries as fast as a door answers, over connections kept open; a process of its own, without a library.

`python -m tests.bench.load HOST PORT PATH CONNECTIONS SECONDS SECRET SITE_URL PREFIX` prints what it saw as JSON.
Each connection sends its next delivery when the last one was answered, so rate and times belong together.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import count
from statistics import quantiles

from sync import signing
from tests import makers

MOST_WAIT_S = 30.0
_READ_BYTES = 65536


class Line:
    """One connection, made anew where the door closes it after each answer; and what it waits for."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._connect()
        self.began = 0.0
        self.heard = b""

    def say(self, request: bytes) -> None:
        self.heard = b""
        self.began = time.perf_counter()
        if self.is_closed:
            self._connect()
        self.socket.sendall(request)

    def _connect(self) -> None:
        self.socket = socket.create_connection(self._address, timeout=MOST_WAIT_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.is_closed = False

    def hear(self) -> int | None:
        """Give the status once the whole answer came."""
        piece = self.socket.recv(_READ_BYTES)
        self.heard += piece
        head, end, body = self.heard.partition(b"\r\n\r\n")
        if not end and not piece:
            raise ConnectionError("The door hung up without an answer.")
        if not end:
            return None
        head = head.lower()
        self.is_closed = b"connection: close" in head
        if b"transfer-encoding: chunked" in head:
            is_whole = body.endswith(b"0\r\n\r\n")
        else:
            is_whole = len(body) >= int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        return int(head[9:12]) if is_whole else None


def requests(host: str, path: str, secret: str, site_url: str, prefix: str):
    """Yield deliveries, each with an id of its own, signed now."""
    body = makers.body(makers.event(site=site_url))
    for number in count():
        event_id = f"{prefix}_{number}"
        at = datetime.now(UTC)
        head = (
            f"POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
            f"webhook-id: {event_id}\r\nwebhook-timestamp: {int(at.timestamp())}\r\n"
            f"webhook-signature: {signing.sign(event_id, at, body, secret)}\r\n\r\n"
        )
        yield head.encode() + body


def run(address: tuple[str, int], connections: int, seconds: float, deliveries) -> dict[str, object]:
    """Load a door; give answers by status, rate, and how long answers took in milliseconds."""
    ready = selectors.DefaultSelector()
    took: list[float] = []
    statuses: Counter[int] = Counter()
    began = time.perf_counter()
    ends, open_lines = began + seconds, connections

    def begin(line: Line) -> None:
        line.say(next(deliveries))
        ready.register(line.socket, selectors.EVENT_READ, line)

    for _ in range(connections):
        begin(Line(address))
    while open_lines:
        events = ready.select(MOST_WAIT_S)
        if not events:
            raise TimeoutError("The door does not answer.")
        for key, _ in events:
            line = key.data
            if (status := line.hear()) is None:
                continue
            now = time.perf_counter()
            took.append((now - line.began) * 1000)
            statuses[status] += 1
            if now < ends and not line.is_closed:
                line.say(next(deliveries))
                continue
            ready.unregister(line.socket)
            line.socket.close()
            if now < ends:
                begin(line)
            else:
                open_lines -= 1
    span = time.perf_counter() - began
    cuts = quantiles(took, n=100, method="inclusive")
    return {
        "statuses": dict(statuses), "per_second": len(took) / span, "p50_ms": cuts[49], "p99_ms": cuts[98], "most_ms": max(took),
    }  # fmt: skip


def main() -> None:
    """Load the door that the arguments name."""
    host, port, path, connections, seconds, secret, site_url, prefix = sys.argv[1:]
    deliveries = requests(host, path, secret, site_url, prefix)
    print(json.dumps(run((host, int(port)), int(connections), float(seconds), deliveries)))  # noqa: T201


if __name__ == "__main__":
    main()
