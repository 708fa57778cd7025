"""What saving a quiz promises: nothing typed is lost unasked, nothing unseen goes live, nothing is half kept."""

import json
import sqlite3
from contextlib import closing, contextmanager

import pytest

from tests.browser.test_quiz_settings import QUIZ, check_json, import_quiz, notice, tab


@contextmanager
def ill_database(house, option):
    """Let the database leave an option as it is."""
    path = house.embedded.debug_log.parent / "database" / ".ht.sqlite"
    ignore = f"WHEN NEW.option_name = '{option}' BEGIN SELECT RAISE(IGNORE); END"
    with closing(sqlite3.connect(path, timeout=20)) as database:
        for what in ("INSERT", "UPDATE"):
            database.execute(f"CREATE TRIGGER ill_{what} BEFORE {what} ON wp_options {ignore}")
        yield
        for what in ("INSERT", "UPDATE"):
            database.execute(f"DROP TRIGGER ill_{what}")


@pytest.mark.parametrize("option", ["wayfinder_quiz_kita", "wayfinder_quizzes", "wayfinder_former_kita"])
def test_what_the_database_does_not_keep_was_not_changed(desk, house, option):
    import_quiz(desk, house, QUIZ | {"title": "Version A"})
    changes = "&quiz=kita&view=former"
    desk.goto(tab(house, changes))
    done = desk.locator("tbody th").all_inner_texts()
    with ill_database(house, option):
        import_quiz(desk, house, QUIZ | {"title": "Version B"})
        assert notice(desk) == "The database did not keep this. Nothing was changed."
    desk.goto(tab(house, changes))
    assert "Version A" in desk.inner_text("h2")
    assert desk.locator("tbody th").all_inner_texts() == done
    import_quiz(desk, house, QUIZ | {"title": "Version B"})
    assert notice(desk).startswith("\u201cVersion B\u201d was imported")


def test_only_the_draft_that_was_looked_at_goes_live(desk, house):
    check_json(desk, house, json.dumps(QUIZ | {"title": "Looked at"}))
    other = desk.context.new_page()
    check_json(other, house, json.dumps(QUIZ | {"title": "Checked later"}))
    desk.click("text=Use this quiz")
    desk.wait_for_selector(".wrap > .notice")
    assert "Another file was checked meanwhile" in notice(desk)
    assert "Preview of \u201cChecked later\u201d" in desk.inner_text("h2 >> nth=-1")
    desk.click("text=Use this quiz")
    desk.wait_for_selector(".notice-success")
    assert notice(desk).startswith("\u201cChecked later\u201d was imported")


def type_into(page, part, text):
    page.locator(f"#wayfinder-teams-{part}").evaluate("details => details.open = true")
    page.fill(f"#wayfinder-teams-{part}-sentence", text)


def test_saving_one_part_asks_when_words_in_another_would_be_lost(desk, house):
    desk.goto(tab(house, "&quiz=default&view=edit"))
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    type_into(desk, "core", "We build it.")
    type_into(desk, "test", "We test it.")
    desk.click("#wayfinder-teams-core >> text=Save", no_wait_after=True)
    desk.wait_for_timeout(1000)
    assert asked == ["beforeunload"]
    assert desk.input_value("#wayfinder-teams-test-sentence") == "We test it."


def test_saving_the_only_part_with_new_words_asks_nothing(desk, house):
    desk.goto(tab(house, "&quiz=default&view=edit"))
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    type_into(desk, "core", "")
    desk.click("#wayfinder-teams-core >> text=Save")
    desk.wait_for_selector("#wayfinder-summary")
    assert asked == []
    desk.click("#wayfinder-summary")  # a browser asks only who did something on the page
    desk.goto(tab(house))  # what was refused is in its field, and not saved
    assert asked == ["beforeunload"]
