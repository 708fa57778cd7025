"""`wayfinder pull` and `wayfinder reconcile`: the sites' own books of events, read and compared with ours."""

import sys

import click

from jobs import pull as pulling
from jobs import reconcile as reconciling
from jobs.pull import Pulled
from jobs.reconcile import DIFFERENCES, Comparison
from sync.errors import Refused, Unavailable
from sync.store import db, sites
from wayfinder import schema
from wayfinder.hall import Hall

MOST_SHOWN = 50

# What an operator is told about, beside what was read and filled.
WORDS = {
    "rival": "kept beside other bytes under the same id (parked)",
    "bodiless": "unknown here, and their bodies are gone there",
    "broken": "not what their digests say",
    "foreign": "made on another address",
}


@click.command()
@click.option("--site", "name", help="Only this site.")
@click.option("--from-start", is_flag=True, help="Read the whole book, not only what is new in it.")
@click.pass_obj
def pull(here: Hall, name: str | None, from_start: bool) -> None:
    """Fetch events that no delivery brought; exit status 1 when a book cannot be read or filled."""
    hands, is_whole = here.hands(), True
    for known in _names(here, name):
        try:
            pulled = pulling.pull(hands, known, from_start=from_start, tell=_show_progress)
        except (Refused, Unavailable) as exc:
            click.echo(f"{known}: {exc}")
            is_whole = False
            continue
        is_whole = _show(known, pulled) and is_whole
    sys.exit(0 if is_whole else 1)


def _names(here: Hall, name: str | None) -> list[str]:
    """Give the sites that are meant.

    Errors: Unavailable, Refused.
    """
    if not schema.is_current(here.engine):
        raise Unavailable("The database is not up to date; run: wayfinder migrate")
    with db.reading(here.engine) as session:
        if name:
            sites.id_of(session, name)
        names = [name] if name else [known for known, _ in sites.names(session)]
    if not names:
        click.echo("No site yet. Add one with: wayfinder site add NAME URL")
    return names


def _show_progress(pulled: Pulled) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{pulled.counts['read']} events read, {pulled.counts['filled']} were missing", err=True, nl=False)


def _show(name: str, pulled: Pulled) -> bool:
    """Tell what reading a book came to; say whether nothing is left to look at."""
    counts = pulled.counts
    again = ", from its start, since it had gone back" if pulled.rewound else ""
    click.echo(f"{name}: {counts['read']} events read{again}, {counts['filled']} were missing and are kept now.")
    odd = {word: counts[word] for word in WORDS if counts[word]}
    for word, count in odd.items():
        click.echo(f"{name}: {count} {WORDS[word]}.")
    return not odd


@click.command("reconcile")
@click.option("--site", "name", help="Only this site.")
@click.pass_obj
def reconcile(here: Hall, name: str | None) -> None:
    """Compare both books, the sites' and ours; exit status 1 when they differ or one cannot be read."""
    hands, agree = here.hands(), True
    for known in _names(here, name):
        try:
            compared = reconciling.compare(hands, known)
        except (Refused, Unavailable) as exc:
            click.echo(f"{known}: {exc}")
            agree = False
            continue
        agree = _show_comparison(known, compared) and agree
    sys.exit(0 if agree else 1)


def _show_comparison(name: str, compared: Comparison) -> bool:
    """Tell what the two books do not share; say whether that is nothing."""
    on_their_way = f", {compared.waiting} on their way" if compared.waiting else ""
    if not compared.differences:
        click.echo(f"{name}: both books agree: {compared.read} events{on_their_way}.")
        return True
    click.echo(f"{name}: {compared.read} events in the site's book{on_their_way}. The books differ:")
    for word, event_ids in compared.differences.items():
        click.echo(f"  {len(event_ids)} {DIFFERENCES[word]}:")
        for event_id in event_ids[:MOST_SHOWN]:
            click.echo(f"    {event_id}")
        if len(event_ids) > MOST_SHOWN:
            click.echo(f"    and {len(event_ids) - MOST_SHOWN} more")
    if compared.differences.get("missing"):
        click.echo(f"Fetch what is missing: wayfinder pull --site {name} --from-start")
    return False
