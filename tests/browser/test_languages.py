"""A translation that a site puts into the plugin's folder is what people read: on the page and in the editor."""

import hashlib
import json
import shutil

import pytest

from tests import gettext, stage
from tests.browser.takes import sign_in
from tests.stage import ROOT

QUESTION = ("What do you do with WordPress today?", "Was machst du heute mit WordPress?")
TITLE = ("Contributor orientation", "Orientierung für Mitwirkende")
PREVIEW = ("The preview could not be loaded. Visitors see the quiz all the same.", "Keine Vorschau.")


@pytest.fixture(scope="module")
def translated(tmp_path_factory):
    """Give a WordPress in German, its plugin with a translation of three texts."""
    gettext.require()
    folder = tmp_path_factory.mktemp("german")
    plugin = folder / "plugin"
    shutil.copytree(ROOT / "wp-plugin", plugin)
    gettext.compile_to(plugin / "languages" / "wayfinder-de_DE.mo", ("", *QUESTION), ("block title", *TITLE))
    script = hashlib.md5(b"blocks/orientation/edit.js", usedforsecurity=False).hexdigest()
    messages = {"": {"lang": "de_DE", "plural-forms": "nplurals=2; plural=(n != 1);"}, PREVIEW[0]: [PREVIEW[1]]}
    (plugin / "languages" / f"wayfinder-de_DE-{script}.json").write_text(
        json.dumps({"locale_data": {"messages": messages}})
    )
    with stage.house(folder / "home", plugin) as house:
        gettext.compile_to(
            house.embedded.debug_log.parent / "languages" / "de_DE.mo", ("", "Publish", "Veröffentlichen")
        )
        house.site._call("POST", "/wp/v2/settings", json={"language": "de_DE"})
        yield house


def test_the_quiz_asks_in_the_site_s_language(open_window, translated):
    page = open_window()
    page.goto(translated.page)
    said = page.inner_text(".wp-block-wayfinder-orientation")
    assert QUESTION[1] in said
    assert QUESTION[0] not in said


def test_the_editor_speaks_it_too(open_window, translated):
    page = open_window()
    sign_in(page, translated)
    page.goto(f"{translated.url}/wp-admin/post-new.php?post_type=page")
    page.wait_for_function("window.wp?.blocks?.getBlockType('wayfinder/orientation')")
    assert page.evaluate("text => wp.i18n.__(text, 'wayfinder')", PREVIEW[0]) == PREVIEW[1]
    assert page.evaluate("wp.blocks.getBlockType('wayfinder/orientation').title") == TITLE[1]
    assert "plugins/wayfinder" not in translated.debug_log()
