"""A WordPress site that the service serves, as a value."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sync.errors import Unavailable

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(frozen=True)
class Site:
    """A WordPress site, its secrets opened.

    Shapes: url is its home address without a closing slash, former_url what it was before it moved, if it did; secrets are
    `whsec_…`, newest first; posts_by is "rest" or "xmlrpc".
    """

    id: int
    name: str
    url: str
    secrets: tuple[str, ...]
    wordpress_user: str | None
    wordpress_password: str | None
    posts_by: str
    former_url: str | None = None

    def account(self) -> tuple[str, str]:
        """Give user and application password that the service acts with.

        Errors: Unavailable when there is none yet.
        """
        if not self.wordpress_user or not self.wordpress_password:
            raise Unavailable(
                f"No WordPress account is set for {self.name}; set one with wayfinder site account {self.name}.",
                retry_after_s=300,
            )
        return self.wordpress_user, self.wordpress_password

    def __repr__(self) -> str:
        """Say which site it is, never its secrets."""
        return f"Site({self.name!r}, {self.url!r})"


@dataclass(frozen=True)
class NewSite:
    """What an operator says of a site when they add it."""

    name: str
    url: str
    secret: str
    wordpress_user: str | None = None
    wordpress_password: str | None = None
    posts_by: str = "rest"

    def __post_init__(self) -> None:
        """Refuse a name or an address that could not be served.

        Errors: ValueError with a sentence for the operator.
        """
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                "A site's name is 1 to 40 lower-case letters, digits and hyphens: it is part of an address."
            )
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname or address.query or address.username:
            raise ValueError("A site's address looks like https://make.example or https://make.example/community.")
        if bool(self.wordpress_user) != bool(self.wordpress_password):
            raise ValueError("A WordPress account needs both, a user name and an application password.")

    def __repr__(self) -> str:
        """Say which site it is, never its secrets."""
        return f"NewSite({self.name!r}, {self.url!r})"
