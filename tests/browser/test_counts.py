"""What visitors' pages tell is counted without keeping anything about them, and reaches the service once."""

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from demo.service import SITE_NAME
from tests.browser.takes import ANSWERS, log_in, take
from tests.loopback import ask


def tell(house, content, **more):
    return ask("POST", f"{house.url}/wp-json/wayfinder/v1/counts", json=content, **more)


def wordpress_rows(house, query):
    """Look into WordPress's database from beside it."""
    path = house.embedded.debug_log.parent / "database" / ".ht.sqlite"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


@pytest.fixture
def counted(house):
    """Give the sums of the day on which the test began, and of the next one if it ends at midnight."""
    first_day = datetime.now(UTC).date().isoformat()

    def sums():
        rows = wordpress_rows(house, "SELECT day, kind, team, count FROM wp_wayfinder_counts")
        found = Counter()
        for day, kind, team, count in rows:
            if day[:10] >= first_day:
                found[f"{kind} {team}".strip()] += count
        return dict(found)

    return sums


def added(before, after):
    return {what: after[what] - before.get(what, 0) for what in after if after[what] != before.get(what, 0)}


def test_a_visit_adds_one_to_each_sum_and_nothing_else(house, counted):
    before = counted()
    answer = tell(house, {"content": "default", "started": True, "answers": ANSWERS, "handed": ["core", "nobody"]})
    assert (answer.status_code, answer.content) == (204, b"")
    new = added(before, counted())
    shown = {what for what in new if what.startswith("shown ")}
    assert "shown core" in shown
    assert 3 <= len(shown) <= 5
    assert new == {"started": 1, "finished": 1, "handed core": 1, **dict.fromkeys(shown, 1)}


def test_a_page_tells_once_what_its_visitor_did(open_window, house, counted):
    before = counted()
    page = open_window()
    page.goto(house.page)
    take(page)
    page.click("text=Start over")
    take(page, answers="use.publish")
    page.route("https://make.wordpress.org/**", lambda route: route.fulfill(body="There."))
    page.click(".wayfinder-result .wayfinder-next a >> nth=0")
    page.wait_for_url("https://make.wordpress.org/**")
    until = time.monotonic() + 30
    while "handed photos" not in added(before, counted()) and time.monotonic() < until:
        time.sleep(0.2)
    assert added(before, counted()) == {
        **dict.fromkeys(["started", "finished", "shown core", "shown meta", "shown plugins", "handed photos"], 1)
    }


def test_who_only_looks_is_not_counted(open_window, house):
    page = open_window()
    told = []
    page.on("request", lambda request: told.append(request.url))
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.wait_for_load_state("networkidle")
    told.clear()
    page.goto("about:blank")
    assert told == []


def test_the_answer_is_never_cached_and_sets_no_cookie(house):
    answer = tell(house, {})
    assert answer.status_code == 204
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_what_nobody_knows_counts_nothing(house, counted):
    before = counted()
    for content in (
        {},
        {"answers": "use.fly"},
        {"started": False},
        {"handed": ["tide", "nobody"]},
        {"mood": "curious"},
    ):
        assert tell(house, content).status_code == 204
    assert counted() == before


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"started": "perhaps"}, "started"),
        ({"answers": ["use.code"]}, "answers"),
        ({"answers": "x" * 2001}, "answers"),
        ({"handed": ["core"] * 6}, "handed"),
        ({"handed": ["Core!"]}, "handed"),
        ({"content": "../default"}, "content"),
    ],
)
def test_a_malformed_call_is_answered_with_the_field(house, content, field, counted):
    before = counted()
    answer = tell(house, content)
    assert (answer.status_code, list(answer.json()["data"]["params"])) == (400, [field])
    assert counted() == before


def test_a_body_that_is_too_large_is_refused(house):
    assert tell(house, {"started": True, "mood": "x" * 4096}).status_code == 413


def test_a_visitor_who_is_logged_in_counts_like_any_other(open_window, house, counted):
    account = house.new_visitor()
    page = open_window()
    page.goto(f"{house.url}/wp-login.php")
    log_in(page, account)
    page.goto(house.page)
    before = counted()
    sent = "new Blob([JSON.stringify({started: true})], {type: 'application/json'})"
    with page.expect_response("**/wayfinder/v1/counts") as told:
        assert page.evaluate(f"navigator.sendBeacon('/wp-json/wayfinder/v1/counts', {sent})")
    assert told.value.status == 204
    assert added(before, counted())["started"] == 1


def test_two_at_once_are_counted_as_two(house, counted):
    before = counted()
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: tell(house, {"handed": ["hosting"]}).status_code, range(8)))
    assert said == [204] * 8
    assert added(before, counted()) == {"handed hosting": 8}


def test_no_address_is_kept_for_the_limit(house):
    tell(house, {})
    kept = wordpress_rows(
        house, "SELECT option_name, option_value FROM wp_options WHERE option_name LIKE '%wayfinder_calls%'"
    )
    assert kept
    assert "127.0.0.1" not in str(kept)


def admin(house, method, route):
    keys = house.embedded.sign_in
    answer = ask(method, f"{house.url}/wp-json{route}", auth=(keys.user, keys.key))
    assert answer.ok, answer.text
    return answer.json()


def run_scheduler(house, hook, until):
    """Let the scheduler do now what it does every hour."""
    admin(house, "POST", f"/wayfinder-rehearsal/v1/scheduler/{hook}")
    deadline = time.monotonic() + 60
    while not (found := until()):
        assert time.monotonic() < deadline, f"{hook} did nothing"
        ask("GET", f"{house.url}/wp-cron.php?doing_wp_cron")
        time.sleep(0.5)
    return found


def told(house):
    query = "SELECT event_id, body FROM wp_wayfinder_outbox WHERE type = 'orientation.counted' ORDER BY id"
    return [(event_id, json.loads(body)["data"]) for event_id, body in wordpress_rows(house, query)]


def days_ago(days):
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()


def test_a_day_on_which_people_only_began_is_told_with_empty_sums(house):
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/7")  # what others did before
    tell(house, {"started": True})
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/4")
    run_scheduler(house, "wayfinder_tell_counts", lambda: told(house) and told(house)[-1][1]["day"] == days_ago(4))
    assert told(house)[-1][1] == {
        "site": house.url, "content": "default", "day": days_ago(4),
        "started": 1, "finished": 0, "shown": {}, "handed": {},
    }  # fmt: skip


def test_a_day_that_is_over_is_told_once_and_a_day_that_is_not_stays(house, counted):
    tell(house, {"started": True, "answers": ANSWERS, "handed": ["core"]})
    sums = counted()
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/3")
    before = len(told(house))
    run_scheduler(house, "wayfinder_tell_counts", lambda: len(told(house)) > before)
    event_id, data = told(house)[-1]
    assert re.fullmatch("evt_[0-9a-f]{32}", event_id)
    assert data["day"] == days_ago(3)
    assert (data["site"], data["content"]) == (house.url, "default")
    assert (data["started"], data["finished"]) == (sums["started"], sums["finished"])
    for kind in ("shown", "handed"):
        assert data[kind] == {what.split()[1]: count for what, count in sums.items() if what.startswith(f"{kind} ")}

    tell(house, {"started": True})
    left = "SELECT option_value FROM wp_options WHERE option_name = 'cron'"
    run_scheduler(house, "wayfinder_tell_counts", lambda: "rehearsed" not in str(wordpress_rows(house, left)))
    assert len(told(house)) == before + 1
    assert counted()["started"] == 1


def test_sums_are_forgotten_after_400_days(house):
    for days in (399, 401):
        tell(house, {"started": True})
        admin(house, "POST", f"/wayfinder-rehearsal/v1/days-ago/{days}")
    old = f"SELECT DISTINCT day FROM wp_wayfinder_counts WHERE day <= '{days_ago(399)}'"
    assert len(wordpress_rows(house, old)) == 2
    run_scheduler(house, "wayfinder_tell_counts", lambda: len(wordpress_rows(house, old)) == 1)
    assert wordpress_rows(house, old) == [(days_ago(399),)]


def test_what_visitors_tell_reaches_the_operator(house, serving):
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/9")  # what others did before; it is never told
    for visit in ({"started": True}, {"started": True, "answers": ANSWERS}, {"handed": ["core"]}):
        tell(house, visit)
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/2")
    known = "SELECT kind, team, count FROM orientation_counts WHERE day = ?"
    rows = run_scheduler(house, "wayfinder_tell_counts", lambda: serving.rows(known, days_ago(2)))
    sums = {f"{row['kind']} {row['team']}".strip(): row["count"] for row in rows}
    assert (sums["started"], sums["finished"], sums["handed core"], sums["shown core"]) == (2, 1, 1, 1)
    said = subprocess.run(
        [sys.executable, "-m", "wayfinder", "funnel", "--site", SITE_NAME, "--days", "2"],
        env={**serving.environment, "COLUMNS": "100"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert re.search(r"^ *began the quiz +2 *$", said.stdout, re.MULTILINE)
    assert re.search(r"^ *saw a result +1 +50% *$", said.stdout, re.MULTILINE)
    assert re.search(r"^ *followed a team's link +1 +100% *$", said.stdout, re.MULTILINE)
    assert re.search(r"^ *core +1 +1 *$", said.stdout, re.MULTILINE)


def test_a_flood_is_asked_to_wait_and_may_go_on_after_that(house):
    minute_later = partial(admin, house, "POST", "/wayfinder-rehearsal/v1/minute-later")
    minute_later()
    with ThreadPoolExecutor(4) as pool:  # one minute ends, perhaps, and the next one has as many
        answers = list(pool.map(lambda _: tell(house, {}), range(130)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer.status_code for answer in answers} == {204, 429}
    assert len(answers) - len(refused) >= 60
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in refused)
    minute_later()
    assert tell(house, {}).status_code == 204


def test_the_plugin_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()


@pytest.fixture(scope="module", autouse=True)
def _connected(house):
    """Let there be a service, though nobody answers there: without one, no day is told."""
    house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "QUJD" * 8)


def change_wordpress(house, query):
    path = house.embedded.debug_log.parent / "database" / ".ht.sqlite"
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        database.execute(query)


def test_without_a_service_days_wait_for_one_and_are_not_owed(house):
    change_wordpress(house, "DELETE FROM wp_options WHERE option_name = 'wayfinder_counts_told_until'")
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/11")  # what others did before
    house.site.connect("", "")
    tell(house, {"started": True})
    admin(house, "POST", "/wayfinder-rehearsal/v1/days-ago/6")
    planned = "SELECT option_value FROM wp_options WHERE option_name = 'cron'"
    run_scheduler(house, "wayfinder_tell_counts", lambda: "rehearsed" not in str(wordpress_rows(house, planned)))
    assert days_ago(6) not in {data["day"] for _event, data in told(house)}
    house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "QUJD" * 8)
    run_scheduler(house, "wayfinder_tell_counts", lambda: days_ago(6) in {data["day"] for _event, data in told(house)})


def test_the_messages_that_told_sums_are_forgotten_with_them(house):
    columns = "type, body, state, next_attempt_at, created_at"
    for days, state in ((399, "delivered"), (401, "delivered"), (402, "due")):
        body = json.dumps({"type": "orientation.counted", "data": {"day": days_ago(days)}})
        values = f"'orientation.counted', '{body}', '{state}', '2099-01-01 00:00:00', '2026-01-01 00:00:00'"
        change_wordpress(
            house, f"INSERT INTO wp_wayfinder_outbox (event_id, {columns}) VALUES ('evt_old{days}', {values})"
        )
    old = "SELECT event_id FROM wp_wayfinder_outbox WHERE event_id LIKE 'evt_old%' ORDER BY event_id"
    run_scheduler(house, "wayfinder_tell_counts", lambda: len(wordpress_rows(house, old)) < 3)
    left = wordpress_rows(house, old)
    change_wordpress(house, "DELETE FROM wp_wayfinder_outbox WHERE event_id LIKE 'evt_old%'")  # it would wait for ever
    assert left == [("evt_old399",), ("evt_old402",)]


def test_what_the_limit_kept_goes_with_the_next_visitor(house):
    ours = "option_name LIKE '%wayfinder_calls%'"
    change_wordpress(house, f"DELETE FROM wp_options WHERE {ours}")
    for name, until in (("old", int(time.time()) - 1), ("new", int(time.time()) + 60)):
        for start, value in (("_transient_", 3), ("_transient_timeout_", until)):
            row = f"'{start}wayfinder_calls_{name}', '{value}', 'off'"
            change_wordpress(house, f"INSERT INTO wp_options (option_name, option_value, autoload) VALUES ({row})")
    tell(house, {})
    left = {name for (name,) in wordpress_rows(house, f"SELECT option_name FROM wp_options WHERE {ours}")}
    assert len(left) == 4  # the new one and this call, two rows each
    assert {"_transient_wayfinder_calls_new", "_transient_timeout_wayfinder_calls_new"} < left
