"""Writes drafts for people to read and publish: one post per subject, for ever."""

from collections.abc import Mapping, Sequence

from jobs.hands import Done, Hands, Outcome
from sync.errors import Refused, Unavailable
from sync.gateways.world import Posts
from sync.posts import Draft, application_draft
from sync.sites import Site
from sync.store import applications
from sync.store.db import reading
from sync.store.outbox import Errand


def draft(hands: Hands, site: Site, errands: Sequence[Errand]) -> Mapping[int, Outcome]:
    """Write what these errands owe. May be repeated: each draft is looked up by its slug before it is written."""
    with reading(hands.engine) as session:
        drafts = {
            errand.lease.row_id: _draft_of(site, errand.event_id, applications.get(session, errand.what["application"]))
            for errand in errands
        }
    posts = hands.world.posts(site)
    return {row_id: _write_one(posts, owed) for row_id, owed in drafts.items()}


def _draft_of(site: Site, event_id: str, application: applications.Application) -> Draft:
    return application_draft(event_id, site.name, application.name, application.teams, application.submitted_at)


def _write_one(posts: Posts, owed: Draft) -> Outcome:
    try:
        post = posts.find(owed) or posts.create(owed)
    except (Refused, Unavailable) as exc:
        return exc
    return Done({"post": post.id, "link": post.link})
