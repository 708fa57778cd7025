"""Kept deliveries per second, ours beside the naive door and a WordPress route, in turns on the same machine.

`python -m tests.bench.deliveries [SECONDS] [ROUNDS]` measures this alone. After each run the answers are compared with the
rows: there is no 202 without one.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench import doors
from tests.bench.doors import Door
from tests.stage import ROOT, house

CONNECTIONS = (1, 16, 64)
SECONDS, ROUNDS = 5.0, 3
GOALS = {"naive": 3.5, "WordPress route": 15.0}
MOST_P99_MS = 15.0


@dataclass(frozen=True)
class Run:
    """One run against one door.

    Units: times in milliseconds.
    """

    per_second: float
    p50_ms: float
    p99_ms: float
    kept: int


def main() -> int:
    """Measure and print; exit status 1 when a door answered 202 for what it did not keep."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    missed = show(Console(width=None if sys.stdout.isatty() else 150), seconds, rounds)
    return 1 if missed else 0


def show(console: Console, seconds: float = SECONDS, rounds: int = ROUNDS) -> list[str]:
    """Print the table; give sentences about what must hold and does not."""
    home = ROOT / "var" / "bench" / "deliveries"
    shutil.rmtree(home, ignore_errors=True)
    runs, missed = measure(console, home, seconds, rounds)
    table = Table("kept deliveries", *(f"{connections} connections" for connections in CONNECTIONS))
    for name, by_connections in runs.items():
        table.add_row(name, *(_cell(by_connections[connections]) for connections in CONNECTIONS))
    for peer, goal in GOALS.items():
        if peer in runs:
            ratios = [_ratio(runs["ours"][count], runs[peer][count]) for count in CONNECTIONS]
            table.add_row(f"ours / {peer} (goal {goal:g}x at 16)", *(f"{ratio:.1f}x" for ratio in ratios))
    console.print(table)
    console.print(
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {rounds} rounds in turns, {seconds:g} s each: "
        "median per second, p50 and p99 in milliseconds (goal: p99 below 15 ms at 16 connections). Doors, queue and load generator share "
        "the machine. All wait for the disk (SQLite FULL, PostgreSQL fsync); ours and naive have two processes. “Nothing done” is the load generator's own "
        "ceiling. The WordPress is the embedded one: one PHP process compiled to WebAssembly, not PHP-FPM, so its ratio flatters us."
    )
    return missed


def measure(
    console: Console, home: Path, seconds: float, rounds: int
) -> tuple[dict[str, dict[int, list[Run]]], list[str]]:
    """Load each door in turns; nothing else runs meanwhile but the doors that wait."""
    runs: dict[str, dict[int, list[Run]]] = defaultdict(lambda: defaultdict(list))
    missed: list[str] = []
    with ExitStack() as stack:
        console.print("Opening doors …")
        opened = [
            stack.enter_context(doors.ours(home / "ours")),
            stack.enter_context(doors.plain(home / "naive")),
            stack.enter_context(doors.ours_on_postgresql(home / "postgresql")),
            stack.enter_context(doors.nothing(home / "nothing")),
        ]
        running = stack.enter_context(house(ROOT / "var" / "bench" / "wordpress-route"))
        opened.append(stack.enter_context(doors.wordpress(running.embedded)))
        for turn in range(rounds):
            for connections in CONNECTIONS:
                for door in opened:
                    run, sentence = load(door, connections, seconds, f"t{turn}c{connections}")
                    runs[door.name][connections].append(run)
                    missed += [sentence] if sentence else []
            console.print(f"Round {turn + 1} of {rounds} is done.")
    return runs, missed


def load(door: Door, connections: int, seconds: float, prefix: str) -> tuple[Run, str | None]:
    """Load one door once; give what was measured, and what must hold and does not."""
    before = door.count()
    address = ["127.0.0.1", str(door.port), door.path, str(connections), str(seconds)]
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.load", *address, door.secret, door.site_url, f"{prefix}"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    seen = json.loads(said.stdout)
    kept, rows = seen["statuses"].get("202", 0), door.count() - before
    others = {status: count for status, count in seen["statuses"].items() if status != "202"}
    run = Run(seen["per_second"] * kept / max(sum(seen["statuses"].values()), 1), seen["p50_ms"], seen["p99_ms"], kept)
    if before >= 0 and rows != kept:
        return run, f"{door.name} answered 202 {kept} times and has {rows} rows."
    return run, f"{door.name} answered {others}." if others else None


def _cell(runs: list[Run]) -> str:
    rate, p50, p99 = (median(getattr(run, name) for run in runs) for name in ("per_second", "p50_ms", "p99_ms"))
    return f"{rate:,.0f}/s  p50 {p50:.1f}  p99 {p99:.1f}"


def _ratio(ours: list[Run], peer: list[Run]) -> float:
    """Give the median of the rounds' own ratios: both of a round saw the same noise."""
    return median(one.per_second / other.per_second for one, other in zip(ours, peer, strict=True))


if __name__ == "__main__":
    sys.exit(main())
