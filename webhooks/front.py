"""Reads each request whole before a thread is given to it, so that a client that sends slowly holds nobody up.

Served as WSGI, granian reads the body inside the thread that answers: as many clients as there are threads, each sending a
byte now and then, stop a process for good (measured). Here bodies are awaited, none longer or larger than it may be.
"""

import asyncio
import io
import json
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol

from sync.store.inbox import Kept
from webhooks.keeper import PATIENCE_S, Ticket
from webhooks.quick import QUICK, TICKET, Quick

BODY_PATIENCE_S = 10.0
LARGEST_BODY_BYTES = 1024 * 1024  # of any room; each has limits of its own
THREADS = 16
SWITCH_S = (
    0.0005  # the thread that writes waits no longer for its turn; with Python's own 5 ms, each statement may cost that
)

_SLOW = json.dumps({"error": "request_timeout", "message": "The body did not come in time; send it again."})

_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Answer = tuple[int, list[tuple[str, str]], bytes]


class Scope(Protocol):
    """What granian says of a request."""

    method: str
    path: str
    query_string: str
    scheme: str
    client: str
    server: str
    http_version: str
    headers: Any


class Front:
    """An RSGI application around a WSGI application."""

    def __init__(
        self,
        app: Wsgi,
        threads: int = THREADS,
        body_patience_s: float = BODY_PATIENCE_S,
        gone: tuple[type[Exception], ...] = (),
    ) -> None:
        """Prepare; gone is what the server raises where a client left in the midst of its request."""
        self._app = app
        self._gone = gone
        self._patience_s = body_patience_s
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        sys.setswitchinterval(SWITCH_S)

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        """Answer a request."""
        if not hasattr(protocol, "response_bytes"):
            protocol.close(403)  # a websocket
            return
        try:
            async with asyncio.timeout(self._patience_s):
                body = await _body(scope, protocol)
        except self._gone:
            return  # nobody waits for an answer
        except TimeoutError:
            protocol.response_str(408, [("content-type", "application/json"), ("connection", "close")], _SLOW)
            return
        protocol.response_bytes(*await self._answer(scope, body))

    async def _answer(self, scope: Scope, body: bytes) -> Answer:
        """Give the answer: deliveries as far as they need not wait right here, everything else in a thread."""
        environ, loop, more = _environ(scope, body), asyncio.get_running_loop(), {}
        if scope.method == "POST" and scope.path.startswith("/webhooks/"):
            kept = asyncio.Event()
            quick = Quick(lambda: _wake(loop, kept))
            answer = self._call(environ | {QUICK: quick})
            if quick.ticket is None and not quick.is_slow:
                return answer
            if quick.ticket is not None:
                if await _is_settled(quick.ticket, kept):
                    return answer
                more = {TICKET: quick.ticket}
            environ["wsgi.input"] = io.BytesIO(body)
        return await loop.run_in_executor(self._threads, self._call, environ | more)

    def _call(self, environ: dict[str, Any]) -> Answer:
        status, headers = 500, [("content-length", "0")]

        def start(line: str, said: list[tuple[str, str]], exc_info: Any = None) -> None:
            nonlocal status, headers
            status, headers = int(line[:3]), said

        pieces = self._app(environ, start)
        try:
            return status, headers, b"".join(pieces)
        finally:
            if close := getattr(pieces, "close", None):
                close()


def _wake(loop: asyncio.AbstractEventLoop, kept: asyncio.Event) -> None:
    with suppress(RuntimeError):  # the loop ended: nobody waits any more
        loop.call_soon_threadsafe(kept.set)


async def _is_settled(ticket: Ticket, kept: asyncio.Event) -> bool:
    """Wait for the disk; say whether what the view answered holds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            await kept.wait()
    return ticket.outcome in (Kept.FIRST, Kept.BEFORE)


async def _body(scope: Scope, protocol: Any) -> bytes:
    """Give the body; of one that is larger than any room takes, so much that the room will say so."""
    said = scope.headers.get("content-length", "")
    if said.isdecimal() and int(said) <= LARGEST_BODY_BYTES:
        whole: bytes = await protocol()
        return whole
    read = bytearray()
    async for piece in protocol:
        read += piece
        if len(read) > LARGEST_BODY_BYTES:
            break
    return bytes(read)


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    host, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return environ | _headers(scope) | {"CONTENT_LENGTH": str(len(body))}


def _headers(scope: Scope) -> dict[str, str]:
    """Give the headers as WSGI names them; one with an underscore could pass for another, so there is none."""
    headers: dict[str, str] = {}
    for name, value in scope.headers.items():
        if "_" not in name and name != "transfer-encoding":  # the body is here, whole
            key = _NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers
