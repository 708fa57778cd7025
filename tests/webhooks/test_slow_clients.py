"""Clients that send slowly, too much or nonsense hold nobody up: the real door, over raw sockets."""

import socket
import time
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

import pytest

from demo import wordpress
from demo.service import running, set_up
from tests import makers
from webhooks.app import LARGEST_BODY_BYTES
from webhooks.front import BODY_PATIENCE_S, THREADS

SLOW = b"POST /webhooks/demo HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    found = set_up(folder, wordpress.free_port(), makers.SITE_URL, ("demo-service", "a password"))
    with running(["serve"], found):
        yield found


@contextmanager
def line(here):
    host, _, port = here.address.removeprefix("http://").partition(":")
    with closing(socket.create_connection((host, int(port)), timeout=BODY_PATIENCE_S + 20)) as opened:
        yield opened


def send(here, event_id, body=None):
    """Deliver over a socket of its own; give the status and how long it took."""
    body = body or makers.body(makers.event("connection.tested"))
    head = "".join(f"{k}: {v}\r\n" for k, v in makers.headers(body, event_id, datetime.now(UTC), here.secret).items())
    began = time.monotonic()
    with line(here) as opened:
        opened.sendall(f"POST /webhooks/demo HTTP/1.1\r\nhost: x\r\n{head}content-length: {len(body)}\r\n\r\n".encode())
        opened.sendall(body)
        return int(opened.recv(4096)[9:12]), time.monotonic() - began


def test_clients_that_never_finish_hold_nobody_up_and_are_told(here):
    with line(here) as first:
        first.sendall(SLOW)
        others = [socket.create_connection(first.getpeername()) for _ in range(4 * THREADS)]
        for other in others:
            other.sendall(SLOW)
        took = [send(here, f"evt_{number}") for number in range(5)]
        assert [status for status, _ in took] == [202] * 5
        assert max(seconds for _, seconds in took) < BODY_PATIENCE_S / 2
        began = time.monotonic()
        answer = first.recv(4096)
        assert b" 408 " in answer
        assert time.monotonic() - began < BODY_PATIENCE_S + 5
        for other in others:
            other.close()
    assert send(here, "evt_after")[0] == 202


def test_a_client_that_drips_is_told_too(here):
    with line(here) as opened:
        opened.sendall(SLOW)
        opened.settimeout(0.5)
        deadline = time.monotonic() + BODY_PATIENCE_S + 10
        answer = b""
        while not answer and time.monotonic() < deadline:
            opened.sendall(b"x")
            try:
                answer = opened.recv(4096)
            except TimeoutError:
                continue
        assert b" 408 " in answer


@pytest.mark.parametrize("size", [LARGEST_BODY_BYTES + 1, 5 * 1024 * 1024])
def test_a_body_too_large_is_refused_in_the_doors_own_words(here, size):
    with line(here) as opened:
        opened.sendall(b"POST /webhooks/demo HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % size)
        with suppress(ConnectionError):  # it hangs up while we are still sending
            opened.sendall(b"x" * size)
        answer = opened.recv(4096)
    assert b" 413 " in answer
    assert b"at most 65536 bytes" in answer


def test_a_body_in_pieces_without_a_length_has_the_same_limit(here):
    with line(here) as opened:
        opened.sendall(b"POST /webhooks/demo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        opened.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
        opened.sendall((b"8000\r\n" + b"x" * 0x8000 + b"\r\n") * 2 + b"0\r\n\r\n")
        assert b" 413 " in opened.recv(4096)


@pytest.mark.parametrize(
    "request_line",
    [b"GET /%ff%fe HTTP/1.1", b"GET /webhooks/%00 HTTP/1.1", b"POST /webhooks/\xc3\xbc HTTP/1.1", b"BREW / HTTP/1.1", b"GET /?%zz HTTP/1.1"],
)  # fmt: skip
def test_a_strange_request_is_answered_with_what_is_wrong(here, request_line):
    with line(here) as opened:
        opened.sendall(request_line + b"\r\nhost: x\r\nwebhook_id: evt_1\r\ncontent-length: 0\r\n\r\n")
        assert opened.recv(4096)[9:10] == b"4"
    assert "Traceback" not in here.log.read_text()
