"""The rules that stand twice, in PHP and in JavaScript, and the golden files that hold them together."""

import json
import random
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PHP_TESTS = sorted(path.name for path in (ROOT / "tests" / "plugin").glob("*.php"))
PHP = ("7.4", "8.4")


def run(*words, **given):
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=150, **given)


@pytest.mark.parametrize("version", PHP)
@pytest.mark.parametrize("script", PHP_TESTS)
def test_the_plugins_bare_tests_pass(script, version):
    said = run("node", "demo/php.mjs", "--php", version, f"tests/plugin/{script}")
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.strip().startswith("ok ")


@pytest.mark.parametrize("version", PHP)
def test_every_php_file_compiles(version):
    said = run("node", "demo/php.mjs", "--lint", "wp-plugin", "--php", version)
    assert said.returncode == 0, said.stdout + said.stderr


def test_the_syntax_check_would_notice(tmp_path_factory):
    folder = ROOT / "var" / "tests" / "lint"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "new.php").write_text("<?php\n$a = match ( 1 ) { 1 => 2 };\n")
    assert run("node", "demo/php.mjs", "--lint", "var/tests/lint", "--php", "7.4").returncode == 1
    assert run("node", "demo/php.mjs", "--lint", "var/tests/lint", "--php", "8.4").returncode == 0


def test_the_scripts_tests_pass():
    said = run("node", "--test", *(str(path) for path in sorted((ROOT / "tests" / "contract").glob("*.mjs"))))
    assert said.returncode == 0, said.stdout + said.stderr


def test_php_and_javascript_agree_on_a_thousand_sheets():
    options = json.loads((ROOT / "tests" / "contract" / "orientation-ids.json").read_text())["options"]
    chance = random.Random(20261122)
    sheets = json.dumps([chance.sample(options, chance.randint(0, 12)) for _ in range(1000)])
    php = run("node", "demo/php.mjs", "tests/plugin/orientation.php", "--json", input=sheets)
    script = run("node", "tests/contract/orientation.test.mjs", "--json", input=sheets)
    results = json.loads(php.stdout)
    assert len(results) == 1000
    assert results == json.loads(script.stdout)
