"""The bell never fails its caller, rings once for many, and a worker runs our one entry only."""

import time

import pytest
from rq import Queue

from jobs import queue
from jobs.queue import Bell, OnlyWork


def length(bell):
    return bell.redis.llen("rq:queue:wayfinder")


def test_a_kind_that_rings_is_not_rung_again_until_somebody_came(bell):
    assert [bell.ring("inbox") for _ in range(3)] == [True, True, True]
    assert length(bell) == 1
    bell.answer("inbox")
    bell.ring("inbox")
    assert length(bell) == 2


def test_kinds_ring_each_for_themselves(bell):
    for kind in queue.KINDS:
        bell.ring(kind)
    assert length(bell) == len(queue.KINDS)


def test_an_unknown_kind_is_our_bug(bell):
    with pytest.raises(ValueError, match="gong"):
        bell.ring("gong")


def test_a_dead_queue_is_asked_once_and_then_left_in_peace(tmp_path):
    now = [0.0]
    bell = Bell(queue.connect(f"unix://{tmp_path}/nobody.sock"), clock=lambda: now[0])
    started = time.monotonic()
    assert not bell.ring("inbox")
    assert not bell.works()
    bell.redis = None  # asking it again would crash
    assert not bell.ring("inbox")
    assert time.monotonic() - started < 1
    now[0] = 6.0
    with pytest.raises(AttributeError):
        bell.ring("inbox")


def test_a_worker_refuses_any_other_callable(bell, tmp_path):
    mark = tmp_path / "mark"
    smuggled = Queue("wayfinder", connection=bell.redis, serializer="json")
    job = smuggled.enqueue("os.system", f"touch {mark}")
    with pytest.raises(PermissionError):
        OnlyWork.fetch(job.id, connection=bell.redis, serializer="json").func  # noqa: B018


def test_a_real_worker_runs_ours_and_not_theirs(bell, queue_url, tmp_path, hands):
    from jobs import run

    run.equip(hands)
    mark = tmp_path / "mark"
    Queue("wayfinder", connection=bell.redis, serializer="json").enqueue("os.system", f"touch {mark}")
    bell.ring("inbox")
    queue.answer_bells(queue_url, burst=True)
    assert not mark.exists()
    assert not bell.redis.exists("wayfinder:ringing:inbox")  # our entry answered the bell
