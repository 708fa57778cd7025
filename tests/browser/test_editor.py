"""The block in the editor: the real first step, the level of its headings, and which quiz it asks."""

import re

import pytest


@pytest.fixture
def editor(desk, house):
    """Open the editor with one of our blocks, and give what writes into it: the page, and the canvas."""

    def opened(slug, content="<!-- wp:wayfinder/orientation /-->"):
        address = house.new_page(slug, content)
        number = house.site.get("/wp/v2/pages", slug=slug)[0]["id"]
        desk.goto(f"{house.url}/wp-admin/post.php?post={number}&action=edit")
        desk.evaluate("wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false)")
        canvas = desk.frame_locator("iframe[name=editor-canvas]")
        canvas.locator(".wayfinder-quiz").wait_for()
        return desk, canvas, address

    return opened


def save(page):
    page.evaluate("wp.data.dispatch('core/editor').savePost()")


def test_it_shows_the_first_step_as_visitors_see_it(editor, shoot):
    page, canvas, _ = editor("in-editor")
    assert canvas.locator("fieldset:visible").count() == 1
    assert canvas.locator("fieldset:visible legend").inner_text().startswith("Step 1 of 3")
    assert canvas.locator("details:visible, .wayfinder-result:visible").count() == 0
    shoot(page, "editor-1280")


def test_the_level_of_its_headings_can_be_chosen(editor, house):
    page, canvas, address = editor("leveled")
    canvas.locator("[data-type='wayfinder/orientation']").click(position={"x": 5, "y": 5})
    page.get_by_role("button", name=re.compile("Change level|heading level", re.IGNORECASE)).click()
    page.get_by_role("menuitemradio", name=re.compile("3")).click()
    canvas.locator("legend h3").first.wait_for()
    save(page)
    page.wait_for_function("! wp.data.select('core/editor').isSavingPost()")
    assert "<h3" in house.fetch(address)


def test_a_block_whose_quiz_is_gone_says_so_and_can_be_given_another(editor):
    page, canvas, _ = editor("homeless", '<!-- wp:wayfinder/orientation {"content":"gone"} /-->')
    canvas.locator("[data-type='wayfinder/orientation']").click(position={"x": 5, "y": 5})
    choice = page.get_by_label("Quiz", exact=True)
    assert choice.input_value() == "gone"
    assert choice.locator("option").first.inner_text() == "gone (not on this site)"
    choice.select_option("default")
    canvas.locator(".wayfinder-quiz").wait_for()
    assert page.evaluate("wp.data.select('core/block-editor').getBlocks()[0].attributes.content") == "default"
