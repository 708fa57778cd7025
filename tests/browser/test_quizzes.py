"""Quizzes of the site's own on its pages: a block chooses one, addresses name it, and what is kept says which it was."""

import json

import pytest

from tests.browser.takes import ANSWERS, log_in, sign_in, take, teams
from tests.browser.test_quiz_settings import QUIZ, import_quiz

OWN = {**QUIZ, "name": "event", "title": "Contributor Day"}
BLOCK = '<!-- wp:wayfinder/orientation {"content":"event"} /-->'
TAKEN = "orientation=skill.soup&orientation_quiz=event"


@pytest.fixture(scope="module")
def address(browser, house):
    """Give the address of a page with the site's own quiz, and the plugin's below it."""
    page = browser.new_page()
    sign_in(page, house)
    import_quiz(page, house, OWN)
    page.close()
    return house.new_page("event", f"{BLOCK}<!-- wp:wayfinder/orientation /-->")


def own(page):
    return page.locator(".wp-block-wayfinder-orientation").nth(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_address_names_the_quiz_and_the_other_one_is_left_alone(open_window, address, script):
    page = open_window(java_script_enabled=script)
    page.goto(address)
    own(page).locator('input[value="skill.soup"]').check()
    own(page).locator("text=Show my teams").click()
    own(page).locator(".wayfinder-result [data-team]").first.wait_for()
    assert page.url == f"{address}?{TAKEN}"
    assert teams(page) == ["walks", "kitchen", "news"]
    other = page.locator(".wp-block-wayfinder-orientation").nth(1)
    assert other.locator(".wayfinder-quiz").is_visible()
    assert other.locator(":checked").count() == 0


def test_answering_one_quiz_leaves_the_others_result_in_the_history(open_window, address):
    page = open_window()
    page.goto(address)
    own(page).locator('input[value="skill.soup"]').check()
    own(page).locator("text=Show my teams").click()
    other = page.locator(".wp-block-wayfinder-orientation").nth(1)
    other.locator('input[value="use.code"]').check()
    other.locator("text=Next").click()
    assert own(page).locator(".wayfinder-result").is_hidden()
    page.go_back()
    page.go_back()
    page.wait_for_url(f"{address}?{TAKEN}")
    assert teams(page) == ["walks", "kitchen", "news"]
    assert other.locator(":checked").count() == 0
    page.go_forward()
    assert other.locator('input[value="use.code"]').is_checked()


def test_the_script_shows_what_the_server_shows(open_window, address):
    page, served = open_window(), open_window(java_script_enabled=False)
    page.goto(address)
    own(page).locator('input[value="skill.soup"]').check()
    own(page).locator("text=Show my teams").click()
    served.goto(f"{address}?{TAKEN}")
    cards = ".wayfinder-result .wayfinder-teams"
    assert page.inner_html(cards) == served.inner_html(cards)


def test_a_quiz_that_is_gone_is_not_mistaken_for_another(open_window, house):
    page = open_window()
    page.goto(f"{house.page}?orientation={ANSWERS}&orientation_quiz=gone")
    assert page.locator(".wayfinder-quiz:visible").count() == 1
    assert page.locator(":checked").count() == 0
    assert "to other questions" in page.inner_text(".wayfinder-notice")


def test_what_is_kept_says_which_quiz_it_was(open_window, house, serving, address):
    account = house.new_visitor()
    page = open_window()
    page.goto(f"{address}?{TAKEN}")
    own(page).locator("text=Log in").click()
    log_in(page, account)
    page.wait_for_load_state("networkidle")
    own(page).locator("text=Keep this on my profile").click()
    own(page).locator('[data-part="badge"][data-state="done"]').wait_for()
    [kept] = [
        event["data"]
        for event in (json.loads(row["body"]) for row in serving.rows("SELECT body FROM inbox"))
        if event["data"].get("person", {}).get("id") == account.id
    ]
    assert (kept["content"], kept["answers"]) == ("event", ["skill.soup"])
    page.goto(house.page)
    take(page)
    assert "This one takes its place" in page.inner_text(".wayfinder-panel form")
