"""A real WordPress that needs neither PHP nor a database server, started and stopped at will."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

import requests

from demo import Trouble, playground
from demo.layout import prepare
from demo.lock import own, sign
from demo.playground import Installation

__all__ = ["Embedded", "SignIn", "free_port", "prepare", "require_free", "start"]


@dataclass(frozen=True)
class SignIn:
    """The administrator: the password is for people, the key (an application password) for programs."""

    user: str
    admin_password: str = field(repr=False)
    key: str = field(repr=False)
    wordpress: str
    php: str
    problem: str


@dataclass(frozen=True)
class Embedded:
    """A running WordPress; leaving its `with` block stops it."""

    url: str
    sign_in: SignIn
    debug_log: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)
    lock: IO[str] = field(repr=False)

    def stop(self) -> None:
        """End all its processes and wait for that; doing it twice is harmless."""
        _end(self.process)
        self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


def free_port() -> int:
    """Give a loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free(port: int, name: str = "WORDPRESS_PORT") -> None:
    """Make sure that nobody uses this loopback port.

    Errors: Trouble that names the setting to change.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as exc:
            raise Trouble(f"Port {port} is in use; choose another with {name}=…") from exc


def start(
    home: Path,
    port: int,
    plugin_dir: Path,
    log_path: Path,
    php: str = "8.2",
    *,
    fresh: bool = False,
    workers: int = 3,  # of 2, 3, 4 and 6 the quickest under parallel writes, measured on two cores
    timeout_s: float = 180,
) -> Embedded:
    """Start WordPress, and come back when it answers, the plugin is active and each worker has compiled it.

    Errors: Trouble when port or home are in use, a part is missing, or WordPress does not come up.
    """
    if not (plugin_dir / "wayfinder.php").exists():
        raise Trouble(f"There is no plugin in {plugin_dir}: wayfinder.php is missing.")
    require_free(port)
    home.mkdir(parents=True, exist_ok=True)
    installation = Installation(home.resolve(), port, plugin_dir.resolve(), php, workers)
    with contextlib.ExitStack() as undo:
        lock = undo.enter_context(own(home))
        prepare(home, fresh=fresh)
        _tidy(installation)
        process = _launch(installation, log_path, lock)
        undo.callback(_end, process)
        sign(lock, process.pid)
        _wait_for(installation, process, log_path, timeout_s)
        sign_in = _read_sign_in(installation)
        _warm(installation)
        undo.pop_all()
    return Embedded(installation.url, sign_in, installation.debug_log, process, lock)


def _tidy(installation: Installation) -> None:
    """Remove what the last run left, but keep its keys: the administrator's password stays the same."""
    shutil.rmtree(installation.scratch, ignore_errors=True)
    installation.scratch.mkdir()
    installation.handover.mkdir(mode=0o700, exist_ok=True)
    installation.debug_log.unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        (installation.handover / "sign-in.json").rename(installation.handover / "last.json")


def _launch(installation: Installation, log_path: Path, lock: IO[str]) -> "subprocess.Popen[bytes]":
    log_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log_path.open("wb") as log:
            return subprocess.Popen(
                playground.command(installation),
                cwd=installation.home,
                env=playground.environment(installation),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[lock.fileno()],
                start_new_session=True,
            )
    except FileNotFoundError as exc:
        raise Trouble("Node.js is missing: install version 20 or newer.") from exc


def _wait_for(installation: Installation, process: "subprocess.Popen[bytes]", log_path: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not ((installation.handover / "sign-in.json").exists() and _answers(installation)):
        if process.poll() is not None or time.monotonic() > deadline:
            how = "did not answer in time" if process.poll() is None else "ended while it started"
            raise Trouble(f"WordPress {how}. {log_path} ends with:\n{_last_words(log_path, installation.debug_log)}")
        time.sleep(0.1)


def _last_words(*logs: Path) -> str:
    """Give the end of the logs: Playground says what failed, PHP why."""
    lines = [log.read_text(encoding="utf-8", errors="replace").splitlines() for log in logs if log.exists()]
    return "\n".join(line for log in lines for line in [said for said in log if said.strip()][-6:])


def _answers(installation: Installation) -> bool:
    """Playground says 502 while it boots, and sends its first visitor in a circle once."""
    try:
        return _ask(installation, "/wp-json/").ok
    except requests.RequestException:
        return False


def _ask(installation: Installation, path: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False  # a proxy could not find this machine's loopback
        return session.get(installation.url + path, timeout=60)


def _read_sign_in(installation: Installation) -> SignIn:
    sign_in = SignIn(**json.loads((installation.handover / "sign-in.json").read_text(encoding="utf-8")))
    if sign_in.problem:
        raise Trouble(f"The plugin could not be activated: {sign_in.problem}")
    return sign_in


def _warm(installation: Installation) -> None:
    """Each worker compiles WordPress for itself; asked at the same time, each of them is asked once."""
    with ThreadPoolExecutor(installation.workers) as pool:
        list(pool.map(lambda _: _ask(installation, "/"), range(installation.workers)))


def _end(process: "subprocess.Popen[bytes]", patience_s: float = 15) -> None:
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
