"""Prints the way from a first tick to a mentor, for an operator."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table

from sync.counts import Step
from sync.store.counts import Span

MOST_TEAMS = 15
WORDS = {
    "started": "began the quiz",
    "finished": "saw a result",
    "handed": "followed a team's link",
    "kept": "kept a result",
    "asked": "asked for a mentor",
}


def show(console: Console, where: str, span: Span, way: Iterable[Step], teams: Mapping[str, tuple[int, int]]) -> None:
    """Print the steps and the teams, or what will stand here once there is something."""
    steps = list(way)
    days = (span.until_on - span.first_on).days
    console.print(f"{where}, {days} days before {span.until_on} (UTC)", highlight=False)
    if not any(step.count for step in steps):
        console.print("Nothing was counted in these days. A site sends the numbers of a day once the day is over.")
        return
    console.print(_steps(steps))
    if teams:
        console.print(_teams(teams))


def _steps(steps: Iterable[Step]) -> Table:
    table = Table("step", box=None, header_style="bold")
    table.add_column("how often", justify="right")
    table.add_column("of the step before", justify="right")
    for step in steps:
        share = "" if step.share is None else f"{step.share:.0%}"
        table.add_row(WORDS[step.name], f"{step.count:,}", share)
    return table


def _teams(teams: Mapping[str, tuple[int, int]]) -> Table:
    table = Table("team", box=None, header_style="bold")
    table.add_column("shown", justify="right")
    table.add_column("link followed", justify="right")
    for team, (shown, handed) in list(teams.items())[:MOST_TEAMS]:
        table.add_row(team, f"{shown:,}", f"{handed:,}")
    if len(teams) > MOST_TEAMS:
        table.add_row(f"and {len(teams) - MOST_TEAMS} more", "", "")
    return table
