"""What staff may see of a body: the words of the contract, and nothing that a person is called or wrote."""

import json

import pytest

from sync import masking
from sync.masking import MASK, masked
from tests import makers


def test_of_a_result_the_words_stay_and_the_person_goes():
    shown = masked(makers.event(person={"id": 5, "login": "demo-5", "nicename": "demo-5", "name": "Demo Visitor"}))
    assert shown["type"] == "orientation.completed"
    assert shown["data"]["person"] == {"id": 5, "login": MASK, "nicename": MASK, "name": MASK}
    assert shown["data"]["answers"] == ["use.code", "skill.software"]
    assert shown["data"]["teams"][0] == {"slug": "core", "reasons": ["use.code"]}


def test_of_sums_everything_stays():
    assert masked(makers.counted()) == makers.counted()


@pytest.mark.parametrize(
    "content",
    [
        {"data": {"essay": "I am Demo Visitor"}},
        {"data": {"person": {"id": "Demo Visitor"}}},
        {"data": {"answers": ["I am Demo Visitor"]}},
        {"data": {"locale": "Demo Visitor"}},
        {"data": {"site": "https://make.example/?q=Demo Visitor"}},
        {"data": {"revision": "Demo Visitor"}},
        {"data": {"wants_mentor": "Demo Visitor"}},
        {"type": "Demo Visitor"},
        {"Demo Visitor": 1},
        ["Demo Visitor"],
        "Demo Visitor",
        {"data": {"teams": [{"reasons": {"a": "Demo Visitor"}}]}},
    ],
)
def test_what_nobody_said_may_be_shown_is_masked_with_its_place_kept(content):
    shown = json.dumps(masked(content), ensure_ascii=False)
    assert "Demo" not in shown
    assert MASK in shown


def test_true_is_no_number_and_a_number_no_answer():
    assert masked({"data": {"revision": True, "wants_mentor": 1}}) == {"data": {"revision": MASK, "wants_mentor": MASK}}


def test_what_is_deep_or_long_ends():
    deep = []
    for _ in range(50):
        deep = [deep]
    assert MASK in json.dumps(masked(deep), ensure_ascii=False)
    assert masked({"data": {"answers": ["use.code"] * 101}})["data"]["answers"][100:] == [MASK]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "removed"),
        (b"Demo Visitor", "is not JSON. Its 12 bytes"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff", "not JSON"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_sentence(body, said):
    assert said in masking.masked_text(body)
    assert "Demo" not in masking.masked_text(body)
