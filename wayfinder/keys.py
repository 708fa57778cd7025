"""The operator's key: given in the environment, or made once and kept beside the data."""

import contextlib
import os
import secrets
from pathlib import Path

from sync.config import Settings
from sync.sealing import Seal

_FILE = "secret.key"
_SHORTEST = 32


def seal(settings: Settings) -> Seal:
    """Give the seal for secrets at rest.

    Errors: OSError when the key file can neither be read nor made.
    """
    return Seal(settings.secret_key or _kept_key(settings))


def _kept_key(settings: Settings) -> str:
    path = settings.data_dir / _FILE
    if not path.exists():
        _make_key(path)
    key = path.read_text().strip()
    if len(key) < _SHORTEST:
        raise OSError(f"{path} holds no key. Put the former one back; only if there never was one, delete the file.")
    return key


def _make_key(path: Path) -> None:
    """Make the key whole or not at all: of two processes that start at once, one wins and both read the same."""
    draft = path.with_name(f"{_FILE}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
