"""The quiz with script: one step at a time, no request until the result, an address that follows every answer."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.takes import ANSWERS, come_to_a_result, log_in, take, teams
from tests.stage import ROOT

EVERYTHING = ",".join(json.loads((ROOT / "tests" / "contract" / "orientation-ids.json").read_text())["options"])


def heading(page):
    return page.evaluate("document.activeElement.textContent")


def watch(page):
    """Give the list of requests that the page makes from now on."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_the_whole_quiz_by_keyboard_without_a_request(open_window, house):
    page = open_window()
    page.goto(house.page)
    page.wait_for_load_state("networkidle")
    asked = watch(page)
    page.focus('input[value="use.code"]')
    for option, leads_to in (
        ("use.code", "What would you enjoy doing?"),
        ("interest.develop", "What can you do, or what are you learning?"),
        ("skill.software", "Teams that fit you"),
    ):
        while page.evaluate("document.activeElement.value") != option:
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        assert heading(page) == leads_to
    assert asked == []
    assert teams(page)[0] == "core"
    assert page.inner_text(".wayfinder-said") == "Teams that fit you: 3. The first one: Core."
    for where in ("First steps with Core", "how to join", "a course on Learn WordPress"):
        page.keyboard.press("Tab")
        assert heading(page) == where


@pytest.mark.parametrize("answers", [ANSWERS, "interest.translate", "skill.media,use.build", EVERYTHING])
def test_the_script_shows_what_the_server_shows(open_window, house, answers):
    page = open_window()
    page.goto(house.page)
    take(page, answers=answers)
    shown = page.inner_html(".wayfinder-result .wayfinder-teams")
    served = open_window(java_script_enabled=False)
    served.goto(page.url)
    assert shown == served.inner_html(".wayfinder-result .wayfinder-teams")


def test_each_step_says_where_one_is(open_window, house, axe, shoot):
    page = open_window(viewport={"width": 360, "height": 740})
    page.goto(house.page)
    assert page.locator("fieldset:visible").count() == 1
    for step, button in ((1, "Next"), (2, "Next"), (3, "Show my teams")):
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert f"Step {step} of 3" in page.inner_text("fieldset:visible legend")
        shoot(page, f"step-{step}-360")
        page.check("fieldset:visible input >> nth=0")
        page.click(f"text={button}")
        if step < 3:
            assert page.inner_text(".wayfinder-said").startswith(f"Step {step + 1} of 3")
    assert axe(page) == []
    shoot(page, "result-360")


def test_the_address_follows_and_back_forward_and_reload_keep_every_answer(open_window, house):
    page = open_window()
    page.goto(house.page)
    page.check('input[value="use.code"]')
    assert page.url.endswith("?orientation=use.code&orientation_step=1")
    page.click("text=Next")
    page.check('input[value="interest.develop"]')
    page.reload()
    assert page.is_checked('input[value="interest.develop"]')
    assert page.inner_text("fieldset:visible legend").startswith("Step 2")
    page.click("text=Next")
    page.check('input[value="skill.software"]')
    page.click("text=Show my teams")
    assert page.url.endswith(f"?orientation={ANSWERS}")
    page.go_back()
    assert heading(page).startswith("What can you do")
    page.go_back()
    assert heading(page) == "What would you enjoy doing?"
    page.uncheck('input[value="interest.develop"]')
    page.check('input[value="interest.tests"]')
    page.click("text=Next")
    assert page.is_checked('input[value="skill.software"]')
    page.click("text=Show my teams")
    assert page.url.endswith("?orientation=use.code,interest.tests,skill.software")
    page.go_back()
    page.go_forward()
    expect(page.locator(".wayfinder-result")).to_be_visible()


def test_change_and_start_over_need_no_request(open_window, house):
    page = open_window()
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.wait_for_load_state("networkidle")
    asked = watch(page)
    page.click("text=Change my answers")
    assert page.is_checked('input[value="use.code"]')
    assert heading(page) == "What do you do with WordPress today?"
    page.click("text=Next")
    page.click(".wayfinder-quiz >> text=Back")
    assert page.inner_text("fieldset:visible legend").startswith("Step 1")
    page.click("text=Next")
    page.click("text=Next")
    page.click("text=Show my teams")
    page.click("text=Start over")
    assert page.url == house.page
    assert not page.is_checked('input[value="use.code"]')
    assert asked == []


def test_no_answer_at_all_is_told_at_the_step_and_goes_away(open_window, house, axe):
    page = open_window()
    page.goto(house.page)
    for _ in range(2):
        page.click("text=Next")
    page.click("text=Show my teams")
    error = page.get_by_role("alert")
    assert "at least one answer" in error.inner_text()
    described = page.get_attribute("fieldset:visible", "aria-describedby").split()
    assert error.get_attribute("id") in described
    assert page.evaluate("document.activeElement.closest('fieldset').dataset.step") == "skill"
    assert axe(page) == []
    page.check('input[value="skill.software"]')
    assert error.count() == 0
    assert page.get_attribute("fieldset:visible", "aria-describedby").split() == described[:-1]


def test_the_title_says_where_one_is(open_window, house):
    page = open_window()
    page.goto(house.page)
    first = page.title()
    page.click("text=Next")
    assert page.title() == f"What would you enjoy doing? \N{EN DASH} {first}"
    page.go_back()
    assert page.title() == first


@pytest.mark.parametrize("step", ["-5", "0", "99", "abc"])
def test_any_step_in_the_address_is_a_step(open_window, house, step):
    page = open_window()
    page.goto(f"{house.page}?orientation=use.code&orientation_step={step}")
    page.wait_for_selector(".is-ready")
    assert page.locator("fieldset:visible").count() == 1


def test_a_notice_about_the_address_goes_with_the_first_move(open_window, house):
    page = open_window()
    page.goto(f"{house.page}?orientation=use.code,use.fly")
    assert "left them out" in page.inner_text(".wayfinder-notice")
    page.click("text=Change my answers")
    assert page.locator(".wayfinder-notice").count() == 0


def test_the_link_is_copied_or_shown_to_be_copied_by_hand(open_window, house):
    page = open_window(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.click("text=Copy link")
    page.wait_for_selector("text=The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{house.page}?orientation={ANSWERS}"
    page.wait_for_selector("button >> text=Copy link")
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    page.click("[data-do=copy]")
    page.wait_for_selector(".wayfinder-copy input:focus")
    assert page.input_value(".wayfinder-copy input") == f"{house.page}?orientation={ANSWERS}"
    page.click("text=Start over")
    take(page, answers="use.code")
    assert page.locator(".wayfinder-copy:visible").count() == 0


def test_the_plugins_own_quiz_may_be_named_in_the_address(open_window, house):
    page = open_window()
    page.goto(f"{house.page}?orientation=use.code,%20skill.software&orientation_quiz=default")
    page.wait_for_selector(".is-ready")
    assert page.inner_text(".wayfinder-result .wayfinder-why >> nth=0").startswith("Because you chose software")


def test_all_teams_can_be_browsed_and_found_by_a_word(open_window, house, axe, shoot):
    page = open_window()
    page.goto(house.page)
    page.click("summary")
    field = page.get_by_label("Find a team")
    cards = page.locator(".wayfinder-all [data-team]")
    assert cards.count() == 25
    assert cards.last.inner_text().count("Paused") == 1
    field.fill("Übersetz")
    assert page.inner_text(".wayfinder-found") == "No team has this word. Try another one."
    field.fill("translating")
    assert "polyglots" in [card.get_attribute("data-team") for card in page.locator("[data-team]:visible").all()]
    assert axe(page) == []
    shoot(page, "all-teams-1280")
    field.fill("")
    assert page.locator("[data-team]:visible").count() == 25


def test_the_log_in_comes_back_to_this_very_result(open_window, house):
    account = house.new_visitor()
    page = open_window()
    page.goto(house.page)
    take(page)
    page.click("text=Log in")
    log_in(page, account)
    page.wait_for_url(f"**/get-involved/?orientation={ANSWERS}")
    assert teams(page)[0] == "core"


def test_who_was_logged_out_meanwhile_loses_nothing(open_window, house):
    page = open_window(refused="403")
    account = come_to_a_result(page, house)
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    with page.expect_response("**/results") as answer:
        page.click("text=Keep this on my profile")
    assert answer.value.status == 403
    page.wait_for_selector("text=Nothing is lost: log in and come back to this result.")
    page.click(".wayfinder-status a")
    log_in(page, account)
    page.click("text=Keep this on my profile")
    page.wait_for_selector("text=Your result is kept.")


def test_a_kept_result_another_one_and_a_second_thought_about_the_mentor(open_window, house, axe):
    page = open_window()
    come_to_a_result(page, house)
    page.click("text=Keep this on my profile")
    page.wait_for_selector("text=Your result is kept.")
    assert page.inner_text(".wayfinder-panel button") == "I would like a mentor"
    page.click("text=Start over")
    take(page, answers="interest.translate")
    assert "This one takes its place" in page.inner_text(".wayfinder-panel form")
    assert page.locator(".wayfinder-lines:visible").count() == 0
    assert page.inner_text(".wayfinder-panel .wayfinder-status") == ""
    assert axe(page) == []
    for _ in range(4):
        page.go_back()
    expect(page.locator(".wayfinder-panel button")).to_have_text("I would like a mentor")
    page.click(".wayfinder-panel button")
    expect(page.locator('[data-part="application"]')).to_contain_text("Your application for a mentor")
    page.reload()
    assert page.locator(".wayfinder-panel form:visible").count() == 0


def test_a_kept_result_is_found_again_on_the_quiz_and_on_the_profile(open_window, house):
    page = open_window()
    come_to_a_result(page, house)
    page.wait_for_load_state("networkidle")
    page.click("text=Keep this on my profile")
    page.wait_for_selector("text=Your result is kept.")
    page.goto(house.page)
    page.click(".wayfinder-kept a")
    assert page.url == f"{house.page}?orientation={ANSWERS}"
    assert page.locator(".wayfinder-panel h2").inner_text() == "Your progress"
    page.goto(f"{house.url}/wp-admin/profile.php")
    assert page.locator("tr", has_text="Teams that fit").inner_text().split("\t")[1].startswith("Core, Meta, Plugins")


def test_no_other_step_flashes_up_before_the_script_comes(open_window, house):
    page = open_window(script=False)
    page.goto(house.page, wait_until="domcontentloaded")
    assert page.locator("fieldset:visible").count() == 1
    assert page.locator(".wayfinder-quiz button:visible").count() == 0


def test_a_result_prints_as_a_page(open_window, house, shoot):
    page = open_window()
    page.goto(f"{house.page}?orientation={ANSWERS}")
    page.emulate_media(media="print")
    shoot(page, "print")
    assert page.locator("header:visible, footer:visible, .wayfinder-actions:visible, details:visible").count() == 0
    link = page.evaluate(
        "getComputedStyle(document.querySelector('.wayfinder-result .wayfinder-next a'), '::after').content"
    )
    assert link == '" (https://make.wordpress.org/core/handbook/contribute/)"'


def test_it_is_light(open_window, house, weigh):
    page = open_window()
    scripts, styles = weigh(page, house.page)
    of_the_theme, _ = weigh(page, house.url)
    scripts = {url: weight for url, weight in scripts.items() if url not in of_the_theme}
    assert [url for url in scripts if "/plugins/wayfinder/blocks/orientation/" not in url] == []
    assert len(scripts) == 5
    assert sum(scripts.values()) <= 6 * 1024
    assert sum(styles.values()) <= 4 * 1024
