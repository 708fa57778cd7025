"""Every page says who may see it, and only they do; every form is one of ours."""

import pytest
from flask import Flask

from console import guard
from console.rooms import OPEN, STAFF, declared
from sync.errors import Impossible
from tests.console.conftest import ROLES


def pages(app):
    """Give (path, method, roles) of every page, its blanks filled with what exists."""
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<any(inbox, outbox):box>", "inbox").replace("<path:filename>", "console.css")
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield path, method, declared(app.view_functions[rule.endpoint])


@pytest.fixture
def every_page(app, park):
    number = park()[0].partition(":")[2]
    found = [(path.replace("<int:row_id>", number), method, roles) for path, method, roles in pages(app)]
    assert not any("<" in path for path, _, _ in found), "a page with a blank that this test cannot fill"
    assert len(found) >= 12
    return found


def test_without_a_session_every_page_leads_out(app, every_page):
    client = app.test_client()
    for path, method, roles in every_page:
        answer = client.open(path, method=method, buffered=True)
        if OPEN in roles:
            assert answer.status_code in (200, 403), path  # 403: a sign-in without a token
        else:
            assert (answer.status_code, answer.location) == (303, "/console/signed-out"), path


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_is_declared_and_nothing_else(come, every_page, role):
    for path, method, roles in every_page:
        if OPEN in roles:
            continue
        window = come(role)
        answer = window.get(path) if method == "GET" else window.post(path)
        may = STAFF in roles or role in roles
        assert (answer.status_code != 403) == may, (path, role)
        if method == "GET" and may:
            assert answer.status_code == (404 if path.endswith("/decide") else 200), path


def test_every_form_needs_the_token_of_its_session(come, every_page):
    for path in [path for path, method, _ in every_page if method == "POST"]:
        for wrong in ("", "0" * 64, "é"):
            window = come("organize")
            window.fields = {"csrf": wrong}
            assert window.post(path).status_code == 403, path
        other = come("organize", sub="6")
        window = come("organize")
        window.fields = other.fields
        assert window.post(path).status_code == 403, path


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://service.example"}, 303),
        ({"Origin": "https://service.example"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://service.example"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://make.example"}, 403),
    ],
)
def test_a_form_comes_from_one_of_our_own_pages(come, headers, status):
    assert come("organize").post("/sign-out", headers=headers).status_code == status


def test_a_page_that_does_not_say_who_may_see_it_stops_the_start():
    app = Flask("console")
    with pytest.raises(Impossible, match="static"):
        guard.stand(app)


def test_every_answer_tells_browsers_what_they_must_not_do(come, every_page):
    window = come("organize")
    for path in [path for path, method, _ in every_page if method == "GET"] + ["/nowhere"]:
        answer = window.get(path)
        policy = answer.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"):
            assert rule in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        kept = "immutable" if path.startswith("/static") else "no-store"
        assert kept in answer.headers["Cache-Control"], path


def test_pages_hold_nothing_that_the_policy_forbids(come, every_page):
    window = come("organize")
    for path in [path for path, method, _ in every_page if method == "GET"]:
        text = window.get(path).get_data(as_text=True)
        if "<html" in text:
            assert " style=" not in text
            assert "<style" not in text
            assert " onclick=" not in text
            assert "<script>" not in text


def test_a_strangers_cookie_is_no_session(app):
    for cookie in ("x", "A" * 43, "é" * 43, "A" * 4000):
        client = app.test_client()
        answer = client.get("/", headers={"Cookie": f"wayfinder_console={cookie}".encode().decode("latin-1")})
        assert answer.location == "/console/signed-out"
