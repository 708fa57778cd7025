"""Settings → Wayfinder → Quiz, as an administrator meets it: pause, edit, import, go back, on a phone and at a desk."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.takes import log_in, sign_in
from tests.stage import ROOT

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
TRANSLATOR = "interest.translate,skill.translation"
QUIZ = {
    "name": "kita",
    "title": "Kita quiz",
    "steps": [
        {
            "id": "skill",
            "title": "Skills",
            "question": "What do you like to make?",
            "options": [
                {"id": "skill.photos", "label": "Photos", "short": "photos", "teams": {"walks": 1, "news": 1}},
                {"id": "skill.soup", "label": "Soup", "short": "soup", "teams": {"kitchen": 2, "walks": 2}},
            ],
        }
    ],
    "teams": {
        slug: {
            "name": slug.title(),
            "sentence": f"Makes {slug}.",
            "site": "https://example.org/",
            "first_step": f"https://example.org/{slug}/",
        }
        for slug in ("walks", "news", "kitchen")
    },
}


def tab(house, more=""):
    return f"{house.url}/wp-admin/options-general.php?page=wayfinder&tab=quiz{more}"


@pytest.fixture
def admin(open_window, house):
    """Open the tab as the administrator; afterwards the plugin's own quiz is as it came, and live."""
    page = open_window()
    sign_in(page, house)
    page.goto(tab(house))
    yield page
    page.goto(tab(house, "&quiz=default"))
    if page.locator("#wayfinder-standard").count() and page.input_value("#wayfinder-standard") != "default":
        page.select_option("#wayfinder-standard", "default")
        page.click(".wayfinder-standard button")
    paused = page.locator(".wayfinder-paused .wayfinder-subject").all_inner_texts()
    for team in set(paused) - {"Marketing", "Sustainability", "Tide"}:
        page.click(f'[aria-label="Resume: {team}"]')
        page.wait_for_selector(".wrap > .notice")
        assert notice(page) == f"{team} is active again."
    if page.get_by_text("this site\u2019s own").count():
        page.goto(tab(house, "&quiz=default&view=edit"))
        page.click("text=Back to the plugin\u2019s words everywhere")
        page.wait_for_selector(".wrap > .notice")


def notice(page):
    return page.inner_text(".wrap > .notice p").strip()


def check_json(page, house, text):
    page.goto(tab(house, "&view=import"))
    page.fill("#wayfinder-json", text)
    page.click("text=Check and preview")


def import_quiz(page, house, quiz):
    check_json(page, house, json.dumps(quiz))
    page.click("text=Use this quiz")
    page.wait_for_selector(".wrap > .notice")


def open_part(page, house, part, quiz="default"):
    page.goto(tab(house, f"&quiz={quiz}&view=edit&part={part}"))
    return page.locator("details[open]")


def public_words(open_window, house, answers=""):
    page = open_window()
    page.goto(f"{house.page}?orientation={answers}" if answers else house.page)
    return page.inner_text(".wp-block-wayfinder-orientation")


def test_it_shows_whom_the_quiz_recommends(admin):
    row = admin.locator("tr", has_text="Core").filter(has=admin.locator('[aria-label="Pause: Core"]'))
    assert row.locator("td").all_inner_texts()[:4] == ["Active", "29.6 %", "41", "6"]
    assert admin.locator(".wayfinder-shares thead th").nth(3).inner_text() == "First on (of 672)"
    assert "all 672 ways" in admin.inner_text(".wayfinder-shares caption")
    assert admin.locator(".wayfinder-quizzes .notice-warning").count() == 0
    assert "“Hosting” (teams.hosting): with one answer in each step, it" in admin.inner_text(".wayfinder-aside")
    assert admin.locator(".wayfinder-paused").count() == 3


def test_a_paused_team_is_not_recommended_until_it_is_undone(admin, open_window, house):
    assert "Polyglots" in public_words(open_window, house, TRANSLATOR)
    admin.focus('[aria-label="Pause: Polyglots"]')
    admin.keyboard.press("Enter")
    admin.wait_for_selector(".wrap > .notice")
    assert notice(admin) == "Polyglots is paused."
    assert "Polyglots" not in public_words(open_window, house, TRANSLATOR)
    admin.click("text=Undo")
    admin.wait_for_selector("text=Undone: Polyglots is active again.")
    assert "Polyglots" in public_words(open_window, house, TRANSLATOR)


def test_a_change_shows_on_the_page_and_the_plugins_words_come_back(admin, open_window, house):
    part = open_part(admin, house, "steps.use")
    part.locator('[name="text[options.use.code.label]"]').fill("I write “code” & <b>")
    part.locator("text=Save").click()
    assert "without the sign <" in admin.inner_text("#wayfinder-options-use-code-label-notes")
    part.locator('[name="text[options.use.code.label]"]').fill("I write “code” & \\ 🐘")
    part.locator("text=Save").click()
    admin.wait_for_selector("text=Texts of “Step 1: You and WordPress” were changed.")
    assert admin.inner_text("details[open] .wayfinder-tag") == "1 text of this site"
    assert admin.input_value("#wayfinder-options-use-code-label") == "I write “code” & \\ 🐘"
    words = public_words(open_window, house)
    assert "I write “code” & \\" in words
    assert "I design websites" in words
    admin.click("details[open] >> text=Back to the plugin\u2019s words")
    admin.wait_for_selector(".notice-success")
    assert "I write code, for example" in public_words(open_window, house)
    assert admin.locator(".wayfinder-tag").count() == 0


def test_saving_the_plugins_own_words_keeps_nothing(admin, house):
    open_part(admin, house, "teams.core").locator("text=Save").click()
    admin.wait_for_selector(".wrap > .notice")
    assert notice(admin) == "Nothing was changed."


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(admin, house):
    part = open_part(admin, house, "teams.core")
    part.locator('[name="text[teams.core.first_step]"]').fill("http://example.org")
    part.locator('[name="text[teams.core.sentence]"]').fill("Another sentence.")
    part.locator("text=Save").click()
    admin.wait_for_selector("#wayfinder-summary")
    assert admin.evaluate("document.activeElement.id") == "wayfinder-summary"
    assert admin.locator(".wrap > .notice").count() == 0
    assert admin.input_value("#wayfinder-teams-core-first_step") == "http://example.org"
    assert admin.input_value("#wayfinder-teams-core-sentence") == "Another sentence."
    assert admin.inner_text("#wayfinder-teams-core-first_step-notes") == "Not an https address."
    admin.click("#wayfinder-summary a")
    assert admin.evaluate("document.activeElement.id") == "wayfinder-teams-core-first_step"
    admin.goto("about:blank")
    assert open_part(admin, house, "teams.core").locator("textarea").input_value().startswith("Builds WordPress")


def test_two_editors_see_both_versions(admin, open_window, house):
    second = open_window()
    sign_in(second, house)
    mine, theirs = open_part(admin, house, "teams.test"), open_part(second, house, "teams.test")
    mine.locator("textarea").fill("Mine.")
    theirs.locator("textarea").fill("Theirs.")
    theirs.locator("text=Save").click()
    second.wait_for_selector(".notice-success")
    mine.locator("text=Save").click()
    admin.wait_for_selector(".wrap > .notice")
    assert "Somebody changed this quiz meanwhile." in notice(admin)
    assert admin.input_value("#wayfinder-teams-test-sentence") == "Mine."
    assert "Kept now: Theirs." in admin.inner_text("#wayfinder-teams-test-sentence-notes")
    admin.click("text=To “Test”, where you were")
    admin.click("details[open] >> text=Save")
    admin.wait_for_selector(".notice-success")
    assert admin.input_value("#wayfinder-teams-test-sentence") == "Mine."


def test_two_at_the_same_moment_cannot_both_win(admin, house):
    people = [house.admin() for _ in range(2)]
    for person in people:
        person.open(tab(house, "&quiz=default"))

    def pause(person, team):
        person.submit(f'form:has([aria-label="Pause: {team}"])', {})

    with ThreadPoolExecutor() as hands:
        list(hands.map(pause, people, ["Themes", "Plugins"]))
    # Both are the same account, so either may read what the other was told; what is live tells the truth.
    admin.goto(tab(house, "&quiz=default"))
    paused = set(admin.locator(".wayfinder-paused .wayfinder-subject").all_inner_texts())
    assert len(paused & {"Themes", "Plugins"}) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "there is nothing in it"),
        ("{", "this is not JSON"),
        ("[" * 60_000, "nested too deeply"),
        (json.dumps(QUIZ | {"name": "default"}), 'the name "default" belongs to the plugin\u2019s own quiz'),
        (json.dumps(QUIZ | {"steps": []}), "steps: there is no step"),
        (json.dumps(QUIZ | {"steps": QUIZ["steps"] * 200}), "there are 200; at most 6"),
        (json.dumps(QUIZ | {"title": "<script>alert(1)</script>"}), "title: must be plain text"),
        (json.dumps(QUIZ | {"<img src=x onerror=alert(1)>": 1}), 'unknown key "<img src=x onerror=alert(1)>"'),
    ],
    ids="nothing broken deep reserved stepless long script key".split(),
)
def test_a_quiz_that_cannot_be_used_is_refused_by_name(admin, house, text, complaint):
    check_json(admin, house, text)
    admin.wait_for_selector("#wayfinder-summary")
    assert complaint in admin.inner_text("#wayfinder-summary")
    assert admin.evaluate("document.activeElement.id") == "wayfinder-summary"
    assert admin.input_value("#wayfinder-json") == text


def test_a_file_of_five_megabytes_is_refused_in_words(admin, house, tmp_path):
    large = tmp_path / "large.json"
    large.write_text(json.dumps(QUIZ) + " " * 5_000_000)
    admin.goto(tab(house, "&view=import"))
    admin.set_input_files("#wayfinder-file", large)
    admin.click("text=Check and preview")
    admin.wait_for_selector("#wayfinder-summary")
    assert "at most 256 KB" in admin.inner_text("#wayfinder-summary")


def test_a_file_that_php_drops_whole_is_refused_in_words_too(admin, house):
    admin.goto(tab(house, "&view=import"))
    address = admin.get_attribute(".wayfinder-quizzes form", "action")
    # PHP leaves the fields empty, as it does when a body is longer than post_max_size.
    answer = admin.request.post(address, data="x" * 1000, headers={"content-type": "text/plain"})
    assert "at most 256 KB" in answer.text().partition("wayfinder-summary-head")[2].partition("</ul>")[0]


def test_the_plugins_own_quiz_goes_out_and_comes_back_edited(admin, open_window, house, tmp_path):
    with admin.expect_download() as leaving:
        admin.click("text=Export as JSON")
    file = tmp_path / leaving.value.suggested_filename
    leaving.value.save_as(file)
    quiz = json.loads(file.read_text())
    assert quiz["name"] == "site"
    quiz["steps"][0]["question"] = "What brings you here?"
    quiz["teams"]["tide"]["state"] = "active"
    file.write_text(json.dumps(quiz))
    admin.goto(tab(house, "&view=import"))
    admin.set_input_files("#wayfinder-file", file)
    admin.click("text=Check and preview")
    admin.wait_for_selector("text=Nothing is live yet.")
    assert "What brings you here?" in admin.inner_text(".wayfinder-sample")
    admin.click("text=Use this quiz")
    admin.wait_for_selector("text=was imported.")
    assert "What brings you here?" not in public_words(open_window, house)
    admin.select_option("#wayfinder-standard", "site")
    admin.click(".wayfinder-standard button")
    admin.wait_for_selector("text=Blocks that choose no quiz show")
    assert "What brings you here?" in public_words(open_window, house)

    quiz["steps"][0]["question"] = "And now?"
    quiz["teams"]["core"]["state"] = "paused"
    check_json(admin, house, json.dumps(quiz))
    shown = admin.inner_text(".wayfinder-quizzes")
    assert "Paused: Core" in shown
    assert "What brings you here?" in admin.inner_text("del")
    assert "29.5 % → —\t41 → —\t6 → —" in shown
    admin.click("text=Discard")
    admin.wait_for_selector("text=Nothing was changed.")

    admin.goto(tab(house, "&quiz=site&view=delete"))
    assert "will show the standard quiz, “The plugin\u2019s own questions”" in admin.inner_text(".wayfinder-quizzes")
    admin.click("text=Delete this quiz")
    admin.wait_for_selector("text=was deleted.")
    assert "What do you do with WordPress today?" in public_words(open_window, house)
    admin.click("text=Undo")
    admin.wait_for_selector("text=Undone: “The questions of this site” is back.")
    assert "What brings you here?" in public_words(open_window, house)


def test_a_preview_of_what_somebody_changed_meanwhile_is_shown_again(admin, open_window, house):
    import_quiz(admin, house, QUIZ)
    check_json(admin, house, json.dumps(QUIZ | {"title": "Mine"}))
    second = open_window()
    sign_in(second, house)
    open_part(second, house, "teams.news", "kita").locator("textarea").fill("Theirs.")
    second.click("details[open] >> text=Save")
    second.wait_for_selector(".notice-success")
    admin.click("text=Use this quiz")
    admin.wait_for_selector("text=Please look at the preview again")
    assert "Theirs." in admin.inner_text("del")
    admin.click("text=Use this quiz")
    admin.wait_for_selector("text=replaced the former one")


def test_former_versions_lead_back_and_from_there_again(admin, house):
    import_quiz(admin, house, QUIZ | {"title": "Version A"})
    import_quiz(admin, house, QUIZ | {"title": "Version B"})
    admin.goto(tab(house, "&quiz=kita&view=former"))
    assert "Before “\u2018Version B\u2019 was imported" in admin.inner_text("tbody tr:first-child")
    admin.click("tbody tr:first-child button")
    admin.wait_for_selector(".notice-success")
    assert "Version A" in admin.inner_text("#wayfinder-quiz h2")
    admin.click(".notice >> role=button[name=/^Undo/]")
    admin.wait_for_selector("text=Undone: “Version B” is as it was before.")
    assert "Version B" in admin.inner_text("#wayfinder-quiz h2")


def test_the_last_ten_versions_are_kept(house):
    person = house.admin()
    for number in range(12):
        person.open(tab(house, "&quiz=default&view=edit"))
        person.submit("#wayfinder-teams-cli form", {"text[teams.cli.sentence]": [f"Sentence {number}."]})
    person.open(tab(house, "&quiz=default&view=former"))
    assert len(person.page.select("tbody tr")) == 10


def test_a_site_has_at_most_twenty_quizzes(house):
    person = house.admin()
    person.open(tab(house))
    known = len(person.page.select(".wayfinder-list tbody tr"))
    for number in range(known, 21):
        person.open(tab(house, "&view=import"))
        quiz = json.dumps(QUIZ | {"name": f"more-{number}", "title": f"More {number}"})
        person.submit(".wayfinder-quizzes form", {"json": [quiz]})
        person.submit('form:has([value="wayfinder_quiz_use"])', {})
        assert ("This site has 20 quizzes" in person.words(".wrap > .notice")) == (number == 20)
    for number in range(known, 20):
        person.open(tab(house, f"&quiz=more-{number}&view=delete"))
        person.submit('form:has([value="wayfinder_quiz_delete"])', {})
    assert len(person.page.select(".wayfinder-list tbody tr")) == known


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_any_view_and_nothing_sticks_out(open_window, house, shoot, size):
    page = open_window(viewport=size)
    sign_in(page, house)
    import_quiz(page, house, QUIZ)
    check_json(page, house, json.dumps(QUIZ | {"title": "Another " + "w" * 60}))
    views = "&quiz=default", "&quiz=default&view=edit&part=steps.use", "&view=import", "&view=preview"
    for view in (*views, "&quiz=kita&view=former", "&quiz=kita&view=delete"):
        page.goto(tab(house, view))
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        page.evaluate((ROOT / "demo" / "node_modules" / "axe-core" / "axe.min.js").read_text())
        found = page.evaluate("axe.run('#wpbody-content')")["violations"]
        assert [f"{view} {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], view
        shoot(page, f"settings-quiz{view.replace('&', '-').replace('=', '-')}-{size['width']}")


def test_nobody_but_an_administrator_comes_in(open_window, house):
    account = house.new_visitor()
    page = open_window()
    page.goto(f"{house.url}/wp-login.php")
    log_in(page, account)
    page.wait_for_url("**/wp-admin/**")
    answer = page.request.get(tab(house))
    assert answer.status == 403
    for action in "state text reset check use discard standard delete back export".split():
        answer = page.request.post(f"{house.url}/wp-admin/admin-post.php?action=wayfinder_quiz_{action}")
        assert answer.status == 403, action


def test_an_action_without_its_nonce_does_nothing(admin, house):
    for action in "state text reset check use discard standard delete back export".split():
        answer = admin.request.post(
            f"{house.url}/wp-admin/admin-post.php?action=wayfinder_quiz_{action}",
            form={"quiz": "default", "team": "core", "state": "paused", "revision": "0"},
        )
        assert answer.status == 403, action


def test_the_tab_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
