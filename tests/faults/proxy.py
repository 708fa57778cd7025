"""A way between two parts on which things go wrong: refused, delayed, cut, doubled, held back, shuffled, corrupted.

One request per connection. Which trick a request meets is drawn from a seed; `weather` says how likely each is.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random
from typing import Self

_PATIENCE_S = 90.0
_LONGEST_HOLD_S = 20.0


class Proxy:
    """Listens on a loopback port and passes on to another, in a thread of its own."""

    def __init__(self, to_port: int, seed: str, may_repeat: Callable[[str], bool], *, is_signed: bool) -> None:
        """Prepare it.

        Shapes: may_repeat says of a request's first line whether the network may bring it twice; is_signed whether the other
        side can notice any changed byte (else bytes are changed so that nothing reads them as something else, as TLS would).
        """
        self.to_port, self.is_signed, self._may_repeat = to_port, is_signed, may_repeat
        self.weather: Mapping[str, float] = {}
        self.is_away = False
        self.done: Counter[str] = Counter()
        self.port = 0
        self._random = Random(seed)
        self._late: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run()), name=f"proxy to {to_port}", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def held(self) -> int:
        """Give how many requests are still to arrive."""
        return len(self._late)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._late:
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.is_away:
                self.done["refused"] += 1
                return
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    answer = await self._pass_on(await _read(reader))
                    if answer and not self.is_away:
                        writer.write(answer)
                        await writer.drain()
                        writer.close()
                        return
        finally:
            writer.transport.abort() if not writer.is_closing() else None

    async def _pass_on(self, request: bytes) -> bytes:
        """Give what the asker is to get; nothing when the connection is to be cut."""
        trick = self._draw(request)
        match trick:
            case "delayed":
                await asyncio.sleep(self._random.uniform(0.05, 1.5))
            case "cut before":
                return b""
            case "held back":
                self._send_later(request)
                return b""
            case "again later":
                self._send_later(request)
            case "corrupted":
                request = self._corrupt(request, is_answer=False)
        answer = await self._ask(request)
        match trick:
            case "twice":
                await self._ask(request)
            case "cut after":
                return b""
            case "cut within":
                return answer[: len(answer) // 2]
            case "answer corrupted":
                return self._corrupt(answer, is_answer=True)
        return answer

    def _draw(self, request: bytes) -> str:
        line = request.partition(b"\r\n")[0].decode(errors="replace")
        drawn = self._random.random()
        for trick, chance in self.weather.items():
            drawn -= chance
            if drawn < 0:
                if trick in ("twice", "again later", "held back") and not self._may_repeat(line):
                    return ""
                self.done[trick] += 1
                return trick
        return ""

    def _send_later(self, request: bytes) -> None:
        async def later() -> None:
            await asyncio.sleep(self._random.uniform(0.2, _LONGEST_HOLD_S))
            await self._ask(request)

        task = asyncio.ensure_future(later())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _ask(self, request: bytes) -> bytes:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.to_port)
            writer.write(request)
            await writer.drain()
            answer = await reader.read(-1)
            writer.close()
            return answer
        except OSError:
            return b""

    def _corrupt(self, message: bytes, *, is_answer: bool) -> bytes:
        head, _, body = message.partition(b"\r\n\r\n")
        if not body:
            return message.replace(b"HTTP/1.", b"HTPT/1.") if is_answer else message
        changed = bytearray(body)
        for _ in range(3):
            place = self._random.randrange(len(changed))
            changed[place] = changed[place] ^ (1 << self._random.randrange(8)) if self.is_signed else 0xFF
        if not self.is_signed:
            changed[0] = 0xFF
        return head + b"\r\n\r\n" + bytes(changed)


async def _read(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    body = await reader.readexactly(int(length[1])) if length else b""
    kept = re.sub(rb"(?i)\r\n(connection|expect|keep-alive):[^\r]*", b"", head)
    return kept[:-2] + b"Connection: close\r\n\r\n" + body
