"""The quiz wherever people put it: twice on a page, in a widget, a pattern, a template part; in any theme and reading."""

import re

import pytest

from tests.browser.takes import ANSWERS, take, teams

BLOCK = "<!-- wp:wayfinder/orientation /-->"


def test_two_quizzes_on_one_page_show_the_same_answers(open_window, house, axe):
    page = open_window()
    page.goto(house.new_page("twice", f"{BLOCK}<!-- wp:shortcode -->[wayfinder level=3]<!-- /wp:shortcode -->"))
    second = page.locator(".wp-block-wayfinder-orientation").nth(1)
    assert second.locator("legend h3").count() == 3
    second.locator('input[value="use.code"]').check()
    second.locator("text=Next").click()
    assert page.evaluate("document.activeElement.localName") == "h3"
    first = page.locator(".wp-block-wayfinder-orientation").nth(0)
    assert first.locator('input[value="use.code"]').is_checked()
    assert first.locator("fieldset:visible legend").inner_text().startswith("Step 2")
    second.locator("text=Next").click()
    second.locator("text=Show my teams").click()
    assert page.locator(".wayfinder-result:visible").count() == 2
    assert axe(page) == []


def test_a_block_keeps_its_anchor(house):
    marked = house.new_page("anchored", '<!-- wp:wayfinder/orientation {"anchor":"find-a-team"} /-->')
    assert re.search(
        '<div (?=[^>]*id="find-a-team")(?=[^>]*class="wp-block-wayfinder-orientation")', house.fetch(marked)
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("shortcode", ["wayfinder", "contributor-orientation-tool"])
def test_the_shortcodes_stand_for_the_block(open_window, house, shortcode, script):
    page = open_window(java_script_enabled=script)
    page.goto(house.new_page(f"by-{shortcode}", f"<!-- wp:shortcode -->[{shortcode}]<!-- /wp:shortcode -->"))
    take(page, steps=script)
    assert teams(page)[0] == "core"


def test_it_works_in_a_reusable_block_and_a_template_part(open_window, house):
    for name, content in (("reused", house.new_reusable_block(BLOCK)), ("part", house.new_template_part(BLOCK))):
        page = open_window()
        page.goto(house.new_page(name, content))
        take(page)
        assert teams(page)[0] == "core", name


def test_it_works_in_a_classic_dark_theme_and_its_widget(open_window, house, classic, axe, shoot):
    house.new_widget(BLOCK)
    page = open_window(viewport={"width": 320, "height": 640})
    page.goto(house.page)
    assert page.locator(".wp-block-wayfinder-orientation").count() == 2
    assert axe(page) == []
    shoot(page, "classic-320")
    widget = page.locator("aside .wp-block-wayfinder-orientation")
    widget.locator('input[value="use.code"]').check()
    widget.locator("text=Next").click()
    widget.locator("text=Next").click()
    widget.locator("text=Show my teams").click()
    assert page.locator(".wayfinder-result:visible").count() == 2
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, "classic-result-320")


@pytest.mark.parametrize(
    ("reading", "settings"),
    [
        ("narrow", {"viewport": {"width": 320, "height": 640}}),
        ("zoomed", {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}),  # 400 % of 1280 x 1024
        ("large-text", {"viewport": {"width": 360, "height": 740}}),
        ("forced-colors", {"forced_colors": "active"}),
        ("dark", {"color_scheme": "dark"}),
        ("calm", {"reduced_motion": "reduce"}),
    ],
)
def test_it_fits_how_people_read(open_window, house, axe, shoot, reading, settings):
    def findings(page):
        """With forced colors the system decides on them, and axe computes those of the theme."""
        return [found for found in axe(page) if reading != "forced-colors" or not found.startswith("color-contrast")]

    page = open_window(**settings)
    if reading == "large-text":  # 200 % of what the reader's browser has, as WCAG 1.4.4 asks
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })"
        )
    page.goto(house.page)
    page.check('input[value="use.code"]')
    shoot(page, f"{reading}-step")
    assert findings(page) == []
    page.goto(f"{house.page}?orientation={ANSWERS}")
    shoot(page, f"{reading}-result")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if reading == "calm":
        assert page.evaluate("getComputedStyle(document.querySelector('.wayfinder-option')).transitionDuration") == "0s"


def test_it_reads_from_right_to_left(open_window, house, shoot):
    page = open_window(viewport={"width": 360, "height": 740})
    page.add_init_script("addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl'; })")
    page.goto(f"{house.page}?orientation={ANSWERS}&orientation_step=2")
    box = page.locator("fieldset:visible label").first
    tick, words = box.locator("input").bounding_box(), box.locator("span").bounding_box()
    assert tick["x"] > words["x"]
    shoot(page, "rtl-step")
    page.goto(f"{house.page}?orientation={ANSWERS}")
    icon, name = (
        page.locator(f".wayfinder-result .is-first :is(h3) > {part}").bounding_box() for part in ("svg", "span")
    )
    assert icon["x"] > name["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, "rtl-result")
