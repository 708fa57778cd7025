"""A copy of the site sends nothing, and says so, until somebody says what it is."""

import pytest

from tests.browser.book import run_scheduler, until
from tests.browser.takes import keep_a_result
from tests.browser.test_service_tab import look, open_tab
from tests.browser.test_site_health import health

ORIGINAL = "https://make.example"


@pytest.fixture
def copied(house, database, told):
    """Give a site that was connected under another address."""
    assert database.option("wayfinder_connected_home") == house.url
    database.change("UPDATE wp_options SET option_value = ? WHERE option_name = 'wayfinder_connected_home'", ORIGINAL)
    return told


def ring(house, visitor):
    nonce = visitor.get(f"{house.url}/wp-admin/admin-ajax.php?action=rest-nonce")
    return visitor.post(f"{house.url}/wp-json/wayfinder/v1/deliveries", {}, {"x-wp-nonce": nonce}).json()


def test_a_copy_sends_nothing_on_any_way(house, copied, desk):
    _, visitor = keep_a_result(house)
    assert ring(house, visitor) == {"delivered": 0, "waiting": 1}
    done = []
    run_scheduler(house, "wayfinder_deliver", lambda: len(done) > 10 or done.append(1))
    open_tab(desk, house)
    desk.click("text=Test the connection >> nth=-1")
    desk.wait_for_selector("text=so nothing is sent. Choose above")
    assert copied.got == []
    assert "Waits, since this is a copy" in desk.inner_text("#wpbody-content")


def test_saving_the_settings_of_a_copy_does_not_make_it_send(house, database, copied, desk):
    open_tab(desk, house)
    desk.click("#submit >> nth=0")
    desk.wait_for_selector("text=Saved.")
    assert database.option("wayfinder_connected_home") == ORIGINAL


def test_a_copy_is_said_in_settings_and_site_health_and_can_be_disconnected(house, database, copied, desk, shoot):
    severity, panel = health(desk, house, "deliveries")
    assert severity == "critical"
    assert f"The service was connected at {ORIGINAL}, and this site is {house.url}" in panel.text_content()
    open_tab(desk, house)
    assert "Is this a copy?" in desk.inner_text("#wayfinder-copy")
    look(desk, shoot, "copy")
    desk.click("text=This is a copy: disconnect it")
    desk.wait_for_selector("text=Results that people keep wait here")
    assert desk.input_value("#wayfinder-service_url") == ""
    assert desk.locator("#wayfinder-copy").count() == 0
    assert [database.option(name) for name in ("wayfinder_secret", "wayfinder_connected_home")] == ["", None]


def test_a_site_that_moved_goes_on_and_its_operator_is_told_what_to_do(house, copied, desk):
    account, _ = keep_a_result(house)
    open_tab(desk, house)
    desk.click("text=The site has moved: go on sending")
    desk.wait_for_selector(f"text=wayfinder site move make {house.url}")
    until(house, lambda: copied.got)
    assert len(copied.got) == 1
    assert f'"id":{account.id}' in copied.got[0][1].decode()


def test_nobody_is_led_from_a_copy_into_the_console(house, copied, desk):
    desk.goto(f"{house.url}/wp-admin/admin.php?page=wayfinder-console")
    assert "whether it is a copy or has moved" in desk.inner_text(".wrap")
    assert desk.locator("text=Open the console").count() == 0


def test_a_connection_of_former_times_belongs_to_where_it_is(house, database, told):
    database.change("DELETE FROM wp_options WHERE option_name = 'wayfinder_connected_home'")
    run_scheduler(house, "wayfinder_deliver", lambda: database.option("wayfinder_connected_home") == house.url)
