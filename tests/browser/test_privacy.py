"""WordPress's own privacy tools, as an administrator uses them: what is kept is exported, and what is erased is gone."""

import io
import json
import sqlite3
import time
import zipfile
from contextlib import closing

import pytest

from demo.journey import ANSWERS, BADGE
from demo.visitor import Visitor
from tests.browser.takes import keep_a_result


def wait_for(look, what, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.3)
    pytest.fail(f"{what} did not happen within {seconds} s")


def badges(visitor):
    return [badge["slug"] for badge in visitor.journey()["badges"]]


def pass_by(house):
    """Somebody opens a page, which drives WordPress's scheduler."""
    Visitor("passer-by", "").open(house.page)
    return True


def ask(page, house, screen, account):
    """Make a request in the person's name and confirm it, as WordPress lets an administrator do."""
    page.goto(f"{house.url}/wp-admin/{screen}-personal-data.php")
    page.fill("#username_or_email_for_privacy_request", account.login)
    page.uncheck("#send_confirmation_email")
    with page.expect_navigation(wait_until="load"):  # before that, the buttons of the list are deaf
        page.click("#submit")
    return page.locator("tbody tr", has_text=f"{account.login}@example.org")


def export(page, house, account):
    row = ask(page, house, "export", account)
    row.hover()
    with page.expect_download() as download:
        row.get_by_role("button", name="Download personal data").first.click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        [groups] = json.loads(archive.read("export.json")).values()
    return {
        name: [{line["name"]: line["value"] for line in item} for item in group["items"].values()]
        for name, group in groups.items()
        if name.startswith("wayfinder-")
    }


def erase(page, house, account):
    row = ask(page, house, "erase", account)
    row.get_by_role("button", name="Erase personal data").first.click()
    page.wait_for_selector("tr.request-results")
    return page.inner_text("#wpbody-content")


def test_what_is_kept_about_a_person_is_exported_in_words(desk, house, serving):
    account, visitor = keep_a_result(house)
    wait_for(lambda: pass_by(house) and BADGE in badges(visitor) and visitor.journey()["application"], "the badge")
    told = export(desk, house, account)
    [result] = told["wayfinder-results"]
    assert "I write code" in result["Answers"]
    assert result["Wants a mentor"] == "Yes"
    assert "Core" in result["Teams"]
    assert [badge["Badge"] for badge in told["wayfinder-badges"]] == ["Contributor Orientation"]
    assert [application["State"] for application in told["wayfinder-application"]] == ["submitted"]
    assert [(event["Kind"], event["State"]) for event in told["wayfinder-events"]] == [
        ("orientation.completed", "delivered")
    ]


def test_an_export_has_every_page(desk, house):
    account, _visitor = keep_a_result(house)
    database = house.embedded.debug_log.parent / "database" / ".ht.sqlite"
    columns = "type, body, user_id, state, attempts, next_attempt_at, last_status, created_at"
    with closing(sqlite3.connect(database, timeout=20)) as write, write:
        write.executemany(
            f"INSERT INTO wp_wayfinder_outbox (event_id, {columns}) SELECT 'evt_' || ?, {columns} "
            "FROM wp_wayfinder_outbox WHERE user_id = ? LIMIT 1",
            [(number, account.id) for number in range(250)],
        )
        write.execute("UPDATE wp_wayfinder_outbox SET state = 'delivered' WHERE user_id = ?", [account.id])
    assert len(export(desk, house, account)["wayfinder-events"]) == 251


def test_a_person_who_is_erased_is_forgotten_here_and_by_the_service(desk, house, serving, shoot):
    account, visitor = keep_a_result(house)
    wait_for(lambda: pass_by(house) and BADGE in badges(visitor) and visitor.journey()["application"], "the badge")
    said = erase(desk, house, account)
    shoot(desk, "erased-1280")
    assert "the service is told to forget this person" in said
    assert "Please look through Posts" in said
    journey = visitor.journey()
    assert (journey["result"], journey["application"], journey["badges"]) == (None, None, [])

    def person():
        pass_by(house)
        [row] = serving.rows("SELECT * FROM people WHERE wordpress_id = ?", account.id)
        return row if row["login"] == "erased" else None

    row = wait_for(person, "the erasure in the service")
    assert serving.rows("SELECT * FROM results WHERE person_id = ?", row["id"]) == []
    [application] = serving.rows("SELECT * FROM applications WHERE person_id = ?", row["id"])
    assert (application["state"], json.loads(application["teams"])) == ("withdrawn", [])


def test_erasing_again_changes_nothing_and_tells_the_service_nothing_more(desk, house, serving):
    account, _visitor = keep_a_result(house)
    erase(desk, house, account)
    before = house.deliveries().count("Erasure of a person")
    assert "the service is told" not in erase(desk, house, account)
    assert house.deliveries().count("Erasure of a person") == before
    told = export(desk, house, account)
    assert set(told) == {"wayfinder-events"}
    assert [event["Kind"] for event in told["wayfinder-events"]] == ["person.erased"]


def test_a_service_that_comes_late_gives_and_tells_a_forgotten_person_nothing(desk, house, serving):
    account, visitor = keep_a_result(house)
    erase(desk, house, account)
    service = house.service_account
    late = type(house.site)(house.url, service.login, service.key)
    said = late._call("POST", "/wayfinder/v1/badges", json={"badge": BADGE, "people": [account.id]})
    assert (said["granted"], said["held"], said["unknown"]) == ([], [], [account.id])
    assert badges(visitor) == []


def test_who_comes_back_after_an_erasure_gets_badge_and_application_anew(desk, house, serving):
    account, visitor = keep_a_result(house)
    wait_for(lambda: pass_by(house) and BADGE in badges(visitor), "the badge")
    erase(desk, house, account)
    time.sleep(1.1)  # moments of events have whole seconds, and in the same one the erasure wins
    visitor.keep_again(list(ANSWERS))
    wait_for(lambda: pass_by(house) and BADGE in badges(visitor) and visitor.journey()["application"], "the badge")
    assert visitor.journey()["result"]["revision"] == 1


def test_an_account_that_is_deleted_is_forgotten(house, serving):
    account, visitor = keep_a_result(house)
    wait_for(lambda: pass_by(house) and BADGE in badges(visitor), "the badge")
    house.site._remove_account(account.login)

    def names():
        pass_by(house)
        return [row["login"] for row in serving.rows("SELECT * FROM people WHERE wordpress_id = ?", account.id)]

    wait_for(lambda: names() == ["erased"], "the erasure in the service")


def test_the_site_s_policy_page_has_a_text_to_take_over(desk, house):
    desk.goto(f"{house.url}/wp-admin/options-privacy.php?tab=policyguide")
    assert "If you log in and keep your result" in desk.content()
    assert "plugins/wayfinder" not in house.debug_log()


def test_a_result_of_a_quiz_that_is_gone_is_exported_under_its_name(desk, house):
    account, _visitor = keep_a_result(house)
    database = house.embedded.debug_log.parent / "database" / ".ht.sqlite"
    with closing(sqlite3.connect(database, timeout=20)) as write, write:
        write.execute("UPDATE wp_wayfinder_results SET content = 'summer' WHERE user_id = ?", [account.id])
    [result] = export(desk, house, account)["wayfinder-results"]
    assert (result["Quiz"], result["Answers"]) == ("summer", "; ".join(ANSWERS))
    assert "core" in result["Teams"].split(", ")
