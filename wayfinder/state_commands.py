"""`wayfinder status` and `wayfinder replay`: what is kept and owed, what is stuck, and how it goes on."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import click
from rich.console import Console
from rich.table import Table

from sync.errors import Unavailable
from sync.store import db, figures, leases, sites, tables
from sync.store.figures import Link, Stage
from wayfinder import schema
from wayfinder.hall import Hall

LONGEST_DUE = timedelta(minutes=5)
LONGEST_WITHOUT_PULL = timedelta(hours=1)


def need_schema(here: Hall) -> None:
    """Stop where the database is not as this version needs it.

    Errors: Unavailable.
    """
    if not schema.is_current(here.engine):
        raise Unavailable("The database is not up to date; run: wayfinder migrate")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def status(here: Hall, as_json: bool) -> None:
    """Show what is kept and owed on each site; exit status 1 when something is stuck."""
    need_schema(here)
    now = datetime.now(UTC)
    with db.reading(here.engine) as session:
        stages, links = figures.stages(session, now), figures.links(session)
    works = here.bell.works()
    stuck = list(_stuck(stages, links, now)) + ([] if works else ["The queue is unreachable; work waits for it."])
    if as_json:
        told = {"stages": list(map(asdict, stages)), "links": list(map(asdict, links)), "queue": works, "stuck": stuck}
        click.echo(json.dumps(told, default=str, indent=2))
    else:
        _show(Console(), stages, links, now)
        click.echo(f"queue: {'ok' if works else 'unreachable (work waits for it; nothing is lost)'}")
        for sentence in here.bell.warnings():
            click.echo(f"warning: {sentence}")
        for sentence in stuck:
            click.echo(f"stuck: {sentence}")
    sys.exit(1 if stuck else 0)


def _stuck(stages: Iterable[Stage], links: Iterable[Link], now: datetime) -> Iterable[str]:
    for stage in stages:
        where = f"{stage.site}, {stage.box}, {stage.kind}"
        if stage.parked:
            yield f"{where}: {stage.parked} parked; mend the cause, then run: wayfinder replay"
        if stage.oldest_due_at is not None and now - stage.oldest_due_at > LONGEST_DUE:
            yield f"{where}: the oldest has waited for {_ago(stage.oldest_due_at, now)}."
    for link in links:
        if link.opened_at is not None:
            yield f"{link.site} does not answer since {_ago(link.opened_at, now)}: {link.reason}"
        if link.pull_reason and now - (link.pulled_at or link.added_at) > LONGEST_WITHOUT_PULL:
            yield f"{link.site}: its book of events cannot be read: {link.pull_reason}"


def _show(console: Console, stages: Sequence[Stage], links: Sequence[Link], now: datetime) -> None:
    if not links:
        console.print("Nothing has arrived yet. Add a site with: wayfinder site add NAME URL")
        return
    table = Table("site", "box", "kind", box=None, header_style="bold")
    for name in ("due", "parked", "done", "last hour", "oldest due"):
        table.add_column(name, justify="right")
    table.add_column("last reason")
    for stage in stages:
        numbers = (stage.due, stage.parked, stage.done, stage.last_hour)
        oldest = _ago(stage.oldest_due_at, now)
        table.add_row(stage.site, stage.box, stage.kind, *map(str, numbers), oldest, stage.last_reason or "")
    if stages:
        console.print(table)
    else:
        console.print("Nothing has arrived yet.")
    for link in links:
        state = "answers" if link.opened_at is None else f"left in peace until {link.retry_at:%H:%M:%S} UTC"
        read = f"{_ago(link.pulled_at, now)} ago" if link.pulled_at else "not yet"
        console.print(
            f"{link.site}: {state}; its book was read {read}, {link.filled} events filled in", highlight=False
        )


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    seconds = int((now - moment).total_seconds())
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


@click.command()
@click.option("--site", "name", help="Only of this site.")
@click.option("--kind", help="Only of this kind: an event's type, or badge, post, journey.")
@click.pass_obj
def replay(here: Hall, name: str | None, kind: str | None) -> None:
    """Try what is parked again, after its cause was mended; what was dropped stays dropped."""
    need_schema(here)
    released = 0
    with db.transaction(here.engine) as session:
        site_id = sites.id_of(session, name) if name else None
        for table, kinds in ((tables.inbox, tables.inbox.c.type), (tables.outbox, tables.outbox.c.kind)):
            conditions = [table.c.site_id == site_id] if site_id is not None else []
            if table is tables.inbox:
                conditions.append(~table.c.is_rival)  # other bytes under a known id are never worked off
            if kind:
                conditions.append(kinds == kind)
            released += leases.release_parked(session, table, datetime.now(UTC), *conditions)
    click.echo(f"{released} parked rows are due again; a running worker takes them within a second.")
