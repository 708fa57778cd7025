"""The service as an operator would run it: door, worker and queue server in processes of their own, in one folder."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from demo import Trouble

_LONGEST_START_S = 60
SITE_NAME = "demo"


@dataclass(frozen=True)
class Service:
    """A running service.

    Shapes: address is where its door answers; secret is what it shares with the site.
    """

    address: str
    secret: str
    log: Path
    folder: Path

    @property
    def deliveries(self) -> str:
        """Give the address that the plugin delivers to."""
        return f"{self.address}/webhooks/{SITE_NAME}"

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Read its database, beside it and read-only, as an auditor would."""
        path = f"file:{self.folder / 'wayfinder.sqlite'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]


@contextmanager
def service(
    home: Path, port: int, site_url: str, account: tuple[str, str], posts_by: str = "rest"
) -> Iterator[Service]:
    """Run a fresh service for one site; everything it started ends with the block.

    Shapes: account is (user, application password) of the WordPress account that it acts as.
    Errors: Trouble when it does not start.
    """
    folder = home / "service"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = home / "service.log"
    environment = _environment(folder, port, account[1])
    added = _say(environment, "site", "add", SITE_NAME, site_url, "--user", account[0], "--posts", posts_by)
    secret = re.search(r"^WAYFINDER_SECRET=(\S+)$", added, re.MULTILINE)
    if secret is None:
        raise Trouble(f"The service did not tell its secret: {added}")
    found = Service(f"http://127.0.0.1:{port}", secret[1], log, folder)
    with running(["serve", "--work"], environment, log) as process:
        _wait_for(process, found)
        yield found


def _environment(folder: Path, port: int, password: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYFINDER_")}
    return {
        **clean,
        "WAYFINDER_DATA_DIR": str(folder),
        "WAYFINDER_PORT": str(port),
        "WAYFINDER_SITE_PASSWORD": password,
        "WAYFINDER_DOOR_PROCESSES": "1",
        "WAYFINDER_LOG_FORMAT": "json",
    }


def _say(environment: Mapping[str, str], *words: str) -> str:
    said = subprocess.run(
        [sys.executable, "-m", "wayfinder", *words], env=environment, capture_output=True, text=True, check=False
    )
    if said.returncode != 0:
        raise Trouble(f"wayfinder {words[0]} {words[1]} failed: {said.stderr.strip()}")
    return said.stdout


@contextmanager
def running(words: list[str], environment: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a `wayfinder` command until the block ends; it is asked to stop first and made to after a while."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "wayfinder", *words],
            env=environment,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", found: Service) -> None:
    deadline = time.monotonic() + _LONGEST_START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"{found.address}/readyz", timeout=5).json()["status"] == "ok":
                return
        except (requests.RequestException, ValueError):
            pass
        time.sleep(0.1)
    last = found.log.read_text(errors="replace").strip().splitlines()[-3:]
    raise Trouble(f"The service did not start. {found.log} ends with: {' / '.join(last)}")
