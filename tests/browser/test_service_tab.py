"""Settings → Wayfinder → Service: the first look, what is wrong with a field, and the end of a connection."""

import pytest

from tests.stage import ROOT

ADDRESS = "http://127.0.0.1:9/webhooks/make"
SECRET = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


def open_tab(page, house):
    page.goto(f"{house.url}/wp-admin/options-general.php?page=wayfinder&tab=service")


@pytest.fixture
def connected(desk, house):
    """Give the tab with a service that does not answer; afterwards none is connected."""
    house.site.connect(ADDRESS, SECRET)
    open_tab(desk, house)
    yield desk
    house.site.connect("", "")


def look(page, shoot, name):
    page.evaluate((ROOT / "demo" / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found = page.evaluate("axe.run('#wpbody-content')")["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shoot(page, f"service-{name}-{width}")


def test_who_comes_first_reads_what_the_service_is(desk, house, shoot):
    house.site.connect("", "")
    open_tab(desk, house)
    assert "The quiz works without it" in desk.inner_text(".wrap")
    assert desk.locator("text=Disconnect").count() == 0
    look(desk, shoot, "first")
    desk.click("text=Look at the questions and teams")
    assert desk.inner_text(".nav-tab-active") == "Quiz"


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(desk, house, shoot):
    open_tab(desk, house)
    desk.fill("#wayfinder-service_url", "http://name:word@example.org/webhooks/make")
    desk.fill("#wayfinder-secret", "open sesame")
    desk.click("#submit >> nth=0")
    desk.wait_for_selector("#wayfinder-summary")
    assert desk.evaluate("document.activeElement.id") == "wayfinder-summary"
    assert desk.locator("#wayfinder-summary a").count() == 2
    assert desk.inner_text("#wayfinder-service_url-error").startswith("Leave the user name and password out")
    look(desk, shoot, "wrong")
    desk.click("#wayfinder-summary a >> nth=1")
    assert desk.evaluate("document.activeElement.id") == "wayfinder-secret"


def test_an_emptied_address_asks_and_then_forgets_the_secret_too(connected, house, shoot):
    connected.fill("#wayfinder-service_url", "")
    connected.click("#submit >> nth=0")
    connected.wait_for_selector("text=Disconnect from the service?")
    look(connected, shoot, "question")
    connected.click("text=Stay connected")
    assert connected.input_value("#wayfinder-service_url") == ADDRESS
    connected.click("a >> text=Disconnect")
    connected.click("button >> text=Disconnect")
    connected.wait_for_selector("text=Results that people keep wait here")
    assert connected.input_value("#wayfinder-service_url") == ""
    assert connected.inner_text("#wayfinder-secret-help").startswith("Not set.")


def test_the_networks_own_words_are_folded_away(connected, shoot):
    connected.click("text=Test the connection >> nth=-1")
    connected.wait_for_selector(".wrap > .notice")
    assert connected.inner_text(".wrap > .notice p").strip().endswith("whether the service is running.")
    assert connected.locator("text=cURL error").count() >= 1
    assert connected.locator("text=cURL error >> visible=true").count() == 0
    look(connected, shoot, "silent")
    connected.click(".notice summary")
    assert connected.locator("text=cURL error >> visible=true").count() == 1


def test_disconnecting_is_for_administrators_who_mean_it(connected, house):
    address = f"{house.url}/wp-admin/admin-post.php"
    assert connected.request.post(address, form={"action": "wayfinder_disconnect"}).status == 403
    connected.reload()
    assert connected.input_value("#wayfinder-service_url") == ADDRESS


def test_the_tab_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
