"""The quiz as people meet it: an address for every result, on a phone and a desk, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.takes import ANSWERS, come_to_a_result, sign_in, take, teams

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_ticks_lead_to_teams_at_an_address_of_their_own(open_window, house, script):
    page = open_window(java_script_enabled=script)
    page.goto(house.page)
    assert len(page.query_selector_all("fieldset")) == 3
    take(page, steps=script)
    page.wait_for_selector(".wayfinder-result [data-team]")
    assert f"orientation={ANSWERS}" in page.url.replace("%2C", ",")
    assert teams(page)[0] == "core"
    assert "Because you chose" in page.inner_text(".wayfinder-result [data-team=core]")


def test_a_shared_address_shows_the_same_result(open_window, house):
    page = open_window()
    page.goto(f"{house.page}?orientation={ANSWERS}")
    assert teams(page)[0] == "core"


@pytest.mark.parametrize(
    ("given", "notice"),
    [
        ("use.fly", "could not read"),
        ("use.code,use.fly", "left them out"),
        ("use.code,use.code", "left them out"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "could not read"),
        ("", "at least one"),
        ("x" * 3000, "could not read"),
    ],
)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_odd_address_is_read_as_far_as_it_goes_with_a_notice(open_window, house, given, notice, script):
    page = open_window(java_script_enabled=script)
    page.goto(f"{house.page}?orientation={given}")
    assert notice in page.inner_text(".wayfinder-notice:visible")
    assert ("Because" in page.inner_text(".wp-block-wayfinder-orientation")) == given.startswith("use.code")
    assert page.is_visible(".wayfinder-quiz") != given.startswith("use.code")


def test_nothing_ticked_says_so_at_the_form(open_window, house):
    page = open_window(java_script_enabled=False)
    page.goto(house.page)
    page.click("text=Show my teams")
    page.wait_for_selector("[role=alert]")
    assert "at least one" in page.inner_text("[role=alert]")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_sticks_out_without_script(open_window, house, axe, shoot, size):
    page = open_window(viewport=size, script=False)
    for name, address in (("quiz", house.page), ("result", f"{house.page}?orientation={ANSWERS}")):
        page.goto(address)
        shown = page.locator("fieldset:visible")
        expect(shown).to_have_count(3 if name == "quiz" else 0, timeout=15_000)  # once the script had its time to come
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        shoot(page, f"{name}-no-script-{size['width']}")


def test_the_page_of_a_stranger_has_nothing_personal_and_is_the_same_for_all(house):
    first, second = (house.fetch(house.page) for _ in range(2))
    assert first == second
    assert not re.search(r"nonce|admin-post|wayfinder-panel-|_wpnonce", re.sub(r"(?s)<head>.*?</head>", "", first))
    assert "noindex" not in first
    assert "noindex" in house.fetch(f"{house.page}?orientation={ANSWERS}")


def test_nothing_that_marks_one_visitors_way_is_in_the_page(house):
    page = house.fetch(f"{house.page}?fbclid=XYZ&utm_source=demo&querySelectorAll=1&paged=1")
    for trace in ("XYZ", "utm_source", "querySelectorAll"):
        assert trace not in page
    assert 'name="paged" value="1"' in page


def test_a_page_without_the_quiz_loads_nothing_of_it(open_window, house):
    page = open_window()
    page.goto(house.url)
    assert "wayfinder" not in page.inner_html("head")
    assert page.query_selector_all('script[src*="wayfinder"]') == []


def test_a_visitor_keeps_the_result_and_sees_badge_and_application_without_a_reload(
    open_window, house, serving, axe, shoot
):
    page = open_window()
    account = come_to_a_result(page, house)
    page.wait_for_selector(".wayfinder-panel form")
    assert f"orientation={ANSWERS}" in page.url.replace("%2C", ",")
    page.evaluate("window.stayed = true")
    page.check('input[name="wants_mentor"]')
    page.click("text=Keep this on my profile")
    page.wait_for_selector('[data-part="application"][data-state="done"]', timeout=60_000)
    page.wait_for_selector('[data-part="badge"][data-state="done"]')
    assert page.evaluate("window.stayed")
    assert axe(page) == []
    shoot(page, "kept-1280")
    page.reload()
    assert "Your application for a mentor is in." in page.inner_text(".wayfinder-panel")
    [row] = serving.rows("SELECT * FROM people WHERE wordpress_id = ?", account.id)
    assert row["login"] == account.login


def test_a_double_click_keeps_one_result(open_window, house, serving):
    page = open_window(java_script_enabled=False)
    come_to_a_result(page, house, script=False)
    page.dblclick(".wayfinder-panel button[type=submit]")
    page.wait_for_selector(".wayfinder-lines li:not([hidden])")
    page.goto(f"{house.page}?orientation={ANSWERS}")
    assert "Your result is kept." in page.inner_text(".wayfinder-panel")


def test_secrets_never_reach_the_browser(open_window, house, serving):
    page = open_window()
    sign_in(page, house)
    page.goto(f"{house.url}/wp-admin/options-general.php?page=wayfinder")
    assert serving.secret not in page.content()
    page.click("input[value='Test the connection']")
    page.wait_for_selector(".notice")
    assert serving.secret not in page.content()
    assert page.inner_text(".notice").strip() == "The service has it. (202)"


def test_the_plugin_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
