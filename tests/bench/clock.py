"""How long a visitor waits: for the first step, and for the result after the last press."""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.copies import PEERS, Copy

SLOW_CPU = 4
# What Lighthouse calls slow 4G: 1.6 Mbit/s down, 150 ms.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
WINDOW = {"width": 1280, "height": 900}
_CALM_MS = 150
SHEETS = (
    "use.code,interest.develop,skill.software",
    "use.publish,interest.translate,skill.translation",
    "use.design,interest.graphics,skill.media,skill.webdesign",
    "use.build,interest.assist,interest.events,skill.teaching,skill.support,skill.events",
    "use.code,use.design,use.build,use.publish,interest.develop,interest.tests,interest.bugs,skill.themes,skill.testing",
)

# What a page shows when its first step is there, and what once that works: the quiz when its script has taken over, though
# its form works before. The older tools work from the load event on, as their sources say: that is noted of every page.
_OPTION = ".is-current input[type=checkbox]"
_SEEN = {"plain": ".wayfinder-bench", "quiz": _OPTION} | dict.fromkeys(PEERS, ".wayfinder-bench")
_WORKS = _SEEN | {"quiz": f".is-ready {_OPTION}"}
MARKS = ("seen", "works", "loaded")

# Noted in the frame after the one in which it first was so: by then it is painted.
_WATCH = """(() => {
    const shows = (selector) => document.querySelector(selector)?.checkVisibility({ visibilityProperty: true });
    const tests = {
        seen: () => shows(%(seen)s),
        works: () => shows(%(works)s),
        loaded: () => performance.getEntriesByType('navigation')[0].loadEventEnd > 0,
    };
    window.times = {};
    const look = () => {
        const now = Object.keys(tests).filter((name) => tests[name]());
        requestAnimationFrame(() => now.forEach((name) => (window.times[name] ??= performance.now())));
        if (Object.keys(window.times).length < 3) {
            requestAnimationFrame(look);
        }
    };
    requestAnimationFrame(look);
})()"""
# From the press as the browser took it, before the page's own handlers, to the frame after the one that they change.
_PRESS = """addEventListener('click', ({ timeStamp }) => {
    requestAnimationFrame(() => requestAnimationFrame(() => (window.took = performance.now() - timeStamp)));
}, { capture: true, once: true })"""


@dataclass(frozen=True)
class Times:
    """Times in milliseconds."""

    each: list[float]

    @property
    def middle(self) -> float:
        return median(self.each)

    @property
    def p95(self) -> float:
        return quantiles(self.each, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Presses:
    """What presses took, and the requests that they made."""

    times: Times
    requests: list[str]


def first_steps(browser: Browser, copies: dict[str, Copy], runs: int) -> dict[str, dict[str, Times]]:
    """Give when each page reached each mark, cold, on a slow machine and network."""
    pages = deque(("plain", "quiz", *PEERS))
    taken = []
    for _ in range(runs):
        taken.append({name: _first_step(browser, name, copies[name].address) for name in pages})
        pages.rotate()  # or one page would always come after the heaviest
    return {mark: {name: Times([run[name][mark] for run in taken]) for name in pages} for mark in MARKS}


def _first_step(browser: Browser, name: str, address: str) -> dict[str, float]:
    with _window(browser) as (page, devtools):
        page.wait_for_timeout(_CALM_MS)
        page.add_init_script(_WATCH % {"seen": json.dumps(_SEEN[name]), "works": json.dumps(_WORKS[name])})
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
        page.goto(address, wait_until="commit")
        page.wait_for_function("Object.keys(window.times).length === 3")
        times: dict[str, float] = page.evaluate("window.times")
        return times


def results(browser: Browser, quiz: Copy, cpu: int, runs: int) -> Presses:
    """Press for the result of several answer sheets, each on a page just loaded."""
    addresses = [f"{quiz.address}?orientation={sheet}&orientation_step=3" for sheet in SHEETS]
    return _presses(browser, addresses, ".wayfinder-quiz [type=submit]", ".wayfinder-result [data-team]", cpu, runs)


def least(browser: Browser, plain: Copy, cpu: int, runs: int) -> Presses:
    """Press a button that shows a line of text, each time on a page just loaded."""
    return _presses(browser, [plain.address], "button[onclick]", ".wayfinder-bench-shown", cpu, runs)


def _presses(browser: Browser, addresses: list[str], button: str, shown: str, cpu: int, runs: int) -> Presses:
    times: list[float] = []
    requests: list[str] = []
    with _window(browser) as (page, devtools):
        for run in range(runs):
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            page.goto(addresses[run % len(addresses)], wait_until="load")
            page.wait_for_selector(button)
            page.wait_for_timeout(_CALM_MS)  # for what the theme asks late
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
            assert not page.is_visible(shown)
            page.evaluate(_PRESS)
            page.on("request", asked := lambda request: requests.append(request.url))
            page.click(button)
            page.wait_for_function("window.took")
            page.wait_for_timeout(_CALM_MS)  # for what the result would ask late
            page.remove_listener("request", asked)
            assert page.is_visible(shown)
            times.append(page.evaluate("window.took"))
    return Presses(Times(times), requests)


@contextmanager
def _window(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """Open a window of its own, without anything kept."""
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()
