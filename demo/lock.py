"""One WordPress per home: two on one SQLite file would ruin it."""

import fcntl
from pathlib import Path
from typing import IO

from demo import Trouble


def own(home: Path) -> IO[str]:
    """Give the lock of a home; a process that inherits it keeps the home owned, should it outlive us.

    Errors: Trouble when somebody else has it, naming their process.
    """
    lock = (home / "lock").open("a+", encoding="utf-8")
    lock.seek(0)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        owner = lock.read()
        lock.close()
        raise Trouble(f"Another WordPress (process {owner}) is running in {home}; stop it first.") from exc
    return lock


def sign(lock: IO[str], process_id: int) -> None:
    """Write into the lock whose it is."""
    lock.truncate(0)
    lock.write(str(process_id))
    lock.flush()
