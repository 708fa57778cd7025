"""The calendar of meetings is fetched from another site, which may be ill, and only ever by the scheduler."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.loopback import ask

BASE = "/wp-json/wp/v2/meetings/from/"


class Calendar:
    """A site that keeps a calendar; what it answers can be changed."""

    def __init__(self):
        self.status, self.body, self.asked = 200, b"[]", []

    @contextmanager
    def open(self):
        calendar = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self):
                calendar.asked.append(self.path)
                self.send_response(calendar.status)
                self.send_header("content-length", str(len(calendar.body)))
                self.end_headers()
                self.wfile.write(calendar.body)

            def log_message(self, *words):
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}{BASE}"
            server.shutdown()


def meeting(title, days=1, **changes):
    at = (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT16:00:00+00:00")
    known = {"team": "Core", "location": "#core", "title": title, "status": "active", "datetime": at}
    return {**known, "link": "https://make.wordpress.org/core/", "recurring": "weekly", **changes}


def call(house, method, route, **what):
    keys = house.embedded.sign_in
    answer = ask(method, f"{house.url}/wp-json{route}", auth=(keys.user, keys.key), **what)
    assert answer.ok, answer.text
    return answer.json()


def known(house, team):
    return call(house, "GET", f"/wayfinder-rehearsal/v1/meetings/{team}")


def fetch(house, calendar, until):
    """Let the scheduler fetch, as it does every six hours, and wait until what became of it is written down."""
    before = len(calendar.asked)
    call(house, "POST", "/wayfinder-rehearsal/v1/scheduler/wayfinder_fetch_meetings")
    deadline = time.monotonic() + 60
    while len(calendar.asked) == before or not until(known(house, "core")["state"]):
        assert time.monotonic() < deadline, f"asked: {calendar.asked[before:]}, then {known(house, 'core')}"
        ask("GET", f"{house.url}/wp-cron.php?doing_wp_cron")
        time.sleep(0.5)


@pytest.fixture
def calendar(house):
    made = Calendar()
    with made.open() as address:
        call(house, "POST", "/wp/v2/settings", json={"wayfinder_meetings_url": address})
        yield made
        made.status, made.body = 200, b"[]"
        fetch(house, made, lambda state: state["entries"] == 0)
    call(house, "POST", "/wp/v2/settings", json={"wayfinder_meetings_url": ""})


def test_coming_meetings_are_known_and_stay_known_while_the_calendar_is_ill(house, calendar):
    calendar.body = json.dumps(
        [
            meeting("Core &amp; <b>chat</b>", days=2),
            meeting("Earlier", days=1),
            meeting("Cancelled", status="cancelled"),
            meeting("Yesterday", days=-1),
            meeting("AI chat", team="Core AI", location="#core-ai", link="wordpress.org"),
            {"garbage": True},
        ]
    ).encode()
    fetch(house, calendar, lambda state: state["entries"] == 4)
    assert calendar.asked[-1] == BASE + datetime.now(UTC).date().isoformat()
    core = known(house, "core")
    assert [found["title"] for found in core["next"]] == ["Earlier", "Core & chat"]
    assert core["state"]["entries"] == 4
    assert core["state"]["error"] == ""
    assert time.time() - core["state"]["fetched_at"] < 60
    [chat] = known(house, "core-ai")["next"]
    assert chat["url"] == "https://make.wordpress.org/ai/"
    assert known(house, "photos")["next"] == []

    for status, body, words in ((503, b"", "503"), (200, b"<!doctype html>", "not the calendar"), (404, b"[]", "404")):
        calendar.status, calendar.body = status, body
        fetch(house, calendar, lambda state: words in state["error"])  # noqa: B023 (called before the next turn)
        ill = known(house, "core")
        assert words in ill["state"]["error"]
        assert (ill["next"], ill["state"]["fetched_at"]) == (core["next"], core["state"]["fetched_at"])

    calendar.status, calendar.body = 200, b"[]"
    fetch(house, calendar, lambda state: (state["entries"], state["error"]) == (0, ""))
    assert known(house, "core") == {"next": [], "state": {**known(house, "core")["state"], "error": "", "entries": 0}}


def test_a_team_meets_in_the_visitors_own_time_and_without_script_in_utc(open_window, house, calendar, axe):
    monday = (datetime.now(UTC) + timedelta(days=7 - datetime.now(UTC).weekday())).date()
    starts = [f"{monday}T16:00:00+00:00", f"{monday + timedelta(days=7)}T17:00:00+00:00"]
    calendar.body = json.dumps([meeting("Core chat", datetime=start) for start in starts]).encode()
    fetch(house, calendar, lambda state: state["entries"] == 2)
    line = ".wayfinder-result [data-team=core] .wayfinder-meeting:visible"
    plain = open_window(java_script_enabled=False)
    plain.goto(f"{house.page}?orientation=use.code")
    assert plain.inner_text(line) == f"Next meeting: {monday:%a} {monday.day} {monday:%b}, 16:00 UTC."
    page = open_window(timezone_id="Asia/Kolkata")
    page.goto(f"{house.page}?orientation=use.code")
    page.wait_for_selector(".is-ready")
    told = page.inner_text(line)
    assert told.startswith(f"Next meeting: {monday:%a}, {monday:%b} {monday.day}, 09:30")
    assert "your time (04:00" in told
    assert page.get_attribute(f"{line} a", "href") == "https://make.wordpress.org/core/"
    assert axe(page) == []
    later = open_window()
    later.clock.install(time=datetime.fromisoformat(starts[0]) + timedelta(hours=1))
    later.goto(f"{house.page}?orientation=use.code")
    later.wait_for_selector(".is-ready")
    assert "05:00" in later.inner_text(line)  # 17:00: the page was kept in a cache until the first one was over


def test_a_visitors_page_asks_no_calendar(house, calendar):
    answer = ask("GET", f"{house.page}?orientation=use.code")
    assert answer.status_code == 200
    assert "wp-block-wayfinder-orientation" in answer.text
    assert 'data-team="core"' in answer.text
    assert calendar.asked == []


def test_the_plugin_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
