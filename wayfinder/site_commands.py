"""`wayfinder site rotate` and `wayfinder site move`: a site's secret and address change without losing an event."""

import secrets

import click

from sync import signing
from sync.sites import NewSite
from sync.store import db, sites
from wayfinder.hall import Hall
from wayfinder.state_commands import need_schema


@click.command()
@click.argument("name")
@click.option("--retire", is_flag=True, help="Do not accept the former secret any more.")
@click.pass_obj
def rotate(here: Hall, name: str, retire: bool) -> None:
    """Make a new secret for site NAME; the former one is accepted until it is retired."""
    need_schema(here)
    if retire:
        with db.transaction(here.engine) as session:
            sites.retire(session, name)
        click.echo(f"Only the newest secret of {name} is accepted now.")
        return
    secret = signing.make_secret(secrets.token_bytes(32))
    with db.transaction(here.engine) as session:
        sites.rotate(session, name, secret, here.seal)
    click.echo("Put this into Settings → Wayfinder on that site, or into its wp-config.php. It is not shown again.")
    click.echo(f"WAYFINDER_SECRET={secret}")
    click.echo(f"Then run: wayfinder site rotate {name} --retire")


@click.command()
@click.argument("name")
@click.argument("url")
@click.pass_obj
def move(here: Hall, name: str, url: str) -> None:
    """Serve site NAME at the address URL from now on; its events of before stay accepted."""
    need_schema(here)
    try:
        address = NewSite(name, url.rstrip("/"), "").url
    except ValueError as exc:
        raise click.BadParameter(str(exc)) from exc
    with db.transaction(here.engine) as session:
        sites.move(session, name, address)
    click.echo(f"{name} is {address} now.")
