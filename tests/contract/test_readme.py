"""readme.txt is in the form that the plugin directory reads, and says what the plugin's header says."""

import re
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "wp-plugin"
README = (PLUGIN / "readme.txt").read_text()
HEADER = (PLUGIN / "wayfinder.php").read_text()


def said(name):
    return re.search(rf"^{name}: +(.+)$", README, re.MULTILINE)[1]


def of_header(name):
    return re.search(rf"^ \* {name}: +(.+)$", HEADER, re.MULTILINE)[1]


@pytest.mark.parametrize(
    ("line", "header"),
    [("Stable tag", "Version"), *((name, name) for name in ("Requires at least", "Requires PHP", "License"))],
)
def test_readme_and_header_agree(line, header):
    assert said(line) == of_header(header)


def test_the_version_is_the_same_everywhere():
    version = of_header("Version")
    assert f"const VERSION = '{version}';" in HEADER
    for path in (PLUGIN / "blocks").glob("*/block.json"):
        assert f'"version": "{version}"' in path.read_text()
    assert f"= {version} =" in README.split("== Changelog ==")[1]


def test_the_directory_can_read_it():
    head, description = README.split("\n\n")[:2]
    assert head.startswith("=== Wayfinder ===\n")
    assert len(description) <= 150
    assert len(said("Tags").split(",")) <= 5
    assert re.fullmatch(r"\d+\.\d+", said("Tested up to"))


def test_it_has_the_sections_that_people_look_for():
    sections = re.findall(r"^== (.+) ==$", README, re.MULTILINE)
    assert {"Description", "Installation", "Frequently Asked Questions", "Privacy", "Changelog"} <= set(sections)
    notice = README.split("== Upgrade Notice ==")[1].split("=\n")[1]
    assert len(notice) <= 300
