"""`make demo`: everything on a bare machine, the main job played step by step, then yours to click."""

import argparse
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rich.console import Console

from demo import Trouble, wordpress
from demo.journey import Stage, Teller, play
from demo.service import Service, service
from demo.site import Account, Site
from demo.visitor import Visitor

ROOT = Path(__file__).parents[1]
HOME = ROOT / "var" / "demo"
_console = Console(soft_wrap=True)


@dataclass(frozen=True)
class Backstage:
    """The running WordPress, and how its administrator signs in (empty where that is somebody else's)."""

    site: Site
    sign_in: str
    log: str


def main() -> int:
    """Play the demo; give the exit status: 0 when every step was verified."""
    words = argparse.ArgumentParser(prog="make demo", description=__doc__)
    words.add_argument("--once", action="store_true", help="end after the journey")
    once = words.parse_args().once
    signal.signal(signal.SIGTERM, _stop)
    try:
        _run(stay=not once)
    except Trouble as trouble:
        _console.print(f"[red]{trouble}[/]", highlight=False)
        return 1
    except KeyboardInterrupt:
        _console.print("\nStopped before every step was verified.")
        return 130
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(*, stay: bool) -> None:
    tell = Teller(_console)
    port, posts_by = _port("WAYFINDER_PORT"), _posts_by()  # an odd wish is told before anything starts
    with ExitStack() as running:
        with tell.step("WordPress starts") as say:
            behind = running.enter_context(_wordpress())
            say(behind.log)
        with tell.step("Page, accounts and plugin are set up") as say:
            page, visitor, account = _set_up(behind.site)
            say(f"{page}, accounts {visitor.login} and {account.login}")
        with tell.step("Service, worker and queue start") as say:
            keys = (account.login, account.key)
            serving = running.enter_context(service(HOME, port, behind.site.url, keys, posts_by))
            behind.site.connect(serving.deliveries, serving.secret)
            say(f"{serving.address}, log {_shown(serving.log)}")
        play(Stage(behind.site, serving, Visitor(visitor.login, visitor.password), page, visitor.id), tell)
        _console.print("\n[green]Every step was verified in WordPress and in the database.[/]")
        if stay:
            _stay(behind, serving, page, visitor)


@contextmanager
def _wordpress() -> Iterator[Backstage]:
    """Give the WordPress that is named in the environment, or start the embedded one."""
    given = os.environ.get("WORDPRESS_URL", "").rstrip("/")
    if given:
        user, key = os.environ.get("WORDPRESS_USER", ""), os.environ.get("WORDPRESS_PASSWORD", "")
        if not user or not key:
            raise Trouble(
                "WORDPRESS_URL needs WORDPRESS_USER and WORDPRESS_PASSWORD: an administrator's application password."
            )
        yield Backstage(Site(given, user, key), f"{given}/wp-admin/ as you do", given)
        return
    port = _port("WORDPRESS_PORT")
    log = HOME / "wordpress.log"
    with wordpress.start(HOME / "wordpress", port, ROOT / "wp-plugin", log) as embedded:
        known = embedded.sign_in
        yield Backstage(
            Site(embedded.url, known.user, known.key),
            f"{embedded.url}/wp-admin/ as {known.user}, password {known.admin_password}",
            f"{embedded.url}: WordPress {known.wordpress}, PHP {known.php}, log {_shown(log)}",
        )


def _set_up(site: Site) -> tuple[str, Account, Account]:
    site.activate_plugin()
    _spare_a_real_connection(site)
    return site.make_page(), site.make_visitor("demo-visitor"), site.make_service_account("demo-service")


def _spare_a_real_connection(site: Site) -> None:
    """What people keep on a site in use must not end in a demo's database."""
    connected = site.connection()
    is_ours = not connected or re.fullmatch(r"http://127\.0\.0\.1:\d+/webhooks/demo", connected)
    if not is_ours and os.environ.get("REPLACE") != "1":
        raise Trouble(
            f"{site.url} delivers to {connected}. The demo would take that over; REPLACE=1 says you want it to."
        )


def _posts_by() -> str:
    said = os.environ.get("POSTS", "rest")
    if said not in ("rest", "xmlrpc"):
        raise Trouble("POSTS is rest or xmlrpc: how the service writes posts.")
    return said


def _port(name: str) -> int:
    given = os.environ.get(name, "")
    if not given:
        return wordpress.free_port()
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 65535:
        raise Trouble(f"{name} is a port from 1 to 65535, not {given!r}.")
    wordpress.require_free(int(given), name)
    return int(given)


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT)


def _stay(behind: Backstage, serving: Service, page: str, visitor: Account) -> None:
    _console.print(
        f"\n[bold]Now it is yours.[/] Ctrl-C stops everything.\n"
        f"  Quiz          {page}\n"
        f"  Visitor       {visitor.login}, password {visitor.password}\n"
        f"  WordPress     {behind.sign_in}\n"
        f"  Settings      {behind.site.url}/wp-admin/options-general.php?page=wayfinder\n"
        f"  Drafts        {behind.site.url}/wp-admin/edit.php?post_status=draft\n"
        f"  Service       {serving.address}/readyz",
        highlight=False,
    )
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        _console.print("\nStopped.")


if __name__ == "__main__":
    sys.exit(main())
