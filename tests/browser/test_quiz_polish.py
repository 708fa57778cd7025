"""Settings → Wayfinder as a stranger meets it: whom a sentence is about, where a click leads, what is kept of it."""

from tests.browser.test_quiz_settings import QUIZ, import_quiz, notice, tab


def press(page, label):
    page.click(f'[aria-label="{label}"]')
    page.wait_for_selector(".wrap > .notice")


def versions(page, house):
    page.goto(tab(house, "&quiz=default&view=former"))
    return page.locator("tbody th").all_inner_texts()


def test_a_pause_that_would_break_the_quiz_names_what_it_would_break(desk, house):
    import_quiz(desk, house, QUIZ)
    desk.goto(tab(house, "&quiz=kita"))
    press(desk, "Pause: Kitchen")
    assert "Kitchen cannot be paused: then the quiz would not work. teams: has 2 active teams" in notice(desk)


def test_after_a_pause_the_focus_is_on_that_teams_button(desk, house):
    desk.goto(tab(house, "&quiz=default"))
    press(desk, "Pause: Themes")
    button = desk.locator(":focus")
    assert button.get_attribute("aria-label") == "Resume: Themes"
    assert desk.inner_text(f"#{button.get_attribute('aria-describedby')}") == "Themes is paused."
    assert 100 < button.bounding_box()["y"] < 800
    press(desk, "Undo: resume Themes")
    assert notice(desk) == "Undone: Themes is active again."
    assert desk.locator(":focus").get_attribute("aria-label") == "Pause: Themes"


def test_pauses_in_a_row_are_one_former_version(desk, house):
    known = versions(desk, house)
    desk.goto(tab(house, "&quiz=default&view=edit&part=teams.core"))
    desk.fill("#wayfinder-teams-core-sentence", "Builds it.")
    desk.click("details[open] >> text=Save")
    desk.wait_for_selector(".notice-success")
    desk.goto(tab(house, "&quiz=default"))
    for label in ("Pause: Themes", "Pause: Plugins", "Pause: CLI", "Resume: CLI"):
        press(desk, label)
    now = versions(desk, house)
    new = ["Before “Paused: Themes, Plugins”", "Before “Texts of \u2018Core\u2019 were changed”"]
    assert now == [*new, *known][:10]  # as many as are kept
    desk.click("tbody tr:first-child button")
    desk.wait_for_selector(".notice-success")
    assert notice(desk) == "Undone: Active again: Themes, Plugins."
    assert desk.locator(".wayfinder-paused").count() == 3


def test_who_deletes_a_quiz_sees_where_it_is_used(desk, house):
    import_quiz(desk, house, QUIZ)
    used = '<!-- wp:wayfinder/orientation {"level":3,"content":"kita"} /-->'
    house.new_page("kita-block", used)
    house.new_page("kita-shortcode", '[wayfinder content="kita"]')
    house.site.create("/wp/v2/pages", title="kita-draft", content=used, status="draft")
    house.new_page("kita-2", used.replace("kita", "kita-2"))
    desk.goto(tab(house, "&quiz=kita&view=delete"))
    lines = desk.locator(".wayfinder-pages li").all_inner_texts()
    assert lines == ["kita-block", "kita-shortcode", "kita-draft Draft"]
    desk.click("text=kita-block")
    assert "action=edit" in desk.url


def test_no_page_is_named_where_none_uses_the_quiz(desk, house):
    import_quiz(desk, house, QUIZ | {"name": "lonely"})
    desk.goto(tab(house, "&quiz=lonely&view=delete"))
    assert "No page, published or draft, names it." in desk.inner_text(".wayfinder-quizzes")
