"""The service reads the plugin's book of events, so that whatever a push lost is fetched."""

import hashlib
import json

import pytest

from tests.browser.takes import keep_a_result
from tests.loopback import ask

pytestmark = pytest.mark.usefixtures("house")

ROW = (
    "INSERT INTO wp_wayfinder_outbox (event_id, type, body, sha256, user_id, state, next_attempt_at, created_at)"
    " VALUES (?, 'orientation.completed', ?, ?, 900000, 'delivered', '2026-01-01 00:00:00', ?)"
)


def write(database, number, at="2026-01-01 00:00:00", mark="book"):
    body = json.dumps({"number": number})
    event_id = f"evt_{mark}-{number}"
    database.change(ROW, event_id, body, hashlib.sha256(body.encode()).hexdigest(), at)
    return event_id


@pytest.fixture
def empty_book(database):
    database.empty()
    return database


def test_what_was_signed_comes_byte_for_byte_with_its_digest(house, book, empty_book):
    account, _ = keep_a_result(house)
    page = book.read(after=0)
    (event,) = [one for one in page["events"] if json.loads(one["body"])["data"].get("person")]
    (row,) = empty_book.rows("SELECT * FROM wp_wayfinder_outbox WHERE event_id = ?", event["id"])
    assert event["body"] == row["body"]
    assert event["sha256"] == hashlib.sha256(row["body"].encode()).hexdigest()
    assert json.loads(event["body"])["data"]["person"]["id"] == account.id
    assert (event["cursor"], event["type"], event["state"]) == (row["id"], "orientation.completed", row["state"])
    assert event["at"] == row["created_at"].replace(" ", "T") + "Z"


def test_the_events_of_the_last_minute_are_given_but_not_settled(house, book, empty_book):
    old = write(empty_book, 1)
    keep_a_result(house)
    page = book.read(after=0)
    assert page["events"][0]["id"] == old
    assert len(page["events"]) == 2
    assert page["settled"] == page["events"][0]["cursor"]
    assert book.read(after=page["settled"])["settled"] == page["settled"]


def test_pages_follow_each_other_without_gap_or_repetition(book, empty_book):
    written = [write(empty_book, number) for number in range(25)]
    seen, pages, after = [], 0, 0
    while True:
        page = book.read(after=after, limit=10)
        seen += [event["id"] for event in page["events"]]
        pages, after = pages + 1, page["settled"]
        if not page["more"]:
            break
    assert (seen, pages) == (written, 3)
    assert book.read(after=after) == {"anchor": written[-1], "settled": after, "more": False, "events": []}


def test_the_anchor_tells_of_a_book_that_was_put_back(book, empty_book):
    first = write(empty_book, 1)
    page = book.read(after=0)
    assert page["anchor"] is None
    after = page["settled"]
    assert book.read(after=after)["anchor"] == first
    empty_book.change("UPDATE wp_wayfinder_outbox SET event_id = 'evt_another' WHERE id = ?", after)
    assert book.read(after=after)["anchor"] == "evt_another"
    empty_book.change("DELETE FROM wp_wayfinder_outbox")
    assert book.read(after=after)["anchor"] is None


def test_asking_says_what_was_received_and_a_restored_service_may_say_less(book, empty_book):
    write(empty_book, 1)
    write(empty_book, 2)
    cursors = [event["cursor"] for event in book.read(after=0)["events"]]
    assert empty_book.option("wayfinder_pulled_to") == "0"
    book.read(after=cursors[1])
    assert empty_book.option("wayfinder_pulled_to") == str(cursors[1])
    book.read(after=cursors[0], bodies=0)  # who only compares received nothing
    book.read(after=cursors[1] + 1000)  # there is no such event, so nobody can have received it
    assert empty_book.option("wayfinder_pulled_to") == str(cursors[1])
    book.read(after=cursors[0])
    assert empty_book.option("wayfinder_pulled_to") == str(cursors[0])


def test_books_are_compared_without_bodies(book, empty_book):
    write(empty_book, 1)
    (event,) = book.read(after=0, bodies=0)["events"]
    assert "body" not in event
    assert len(event["sha256"]) == 64


@pytest.mark.parametrize(
    "query",
    [
        *({"after": odd} for odd in ("-1", "x", "1.5", "1;2", "", "99999999999999999999999", "0x10", "1 OR 1=1")),
        *({"limit": odd} for odd in ("0", "501", "-5", "many", "")),
        {"bodies": "2"},
        {"after[]": "1"},
        {"limit[x]": "1"},
    ],
    ids=str,
)
def test_a_malformed_call_is_refused_by_name(book, query):
    answer = book.answer(**query)
    assert answer.status_code == 400
    assert set(answer.json()["data"]["params"]) == {next(iter(query)).partition("[")[0]}


def test_nobody_else_may_read_it_and_no_cache_keeps_it(house, book):
    someone = house.new_visitor()
    assert ask("GET", book.url).status_code == 401
    assert book.answer(account=(house.service_account.login, "wrong word")).status_code == 401
    key = house.site.create(f"/wp/v2/users/{someone.id}/application-passwords", name="Own")["password"]
    assert book.answer(account=(someone.login, key)).status_code == 403
    answer = book.answer()
    assert "no-store" in answer.headers["cache-control"]
    assert answer.status_code == 200


def test_an_erased_person_leaves_only_the_event_that_says_so(house, book, empty_book):
    account, _ = keep_a_result(house)
    house.site._remove_account(account.login)
    (event,) = book.read(after=0)["events"]
    assert event["type"] == "person.erased"
    assert json.loads(event["body"])["data"]["person"] == {"id": account.id}


def test_an_update_of_the_plugin_gives_old_events_their_digest(house, book, empty_book):
    written = [write(empty_book, number) for number in range(5)]
    empty_book.change("UPDATE wp_wayfinder_outbox SET sha256 = ''")
    empty_book.change("UPDATE wp_options SET option_value = '3' WHERE option_name = 'wayfinder_schema'")
    house.fetch(house.page)  # each site brings itself up to date on its first request
    events = book.read(after=0)["events"]
    assert [event["id"] for event in events] == written
    assert all(event["sha256"] == hashlib.sha256(event["body"].encode()).hexdigest() for event in events)
    assert empty_book.option("wayfinder_schema") == "4"


def test_the_route_leaves_the_debug_log_empty(house):
    assert "plugins/wayfinder" not in house.debug_log()
