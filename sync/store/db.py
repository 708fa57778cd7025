"""Where a session begins and ends: the engine, and the one place that opens a transaction."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from sync.errors import Unavailable

Session = Connection

_BUSY_TIMEOUT_S = 10
_AWAY = (OperationalError, InterfaceError, InternalError)


def open_engine(database_url: str) -> Engine:
    """Give the engine for SQLite or PostgreSQL; nothing is connected yet.

    Errors: ValueError or SQLAlchemy's own for an address that it cannot read.
    """
    if database_url.startswith("postgresql:"):
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:", 1)
    if not database_url.startswith("sqlite"):
        return create_engine(database_url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(database_url, connect_args={"timeout": _BUSY_TIMEOUT_S}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own; see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a read that later writes would fail with "database is locked" at once."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Give a session whose work is on disk when the block ends, or not done at all.

    Errors: Unavailable when the database cannot be reached, is locked for too long, or its disk is full.
    """
    try:
        with engine.begin() as session:
            yield session
    except _AWAY as exc:
        raise Unavailable("The database cannot keep anything right now.", retry_after_s=5) from exc


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Wait for the turn to write to this SQLite file; with PostgreSQL, writers need no turns.

    SQLite lets writers that wait sleep, longer and longer: some starve. Here whoever waits is woken at once. It may take as
    long as others write: bound the wait of whom it matters to.
    Errors: Unavailable when the file that holds the turn cannot be made.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    try:
        turn = os.open(f"{engine.url.database}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as exc:
        raise Unavailable("The database cannot keep anything right now.", retry_after_s=5) from exc
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session for looking only; writers do not wait for it.

    Errors: Unavailable when the database cannot be reached.
    """
    try:
        with engine.connect() as connection:
            yield connection.execution_options(reading=True)
    except _AWAY as exc:
        raise Unavailable("The database cannot be read right now.", retry_after_s=5) from exc
