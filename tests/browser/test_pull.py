"""A site whose deliveries reach nobody: its book is read, and both books agree."""

import subprocess
import sys

from demo.journey import BADGE
from tests.browser.takes import keep_a_result
from tests.faults.test_away import wait_for


def say(serving, *words):
    return subprocess.run(
        [sys.executable, "-m", "wayfinder", *words],
        env=dict(serving.environment), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_what_no_push_brought_is_pulled_and_done_and_then_both_books_agree(house, serving, database):
    database.empty()  # what other tests left is no book of anybody
    house.site.connect("http://127.0.0.1:9/webhooks/demo", serving.secret)  # where nobody listens
    account, visitor = keep_a_result(house)
    assert visitor.journey()["result"]["delivery"] == "due"
    said = say(serving, "pull", "--site", "demo")
    assert "were missing and are kept now." in said.stdout, said.stdout + said.stderr
    wait_for(lambda: BADGE in [badge["slug"] for badge in visitor.journey()["badges"]], "the badge")
    found = "SELECT a.id FROM applications a JOIN people p ON p.id = person_id WHERE login = ?"
    assert len(serving.rows(found, account.login)) == 1
    house.site.connect(serving.deliveries, serving.secret)
    house.site.create("/wayfinder-rehearsal/v1/deliveries-due")
    wait_for(lambda: visitor.journey()["result"]["delivery"] == "delivered", "the push after the pull", house)
    assert len(serving.rows(found, account.login)) == 1
    compared = say(serving, "reconcile")
    assert compared.stdout.startswith("demo: both books agree: "), compared.stdout + compared.stderr
    assert compared.returncode == 0
