"""The plugin's own database, for what otherwise only time, crashes and backups do to it; and its book of events."""

import sqlite3
from contextlib import closing

import pytest

from tests.loopback import ask


class Database:
    """The embedded WordPress's SQLite file, beside it."""

    def __init__(self, house):
        self._path = house.embedded.debug_log.parent / "database" / ".ht.sqlite"

    def change(self, statement, *values):
        with closing(sqlite3.connect(self._path, timeout=20)) as database, database:
            return database.execute(statement, values).rowcount

    def rows(self, query, *values):
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=20)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]

    def option(self, name):
        found = self.rows("SELECT option_value FROM wp_options WHERE option_name = ?", name)
        return found[0]["option_value"] if found else None


class Book:
    """The book of events, as the service reads it."""

    def __init__(self, house):
        self.url = f"{house.url}/wp-json/wayfinder/v1/events"
        self.account = (house.service_account.login, house.service_account.key)

    def answer(self, account=None, **query):
        return ask("GET", self.url, params=query, auth=account or self.account)

    def read(self, **query):
        answer = self.answer(**query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def database(house):
    return Database(house)


@pytest.fixture
def book(house):
    return Book(house)
