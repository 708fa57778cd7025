"""A short run of what `make faults` plays at length: real parts, a seed, the books compared; and that the books can tell."""

from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from types import SimpleNamespace

import pytest

from tests.faults import books
from tests.faults.books import Ours
from tests.faults.plan import PARTS, plan
from tests.faults.play import Player
from tests.faults.rehearsal import Rehearsal
from tests.faults.stack import build

# What a run can do in its few seconds, WordPress being shared with the tests that follow.
KINDS = (
    "worker killed", "door killed", "queue flushed", "queue killed, its data lost", "people erased", "forged requests",
    "secret rotated", "WordPress out of reach",
)  # fmt: skip


@pytest.mark.timeout(300)
def test_nothing_is_lost_and_nothing_done_twice_whatever_goes_wrong(house, tmp_path):
    account, keys = house.service_account, house.embedded.sign_in
    sign_in = (house.url, keys.user, keys.key)
    with ExitStack() as undo:
        undo.callback(house.site.connect, "", "")
        stack = build(undo, sign_in, (account.login, account.key), tmp_path, seed=7)
        told = []
        rehearsal = Rehearsal(stack, 7, 120, within_s=40, after_s=90, kinds=KINDS, pace=0.25, tell=told.append)
        verdict, player = rehearsal.run()
    assert verdict.lost == []
    assert verdict.twice == []
    assert verdict.broken == [], "\n".join(told)
    assert set(player.done) >= set(KINDS)
    assert rehearsal.made == 120


def test_a_seed_gives_the_same_plan_and_every_fault_has_its_turn():
    assert list(islice(plan(5), 40)) == list(islice(plan(5), 40)) != list(islice(plan(6), 40))
    assert {fault.kind for fault in islice(plan(5), len(PARTS))} == set(PARTS)


def test_every_fault_in_the_plan_can_be_played():
    assert [kind for kind in PARTS if not hasattr(Player, Player.name_of(kind))] == []


NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def row(**columns):
    return SimpleNamespace(
        **{"state": "done", "done_at": NOW, "reason": None, "wordpress_id": 5, "body": b"", **columns}
    )


def whole():
    """Give two books that agree: one person, one result, one application, all effects."""
    theirs = {
        "results": [["5", "1", "evt_1", "2026-11-22 15:59:00"]],
        "outbox": [["evt_1", "orientation.completed", "delivered", "5", "2026-11-22 15:59:00", "202", None]],
        "teams": {"5": ["core"]},
        "badges": [["5", "1"]],
        "journeys": [["5", {"version": 1, "application": {"teams": ["core"]}}]],
        "posts": [["9", "Looking for a mentor: Demo", "draft"]],
    }
    ours = Ours(
        inbox=[row(event_id="evt_1", type="orientation.completed")],
        people={5: row(name="Demo", id=1)},
        results=Counter({(5, 1): 1}),
        applications=[(5, row(id=1, state="submitted", teams=["core"]))],
        outbox=[
            row(kind="badge", key="1:b", what={"account": 5}, event_id="evt_1", outcome={}),
            row(kind="post", key="application:1", what={"application": 1}, event_id="evt_1", outcome={"post": 9}),
            row(kind="journey", key="1:evt_1", what={"account": 5}, event_id="evt_1", outcome={}),
        ],
    )
    return theirs, ours


def test_books_that_agree_pass():
    verdict = books.compare(*whole(), erased=set())
    assert verdict.holds
    assert verdict.longest_s == 60


def spoil(name):  # noqa: C901, PLR0912
    theirs, ours = whole()
    match name:
        case "a delivery that never came":
            ours.inbox.clear()
        case "a result without its event":
            theirs["outbox"].clear()
        case "a result that was not applied":
            ours.results.clear()
        case "a wish for a mentor without an application":
            ours.applications.clear()
        case "a result without a badge":
            theirs["badges"].clear()
        case "a person who was told nothing":
            theirs["journeys"].clear()
        case "an application without a draft":
            theirs["posts"].clear()
        case "a delivery kept twice":
            ours.inbox *= 2
        case "a result applied twice":
            ours.results[5, 1] = 2
        case "two open applications":
            ours.applications *= 2
        case "an effect owed twice":
            ours.outbox.append(ours.outbox[0])
        case "two drafts":
            theirs["posts"].append(["10", "Looking for a mentor: Demo", "draft"])
        case "a badge held twice":
            theirs["badges"][0][1] = "2"
        case "a badge without a result":
            theirs["badges"].append(["6", "1"])
        case "a forged delivery":
            ours.inbox.append(row(event_id="evt_forged_1", type="orientation.completed"))
        case "a delivery that waits":
            ours.inbox[0].state = "due"
        case "an effect that waits":
            ours.outbox[2].state = "parked"
        case "an event that waits there":
            theirs["outbox"][0][2] = "parked"
        case "a badge that we did not grant":
            ours.outbox.pop(0)
        case "a draft that is another one":
            ours.outbox[1].outcome = {"post": 8}
        case "teams of an older result":
            theirs["journeys"][0][1]["application"]["teams"] = ["test"]
    return books.compare(theirs, ours, erased=set())


LOST = (
    "a delivery that never came", "a result without its event", "a result that was not applied",
    "a wish for a mentor without an application", "a result without a badge", "a person who was told nothing",
    "an application without a draft",
)  # fmt: skip
TWICE = (
    "a delivery kept twice", "a result applied twice", "two open applications", "an effect owed twice", "two drafts",
    "a badge held twice",
)  # fmt: skip
BROKEN = (
    "a badge without a result", "a forged delivery", "a delivery that waits", "an effect that waits",
    "an event that waits there", "a badge that we did not grant", "a draft that is another one", "teams of an older result",
)  # fmt: skip


@pytest.mark.parametrize("name", LOST)
def test_the_books_tell_what_was_lost(name):
    assert len(spoil(name).lost) == 1


@pytest.mark.parametrize("name", TWICE)
def test_the_books_tell_what_was_done_twice(name):
    assert len(spoil(name).twice) == 1


@pytest.mark.parametrize("name", BROKEN)
def test_the_books_tell_what_else_does_not_hold(name):
    assert len(spoil(name).broken) >= 1


def test_the_books_tell_who_was_not_forgotten():
    assert len(books.compare(*whole(), erased={5}).broken) == 4
