"""Serves copies of pages at the address of the WordPress that made them, compressed, as a site with a cache would."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from tests.bench.copies import Copy, File


@contextmanager
def serve(copies: dict[str, Copy]) -> Iterator[None]:
    """Answer until the block ends. The WordPress must have stopped: this takes its port, so nothing is rewritten."""
    files = {_path(url): file for copy in copies.values() for url, file in copy.files.items()}
    address = urlsplit(next(iter(copies.values())).address)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one piece
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            # Which step an address asks for is the script's business; the page is the same.
            file = files.get(self.path) or files.get(self.path.partition("?")[0])
            self.answer(200, file) if file else self.answer(404, File("text/plain", b""))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(204)
            self.end_headers()

        def answer(self, status: int, file: File) -> None:
            is_text = not file.kind.startswith(("font/", "image/"))
            body = file.gzipped if is_text else file.body
            self.send_response(status)
            self.send_header("Content-Type", f"{file.kind}; charset=utf-8" if is_text else file.kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            if is_text:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            """Nobody asked."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *request: object) -> None:
            """Browsers close what they no longer need."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(*request)

    with Server((address.hostname or "", address.port or 80), Door) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
