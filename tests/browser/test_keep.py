"""Keeping a result is for whoever is logged in and means it; what the browser claims beside the answers counts nothing."""

from urllib.parse import urljoin

import pytest

from demo.visitor import Visitor
from tests.loopback import ask


@pytest.fixture
def keep(house):
    """Log a new visitor in, and give the call that keeps a result as they."""
    account = house.new_visitor()
    visitor = Visitor(account.login, account.password)
    visitor.open(house.page)
    visitor.log_in()
    nonce = visitor.get(urljoin(house.url, "/wp-admin/admin-ajax.php?action=rest-nonce"))

    def call(answers, *, nonce=nonce, **more):
        return visitor.post(
            f"{house.url}/wp-json/wayfinder/v1/results", {"answers": answers, **more}, {"X-WP-Nonce": nonce}
        )

    return call


def slugs(answer):
    return [team["slug"] for team in answer.json()["journey"]["result"]["teams"]]


def test_the_server_works_out_the_teams_and_believes_nobody(keep):
    answer = keep(["use.code"], teams=[{"slug": "photos", "reasons": ["use.code"]}], revision=99, score=1000)
    assert answer.status_code == 201
    assert slugs(answer)[0] == "core"
    assert "photos" not in slugs(answer)
    assert answer.json()["revision"] == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["use.fly"], "use.fly"),
        ([], "at least one answer"),
        ("use.code; DROP TABLE", "There is no answer"),
        ([["use.code"]], "answers"),
        (["x" * 65], "answers"),
        (["use.code"] * 101, "answers"),
        (7, "no answer"),
    ],
)
def test_what_is_no_answer_sheet_is_refused_by_name(keep, answers, words):
    answer = keep(answers)
    assert answer.status_code == 400
    assert words in str(answer.json())


def test_who_did_not_mean_it_keeps_nothing(keep, house):
    assert keep(["use.code"], nonce="0123456789").status_code == 403
    stranger = ask("POST", f"{house.url}/wp-json/wayfinder/v1/results", json={"answers": ["use.code"]})
    assert stranger.status_code == 401
    assert keep(["use.code"]).json()["revision"] == 1


def test_a_flood_of_results_is_asked_to_wait_and_what_was_kept_stays(keep):
    sheets = (["use.code"], ["use.design"])
    answers = [keep(sheets[turn % 2]) for turn in range(21)]
    assert [answer.status_code for answer in answers] == [201] * 20 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert "Nothing is lost" in answers[-1].json()["message"]
    assert keep(sheets[1]).json()["revision"] == 20


def test_a_quiz_that_is_not_there_is_refused_by_name_and_not_judged_by_another(keep):
    answer = keep(["use.code"], content="gone")
    assert answer.status_code == 400
    assert answer.json()["data"]["params"] == {"content": "There is no quiz \u201cgone\u201d."}
    assert keep(["use.code"], content="default").status_code == 201
    assert keep(["use.design"], content="").status_code == 201
