"""Networks of the tests' own: machines as network namespaces, each behind a cable that can be pulled."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import pytest

HERE = "10.77.0.1"  # where this machine's own servers answer them


@dataclass(frozen=True)
class Machine:
    """One of them.

    Shapes: prefix is put before a command to run it there.
    """

    name: str
    address: str
    prefix: tuple[str, ...]

    def pull_cable(self) -> None:
        """Cut it off."""
        _ip("link", "set", self.name, "down")

    def plug_in(self) -> None:
        """Bring it back, with the route that went with the cable."""
        _ip("link", "set", self.name, "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def machines(count: int) -> Iterator[list[Machine]]:
    """Give so many machines that reach this one and nobody else; skips where the system lets nobody make them."""
    _install()
    with ExitStack() as undo:
        try:
            _ip("addr", "add", f"{HERE}/32", "dev", "lo")
            undo.callback(_quietly, "addr", "del", f"{HERE}/32", "dev", "lo")
            yield [_machine(undo, number) for number in range(1, count + 1)]
        except subprocess.CalledProcessError as exc:
            if exc.cmd[0] != "ip" or b"not permitted" not in exc.stderr.lower():
                raise
            pytest.skip("Network namespaces need root and CAP_NET_ADMIN; nothing here can make them.")


def _machine(undo: ExitStack, number: int) -> Machine:
    name, net = f"wayf{number}", f"10.77.{number}"
    _quietly("netns", "del", name)
    _ip("netns", "add", name)
    undo.callback(_quietly, "netns", "del", name)
    _ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
    _ip("addr", "add", f"{net}.1/24", "dev", name)
    _ip("link", "set", name, "up")
    inside = ("-n", name)
    _ip(*inside, "addr", "add", f"{net}.2/24", "dev", "eth0")
    _ip(*inside, "link", "set", "eth0", "up")
    _ip(*inside, "link", "set", "lo", "up")
    _ip(*inside, "route", "add", "default", "via", f"{net}.1")
    return Machine(name, f"{net}.2", ("ip", "netns", "exec", name))


def _quietly(*words: str) -> None:
    with suppress(subprocess.CalledProcessError):
        _ip(*words)


def _install() -> None:
    """Debian's package iproute2, where it is missing and may be installed."""
    if shutil.which("ip"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        pytest.skip("Network namespaces need root and iproute2.")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "iproute2"], check=True)
