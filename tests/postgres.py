"""A PostgreSQL of the tests' own, on a loopback port; Debian's package is installed where it is missing and may be."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql(host: str = "127.0.0.1") -> Iterator[str]:
    """Give the address of a server that ends with the block; on another address than loopback it lets the test's networks in."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="wayfinder-postgres-"))
    port = _free_port()
    prefix = _as_nobody_special(folder)
    options = f"-p {port} -c listen_addresses={host} -c unix_socket_directories='' -c fsync=off"
    subprocess.run(
        [*prefix, str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "wayfinder", "--auth=trust", "-E", "UTF8"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    if host != "127.0.0.1":
        with (folder / "data" / "pg_hba.conf").open("a") as allowed:
            allowed.write(f"host all all {host.rpartition('.')[0].rpartition('.')[0]}.0.0/16 trust\n")
    control = [*prefix, str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    subprocess.run(
        [*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, cwd=folder, stdout=subprocess.DEVNULL
    )
    try:
        yield f"postgresql://wayfinder@{host}:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd=folder, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb).resolve()]
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"], check=True)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise RuntimeError("The tests need PostgreSQL's server programs; install your system's package postgresql.")
    return found[-1].parent


def _as_nobody_special(folder: Path) -> list[str]:
    """PostgreSQL does not run as root: then it runs as the account that its package made."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
