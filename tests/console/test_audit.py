"""Who did what: found by person, act and subject, as a page and as CSV; what waits stands on the first page."""

import csv
import io

import pytest


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def decided(come, park):
    """Two people decide about three rows; give a third one's window."""
    one, other = come(sub="6", name="Demo One"), come(sub="7", name="=Demo Two")
    refs = park(count=3)
    for window, decision, ref in ((one, "drop", refs[0]), (one, "try again", refs[1]), (other, "drop", refs[2])):
        window.get("/delivery/rows")
        window.post("/delivery/decide", decision=decision, row=ref, reason="A test")
    return come(), refs


def rows(answer):
    return list(csv.DictReader(io.StringIO(text(answer))))


def test_it_is_newest_first_and_found_by_person_act_and_subject(decided):
    window, refs = decided
    everything = rows(window.get("/audit/audit.csv"))
    assert [line["subject"] for line in everything if line["act"] in ("drop", "try again")] == [
        ref.replace(":", " ") for ref in reversed(refs)
    ]
    assert {line["who"] for line in rows(window.get("/audit/audit.csv?name=Demo+One"))} == {"Demo One"}
    assert [line["act"] for line in rows(window.get("/audit/audit.csv?act=try+again"))] == ["try again"]
    found = rows(window.get(f"/audit/audit.csv?subject={refs[2].replace(':', '+')}"))
    assert [line["reason"] for line in found] == ["A test"]
    assert "A test" in text(window.get("/audit/"))


def test_a_spreadsheet_runs_nobodys_name(decided):
    window, _ = decided
    assert "'=Demo Two" in {line["who"] for line in rows(window.get("/audit/audit.csv"))}


def test_another_site_sees_nothing_of_it(decided, come_from_other):
    assert "Demo One" not in text(come_from_other().get("/audit/"))


def test_what_waits_stands_on_the_first_page(come, park):
    window = come()
    assert "set aside" in text(window.get("/"))
    park(count=4)
    page = text(window.get("/"))
    assert ">4<" in page.replace("\n", "").replace(" ", "")
    assert "needs you" in page
    assert "needs you" not in text(come("mentor").get("/"))
