"""The way from a first tick to a mentor, step by step."""

import pytest

from sync.counts import STEPS, counts_of, way
from tests import makers


def test_each_step_is_told_beside_the_one_before():
    steps = list(way({"started": 120, "finished": 80, "handed": 20, "kept": 25, "asked": 0}))
    assert [step.name for step in steps] == list(STEPS)
    assert [step.count for step in steps] == [120, 80, 20, 25, 0]
    assert [step.share for step in steps] == [None, pytest.approx(2 / 3), 0.25, 1.25, 0]


def test_after_nobody_there_is_no_share():
    assert [step.share for step in way({"finished": 3})] == [None, None, 0, None, None]


def test_a_day_is_read_with_a_line_for_each_sum():
    assert counts_of(makers.counted()).lines() == {
        ("started", ""): 120,
        ("finished", ""): 80,
        ("shown", "core"): 60,
        ("shown", "photos"): 80,
        ("handed", "core"): 4,
    }
