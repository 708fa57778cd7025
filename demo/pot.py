"""`make pot`: gathers every text of the plugin that people can translate, with GNU gettext.

The same sources give the same bytes: no date, no line numbers, files in alphabetical order.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from demo import Trouble

PLUGIN = Path(__file__).parents[1] / "wp-plugin"
POT = PLUGIN / "languages" / "wayfinder.pot"

# WordPress's functions, and which of their arguments are text, plural ("1,2") and context ("2c").
CALLS = {
    **dict.fromkeys(("__", "_e", "esc_html__", "esc_html_e", "esc_attr__", "esc_attr_e"), "1"),
    **dict.fromkeys(("_x", "_ex", "esc_html_x", "esc_attr_x"), "1,2c"),
    "_n": "1,2",
    "_n_noop": "1,2",
    "_nx": "1,2,4c",
    "_nx_noop": "1,2,3c",
}
HEADERS = ("Plugin Name", "Description")

_HEAD = """\
# Copyright (C) The Wayfinder contributors
# This file is distributed under the license of the plugin, GPL-2.0-or-later.
msgid ""
msgstr ""
"Project-Id-Version: Wayfinder {version}\\n"
"POT-Creation-Date: YEAR-MO-DA HO:MI+ZONE\\n"
"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"
"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"
"Language-Team: LANGUAGE <LL@li.org>\\n"
"Language: \\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
"X-Domain: wayfinder\\n"
"""


def template(plugin: Path = PLUGIN) -> str:
    """Give the whole template.

    Errors: Trouble when xgettext is missing or does not understand a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        gathered, said = Path(folder) / "gathered.pot", Path(folder) / "said"
        _write_what_is_no_code(plugin, said)
        extract(plugin, "PHP", sources(plugin, "php"), CALLS, gathered)
        extract(plugin, "JavaScript", sources(plugin, "js"), CALLS, gathered)
        extract(said, "PHP", sources(said, "*"), CALLS, gathered)
        text = gathered.read_text(encoding="utf-8")
    header, version = text.index("\n\n"), _header(plugin, "Version")
    return _HEAD.format(version=version) + text[header + 1 :]


def sources(folder: Path, ending: str) -> list[Path]:
    """Give the files with such a name below a folder, in order."""
    return sorted(path.relative_to(folder) for path in folder.rglob(f"*.{ending}") if path.is_file())


def extract(folder: Path, language: str, files: list[Path], calls: dict[str, str], into: Path) -> None:
    """Add what is to be translated in these files to a template."""
    if not (xgettext := shutil.which("xgettext")):
        raise Trouble("xgettext is missing: install GNU gettext (Debian: apt-get install gettext).")
    options = ["--from-code=UTF-8", "--add-location=file", "--add-comments=translators", "--no-wrap", "--force-po"]
    keywords = ["--keyword", *(f"--keyword={name}:{arguments}" for name, arguments in calls.items())]
    joined = ["--join-existing"] if into.exists() else []
    said = subprocess.run(
        [xgettext, "-L", language, *options, *keywords, *joined, "-o", str(into), *map(str, files)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if said.returncode != 0 or said.stderr:
        raise Trouble(f"xgettext: {said.stderr.strip()}")


def _write_what_is_no_code(plugin: Path, folder: Path) -> None:
    """Say in PHP, under the same file names, what WordPress translates in block.json and in the plugin's header."""
    lines = {Path("wayfinder.php"): list(_from_header(plugin))}
    for path in sources(plugin, "json"):
        if path.name == "block.json":
            lines[path] = list(_from_block(json.loads((plugin / path).read_text(encoding="utf-8"))))
    for path, said in lines.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("<?php\n" + "".join(said), encoding="utf-8")


def _from_header(plugin: Path) -> Iterator[str]:
    for name in HEADERS:
        yield f"/* translators: {name} of the plugin */\n__( {_quoted(_header(plugin, name))} );\n"


def _from_block(block: dict[str, object]) -> Iterator[str]:
    for kind in ("title", "description"):
        yield f"_x( {_quoted(str(block[kind]))}, 'block {kind}' );\n"
    keywords = block.get("keywords")
    for keyword in keywords if isinstance(keywords, list) else []:
        yield f"_x( {_quoted(str(keyword))}, 'block keyword' );\n"


def _header(plugin: Path, name: str) -> str:
    head = (plugin / "wayfinder.php").read_text(encoding="utf-8")
    found = re.search(rf"^ \* {name}: +(.+)$", head, re.MULTILINE)
    if found is None:
        raise Trouble(f"wayfinder.php has no {name}.")
    return found[1].strip()


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def main() -> None:
    """Write the template."""
    try:
        said = template()
    except Trouble as trouble:
        sys.exit(str(trouble))
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(said, encoding="utf-8")
    print(f"{POT.relative_to(Path.cwd())}: {said.count('msgid ') - 1} texts")


if __name__ == "__main__":
    main()
