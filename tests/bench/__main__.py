"""Measures and prints, everything or the sections that are named: `python -m tests.bench [quiz] [deliveries]`.

Exit status 1 when the quiz is heavier than it may be, a result costs a request, or a door said that it kept what it did not
keep; times are only shown.
"""

import os
import sys
import time

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.bench import deliveries, work
from tests.bench.clock import SLOW_CPU, Times, first_steps, least, results
from tests.bench.copies import PEERS, Copy, take_copies, weight
from tests.bench.server import serve
from tests.browser.conftest import QUIET, chromium
from tests.stage import ROOT, house

MOST_BYTES = {"javascript": 6 * 1024, "css": 4 * 1024}
LONGEST_MS = 50
FIRST_STEPS, PRESSES = 6, 30
# Of the whole tools, their own code included, on WordPress 6.3.5.
WHOLE_TOOLS = {"2019": 37_311, "2023": 420_243}


def main() -> int:
    """Run the bench; give the exit status."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    missed = [miss for name in sys.argv[1:] or SECTIONS for miss in SECTIONS[name](console)]
    for miss in missed:
        console.print(f"[bold]Missed:[/] {miss}")
    return 1 if missed else 0


def show_quiz(console: Console) -> list[str]:
    """Weigh and time the quiz; give what is over its goal."""
    began = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        console.print("Starting WordPress and copying pages …")
        with house(ROOT / "var" / "bench" / "wordpress") as running:
            copies, own = take_copies(running, browser)
        console.print("Measuring …")
        table = Table("", "goal", "quiz", "page without", *(f"floor of {peer}" for peer in PEERS))
        missed = show_bytes(table, copies, own)
        with serve(copies):
            show_first_steps(table, browser, copies)
            missed += show_results(table, browser, copies)
        version = browser.version
        browser.close()
    console.print(table)
    console.print(
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), Chromium {version}, "
        f"{time.monotonic() - began:.0f} s. Bytes are gzip. First step: cold, CPU slowed {SLOW_CPU} times, 1.6 Mbit/s, "
        f"150 ms, {FIRST_STEPS} runs: median, lowest to highest, and how many times the page without it is. Result: {PRESSES} presses "
        "over several sheets. The floors of 2019 and 2023 are WordPress's own scripts that those tools name, without the tools: "
        "they work from the load event on, which waits for the theme's fonts too."
    )
    return missed


def show_bytes(table: Table, copies: dict[str, Copy], own: dict[str, Copy]) -> list[str]:
    """Weigh what each page loads because of what is on it; give what is over its goal."""
    missed = []
    for kind, words in (("javascript", "Script"), ("css", "Style")):
        sizes = {name: weight(copies[name], copies["plain"], kind) for name in ("quiz", *PEERS)}
        quiz, most = sum(sizes["quiz"].values()), MOST_BYTES[kind]
        peers = [bytes_(sum(sizes[peer].values()), quiz) for peer in PEERS]
        table.add_row(f"{words}, bytes", f"≤ {most:,}", f"{quiz:,}", "0", *peers)
        result = weight(own["result"], own["plain"], kind)
        more = sum(size for name, size in result.items() if name not in sizes["quiz"])
        table.add_row("  more for an own result", "", f"{more:,}")
        if quiz > most:
            missed.append(f"{words.lower()} is {quiz:,} bytes, more than {most:,}.")
    table.add_row("Script of the whole tools", "", "", "", *(f"{WHOLE_TOOLS[peer]:,}" for peer in PEERS))
    table.add_row("Data in the page, bytes", "", f"{copies['quiz'].data():,}", end_section=True)
    return missed


def show_first_steps(table: Table, browser: Browser, copies: dict[str, Copy]) -> None:
    """Time the first step, as ratios to a page without the quiz."""
    marks = first_steps(browser, copies, FIRST_STEPS)
    floor = marks["seen"]["plain"]

    def cell(mark: str, name: str) -> str:
        taken = marks[mark][name]
        ends = f"{taken.middle:,.0f} ({min(taken.each):,.0f} to {max(taken.each):,.0f})"
        return ends if taken is floor else f"{ends}\n{ratio(taken, floor)}"

    table.add_row("First option is there, ms", "", cell("seen", "quiz"), cell("seen", "plain"))
    table.add_row("  and all of it works", "", cell("works", "quiz"), "", *(cell("loaded", peer) for peer in PEERS))
    loaded = [cell("loaded", name) for name in ("quiz", "plain")]
    table.add_row("Load event, ms", "", *loaded, *(cell("loaded", peer) for peer in PEERS), end_section=True)


def show_results(table: Table, browser: Browser, copies: dict[str, Copy]) -> list[str]:
    """Time the press that brings the result; give the requests that it made, which should be none."""
    asked: list[str] = []
    for cpu, words in ((1, "Press to result, ms"), (SLOW_CPU, f"  with the CPU slowed {SLOW_CPU}x")):
        ours, floor = results(browser, copies["quiz"], cpu, PRESSES), least(browser, copies["plain"], cpu, PRESSES // 2)
        asked += ours.requests
        cells = [f"{each.times.middle:.0f} (p95 {each.times.p95:.0f})" for each in (ours, floor)]
        table.add_row(words, f"< {LONGEST_MS}", f"{cells[0]}\n{ratio(ours.times, floor.times)}", cells[1])
    table.add_row("  requests meanwhile", "0", str(len(asked)))
    return [f"a result asked for {url}." for url in sorted(set(asked))]


def bytes_(size: int, quiz: int) -> str:
    """Give a weight, and how many times the quiz's it is."""
    return f"{size:,} ({size / quiz:.1f}x ours)" if size else "0"


def ratio(taken: Times, floor: Times) -> str:
    """Give how many times a floor it takes."""
    return f"{taken.middle / floor.middle:.2f}x"


SECTIONS = {"quiz": show_quiz, "deliveries": deliveries.show, "work": work.show_work}

if __name__ == "__main__":
    sys.exit(main())
