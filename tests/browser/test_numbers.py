"""Settings → Wayfinder → Numbers: the way that visitors took, to look at and to take along."""

import csv
import io
import re

import pytest
import requests

from tests.browser.takes import sign_in
from tests.loopback import ask
from tests.stage import ROOT

ANSWERS = "use.code,interest.develop,skill.software"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def visits(house):
    """Let a few people begin, some see a result and one go on to a team."""
    for visit in [{"started": True}] * 3 + [{"answers": ANSWERS}] * 2 + [{"handed": ["core"]}]:
        assert ask("POST", f"{house.url}/wp-json/wayfinder/v1/counts", json=visit).status_code == 204


@pytest.fixture(scope="module")
def administrator(browser, house):
    """Sign in once, and give the cookies."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, house)
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture
def open_numbers(open_window, administrator, house):
    def open_as_administrator(query="", **settings):
        page = open_window(storage_state=administrator, **settings)
        page.goto(f"{house.url}/wp-admin/options-general.php?page=wayfinder&tab=numbers{query}")
        return page

    return open_as_administrator


def table_of(page, heading):
    """Give the cells of the first table under a heading, as numbers where they are some."""
    rows = page.evaluate(
        """heading => {
            let at = [...document.querySelectorAll('h2')].find(found => found.innerText === heading);
            while (!at.querySelector('tbody') || at.tagName === 'H2') at = at.nextElementSibling;
            return [...at.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent));
        }""",
        heading,
    )
    return {row[0]: row[1:] for row in rows}


def findings(page):
    page.evaluate((ROOT / "demo" / "node_modules" / "axe-core" / "axe.min.js").read_text())
    said = page.evaluate("axe.run('.wrap')")
    return [f"{found['id']}: {node['html'][:160]}" for found in said["violations"] for node in found["nodes"]]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_numbers_show_as_picture_and_as_table(open_numbers, visits, shoot, size):
    page = open_numbers(viewport=size)
    page.click("text=Show as table >> nth=0")
    way = table_of(page, "How far visitors go")
    began, saw, followed = (
        int(way[step][0]) for step in ("Began the quiz", "Saw a result", "Followed a team\u2019s link")
    )
    assert began >= 3
    assert saw >= 2
    assert followed >= 1
    drawn = page.eval_on_selector_all("figure:first-of-type text", "all => all.map(text => text.textContent)")
    assert drawn[:3] == ["Began the quiz", str(began), "Saw a result"]
    assert drawn[3] == f"{saw} ({way['Saw a result'][1]})"
    days = table_of(page, "Day by day")
    assert len(days) == 30
    assert int(next(iter(days.values()))[0]) >= 3
    assert int(table_of(page, "Teams")["Core"][0]) >= 2
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    shoot(page, f"numbers-{size['width']}")


def test_many_days_are_shown_seven_at_a_time(open_numbers, visits):
    page = open_numbers("&days=365")
    weeks = table_of(page, "Seven days at a time")
    assert len(weeks) == 53
    assert int(next(iter(weeks.values()))[0]) >= 3
    assert page.inner_text("strong[aria-current]") == "365 days"


@pytest.mark.parametrize("query", ["&days=8", "&days[]=7", "&days=-1&quiz=elsewhere", "&quiz[]=default"])
def test_an_odd_choice_is_the_usual_one(open_numbers, query):
    assert open_numbers(query).inner_text("strong[aria-current]") == "30 days"


def test_the_file_says_what_the_page_shows(open_numbers, visits):
    page = open_numbers("&days=7")
    way = table_of(page, "How far visitors go")
    with page.expect_download() as download:
        page.click("text=Download these numbers")
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    steps = {row["What"]: row["How often"] for row in rows if row["Part"] == "How far visitors go"}
    assert list(steps) == list(way)
    assert list(steps.values()) == [cells[0] for cells in way.values()]
    assert len([row for row in rows if row["Part"] == "Days"]) == 14
    teams = {row["Team"]: row["How often"] for row in rows if row["Part"] == "Teams" and row["What"] == "Shown"}
    assert teams == {name: cells[0] for name, cells in table_of(page, "Teams").items()}
    assert re.fullmatch(r"wayfinder-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)


def test_the_file_is_for_administrators_who_mean_it(open_numbers, house):
    page = open_numbers()
    address = f"{house.url}/wp-admin/admin-post.php"
    assert page.request.post(address, form={"action": "wayfinder_numbers", "days": "7"}).status == 403
    account = house.new_visitor()
    with requests.Session() as visitor:
        visitor.trust_env = False
        login = {"log": account.login, "pwd": account.password}
        visitor.get(f"{house.url}/wp-login.php", timeout=60)
        visitor.post(f"{house.url}/wp-login.php", data=login, timeout=60)
        answer = visitor.post(address, data={"action": "wayfinder_numbers"}, timeout=60)
        assert (answer.status_code, "Only an administrator" in answer.text) == (403, True)


def test_the_plugin_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
