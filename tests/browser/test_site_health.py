"""Site Health says what an administrator would want to know, before somebody asks where their badge is."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.browser.takes import keep_a_result


@pytest.fixture
def outbox(house):
    """Give a way to make the plugin's rows older than a test can wait."""
    path = house.embedded.debug_log.parent / "database" / ".ht.sqlite"

    def change(columns):
        with closing(sqlite3.connect(path, timeout=20)) as database, database:
            database.execute(f"UPDATE wp_wayfinder_outbox SET {columns}")

    return change


def health(page, house, test):
    """Open Site Health and give what it says of one of our tests: severity and words."""
    page.goto(f"{house.url}/wp-admin/site-health.php")
    panel = page.locator(f"#health-check-accordion-block-wayfinder_{test}")
    panel.wait_for(state="attached")
    severity = page.evaluate(
        "name => document.getElementById(name).closest('.health-check-accordion').id",
        f"health-check-accordion-block-wayfinder_{test}",
    )
    return severity.removeprefix("health-check-site-status-"), panel


def test_it_tells_what_to_do_about_results_that_do_not_arrive(desk, house, outbox, shoot):
    house.site.connect("", "")
    keep_a_result(house)
    severity, panel = health(desk, house, "deliveries")
    assert severity == "recommended"
    assert "no service is connected" in panel.text_content()
    house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "QUJD" * 8)
    assert health(desk, house, "deliveries")[0] == "good"
    outbox("state = 'due', created_at = '2026-01-01 00:00:00'")
    severity, panel = health(desk, house, "deliveries")
    assert severity == "critical"
    assert "for more than an hour" in panel.text_content()
    outbox("state = 'parked'")
    severity, panel = health(desk, house, "deliveries")
    assert severity == "critical"
    assert "Send again" in panel.text_content()
    desk.click('[aria-controls="health-check-accordion-block-wayfinder_deliveries"]')
    assert panel.locator("a").get_attribute("href").endswith("options-general.php?page=wayfinder")
    for name, width in (("desk", 1280), ("phone", 360)):
        desk.set_viewport_size({"width": width, "height": 900})
        shoot(desk, f"site-health-{name}")
    outbox("state = 'delivered'")
    assert health(desk, house, "deliveries")[0] == "good"


def test_the_plugin_s_own_quiz_is_in_order(desk, house):
    severity, panel = health(desk, house, "quiz")
    assert severity == "good"
    assert "enough active teams" in panel.text_content()


def test_the_debug_information_tells_figures_but_no_secret_and_no_person(desk, house, outbox):
    secret = "whsec_" + "QUJD" * 8
    house.site.connect("http://127.0.0.1:9/webhooks/nobody", secret)
    keep_a_result(house)
    desk.goto(f"{house.url}/wp-admin/site-health.php?tab=debug")
    copied = desk.get_attribute(".copy-button", "data-clipboard-text")
    section = copied.split("### wayfinder ###")[1].split("###")[0]
    assert "connected: Yes" in section
    assert re.search(r"waiting: [1-9]", section)
    assert secret not in desk.content()
    assert "demo-visitor" not in section
    assert "plugins/wayfinder" not in house.debug_log()


def test_sums_that_no_service_gets_are_no_results_that_wait(desk, house, outbox):
    house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "QUJD" * 8)
    keep_a_result(house)
    outbox("state = 'due', type = 'orientation.counted'")
    house.site.connect("", "")
    severity, panel = health(desk, house, "deliveries")
    assert (severity, "no result waits" in panel.text_content()) == ("good", True)
    outbox("type = 'orientation.completed'")
    assert health(desk, house, "deliveries")[0] == "recommended"


def test_a_scheduler_that_does_not_run_is_said_with_since_when(desk, house, outbox):
    house.site.connect("http://127.0.0.1:9/webhooks/nobody", "whsec_" + "QUJD" * 8)
    outbox("state = 'delivered'")
    house.site.create("/wayfinder-rehearsal/v1/scheduler-dead/7200")
    try:
        severity, panel = health(desk, house, "deliveries")
        assert severity == "recommended"
        assert re.search(r"has not run since \d{4}-\d\d-\d\d \d\d:\d\d UTC", panel.text_content())
        outbox("state = 'due', created_at = '2026-01-01 00:00:00', next_attempt_at = '2099-01-01 00:00:00'")
        severity, panel = health(desk, house, "deliveries")
        assert severity == "critical"
        assert "wp wayfinder deliver" in panel.text_content()
    finally:
        house.site.create("/wayfinder-rehearsal/v1/scheduler-dead/0")
        outbox("state = 'delivered'")
        house.site.connect("", "")
