"""Lays WordPress's files where the embedded WordPress runs, from the build inside an npm package."""

import json
import shutil
import zipfile
from pathlib import Path

from demo.playground import package

BUILD = "wp-6.5"


def prepare(home: Path, *, fresh: bool = False) -> Path:
    """Lay the files in home/wordpress unless this build is there already, and give that folder.

    The site's database is inside. `fresh` throws away what was there.
    """
    builds, wordpress = package("wordpress-builds"), home / "wordpress"
    build = f"{json.loads((builds / 'package.json').read_text(encoding='utf-8'))['version']} {BUILD}"
    if not fresh and _laid_build(wordpress) == build:
        return wordpress
    draft = home / "wordpress.draft"
    for former in (draft, wordpress):
        shutil.rmtree(former, ignore_errors=True)
    with zipfile.ZipFile(builds / "src" / "wordpress" / f"{BUILD}.zip") as archive:
        archive.extractall(draft)
    # The archive lacks what browsers load; the package keeps that beside it.
    shutil.copytree(builds / "public" / BUILD, draft, dirs_exist_ok=True)
    _marker(draft).write_text(build, encoding="utf-8")
    draft.rename(wordpress)
    return wordpress


def _laid_build(wordpress: Path) -> str | None:
    try:
        return _marker(wordpress).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _marker(wordpress: Path) -> Path:
    return wordpress / ".wayfinder-build"
