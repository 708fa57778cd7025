"""The console in a browser: from wp-admin's button to what stands still, by keyboard, on a phone, in the dark."""

import subprocess
import sys

import pytest

from demo import wordpress
from demo.service import running, set_up
from tests import makers
from tests.browser.takes import sign_in
from tests.faults.test_away import wait_for
from tests.loopback import ask
from tests.stage import ROOT

PAGES = ("", "delivery/", "delivery/rows", "delivery/inbox/1", "delivery/decide?decision=drop&row=inbox:1", "audit/")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Run the service with one delivery that is set aside."""
    found = set_up(
        tmp_path_factory.mktemp("console"), wordpress.free_port(), makers.SITE_URL, ("demo", "a password"),
        WAYFINDER_PULL_EVERY_S="0",
    )  # fmt: skip
    with running(["serve"], found):
        from datetime import UTC, datetime

        body = makers.body({"type": "orientation.completed", "data": {}})
        headers = makers.headers(body, "evt_1", datetime.now(UTC), found.secret)
        assert ask("POST", found.deliveries, data=body, headers=headers, timeout=10).status_code == 422
        yield found


def fresh_link(here):
    said = subprocess.run(
        [sys.executable, "-m", "wayfinder", "console-link"],
        env=dict(here.environment), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return said.stdout.strip()


@pytest.fixture
def operator(open_window, here):
    """Come in as the operator, by the link that the terminal prints."""
    page = open_window()
    page.goto(fresh_link(here))
    page.wait_for_selector("text=What waits for you")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_a_finding_or_runs_out_of_the_window(operator, here, scheme, width, shoot, browser):
    operator.emulate_media(color_scheme=scheme)
    operator.set_viewport_size({"width": width, "height": 800})
    script = (ROOT / "demo" / "node_modules" / "axe-core" / "axe.min.js").read_text()
    for number, path in enumerate(PAGES):
        operator.goto(f"{here.address}/console/{path}")
        assert operator.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        operator.evaluate(script)
        found = operator.evaluate("axe.run()")["violations"]
        assert [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found] == [], path
        shoot(operator, f"console-{number}-{scheme}-{width}")


def test_a_link_of_the_terminal_lets_in_once(operator, open_window, here):
    other = open_window(refused="403")
    link = fresh_link(here)
    other.goto(link)
    other.wait_for_selector("text=What waits for you")
    other.context.clear_cookies()
    other.goto(link)
    assert "What waits for you" not in other.inner_text("body")


def test_a_delivery_is_dropped_and_put_back_by_keyboard(operator, here):
    operator.goto(f"{here.address}/console/delivery/decide?decision=drop&row=inbox:1")
    operator.focus("#reason")
    operator.keyboard.type("A test")
    operator.keyboard.press("Tab")
    while operator.evaluate("document.activeElement.tagName") != "BUTTON":
        operator.keyboard.press("Tab")
    operator.keyboard.press("Enter")
    operator.wait_for_url("**/delivery/rows?**")
    wait_for(lambda: here.rows("SELECT state FROM inbox") == [{"state": "dropped"}], "the decision")
    operator.goto(f"{here.address}/console/audit/")
    assert "A test" in operator.inner_text("main")
    operator.goto(f"{here.address}/console/delivery/decide?decision=put+back&row=inbox:1")
    operator.click("main form button")
    operator.wait_for_url("**/delivery/rows?**")
    assert here.rows("SELECT state FROM inbox") == [{"state": "parked"}]


def test_a_button_in_wp_admin_leads_in(open_window, house, serving):
    page = open_window()
    sign_in(page, house)
    page.goto(f"{house.url}/wp-admin/admin.php?page=wayfinder-console")
    page.click("text=Open the console")
    page.wait_for_selector("text=What waits for you")
    assert page.url.startswith(f"{serving.address}/console/")
    assert "demo" in page.inner_text("body")
