"""Whatever a foreign server does, a gateway ends in one of our words, and never sends a post twice."""

import http.server
import threading
import time

import pytest

from sync.errors import Refused, Unavailable
from sync.gateways import http as wire
from sync.gateways.wordpress import RestPlugin, RestPosts
from sync.gateways.xmlrpc import XmlrpcPosts
from sync.posts import Draft
from sync.sites import Site

DRAFT = Draft("wayfinder-x", "Title", "<p>Text</p>")
METHODS = b"""<?xml version="1.0"?><methodResponse><params><param><value><array><data>
<value><string>wp.newPost</string></value><value><string>wp.getPosts</string></value>
</data></array></value></param></params></methodResponse>"""


class Script(http.server.BaseHTTPRequestHandler):
    """Answers as the test wrote it down; None cuts the connection after the request was read."""

    protocol_version = "HTTP/1.1"

    def do_any(self):
        self.server.seen.append((self.command, self.path, self.rfile.read(int(self.headers.get("content-length", 0)))))
        said = self.server.script.pop(0) if self.server.script else None
        if said is None:
            self.close_connection = True
            self.connection.shutdown(2)
            return
        status, headers, body = said
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_any  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Script) as running:
        running.script, running.seen = [], []
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def site(server):
    return Site(1, "make", f"http://127.0.0.1:{server.server_port}", (), "demo-service", "app password", "rest")


def answer(status, body=b"{}", **headers):
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, body


@pytest.mark.parametrize(
    ("said", "word", "sentence"),
    [
        (answer(400, b'{"code": "rest_invalid_param", "message": "No such badge."}'), Refused, "No such badge"),
        (answer(404, b'{"code": "wayfinder_no_account", "message": "Nobody."}'), Refused, "Nobody"),
        (answer(404, b'{"code": "rest_no_route", "message": "No route."}'), Unavailable, "404"),
        (answer(404, b"<html>moved</html>"), Unavailable, "404"),
        (answer(408, b'{"code": "x", "message": "Slow."}'), Unavailable, "408"),
        (answer(200, b'{"badge": "x"}'), Unavailable, "agreed"),
        (answer(200, b"[]"), Unavailable, "agreed"),
        (answer(401, b'{"message": "No."}'), Unavailable, "application password"),
        (answer(403, b'{"message": "No."}'), Unavailable, "application password"),
        (answer(429, b"{}", retry_after="120"), Unavailable, "429"),
        (answer(503, b"<h1>Maintenance</h1>"), Unavailable, "503"),
        (answer(500), Unavailable, "500"),
        (answer(302, b"", location="/wp-login.php"), Unavailable, "302"),
        (answer(200, b"<html>Welcome to our firewall</html>"), Unavailable, "without JSON"),
        (answer(200, b""), Unavailable, "without JSON"),
        (None, Unavailable, "cut"),
    ],
)
def test_what_rest_says_becomes_one_of_our_words(server, site, said, word, sentence):
    server.script = [said]
    with pytest.raises(word, match=sentence):
        RestPlugin(site).grant_badge("x", [5])
    assert len(server.seen) == 1


def test_it_waits_as_long_as_it_is_asked(server, site):
    server.script = [answer(429, b"{}", retry_after="120")]
    with pytest.raises(Unavailable) as caught:
        RestPosts(site).create(DRAFT)
    assert caught.value.retry_after_s == 120


def test_an_answer_too_large_is_not_read_to_its_end(server, site, monkeypatch):
    monkeypatch.setattr(wire, "_MOST_BYTES", 100)
    server.script = [answer(200, b"[" + b" " * 200 + b"]")]
    with pytest.raises(Unavailable, match="more than we read"):
        RestPosts(site).find(DRAFT)


def test_a_slow_answer_ends_in_time(server, site, monkeypatch):
    monkeypatch.setattr(wire, "TIMEOUT_S", (1, 0.2))
    server.script = [answer(200, b"", content_length="10")]
    started = time.monotonic()
    with pytest.raises(Unavailable, match=r"in time|cut|Error"):
        RestPosts(site).find(DRAFT)
    assert time.monotonic() - started < 5  # the default would have been 20


def test_nobody_there_is_later(site, server):
    server.server_close()
    with pytest.raises(Unavailable, match="could not reach"):
        RestPosts(site).find(DRAFT)


def test_without_an_account_nothing_is_sent(server, site):
    nobody = Site(1, "make", site.url, (), None, None, "rest")
    for gateway in (RestPosts, RestPlugin, XmlrpcPosts):
        with pytest.raises(Unavailable, match="wayfinder site account make"):
            gateway(nobody)
    assert server.seen == []


def test_xmlrpc_sends_a_post_once_when_the_answer_is_cut(server, site):
    server.script = [answer(200, METHODS, content_type="text/xml"), None]
    with pytest.raises(Unavailable, match="cut"):
        XmlrpcPosts(site).create(DRAFT)
    assert sum(b"wp.newPost" in body for _, _, body in server.seen) == 1


@pytest.mark.parametrize(
    ("code", "word"), [(401, Refused), (403, Unavailable), (405, Unavailable), (500, Unavailable), (404, Refused)]
)
def test_what_xmlrpc_says_becomes_one_of_our_words(server, site, code, word):
    fault = f"""<?xml version="1.0"?><methodResponse><fault><value><struct>
    <member><name>faultCode</name><value><int>{code}</int></value></member>
    <member><name>faultString</name><value><string>No.</string></value></member>
    </struct></value></fault></methodResponse>"""
    server.script = [answer(200, METHODS), answer(200, fault.encode())]
    with pytest.raises(word):
        XmlrpcPosts(site).create(DRAFT)


@pytest.mark.parametrize(
    "body", [b"<html><p>hello</html>", b"", b"PHP Warning: x\n<?xml", METHODS[:80], b"<html><body></body></html>"]
)
def test_xmlrpc_that_is_not_xml_is_later(server, site, body):
    server.script = [answer(200, body)]
    with pytest.raises(Unavailable):
        XmlrpcPosts(site).find(DRAFT)


def test_a_closed_xmlrpc_is_later(server, site):
    server.script = [answer(405, b"")]
    with pytest.raises(Unavailable, match="closed"):
        XmlrpcPosts(site).find(DRAFT)
