"""The operator's command as an operator meets it: real processes, real queue, one folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests import makers
from tests.loopback import ask

RUN = [sys.executable, "-m", "wayfinder"]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path, port):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYFINDER_")}
    return {**clean, "WAYFINDER_DATA_DIR": str(tmp_path / "data"), "WAYFINDER_PORT": str(port), "COLUMNS": "160"}


@pytest.fixture
def wayfinder(environment):
    def say(*words, **extra):
        return subprocess.run(
            [*RUN, *words], env={**environment, **extra}, capture_output=True, text=True, timeout=60, check=False
        )

    return say


def wait_until(condition, what, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{what} did not happen within {seconds} s")


@pytest.fixture
def start(environment):
    started = []

    def begin(*words, **extra):
        process = subprocess.Popen([*RUN, *words], env={**environment, **extra}, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.communicate(timeout=15)
        finally:
            process.kill()


def test_help_names_the_commands(wayfinder):
    said = wayfinder("--help").stdout
    for word in ("serve", "work", "site", "status", "migrate"):
        assert re.search(rf"^  {word}\s", said, re.MULTILINE)


def test_a_site_is_added_and_its_secret_shown_once(wayfinder, port):
    added = wayfinder("site", "add", "make", "https://make.example/")
    assert f"WAYFINDER_SERVICE_URL=http://127.0.0.1:{port}/webhooks/make" in added.stdout
    assert re.search(r"^WAYFINDER_SECRET=whsec_\S{40,}$", added.stdout, re.MULTILINE)
    listed = wayfinder("site", "list").stdout
    assert listed == "make\thttps://make.example\n"


def test_a_site_that_is_there_already_is_refused_in_one_line(wayfinder):
    wayfinder("site", "add", "make", "https://make.example")
    again = wayfinder("site", "add", "make", "https://make.example")
    assert again.returncode == 2
    assert again.stderr.strip().endswith("is there already.")
    assert len(again.stderr.strip().splitlines()) == 1


def test_an_odd_setting_is_one_line_that_names_it(wayfinder):
    said = wayfinder("status", WAYFINDER_PORT="http")
    assert said.returncode == 2
    assert "WAYFINDER_PORT" in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_one_line_that_names_the_setting(wayfinder, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        said = wayfinder("serve")
    assert said.returncode == 2
    assert "WAYFINDER_PORT" in said.stderr
    assert "Traceback" not in said.stderr


def test_status_before_anything_says_what_to_do(wayfinder):
    assert "wayfinder migrate" in wayfinder("status").stderr
    assert wayfinder("migrate").returncode == 0
    assert "site add" in wayfinder("status").stdout


def test_the_funnel_says_what_will_stand_there_and_knows_its_sites(wayfinder):
    assert "wayfinder migrate" in wayfinder("funnel").stderr
    wayfinder("site", "add", "make", makers.SITE_URL)
    empty = wayfinder("funnel", "--site", "make", "--days", "7")
    assert empty.returncode == 0
    assert empty.stdout.startswith("make, 7 days before ")
    assert "Nothing was counted in these days." in empty.stdout
    unknown = wayfinder("funnel", "--site", "elsewhere")
    assert (unknown.returncode, unknown.stderr.strip()) == (
        2, "wayfinder: There is no site called elsewhere; wayfinder site list shows them.",
    )  # fmt: skip
    assert wayfinder("funnel", "--days", "0").returncode == 2


def test_one_command_serves_and_works_and_stops_cleanly(wayfinder, start, port):
    added = wayfinder("site", "add", "make", makers.SITE_URL).stdout
    secret = re.search(r"^WAYFINDER_SECRET=(\S+)$", added, re.MULTILINE)[1]
    process = start("serve", "--work")
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: ask("GET", f"{address}/readyz", timeout=5).json()["status"] == "ok", "readiness")
    from datetime import UTC, datetime

    body = makers.body(makers.event("connection.tested"))
    headers = makers.headers(body, at=datetime.now(UTC), secret=secret)
    assert ask("POST", f"{address}/webhooks/make", data=body, headers=headers, timeout=5).status_code == 202
    wait_until(lambda: "done" in wayfinder("status").stdout, "the work")
    assert wayfinder("status").returncode == 0
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert secret not in log
    assert "evt_1" in log
    with pytest.raises(requests.ConnectionError):
        ask("GET", f"{address}/healthz", timeout=2)


def test_a_worker_that_was_killed_is_started_again(wayfinder, start, port, environment):
    wayfinder("site", "add", "make", makers.SITE_URL)
    process = start("serve", "--work")
    wait_until(lambda: ask("GET", f"http://127.0.0.1:{port}/readyz", timeout=5).ok, "readiness")
    workers = children(process.pid, b"work")
    os.kill(workers[0], signal.SIGKILL)
    wait_until(lambda: children(process.pid, b"work") not in ([], workers), "a new worker")
    after = children(process.pid, b"work")
    process.terminate()
    assert process.wait(timeout=30) == 0
    assert not Path(f"/proc/{after[0]}").exists()


def test_a_service_that_is_killed_leaves_no_worker_and_no_queue_server_behind(wayfinder, start, port, environment):
    wayfinder("site", "add", "make", makers.SITE_URL)
    process = start("serve", "--work")
    wait_until(lambda: ask("GET", f"http://127.0.0.1:{port}/readyz", timeout=5).json()["status"] == "ok", "readiness")
    wait_until(lambda: children(process.pid, b"work"), "the worker")
    folder = environment["WAYFINDER_DATA_DIR"].encode()

    def left():
        return [number for number in processes() if folder in told(number)]

    assert len(left()) >= 3
    process.kill()
    process.communicate()
    wait_until(lambda: left() == [], "the end of what it had started", seconds=30)


def processes():
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if int(folder.name) != os.getpid()]


def told(number):
    """Give the command and the surroundings of a process; the queue server writes over the latter."""
    try:
        return b"".join(Path(f"/proc/{number}/{name}").read_bytes() for name in ("cmdline", "environ"))
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return b""


def children(parent, word):
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status, command = (folder / "status").read_text(), (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if f"PPid:\t{parent}\n" in status and word in command.split(b"\0"):
            found.append(int(folder.name))
    return found


def test_a_crash_never_logs_what_was_in_the_hands(environment):
    script = (
        "from sync.config import read_settings; from wayfinder import logs; import structlog\n"
        "def act(password):\n    raise KeyError('bug')\n"
        "logs.set_up(read_settings())\n"
        "try:\n    act('a' + 'pp-password')\nexcept KeyError:\n    structlog.get_logger().exception('crashed')\n"
    )
    for form in ("json", "console"):
        said = subprocess.run(
            [sys.executable, "-c", script], env={**environment, "WAYFINDER_LOG_FORMAT": form},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "crashed" in said.stderr
        assert "app-password" not in said.stderr


def test_a_key_file_without_a_key_stops_the_start(wayfinder, environment):
    folder = Path(environment["WAYFINDER_DATA_DIR"])
    folder.mkdir()
    (folder / "secret.key").write_text("")
    said = wayfinder("status")
    assert said.returncode == 2
    assert "secret.key" in said.stderr


@pytest.mark.parametrize(
    "setting",
    [{"WAYFINDER_REDIS_URL": "redis://localhost:abc"}, {"WAYFINDER_DATABASE_URL": "postgresql://127.0.0.1:1/x"}],
)
def test_what_an_operator_can_mend_is_one_line(wayfinder, setting):
    said = wayfinder("status", **setting)
    assert said.returncode == 2
    assert len(said.stderr.strip().splitlines()) == 1


def test_the_queue_comes_back_after_its_server_was_killed(wayfinder, start, port, environment):
    start("serve")
    address = f"http://127.0.0.1:{port}/readyz"
    wait_until(lambda: ask("GET", address, timeout=5).json()["queue"] == "ok", "readiness")
    servers = [
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if b"valkey" in (command := (folder / "cmdline").read_bytes())
        and environment["WAYFINDER_DATA_DIR"].encode() in command
    ]
    [server] = servers
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: ask("GET", address, timeout=5).json()["queue"] == "ok", "the queue's return")
