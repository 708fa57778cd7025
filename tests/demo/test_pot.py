"""Everything that the plugin says can be translated, and the template for it is up to date."""

import pytest

from demo import Trouble, pot
from tests import gettext

# Where each function takes the domain, and how many arguments it has with it.
DOMAINS = {
    **dict.fromkeys(("__", "_e", "esc_html__", "esc_html_e", "esc_attr__", "esc_attr_e"), 2),
    **dict.fromkeys(("_x", "_ex", "esc_html_x", "esc_attr_x", "_n_noop"), 3),
    "_n": 4,
    "_nx": 5,
    "_nx_noop": 4,
}
LANGUAGES = {"php": "PHP", "js": "JavaScript"}


@pytest.fixture(autouse=True)
def _gettext():
    gettext.require()


def texts(folder, calls, ending, into):
    """Give what xgettext finds in these arguments."""
    pot.extract(folder, LANGUAGES[ending], pot.sources(folder, ending), calls, into)
    lines = into.read_text().splitlines()
    return {line.removeprefix("msgid ").strip('"') for line in lines if line.startswith("msgid ")} - {""}


def faults(folder, ending, into):
    """Give the domains that are used beside ours, and texts that name none."""
    named = {name: f"{at},{at}t" for name, at in DOMAINS.items()}
    nameless = {name: f"1,{at - 1}t" for name, at in DOMAINS.items()}
    return (texts(folder, named, ending, into / "named") - {"wayfinder"}) | texts(
        folder, nameless, ending, into / "nameless"
    )


def test_the_template_in_the_repository_is_up_to_date():
    assert pot.POT.read_text() == pot.template(), "run: make pot"


def test_the_template_has_what_people_read_from_code_scripts_block_and_header():
    said = pot.POT.read_text()
    assert 'msgid "What do you do with WordPress today?"' in said
    assert '#: blocks/orientation/edit.js\nmsgid "The preview could not be loaded' in said
    assert 'msgctxt "block title"\nmsgid "Contributor orientation"' in said
    assert 'msgctxt "block keyword"\nmsgid "quiz"' in said
    assert "#. translators: Description of the plugin\n" in said
    assert "#. translators: %s: " in said


@pytest.mark.parametrize("ending", LANGUAGES)
def test_every_text_is_of_the_plugin_s_own_domain(ending, tmp_path):
    assert set(DOMAINS) == set(pot.CALLS)
    assert faults(pot.PLUGIN, ending, tmp_path) == set()


@pytest.mark.parametrize("call", ["__( 'Bare' )", "__( 'Bare', 'other' )", "_n( 'a', 'b', $n )", "_x( 'a', 'b', 'c' )"])
def test_the_check_would_notice(call, tmp_path):
    (tmp_path / "plugin").mkdir()
    (tmp_path / "plugin" / "new.php").write_text(f"<?php\necho __( 'Good', 'wayfinder' ) . {call};\n")
    assert faults(tmp_path / "plugin", "php", tmp_path) != set()


def test_a_template_without_gettext_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Trouble, match="gettext"):
        pot.template()
