"""The quiz as people meet it: on a phone and a desk, with script and without, by mouse and by keyboard."""

import re

import pytest

ANSWERS = "use.code,interest.develop,skill.software"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def tick_three(page):
    for option in ANSWERS.split(","):
        page.check(f'input[value="{option}"]')


def log_in(page, account):
    page.fill("#user_login", account.login)
    page.fill("#user_pass", account.password)
    page.click("#wp-submit")


def teams(page):
    return [team.get_attribute("data-team") for team in page.query_selector_all("[data-team]")]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_ticks_lead_to_teams_at_an_address_of_their_own(open_window, house, script):
    page = open_window(java_script_enabled=script)
    page.goto(house.page)
    assert len(page.query_selector_all("fieldset")) == 3
    tick_three(page)
    page.click("text=Show my teams")
    page.wait_for_selector("[data-team]")
    assert f"orientation={ANSWERS}" in page.url.replace("%2C", ",")
    assert teams(page)[0] == "core"
    assert "Because you chose" in page.inner_text("[data-team=core]")


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
def test_an_odd_address_is_read_as_far_as_it_goes(open_window, house, given, notice):
    page = open_window()
    page.goto(f"{house.page}?orientation={given}")
    shown = page.inner_text(".wp-block-wayfinder-orientation")
    assert notice in shown or given.startswith(("%3C", "x"))
    assert ("Because" in shown) == given.startswith("use.code")


def test_nothing_ticked_says_so_at_the_form(open_window, house):
    page = open_window()
    page.goto(house.page)
    page.click("text=Show my teams")
    page.wait_for_selector("[role=alert]")
    assert "at least one" in page.inner_text("[role=alert]")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_sticks_out(open_window, house, axe, shoot, size):
    page = open_window(viewport=size)
    for name, address in (("quiz", house.page), ("result", f"{house.page}?orientation={ANSWERS}")):
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        shoot(page, f"{name}-{size['width']}")


def test_targets_are_large_enough_for_a_thumb(open_window, house):
    page = open_window(viewport=PHONE)
    page.goto(house.page)
    heights = page.evaluate("[...document.querySelectorAll('fieldset label')].map(box => box.offsetHeight)")
    assert len(heights) == 30
    assert min(heights) >= 44


def test_the_keyboard_is_enough(open_window, house):
    page = open_window()
    page.goto(house.page)
    page.focus('input[value="use.code"]')
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-team]")
    assert "orientation=use.code" in page.url


def test_a_visitor_keeps_the_result_and_sees_badge_and_application_without_a_reload(
    open_window, house, serving, axe, shoot
):
    account = house.new_visitor()
    page = open_window()
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.click("text=Log in")
    log_in(page, account)
    page.wait_for_selector(".wayfinder-panel form")
    assert f"orientation={ANSWERS}" in page.url.replace("%2C", ",")
    page.evaluate("window.stayed = true")
    page.check('input[name="wants_mentor"]')
    page.click("text=Keep this on my profile")
    page.wait_for_selector('[data-part="application"][data-state="done"]')
    page.wait_for_selector('[data-part="badge"][data-state="done"]')
    assert page.evaluate("window.stayed")
    assert axe(page) == []
    shoot(page, "kept-1280")
    page.reload()
    assert "Your application for a mentor is in." in page.inner_text(".wayfinder-panel")
    [row] = serving.rows("SELECT * FROM people WHERE wordpress_id = ?", account.id)
    assert row["login"] == account.login


def test_a_double_click_keeps_one_result(open_window, house, serving):
    account = house.new_visitor()
    page = open_window(java_script_enabled=False)
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.click("text=Log in")
    log_in(page, account)
    page.dblclick(".wayfinder-panel button[type=submit]")
    page.wait_for_selector(".wayfinder-lines li:not([hidden])")
    page.goto(f"{house.page}?orientation={ANSWERS}")
    assert "Your result is kept." in page.inner_text(".wayfinder-panel")


def test_secrets_never_reach_the_browser(open_window, house, serving):
    page = open_window()
    page.goto(f"{house.url}/wp-login.php")
    keys = house.embedded.sign_in
    page.fill("#user_login", keys.user)
    page.fill("#user_pass", keys.admin_password)
    page.click("#wp-submit")
    page.wait_for_url(re.compile("wp-admin"))
    page.goto(f"{house.url}/wp-admin/options-general.php?page=wayfinder")
    assert serving.secret not in page.content()
    page.click("input[value='Test the connection']")
    page.wait_for_selector(".notice")
    assert serving.secret not in page.content()
    assert page.inner_text(".notice").strip() == "The service has it. (202)"


def test_the_plugin_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
