"""The pages that are compared, and copies of all that they load, so that no slow server is measured along with them."""

import gzip
import re
from dataclasses import dataclass
from functools import cached_property

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Response, StorageState

from tests.browser.takes import ANSWERS, log_in
from tests.stage import House

# Pressing the button does the least that a press can do: the floor of a result.
PLAIN = """<!-- wp:html --><p class="wayfinder-bench">Here could be a quiz.</p>
<p><button type="button" onclick="this.parentNode.nextElementSibling.hidden = false">Show</button></p>
<p class="wayfinder-bench-shown" hidden>Here could be a result.</p><!-- /wp:html -->"""
PEERS = ("2019", "2023")


@dataclass(frozen=True)
class File:
    """What the server sent."""

    kind: str
    body: bytes

    @cached_property
    def gzipped(self) -> bytes:
        return gzip.compress(self.body, mtime=0)


@dataclass(frozen=True)
class Copy:
    """A page and all that a browser loads with it."""

    address: str
    document: bytes
    files: dict[str, File]

    def parts(self, kind: str) -> dict[str, int]:
        """Give the weights of its scripts or styles in bytes of gzip, by address, or by their text where they are in the page."""
        loaded = {url: len(file.gzipped) for url, file in self.files.items() if kind in file.kind}
        return loaded | {text: len(gzip.compress(text.encode())) for text in self._inline(kind)}

    def data(self) -> int:
        """Give the weight of the data that the page has for scripts."""
        found = BeautifulSoup(self.document, "html.parser").select('script[type="application/json"]')
        return sum(len(gzip.compress(str(tag.string).encode())) for tag in found)

    def _inline(self, kind: str) -> list[str]:
        soup = BeautifulSoup(self.document, "html.parser")
        tags = soup.select("style" if kind == "css" else 'script:not([src], [type="application/json"])')
        return [str(tag.string) for tag in tags if tag.string]


def weight(page: Copy, without: Copy, kind: str) -> dict[str, int]:
    """Give what a page loads, in it or with it, that another page does not."""
    known = without.parts(kind)
    return {name: size for name, size in page.parts(kind).items() if name not in known}


def take_copies(house: House, browser: Browser) -> tuple[dict[str, Copy], dict[str, Copy]]:
    """Make the pages and copy them as a stranger gets them; and two as somebody gets them who is logged in."""
    pages = {"plain": house.new_page("bench-plain", PLAIN), "quiz": house.page}
    pages |= {peer: house.new_page(f"bench-{peer}", f'[wayfinder-bench peer="{peer}"]') for peer in PEERS}
    copies = {name: _copy(browser.new_context(), address) for name, address in pages.items()}

    keys = _log_in(house, browser)
    own = {"plain": pages["plain"], "result": f"{house.page}?orientation={ANSWERS}"}
    return copies, {name: _copy(browser.new_context(storage_state=keys), address) for name, address in own.items()}


def _log_in(house: House, browser: Browser) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{house.url}/wp-login.php")
    log_in(page, house.new_visitor())
    page.wait_for_url(re.compile("wp-admin"))
    keys = context.storage_state()
    context.close()
    return keys


def _copy(context: BrowserContext, address: str) -> Copy:
    page = context.new_page()
    seen: dict[str, Response] = {}
    page.on("response", lambda answer: seen.update({answer.url: answer}))
    page.goto(address, wait_until="networkidle", timeout=120_000)
    site = re.match(r"https?://[^/]+", address)
    assert site
    files = {
        answer.url: File(answer.headers.get("content-type", "").partition(";")[0], answer.body())
        for answer in seen.values()
        if answer.ok and answer.request.method == "GET" and answer.url.startswith(site[0])
    }
    context.close()
    return Copy(address, files[address].body, files)
