"""One promise, kept alike by the real clients on a real WordPress and by the fake that other tests use."""

import hashlib
import secrets

import pytest

from sync.errors import Refused, Unavailable
from sync.gateways.fakes import FakeWordPress
from sync.gateways.wordpress import RestPlugin, RestPosts
from sync.gateways.xmlrpc import XmlrpcPosts
from sync.posts import Draft, application_draft
from sync.sites import Site
from tests import makers

NOBODY = 99_999_999


def site_of(house, posts_by="rest", key=None):
    account = house.service_account
    return Site(1, "demo", house.url, (), account.login, key or account.key, posts_by)


def fresh_draft():
    return Draft(
        f"wayfinder-{secrets.token_hex(6)}", "A title", "<!-- wp:paragraph -->\n<p>Text</p>\n<!-- /wp:paragraph -->"
    )


@pytest.fixture(scope="module")
def somebody(house):
    return house.new_visitor().id


@pytest.fixture(params=["real", "fake"])
def plugin(request, house, somebody):
    return RestPlugin(site_of(house)) if request.param == "real" else FakeWordPress(accounts={somebody})


@pytest.fixture(params=["rest", "xmlrpc", "fake"])
def posts(request, house):
    if request.param == "fake":
        return FakeWordPress()
    return (RestPosts if request.param == "rest" else XmlrpcPosts)(site_of(house, request.param))


def test_a_badge_is_held_by_whom_it_was_granted_to(plugin, somebody):
    assert plugin.grant_badge("contributor-orientation", [somebody]).holders == {somebody}


def test_a_badge_granted_again_is_still_held(plugin, somebody):
    for _ in range(2):
        grant = plugin.grant_badge("contributor-orientation", [somebody])
        assert (grant.holders, grant.unknown) == ({somebody}, frozenset())


def test_an_unknown_account_is_named_and_does_not_hold_up_the_others(plugin, somebody):
    grant = plugin.grant_badge("contributor-orientation", [somebody, NOBODY])
    assert (grant.holders, grant.unknown) == ({somebody}, {NOBODY})


def test_a_journey_is_shown_and_may_be_shown_again(plugin, somebody):
    journey = {
        "version": 3,
        "application": {"state": "submitted", "submitted_at": "2026-11-22T16:00:00Z", "teams": ["core"]},
    }
    for _ in range(2):
        shown = plugin.show_journey(somebody, journey)
        assert (shown.version, shown.application) == (3, journey["application"])


def test_a_journey_of_an_older_version_is_answered_with_the_one_that_stays(plugin, somebody):
    withdrawn = {"state": "withdrawn", "submitted_at": "2026-11-22T16:00:00Z", "teams": ["core", "test"]}
    plugin.show_journey(somebody, {"version": 9, "application": withdrawn})
    shown = plugin.show_journey(somebody, {"version": 8, "application": None})
    assert (shown.version, shown.application) == (9, withdrawn)


def test_a_journey_of_nobody_is_a_final_no(plugin):
    with pytest.raises(Refused):
        plugin.show_journey(NOBODY, {"version": 1, "application": None})


def test_a_draft_that_was_not_written_is_not_found(posts):
    assert posts.find(fresh_draft()) is None


def test_a_written_draft_is_found_again(posts):
    draft = fresh_draft()
    made = posts.create(draft)
    assert posts.find(draft).id == made.id


def test_what_one_way_wrote_the_other_finds_as_an_unchanged_draft(house):
    draft = application_draft(secrets.token_hex(6), "demo", "Demo <b>[x]</b> @y", ["core", "test"], makers.NOW)
    made = XmlrpcPosts(site_of(house, "xmlrpc")).create(draft)
    assert RestPosts(site_of(house)).find(draft).id == made.id
    kept = house.site.get(f"/wp/v2/posts/{made.id}", context="edit")
    assert (kept["status"], kept["content"]["raw"]) == ("draft", draft.content)


def test_a_wrong_password_is_something_an_operator_can_mend(house):
    for gateway in (RestPosts, XmlrpcPosts):
        with pytest.raises(Unavailable):
            gateway(site_of(house, key="wrong")).create(fresh_draft())
    with pytest.raises(Unavailable, match="application password"):
        RestPlugin(site_of(house, key="wrong")).grant_badge("contributor-orientation", [1])


def test_an_account_without_the_capability_is_refused_by_the_plugin(house):
    visitor = house.site.make_visitor("demo-nosy")
    key = house.site._call("POST", f"/wp/v2/users/{visitor.id}/application-passwords", json={"name": "x"})["password"]
    nosy = Site(1, "demo", house.url, (), visitor.login, key, "rest")
    with pytest.raises(Unavailable):
        RestPlugin(nosy).grant_badge("contributor-orientation", [visitor.id])


def test_the_book_of_events_is_read_in_order_with_bodies_that_match_their_digests(house):
    plugin = RestPlugin(site_of(house))
    first = plugin.events(0, 500)
    for entry in first.events:
        assert entry.body is None or hashlib.sha256(entry.body).hexdigest() == entry.sha256
    assert [entry.cursor for entry in first.events] == sorted(entry.cursor for entry in first.events)
    assert [entry.body for entry in plugin.events(0, 500, bodies=False).events] == [None] * len(first.events)


def test_the_book_of_an_unknown_cursor_has_no_anchor_and_nothing_to_go_on_to(house):
    for plugin in (RestPlugin(site_of(house)), FakeWordPress()):
        page = plugin.events(NOBODY, 1)
        assert (page.anchor, page.settled, page.more, page.events) == (None, NOBODY, False, ())
