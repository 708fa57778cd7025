"""What the plugin owes reaches the service: after a crash, without a scheduler, from no copy, and under two secrets."""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync import signing
from tests.browser.book import run_scheduler, until
from tests.browser.conftest import SECRET
from tests.browser.takes import keep_a_result
from tests.loopback import ask

OTHER = "whsec_" + "QUJD" * 8
YESTERDAY = "UPDATE wp_wayfinder_results SET kept_at = '2026-01-01 00:00:00' WHERE user_id = ?"


def events_of(told, account):
    bodies = [json.loads(body)["data"] for _, body in told.got]
    return [body for body in bodies if body.get("person", {}).get("id") == account.id]


def outbox(database, account):
    return database.rows("SELECT * FROM wp_wayfinder_outbox WHERE user_id = ? ORDER BY id", account.id)


@pytest.fixture
def dead_scheduler(house):
    house.site.create("/wayfinder-rehearsal/v1/scheduler-dead/86400")
    yield
    house.site.create("/wayfinder-rehearsal/v1/scheduler-dead/0")


def test_a_result_without_its_event_gets_it_again_under_the_same_id_and_once(house, database, told):
    account, _ = keep_a_result(house)
    until(house, lambda: events_of(told, account))
    database.change(YESTERDAY, account.id)
    (kept,) = database.rows("SELECT * FROM wp_wayfinder_results WHERE user_id = ?", account.id)
    database.change("DELETE FROM wp_wayfinder_outbox WHERE user_id = ?", account.id)
    told.got.clear()
    run_scheduler(house, "wayfinder_deliver", lambda: events_of(told, account))
    (row,) = outbox(database, account)
    assert row["event_id"] == kept["event_id"]
    event = json.loads(row["body"])
    assert event["timestamp"] == "2026-01-01T00:00:00Z"
    assert event["data"]["answers"] == json.loads(kept["answers"])
    assert row["sha256"] == hashlib.sha256(row["body"].encode()).hexdigest()
    run_scheduler(house, "wayfinder_deliver", lambda: outbox(database, account)[0]["state"] == "delivered")
    assert told.ids().count(kept["event_id"]) == 1


def test_what_is_told_again_is_word_for_word_what_was_told(house, database, told):
    account, _ = keep_a_result(house)
    (before,) = outbox(database, account)
    database.change("DELETE FROM wp_wayfinder_outbox WHERE user_id = ?", account.id)
    until(
        house, lambda: outbox(database, account), patience_s=180
    )  # a result that is a minute old should have its event
    assert outbox(database, account)[0]["body"] == before["body"]


def test_nobody_who_was_erased_is_told_of_again(house, database, told):
    gone, _ = keep_a_result(house)
    (result,) = database.rows("SELECT * FROM wp_wayfinder_results WHERE user_id = ?", gone.id)
    here, _ = keep_a_result(house)
    house.site._remove_account(gone.login)
    columns = [name for name in result if name != "id"]
    for user_id in (
        gone.id,
        here.id,
    ):  # half of a backup comes back: of somebody without an account, and of an erased one
        values = {**result, "user_id": user_id, "event_id": f"evt_back-{user_id}", "revision": 7}
        database.change(
            f"INSERT INTO wp_wayfinder_results ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})",
            *({**values, "kept_at": "2026-01-01 00:00:00"}[name] for name in columns),
        )
    database.change(
        "INSERT INTO wp_wayfinder_outbox (event_id, type, body, user_id, state, next_attempt_at, created_at)"
        " VALUES ('evt_erased', 'person.erased', '{}', ?, 'delivered', '2026-01-02', '2026-01-02')",
        here.id,
    )
    other, _ = keep_a_result(house)
    database.change(YESTERDAY, other.id)
    database.change("DELETE FROM wp_wayfinder_outbox WHERE user_id = ?", other.id)
    run_scheduler(house, "wayfinder_deliver", lambda: outbox(database, other))
    ids = [row["event_id"] for row in database.rows("SELECT event_id FROM wp_wayfinder_outbox")]
    assert not [event_id for event_id in ids if event_id.startswith("evt_back-")]
    database.change("DELETE FROM wp_wayfinder_results WHERE event_id LIKE 'evt_back-%'")


@pytest.mark.usefixtures("dead_scheduler")
def test_without_a_scheduler_a_page_that_is_left_delivers(house, told):
    account, _ = keep_a_result(house)
    assert told.got == []
    beacon = {"content": "default", "started": True}
    for _ in range(3):
        answer = ask("POST", f"{house.url}/wp-json/wayfinder/v1/counts", json=beacon)
        assert (answer.status_code, answer.content) == (204, b"")
    assert len(events_of(told, account)) == 1


@pytest.mark.usefixtures("dead_scheduler")
def test_without_a_scheduler_one_visit_a_minute_delivers(house, told):
    keep_a_result(house)
    house.admin().open(f"{house.url}/wp-admin/")
    assert len(told.got) == 1
    keep_a_result(house)
    house.admin().open(f"{house.url}/wp-admin/")
    assert len(told.got) == 1


@pytest.mark.usefixtures("dead_scheduler")
def test_a_page_that_somebody_waits_for_delivers_nothing(house, told):
    keep_a_result(house)
    house.fetch(house.page)
    assert told.got == []


def test_with_a_living_scheduler_a_visit_delivers_nothing(house, database, told):
    house.site.create("/wayfinder-rehearsal/v1/scheduler-dead/200")  # late, but not dead
    try:
        keep_a_result(house)
        house.admin().open(f"{house.url}/wp-admin/")
        assert told.got == []
    finally:
        house.site.create("/wayfinder-rehearsal/v1/scheduler-dead/0")


def write_due(database, count, lease=None):
    """Owe events of nobody, perhaps under somebody's lease."""
    for number in range(count):
        database.change(
            "INSERT INTO wp_wayfinder_outbox (event_id, type, body, user_id, state, next_attempt_at, created_at,"
            " lease_until, lease_token) VALUES (?, 'orientation.completed', '{}', 900000, 'due', '2026-01-01 00:00:00',"
            " '2026-01-01 00:00:00', ?, ?)",
            *(f"evt_due-{number}", lease, lease and "of somebody else"),
        )


def count(database, state):
    return database.rows("SELECT COUNT(*) AS number FROM wp_wayfinder_outbox WHERE state = ?", state)[0]["number"]


def test_many_runners_at_once_send_each_event_once(house, database, told):
    _, visitor = keep_a_result(house)
    until(house, lambda: count(database, "delivered") == 1)
    write_due(database, 40)
    headers = nonce(house, visitor)
    with ThreadPoolExecutor(6) as runners:
        rings = [
            runners.submit(visitor.post, f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, headers) for _ in range(8)
        ]
        rings += [runners.submit(ask, "GET", f"{house.url}/wp-cron.php") for _ in range(3)]
    assert all(ring.result().ok for ring in rings)
    until(house, lambda: count(database, "delivered") == 41)
    assert sorted(told.ids()[1:]) == sorted(f"evt_due-{number}" for number in range(40))


def test_the_lease_of_a_runner_that_died_runs_out(house, database, told):
    _, visitor = keep_a_result(house)
    until(house, lambda: count(database, "delivered") == 1)
    write_due(database, 1, lease="2099-01-01 00:00:00")
    headers = nonce(house, visitor)
    visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, headers)
    assert count(database, "due") == 1
    database.change("UPDATE wp_wayfinder_outbox SET lease_until = '2026-01-01 00:00:00' WHERE state = 'due'")
    visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, headers)
    assert count(database, "due") == 0
    assert told.ids().count("evt_due-0") == 1


@pytest.mark.parametrize("status", [401, 404, 410, 422])
def test_a_refusal_of_every_kind_is_tried_again_and_shown(house, database, told, status):
    told.status = status
    account, visitor = keep_a_result(house)
    visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, nonce(house, visitor))
    (row,) = outbox(database, account)
    assert (row["state"], row["attempts"], row["last_status"]) == ("due", 1, status)
    assert f"({status})" in house.deliveries()


def nonce(house, visitor):
    return {"x-wp-nonce": visitor.get(f"{house.url}/wp-admin/admin-ajax.php?action=rest-nonce")}


def test_the_service_may_ask_to_wait_but_for_a_day_at_most(house, database, told):
    told.status, told.headers = 503, {"retry-after": "9999999"}
    account, visitor = keep_a_result(house)
    visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, nonce(house, visitor))
    (row,) = outbox(database, account)
    due = time.strptime(row["next_attempt_at"], "%Y-%m-%d %H:%M:%S")
    assert row["attempts"] == 0
    assert 86300 < time.mktime(due) - time.timezone - time.time() < 86410


def signing_secrets(told, known):
    """Which of these secrets signed the last delivery, in the order of the signatures."""
    headers, body = told.got[-1]
    found = {}
    for name, secret in known.items():
        when = signing.datetime.fromtimestamp(int(headers["webhook-timestamp"]), signing.UTC)
        found[signing.sign(headers["webhook-id"], when, body, secret)] = name
    return [found[signature] for signature in headers["webhook-signature"].split(" ")]


def test_a_new_secret_leaves_the_former_one_signing_for_a_week(house, database, told, desk, shoot):
    secrets = {"former": SECRET, "new": OTHER}
    tab = f"{house.url}/wp-admin/options-general.php?page=wayfinder&tab=service"
    desk.goto(tab)
    desk.fill("#wayfinder-secret", OTHER)
    desk.click("#submit >> nth=0")
    desk.wait_for_selector("#wayfinder-former")
    assert "still signs until" in desk.inner_text("#wayfinder-former")
    shoot(desk, "service-rotation-1280")
    desk.click("text=Test the connection >> nth=-1")
    desk.wait_for_selector("text=The service has it.")
    assert signing_secrets(told, secrets) == ["new", "former"]
    desk.click("text=Drop it now")
    desk.wait_for_selector("text=Only the new secret signs now")
    desk.click("text=Test the connection >> nth=-1")
    desk.wait_for_selector("text=The service has it.")
    assert signing_secrets(told, secrets) == ["new"]
    assert database.option("wayfinder_former_secrets") is None


def test_a_former_secret_is_dropped_when_its_week_is_over(house, database, told):
    house.site.connect(told.url, OTHER)
    former = database.option("wayfinder_former_secrets")
    assert SECRET in former
    until_s = former.partition('"until";i:')[2].partition(";")[0]
    database.change(
        "UPDATE wp_options SET option_value = replace(option_value, ?, '1600000000')"
        " WHERE option_name = 'wayfinder_former_secrets'",
        until_s,
    )
    account, visitor = keep_a_result(house)
    visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, nonce(house, visitor))
    assert len(events_of(told, account)) == 1
    assert signing_secrets(told, {"former": SECRET, "new": OTHER}) == ["new"]
    run_scheduler(house, "wayfinder_deliver", lambda: database.option("wayfinder_former_secrets") is None)


def test_another_service_gets_nothing_signed_by_the_former_ones_secret(house, database, told):
    house.site.connect(told.url + "-2", OTHER)
    _, visitor = keep_a_result(house)
    visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, nonce(house, visitor))
    assert signing_secrets(told, {"former": SECRET, "new": OTHER}) == ["new"]
