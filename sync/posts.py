"""From data to a draft in WordPress's block editor, for a human to read, change and publish."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """A post to be written once: the slug is its identity.

    Shapes: content is block markup.
    """

    slug: str
    title: str
    content: str


def application_draft(event_id: str, site: str, name: str, teams: Sequence[str], submitted_at: datetime) -> Draft:
    """Tell the working group that somebody looks for a mentor.

    The slug is made of the event that caused it, not of an id of our database: one that was put back from a backup
    would give that id to somebody else, and theirs would be taken for written.
    """
    shown = _plain(name)
    lead = f"{shown} took the contributor orientation and would like a mentor. The application came in on {submitted_at:%A, %-d %B %Y at %H:%M} UTC."
    hint = "This draft was prepared from the application. Ask the person before you publish anything about them."
    return Draft(
        slug=f"wayfinder-{site}-{hashlib.sha256(event_id.encode()).hexdigest()[:20]}",
        title=f"Looking for a mentor: {shown}",
        content="\n\n".join((_paragraph(lead), _heading("Teams that fit"), _list(teams), _paragraph(hint))),
    )


# What HTML, shortcodes, mentions, hashtags and x-posts would read in a name; three digits, as WordPress writes them itself.
_INERT = str.maketrans({mark: f"&#{ord(mark):03d};" for mark in "&<>\"'[]@#+"})


def _plain(text: str) -> str:
    return (text.strip() or "Somebody").translate(_INERT)


def _paragraph(text: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"


def _heading(text: str) -> str:
    return f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{text}</h2>\n<!-- /wp:heading -->'


def _list(items: Sequence[str]) -> str:
    lines = "".join(f"<!-- wp:list-item -->\n<li>{_plain(item)}</li>\n<!-- /wp:list-item -->\n" for item in items)
    return f'<!-- wp:list {{"ordered":true}} -->\n<ol>{lines}</ol>\n<!-- /wp:list -->'
