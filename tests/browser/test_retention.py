"""The text of a message goes when the service has it for certain and its days are over; number and digest stay."""

import hashlib

import pytest

from tests.browser.book import run_scheduler
from tests.browser.test_service_tab import open_tab

OLD, YOUNG = "2026-01-01 00:00:00", "2099-01-01 00:00:00"


def write(database, name, state="delivered", delivered_at=OLD):
    body = f'{{"of":"{name}"}}'
    database.change(
        "INSERT INTO wp_wayfinder_outbox (event_id, type, body, sha256, user_id, state, next_attempt_at, created_at,"
        " delivered_at) VALUES (?, 'orientation.completed', ?, ?, 900000, ?, ?, ?, ?)",
        *(f"evt_{name}", body, hashlib.sha256(body.encode()).hexdigest(), state, OLD, OLD, delivered_at),
    )
    return body


def kept(database):
    rows = database.rows("SELECT event_id FROM wp_wayfinder_outbox WHERE body_removed_at IS NULL AND body <> ''")
    return {row["event_id"] for row in rows}


def forget(house, database, name):
    run_scheduler(house, "wayfinder_forget_bodies", lambda: name not in kept(database))


@pytest.fixture
def three(database, told):
    """Give the outbox: three old, one young, one that waits, and one that was fetched by nobody."""
    told.status = 500
    bodies = {name: write(database, name) for name in ("first", "second")}
    write(database, "young", delivered_at=YOUNG)
    write(database, "waits", "parked", None)
    write(database, "unfetched")
    return bodies


def cursor_of(database, name):
    return database.rows("SELECT id FROM wp_wayfinder_outbox WHERE event_id = ?", f"evt_{name}")[0]["id"]


def test_only_what_was_delivered_fetched_and_is_old_loses_its_body(house, database, book, three):
    book.read(after=cursor_of(database, "waits"))
    forget(house, database, "evt_first")
    assert kept(database) == {"evt_young", "evt_waits", "evt_unfetched"}
    told = {event["id"]: event for event in book.read(after=0)["events"]}
    assert told["evt_first"]["body"] is None
    assert told["evt_first"]["sha256"] == hashlib.sha256(three["first"].encode()).hexdigest()
    assert told["evt_unfetched"]["body"] == '{"of":"unfetched"}'


def test_a_service_that_never_fetches_leaves_every_body_here(house, database, book, three):
    book.read(after=0)
    book.read(after=cursor_of(database, "unfetched"), bodies=0)
    ran = []
    run_scheduler(house, "wayfinder_forget_bodies", lambda: len(ran) > 10 or ran.append(1))
    assert len(kept(database)) == 5


def test_the_days_are_a_field_that_says_what_is_wrong(desk, house, database, told):
    open_tab(desk, house)
    assert desk.input_value("#wayfinder-keep_days") == "30"
    for odd in ("0", "3651", "1.5", ""):
        desk.eval_on_selector(
            "#wayfinder-keep_days", "(field, odd) => { field.form.noValidate = true; field.value = odd }", odd
        )
        desk.click("#submit >> nth=0")
        desk.wait_for_selector("#wayfinder-summary")
        assert "whole number of days" in desk.inner_text("#wayfinder-keep_days-error")
        assert desk.input_value("#wayfinder-keep_days") == odd
        open_tab(desk, house)
    desk.fill("#wayfinder-keep_days", "7")
    desk.click("#submit >> nth=0")
    desk.wait_for_selector("text=Saved.")
    assert database.option("wayfinder_keep_days") == "7"
    assert desk.input_value("#wayfinder-keep_days") == "7"
    database.change("DELETE FROM wp_options WHERE option_name = 'wayfinder_keep_days'")


def test_a_wrong_number_of_days_saves_nothing_else_either(desk, house, database, told):
    open_tab(desk, house)
    desk.fill("#wayfinder-service_url", told.url + "-other")
    desk.eval_on_selector("#wayfinder-keep_days", "field => { field.form.noValidate = true; field.value = 'many' }")
    desk.eval_on_selector("#wayfinder-keep_days", "field => { field.type = 'text'; field.value = 'many' }")
    desk.click("#submit >> nth=0")
    desk.wait_for_selector("#wayfinder-summary")
    assert database.option("wayfinder_service_url") == told.url
    assert desk.input_value("#wayfinder-service_url") == told.url + "-other"


def test_site_health_tells_how_many_texts_are_here_and_how_many_went(house, database, book, three):
    book.read(after=cursor_of(database, "second"))
    forget(house, database, "evt_first")
    admin = house.admin()
    admin.open(f"{house.url}/wp-admin/site-health.php?tab=debug")
    copied = str(admin.find(".copy-button")["data-clipboard-text"]).split("### wayfinder ###")[1].split("###")[0]
    assert "bodies: 3" in copied
    assert "removed: 2" in copied
    assert "plugins/wayfinder" not in house.debug_log()
