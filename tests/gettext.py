"""GNU gettext, installed from Debian's package where it is missing and may be."""

import os
import shutil
import subprocess
from pathlib import Path


def require() -> None:
    """See to it that xgettext and msgfmt are there."""
    if shutil.which("xgettext") and shutil.which("msgfmt"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise RuntimeError("The tests need GNU gettext; install your system's package gettext.")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "gettext"], check=True)


def compile_to(path: Path, *entries: tuple[str, str, str]) -> None:
    """Write a .mo file.

    Shapes: an entry is (context or "", text, translation).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    said = [
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    ]
    for context, text, translation in entries:
        said.append((f'msgctxt "{context}"\n' if context else "") + f'msgid "{text}"\nmsgstr "{translation}"\n')
    subprocess.run(["msgfmt", "-o", str(path), "-"], input="\n".join(said), text=True, check=True)
