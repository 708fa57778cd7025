"""status and replay as an operator meets them: one folder, no service running."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests import makers


@pytest.fixture
def here(tmp_path):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYFINDER_")}
    environment = {**clean, "WAYFINDER_DATA_DIR": str(tmp_path), "COLUMNS": "200"}

    def say(*words):
        command = [sys.executable, "-m", "wayfinder", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    say("site", "add", "make", makers.SITE_URL)
    return say


@pytest.fixture
def run_sql(here, tmp_path):
    def run(statement, *values):
        with closing(sqlite3.connect(tmp_path / "wayfinder.sqlite")) as database, database:
            database.execute(statement, values)

    return run


def put(run_sql, number, state, kind="moon.landed", age=timedelta()):
    at = (datetime.now(UTC) - age).strftime("%Y-%m-%d %H:%M:%S.%f")
    run_sql(
        "INSERT INTO inbox (site_id, event_id, type, body, body_sha256, received_at, due_at, state, reason) "
        "VALUES (1, ?, ?, x'7b7d', ?, ?, ?, ?, 'unknown')",
        f"evt_{number}", kind, f"{number:064}", at, at, state,
    )  # fmt: skip


def stuck(here):
    said = here("status", "--json")
    told = json.loads(said.stdout)
    assert said.returncode == 1  # no queue runs here
    return [line for line in told["stuck"] if "queue" not in line]


def test_nothing_is_stuck_where_nothing_came(here):
    assert stuck(here) == []


def test_what_is_parked_waits_too_long_or_cannot_be_reached_is_stuck(here, run_sql):
    put(run_sql, 1, "parked")
    put(run_sql, 2, "due", "orientation.completed", timedelta(minutes=7))
    put(run_sql, 3, "due", "connection.tested", timedelta(minutes=1))
    run_sql("UPDATE sites SET added_at = '2026-01-01 00:00:00'")
    run_sql("INSERT INTO pulls (site_id, reason) VALUES (1, 'no such route')")
    moment = "2026-11-22 16:00:00"
    run_sql("INSERT INTO breakers VALUES (1, 5, ?, ?, ?, 'refused')", moment, moment, moment)
    lines = stuck(here)
    assert len(lines) == 4
    assert lines[0] == "make, inbox, moon.landed: 1 parked; mend the cause, then run: wayfinder replay"
    assert "the oldest has waited for 7 min" in lines[1]
    assert "refused" in lines[2]
    assert "no such route" in lines[3]
    for line in lines:
        assert f"stuck: {line}" in here("status").stdout


def test_replay_takes_what_was_asked_for_and_never_what_was_dropped(here, run_sql):
    put(run_sql, 1, "parked")
    put(run_sql, 2, "parked", "orientation.completed")
    put(run_sql, 3, "dropped")
    assert here("replay", "--kind", "orientation.completed").stdout.startswith("1 parked rows")
    assert here("replay", "--site", "elsewhere").returncode == 2
    assert here("replay", "--site", "make").stdout.startswith("1 parked rows")
    assert here("replay").stdout.startswith("0 parked rows")


def test_a_secret_is_rotated_and_an_address_moved_from_the_terminal(here):
    assert "WAYFINDER_SECRET=whsec_" in here("site", "rotate", "make").stdout
    assert here("site", "rotate", "make", "--retire").returncode == 0
    assert here("site", "move", "make", "https://new.example/").returncode == 0
    assert here("site", "list").stdout == "make\thttps://new.example\n"
    assert here("site", "move", "make", "new.example").returncode == 2
    assert here("site", "rotate", "elsewhere").returncode == 2
