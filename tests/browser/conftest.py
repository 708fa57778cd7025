"""A real browser: Chromium from the system, from Debian's package where that may be installed, else Playwright's own."""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from demo import wordpress
from demo.service import Service, service
from tests.browser.book import Book, Database, Peer, peer
from tests.browser.takes import sign_in
from tests.stage import ROOT, House

SECRET = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium() -> str | None:
    """Give the path of a Chromium; None when Playwright's own was installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
        return shutil.which("chromium")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield running
        running.close()


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window of somebody's own; whatever the page logs as an error fails the test."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def window(*, script: bool = True, refused: str = "no such status", **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})
        context.set_default_timeout(30_000)
        opened.append(context)
        page = context.new_page()
        if not script:  # a page that can be examined, but whose own script never comes
            page.route(
                "**/blocks/orientation/*.js*", lambda route: route.fulfill(content_type="text/javascript", body="")
            )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.extend(_faults(said, refused)))
        return page

    yield window
    for context in opened:
        _leave(context)
    assert faults == []


def _leave(context: BrowserContext) -> None:
    """Close a window; Chromium may hang for ever if that meets a form on its way, so each page goes nowhere first."""
    for page in context.pages:
        page.on("dialog", lambda asked: asked.accept())  # one that asks about unsaved changes would stay
        with suppress(Error):
            page.goto("about:blank")
    context.close()


def _faults(said: ConsoleMessage, refused: str) -> list[str]:
    """Avatars come from elsewhere, where a test machine may not reach; a status may be what the test asks for."""
    is_ours = said.type == "error" and "127.0.0.1" in said.location["url"] and f"status of {refused}" not in said.text
    return [f"{said.text}: {said.location['url']}"] if is_ours else []


@pytest.fixture
def desk(open_window: Callable[..., Page], house: House) -> Page:
    """Give the administrator's window."""
    page = open_window()
    sign_in(page, house)
    return page


@pytest.fixture(scope="module")
def serving(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Run the service for this WordPress."""
    account = (house.service_account.login, house.service_account.key)
    with service(tmp_path_factory.mktemp("service"), wordpress.free_port(), house.url, account) as running:
        house.site.connect(running.deliveries, running.secret)
        yield running


@pytest.fixture
def database(house: House) -> Database:
    """Give the embedded WordPress's database, for what otherwise only time, crashes and backups do to it."""
    return Database(house)


@pytest.fixture
def book(house: House) -> Book:
    """Give the plugin's book of events."""
    return Book(house)


@pytest.fixture
def told(house: House, database: Database) -> Iterator[Peer]:
    """Connect the site with a service that does as it is told, with nothing kept yet; afterwards none is connected."""
    house.site.connect("", "")
    database.empty()
    with peer() as running:
        house.site.connect(running.url, SECRET)
        yield running
        house.site.connect("", "")


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Give what axe finds on a page, within the quiz."""
    script = (ROOT / "demo" / "node_modules" / "axe-core" / "axe.min.js").read_text()

    def findings(page: Page) -> list[str]:
        page.evaluate(script)
        said = page.evaluate("axe.run('.wp-block-wayfinder-orientation')")
        return [f"{found['id']}: {node['html'][:160]}" for found in said["violations"] for node in found["nodes"]]

    return findings


@pytest.fixture
def weigh() -> Callable[[Page, str], tuple[dict[str, int], dict[str, int]]]:
    """Give the weight of a page's scripts (by address) and of our styles in it (by id), in bytes of gzip."""

    def weights(page: Page, address: str) -> tuple[dict[str, int], dict[str, int]]:
        page.goto(address, wait_until="networkidle")
        loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
        styles = page.eval_on_selector_all(
            "style[id^=wayfinder]", "all => all.map((style) => [style.id, style.textContent])"
        )
        scripts = {url: page.request.get(url).body() for url in loaded if url.partition("?")[0].endswith(".js")}
        return _gzipped(scripts), _gzipped({name: text.encode() for name, text in styles})

    return weights


def _gzipped(contents: dict[str, bytes]) -> dict[str, int]:
    return {name: len(gzip.compress(content)) for name, content in contents.items()}


@pytest.fixture
def classic(house: House) -> Iterator[None]:
    """Give the site a classic theme for a while."""
    house.switch_theme("plain-classic")
    yield
    house.switch_theme("twentytwentyfour")


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Keep a picture of a page for people to look at."""
    folder: Path = ROOT / "var" / "tests" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)

    def picture(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return picture
