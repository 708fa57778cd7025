"""The WordPress sites that the service serves, and their sealed secrets."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.errors import Refused, Unavailable
from sync.sealing import Seal
from sync.sites import NewSite, Site
from sync.store.db import Session
from sync.store.tables import sites


def add(session: Session, site: NewSite, seal: Seal, now: datetime) -> None:
    """Keep a new site.

    Errors: Refused when its name or address is taken.
    """
    password = site.wordpress_password
    row = insert(sites).values(
        name=site.name,
        url=site.url.rstrip("/"),
        sealed_secret=seal.close(site.secret),
        wordpress_user=site.wordpress_user,
        sealed_wordpress_password=seal.close(password) if password else None,
        posts_by=site.posts_by,
        added_at=now,
    )
    try:
        session.execute(row)
    except IntegrityError as exc:
        raise Refused(f"A site with the name {site.name} or the address {site.url} is there already.") from exc


def by_name(session: Session, name: str, seal: Seal) -> Site | None:
    """Find a site by the name in its delivery address."""
    row = session.execute(select(sites).where(sites.c.name == name)).first()
    return _opened(row, seal) if row else None


def by_id(session: Session, site_id: int, seal: Seal) -> Site:
    """Give the site that a row belongs to."""
    return _opened(session.execute(select(sites).where(sites.c.id == site_id)).one(), seal)


def _opened(row: Row[Any], seal: Seal) -> Site:
    try:
        return _open(row, seal)
    except ValueError as exc:
        raise Unavailable(f"{row.name}: {exc}", retry_after_s=300) from exc


def _open(row: Row[Any], seal: Seal) -> Site:
    sealed = [secret for secret in (row.sealed_secret, row.sealed_former_secret) if secret]
    password = row.sealed_wordpress_password
    return Site(
        id=row.id,
        name=row.name,
        url=row.url,
        secrets=tuple(seal.open(secret) for secret in sealed),
        wordpress_user=row.wordpress_user,
        wordpress_password=seal.open(password) if password else None,
        posts_by=row.posts_by,
        former_url=row.former_url,
    )


def names(session: Session) -> list[tuple[str, str]]:
    """List name and address of every site."""
    return [(row.name, row.url) for row in session.execute(select(sites.c.name, sites.c.url).order_by(sites.c.name))]


def id_of(session: Session, name: str) -> int:
    """Give the id of a site.

    Errors: Refused when there is no such site.
    """
    site_id: int | None = session.scalar(select(sites.c.id).where(sites.c.name == name))
    if site_id is None:
        raise Refused(f"There is no site called {name}; wayfinder site list shows them.")
    return site_id


def set_account(session: Session, name: str, user: str, password: str, seal: Seal) -> None:
    """Change the WordPress account that the service acts as.

    Errors: Refused when there is no such site.
    """
    changed = update(sites).where(sites.c.name == name)
    account = {"wordpress_user": user, "sealed_wordpress_password": seal.close(password)}
    if session.execute(changed.values(account)).rowcount == 0:
        raise Refused(f"There is no site called {name}; wayfinder site list shows them.")


def rotate(session: Session, name: str, secret: str, seal: Seal) -> None:
    """Sign with a new secret; the one before is accepted until it is retired.

    Errors: Refused when there is no such site.
    """
    _change(session, name, sealed_former_secret=sites.c.sealed_secret, sealed_secret=seal.close(secret))


def retire(session: Session, name: str) -> None:
    """Accept the newest secret only.

    Errors: Refused when there is no such site.
    """
    _change(session, name, sealed_former_secret=None)


def move(session: Session, name: str, url: str) -> None:
    """Know a site under another address; events of before name the former one, which stays accepted.

    Errors: Refused when there is no such site, or the address is taken.
    """
    try:
        with session.begin_nested():
            _change(session, name, former_url=sites.c.url, url=url)
    except IntegrityError as exc:
        raise Refused(f"Another site has the address {url}.") from exc


def _change(session: Session, name: str, **columns: Any) -> None:
    if session.execute(update(sites).where(sites.c.name == name).values(**columns)).rowcount == 0:
        raise Refused(f"There is no site called {name}; wayfinder site list shows them.")
