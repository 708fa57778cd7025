"""Settings → Wayfinder lists what was sent: by state, fifty at a time, and sends again what was set aside."""

import hashlib

import pytest

from tests.browser.book import until
from tests.browser.test_service_tab import look, open_tab

ROW = (
    "INSERT INTO wp_wayfinder_outbox (event_id, type, body, sha256, user_id, state, attempts, last_status, next_attempt_at,"
    " created_at) VALUES (?, 'orientation.completed', '{}', ?, 900000, ?, 10, ?, '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)


def write(database, state, count, status=422):
    for number in range(count):
        database.change(ROW, f"evt_{state}-{number}", hashlib.sha256(b"{}").hexdigest(), state, status)


def states(database):
    found = database.rows("SELECT state, COUNT(*) AS number FROM wp_wayfinder_outbox GROUP BY state")
    return {row["state"]: row["number"] for row in found}


def choose(desk, label):
    desk.click(f".subsubsub >> text={label}")
    desk.wait_for_selector(f".subsubsub .current >> text={label}")


def leaf(desk, page):
    desk.click("text=Next page")
    desk.wait_for_selector(f"text=Page {page} of")


def test_the_list_is_chosen_by_state_and_leafed_through(desk, house, database, told, shoot):
    write(database, "parked", 120)
    write(database, "delivered", 3, 202)
    open_tab(desk, house)
    assert (
        desk.inner_text(".subsubsub").replace("\n", "") == "All (123) | Waiting (0) | Delivered (3) | Set aside (120)"
    )
    choose(desk, "Delivered")
    assert desk.locator(".wayfinder-deliveries tbody tr").count() == 3
    assert desk.locator("text=Send again >> visible=true").count() == 0
    choose(desk, "Waiting")
    assert "There are none of these." in desk.inner_text(".wrap")
    choose(desk, "Set aside")
    seen = []
    for page in (1, 2, 3):
        assert f"Page {page} of 3" in desk.inner_text(".wrap")
        seen += desk.eval_on_selector_all(".wayfinder-deliveries [title^=evt_]", "all => all.map((one) => one.title)")
        if page < 3:
            leaf(desk, page + 1)
    assert (len(seen), len(set(seen))) == (120, 120)
    assert "The service could not read the message." in desk.inner_text(".wayfinder-deliveries")
    look(desk, shoot, "deliveries")


def test_one_is_sent_again_and_the_page_comes_back_to_where_it_was(desk, house, database, told):
    write(database, "parked", 60)
    open_tab(desk, house)
    choose(desk, "Set aside")
    leaf(desk, 2)
    last = desk.get_attribute(".wayfinder-deliveries tbody tr:last-child [title^=evt_]", "title")
    desk.click(".wayfinder-deliveries tbody tr:last-child >> text=Send again")
    desk.wait_for_selector("text=The service has it.")
    assert told.ids() == [last]
    assert "state=parked" in desk.url
    assert "Page 2 of 2" in desk.inner_text(".wrap")
    assert states(database) == {"parked": 59, "delivered": 1}


def test_all_are_sent_again_after_a_question_and_it_is_shown_how_far_that_is(desk, house, database, told, shoot):
    write(database, "parked", 70)
    open_tab(desk, house)
    desk.click("text=Send all again")
    desk.wait_for_selector("text=Send 70 messages again")
    assert states(database) == {"parked": 70}
    look(desk, shoot, "send-all")
    desk.click("text=Send 70 messages again")
    desk.wait_for_selector("text=70 were made ready to be sent again")
    if desk.locator("#wayfinder-progress").count():
        assert "of 70 done. You can leave this page" in desk.inner_text(".wrap")
        shoot(desk, "service-progress-1280")
    until(house, lambda: states(database) == {"delivered": 70})
    assert sorted(told.ids()) == sorted(f"evt_parked-{number}" for number in range(70))
    desk.reload()
    assert desk.locator("#wayfinder-progress").count() == 0


def test_sending_all_again_stops_at_a_service_that_is_away(desk, house, database, told):
    write(database, "parked", 30)
    told.status = 500
    open_tab(desk, house)
    desk.click("text=Send all again")
    desk.click("text=Send 30 messages again")
    desk.wait_for_selector("text=30 were made ready")
    assert "of 30 done" in desk.inner_text(".wrap")
    assert states(database) == {"due": 30}
    assert len(told.got) < 10


@pytest.mark.parametrize("action", ["send", "send_all", "moved", "drop_former"])
def test_each_button_has_to_be_meant(house, database, told, action):
    write(database, "parked", 1)
    admin = house.admin()
    answer = admin._session.post(
        f"{house.url}/wp-admin/admin-post.php", data={"action": f"wayfinder_{action}", "id": "1"}, timeout=60
    )
    assert answer.status_code == 403
    assert states(database) == {"parked": 1}


def test_odd_addresses_of_the_list_are_harmless(desk, house, database, told):
    write(database, "parked", 2)
    for odd in ("state=nonsense", "state[]=parked", "paged=-7", "paged=99999999999999", "paged[]=1", "state=parked'--"):
        desk.goto(f"{house.url}/wp-admin/options-general.php?page=wayfinder&tab=service&{odd}")
        assert desk.locator(".wayfinder-deliveries tbody tr").count() == 2
    assert "plugins/wayfinder" not in house.debug_log()
