"""The operator's key: given in the environment, or made once and kept beside the data."""

import os
import secrets

from sync.config import Settings
from sync.sealing import Seal

_FILE = "secret.key"


def seal(settings: Settings) -> Seal:
    """Give the seal for secrets at rest.

    Errors: OSError when the key file can neither be read nor made.
    """
    return Seal(settings.secret_key or _kept_key(settings))


def _kept_key(settings: Settings) -> str:
    path = settings.data_dir / _FILE
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start at once, one makes the key and the other reads it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
