"""A real WordPress that needs neither PHP nor a database server: laid out once, started and stopped at will."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import requests

from demo import Trouble, playground

BUILD = "wp-6.5"


@dataclass(frozen=True)
class SignIn:
    """The administrator: the password is for people, the key (an application password) for programs."""

    user: str
    admin_password: str = field(repr=False)
    key: str = field(repr=False)
    wordpress: str
    php: str
    problem: str


@dataclass
class Embedded:
    """A running WordPress; leaving the `with` block stops it."""

    url: str
    sign_in: SignIn
    debug_log: Path
    log_path: Path
    process: subprocess.Popen[bytes]
    lock: IO[str]

    def stop(self, patience_s: float = 15) -> None:
        """Ends every process of this WordPress and waits for it; repeating it changes nothing."""
        _end(self.process, patience_s)
        self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare(home: Path, fresh: bool = False) -> Path:
    """Lays WordPress's files in home/wordpress, once per build; `fresh` throws away what was there, data included."""
    builds = playground.PACKAGES / "wordpress-builds"
    if not builds.exists():
        raise Trouble("The packages of the embedded WordPress are missing: run `npm ci --prefix demo`.")
    wordpress, marker = home / "wordpress", home / "wordpress" / ".wayfinder-build"
    build = f"{json.loads((builds / 'package.json').read_text(encoding='utf-8'))['version']} {BUILD}"
    if not fresh and marker.exists() and marker.read_text(encoding="utf-8") == build:
        return wordpress
    draft = home / "wordpress.draft"
    for former in (draft, wordpress):
        shutil.rmtree(former, ignore_errors=True)
    with zipfile.ZipFile(builds / "src" / "wordpress" / f"{BUILD}.zip") as archive:
        archive.extractall(draft)
    shutil.copytree(builds / "public" / BUILD, draft, dirs_exist_ok=True)
    (draft / marker.name).write_text(build, encoding="utf-8")
    draft.rename(wordpress)
    return wordpress


def start(
    home: Path, port: int, plugin_dir: Path, log_path: Path, php: str = "8.2",
    *, fresh: bool = False, workers: int = 6, timeout_s: float = 180,
) -> Embedded:  # fmt: skip
    """Starts WordPress and comes back when it answers with the plugin active and every worker warm.

    Errors: Trouble when the port or the home is in use, a part is missing, or WordPress does not come up in time.
    """
    if not (plugin_dir / "wayfinder.php").exists():
        raise Trouble(f"There is no plugin in {plugin_dir}: wayfinder.php is missing.")
    require_free(port)
    home.mkdir(parents=True, exist_ok=True)
    lock = _own(home)
    with contextlib.ExitStack() as undo:
        undo.callback(lock.close)
        prepare(home, fresh)
        site = playground.Site(home.resolve(), port, plugin_dir.resolve(), php, workers)
        _clear(site)
        process = _launch(site, log_path, lock)
        undo.callback(_end, process)
        sign_in = _await(site, process, log_path, timeout_s)
        undo.pop_all()
    return Embedded(site.url, sign_in, site.wordpress / "wp-content" / "debug.log", log_path, process, lock)


def require_free(port: int, name: str = "WORDPRESS_PORT") -> None:
    """Makes sure that nobody uses this loopback port.

    Errors: Trouble that names the setting to change.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as exc:
            raise Trouble(f"Port {port} is in use; choose another with {name}=…") from exc


def _own(home: Path) -> IO[str]:
    """Two WordPresses on one database would ruin it; the process holds the lock too, in case it outlives us."""
    lock = (home / "lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        lock.close()
        raise Trouble(f"Another WordPress is running in {home}; stop it first.") from exc
    return lock


def _clear(site: playground.Site) -> None:
    """Puts away what the last run left: its scratch files, its log of PHP warnings, and its keys as the former ones."""
    shutil.rmtree(site.tmp, ignore_errors=True)
    site.tmp.mkdir()
    site.handover.mkdir(mode=0o700, exist_ok=True)
    (site.wordpress / "wp-content" / "debug.log").unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        (site.handover / "sign-in.json").rename(site.handover / "last.json")


def _launch(site: playground.Site, log_path: Path, lock: IO[str]) -> subprocess.Popen[bytes]:
    log_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log_path.open("wb") as log:
            return subprocess.Popen(
                playground.command(site),
                cwd=site.home,
                env=playground.environment(site),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[lock.fileno()],
                start_new_session=True,
            )
    except FileNotFoundError as exc:
        raise Trouble("Node is missing: install Node 20 or newer.") from exc


def _await(site: playground.Site, process: subprocess.Popen[bytes], log_path: Path, timeout_s: float) -> SignIn:
    handed = site.handover / "sign-in.json"
    for _ in _until(time.monotonic() + timeout_s):
        if process.poll() is not None:
            raise Trouble(f"WordPress ended while starting. The end of {log_path}:\n{_last_lines(log_path)}")
        if handed.exists() and _is_answering(site.url):
            break
    else:
        raise Trouble(
            f"WordPress did not answer within {timeout_s:.0f} s. The end of {log_path}:\n{_last_lines(log_path)}"
        )
    sign_in = SignIn(**json.loads(handed.read_text(encoding="utf-8")))
    if sign_in.problem:
        raise Trouble(f"The plugin could not be activated: {sign_in.problem}")
    _warm(site)
    return sign_in


def _until(deadline: float, pause_s: float = 0.1) -> Iterator[None]:
    while time.monotonic() < deadline:
        yield
        time.sleep(pause_s)


def _is_answering(url: str) -> bool:
    """Playground says 502 while it boots and sends the first visitor after that in a circle once."""
    try:
        return requests.get(f"{url}/wp-json/", timeout=30).ok
    except requests.RequestException:
        return False


def _warm(site: playground.Site) -> None:
    """Each worker compiles WordPress for itself; asked at the same time, each of them gets one request."""
    with ThreadPoolExecutor(site.workers) as pool:
        list(pool.map(lambda _: requests.get(site.url, timeout=60), range(site.workers)))


def _last_lines(log_path: Path, count: int = 12) -> str:
    return "\n".join(log_path.read_text(encoding="utf-8", errors="replace").split("\n")[-count:]).strip()


def _end(process: subprocess.Popen[bytes], patience_s: float = 15) -> None:
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
