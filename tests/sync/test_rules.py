"""The small rules: applications, badges, drafts, settings, sites."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync import applications, badges, orientation, posts
from sync.applications import Leave, Open, Past, Refresh
from sync.config import SettingsError, read_settings
from sync.sealing import Seal
from tests import makers

OPEN = (7, ("core", "test", "meta"))


@pytest.mark.parametrize(
    ("changes", "past", "decision"),
    [
        ({}, Past(0, None), Open(("core", "test", "meta"))),
        ({}, Past(0, OPEN), Leave("an application with these teams is open")),
        ({"teams": ("photos",)}, Past(0, OPEN), Refresh(7, ("photos",))),
        ({"wants_mentor": False}, Past(0, None), Leave("no mentor is wanted")),
        ({"wants_mentor": False}, Past(0, OPEN), Leave("no mentor is wanted")),
        ({"revision": 3}, Past(3, None), Leave("a newer result is known")),
        ({"revision": 2}, Past(3, OPEN), Leave("a newer result is known")),
        ({"revision": 4}, Past(3, None), Open(("core", "test", "meta"))),
        ({"revision": 1}, Past(3, None, makers.NOW - timedelta(seconds=1)), Open(("core", "test", "meta"))),
        ({"revision": 1}, Past(3, None, makers.NOW), Leave("a newer result is known")),
    ],
)
def test_what_a_result_does_to_an_application(changes, past, decision):
    assert applications.decide(makers.result(**changes), past) == decision


def test_a_kept_result_earns_the_orientation_badge():
    assert badges.earned_by(makers.result()) == ("contributor-orientation",)
    assert badges.earned_by(makers.result(answers=())) == ()


def test_the_service_knows_the_options_that_the_plugin_asks():
    ids = json.loads((Path(__file__).parents[1] / "contract" / "orientation-ids.json").read_text())
    assert sorted(orientation.OPTIONS) == ids["options"]


def test_a_draft_is_known_by_its_slug_and_says_who_and_which_teams():
    draft = posts.application_draft("evt_1", "make", "Demo Visitor", ["core", "test"], makers.NOW)
    assert re.fullmatch(r"wayfinder-make-[0-9a-f]{20}", draft.slug)
    assert draft.slug != posts.application_draft("evt_2", "make", "Demo", [], makers.NOW).slug
    assert draft.title == "Looking for a mentor: Demo Visitor"
    assert "Sunday, 22 November 2026 at 16:00 UTC" in draft.content
    assert draft.content.index("<li>core</li>") < draft.content.index("<li>test</li>")


@pytest.mark.parametrize("name", ["<script>x</script>", "[gallery]", "@everyone", "#tag", "+make.example", 'a"b&c'])
def test_a_name_cannot_inject_anything_into_a_post(name):
    draft = posts.application_draft("evt_1", "make", name, [], makers.NOW)
    assert name not in draft.content
    assert name not in draft.title


def test_settings_have_defaults_that_start(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYFINDER_DATA_DIR", str(tmp_path))
    settings = read_settings()
    assert (settings.redis_url, settings.secret_key, settings.database_url) == (None, None, "")
    assert settings.public_url == "http://127.0.0.1:8420"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("DOOR_PROCESSES", "0"),
        ("SECRET_KEY", "short"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://x"),
        ("PUBLIC_URL", "make.example"),
    ],
)
def test_an_odd_setting_stops_the_start_by_name(monkeypatch, name, value):
    monkeypatch.setenv(f"WAYFINDER_{name}", value)
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_a_sealed_secret_opens_only_with_its_key():
    sealed = Seal("one key").close("whsec_x")
    assert "whsec_x" not in sealed
    assert Seal("one key").open(sealed) == "whsec_x"
    with pytest.raises(ValueError, match="WAYFINDER_SECRET_KEY"):
        Seal("another key").open(sealed)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Make"},
        {"name": ""},
        {"name": "a/b"},
        {"name": "x" * 41},
        {"url": "make.example"},
        {"url": "ftp://make.example"},
        {"url": "https://user@make.example"},
        {"url": "https://make.example/?p=1"},
        {"wordpress_user": "someone"},
    ],
)
def test_a_site_that_could_not_be_served_is_refused(changes):
    with pytest.raises(ValueError, match=r"site|account"):
        makers.site(**changes)


def test_a_site_never_shows_its_secrets():
    assert makers.SECRET not in repr(makers.site())


def test_a_result_is_read_from_its_event():
    read = orientation.result_of(makers.event(), makers.NOW)
    assert read.visitor.login == "demo-5"
    assert read.teams == ("core", "test", "meta")
    assert read.completed_at == datetime(2026, 11, 22, 16, tzinfo=UTC)
