"""`wayfinder pull`: reads what the sites' own books of events hold and no push brought."""

import sys

import click

from jobs import pull as pulling
from jobs.pull import Pulled
from sync.errors import Refused, Unavailable
from sync.store import db, sites
from wayfinder import schema
from wayfinder.hall import Hall

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
    if not schema.is_current(here.engine):
        raise Unavailable("The database is not up to date; run: wayfinder migrate")
    hands = here.hands()
    with db.reading(here.engine) as session:
        names = [name] if name else [known for known, _ in sites.names(session)]
        for known in names:
            sites.id_of(session, known)
    if not names:
        click.echo("No site yet. Add one with: wayfinder site add NAME URL")
    is_whole = True
    for known in names:
        try:
            pulled = pulling.pull(hands, known, from_start=from_start, tell=_show_progress)
        except (Refused, Unavailable) as exc:
            click.echo(f"{known}: {exc}")
            is_whole = False
            continue
        is_whole = _show(known, pulled) and is_whole
    sys.exit(0 if is_whole else 1)


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
