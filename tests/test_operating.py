"""compose.yaml, the systemd units and docs/operating.md name settings, commands and files that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from wayfinder.command import cli

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "docs" / "systemd").glob("*.service"))
KNOWN = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "sync" / "config.py").read_text()))
NOT_SETTINGS = {"WAYFINDER_SERVICE_URL", "WAYFINDER_SECRET", "WAYFINDER_SITE_PASSWORD"}


@pytest.mark.parametrize("name", ["compose.yaml", "docs/systemd/wayfinder.env", "docs/operating.md", "README.md"])
def test_it_names_only_settings_that_exist(name):
    named = set(re.findall(r"WAYFINDER_[A-Z_]+[A-Z]", (ROOT / name).read_text())) - NOT_SETTINGS
    assert named
    assert {setting.removeprefix("WAYFINDER_") for setting in named} <= KNOWN


def test_compose_runs_commands_that_exist():
    commands = re.findall(r"command: \[(\w+)\]", (ROOT / "compose.yaml").read_text())
    assert set(commands) == {"serve", "work"} <= set(cli.commands)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_run_commands_that_exist(unit):
    command = re.search(r"^ExecStart=/opt/wayfinder/\.venv/bin/wayfinder (\w+)$", unit.read_text(), re.MULTILINE)
    assert command[1] in cli.commands


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_line(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not on this machine.")
    here = tmp_path / unit.name.replace("@", "@1")
    here.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", unit.read_text()))
    said = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True, check=False)
    assert unit.name.partition("@")[0] not in said.stderr, said.stderr


def test_compose_mounts_and_docs_link_files_that_exist():
    mounts = re.findall(r"- \./(\S+?):", (ROOT / "compose.yaml").read_text())
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "docs" / "operating.md").read_text())
    copied = [
        name
        for line in re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        for name in line.split()
    ]
    assert (len(mounts), len(links) > 3, len(copied) > 6) == (1, True, True)
    assert [name for name in [*mounts, *copied] if not (ROOT / name).exists()] == []
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_image_holds_every_package_of_the_service():
    copied = (ROOT / "Dockerfile").read_text()
    packages = re.search(r"include = \[(.+)\]", (ROOT / "pyproject.toml").read_text())[1]
    assert [name for name in re.findall(r'"(\w+)\*"', packages) if f"COPY {name} {name}" not in copied] == []
