"""The service as an operator would run it: door, worker and queue server in processes of their own, in one folder."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
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
    secret: str = field(repr=False)
    log: Path
    folder: Path
    environment: Mapping[str, str] = field(repr=False)

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
    home: Path, port: int, site_url: str, account: tuple[str, str], posts_by: str = "rest", **settings: str
) -> Iterator[Service]:
    """Run a fresh service for one site, door and worker; everything it started ends with the block.

    Shapes: account is (user, application password) of the WordPress account that it acts as; settings are `WAYFINDER_…`.
    Errors: Trouble when it does not start.
    """
    found = set_up(home, port, site_url, account, posts_by, **settings)
    with running(["serve", "--work"], found):
        yield found


def set_up(
    home: Path, port: int, site_url: str, account: tuple[str, str], posts_by: str = "rest", **settings: str
) -> Service:
    """Make a fresh service for one site, without running anything yet."""
    folder = home / "service"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {**_environment(folder, port), **settings, "WAYFINDER_SITE_PASSWORD": account[1]}
    added = _say(environment, "site", "add", SITE_NAME, site_url, "--user", account[0], "--posts", posts_by)
    secret = re.search(r"^WAYFINDER_SECRET=(\S+)$", added, re.MULTILINE)
    if secret is None:
        raise Trouble(f"The service did not tell its secret: {added}")
    return Service(f"http://127.0.0.1:{port}", secret[1], home / "service.log", folder, environment)


def _environment(folder: Path, port: int) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYFINDER_")}
    return {
        **clean,
        "WAYFINDER_DATA_DIR": str(folder),
        "WAYFINDER_PORT": str(port),
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
def running(words: list[str], found: Service) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a `wayfinder` command until the block ends; it is asked to stop first and made to after a while.

    A door is waited for until it can keep deliveries.
    """
    with found.log.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wayfinder", *words],
            env=dict(found.environment), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        if words[0] == "serve":
            _wait_for(process, found)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", found: Service) -> None:
    quiet = requests.Session()
    quiet.trust_env = False  # a proxy that is set here does not know our loopback
    deadline = time.monotonic() + _LONGEST_START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if quiet.get(f"{found.address}/readyz", timeout=5).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    last = found.log.read_text(errors="replace").strip().splitlines()[-3:]
    raise Trouble(f"The service did not start. {found.log} ends with: {' / '.join(last)}")
