"""`wayfinder console-link`: lets the operator of the machine into the console, where no WordPress does."""

import secrets
from datetime import UTC, datetime

import click

from console.app import MOUNTED_AT
from console.door import KEY_PURPOSE
from sync import console
from sync.errors import Unavailable
from wayfinder import schema
from wayfinder.hall import Hall


@click.command("console-link")
@click.pass_obj
def console_link(here: Hall) -> None:
    """Print a link that lets you into the console of all sites: once, within a minute."""
    if not schema.is_current(here.engine):
        raise Unavailable("The database is not up to date; run: wayfinder migrate")
    key = here.seal.key_for(KEY_PURPOSE)
    token = console.make_operators_token(key, secrets.token_hex(16), datetime.now(UTC))
    click.echo(f"{here.settings.public_url.rstrip('/')}{MOUNTED_AT}/sign-in?token={token}")
    click.echo(
        "Open it within a minute; it lets you in once. It is as good as a password: do not pass it on.", err=True
    )
