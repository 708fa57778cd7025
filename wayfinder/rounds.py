"""What a worker does beside answering bells: the duties that come round, each in a thread of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from jobs import pull, sweep
from jobs.duties import Duty, keep_doing
from jobs.hands import Hands
from sync.config import Settings

_PULL_LEASE = timedelta(minutes=2)  # longer than one page takes; who holds a duty twice does it twice, no more
_PULL_PAUSE_S = 5.0


@contextmanager
def going(hands: Hands, settings: Settings) -> Iterator[None]:
    """Sweep and pull for as long as the block lasts."""
    stop = threading.Event()
    now = hands.world.now
    rounds: list[tuple[Duty, float, Callable[[], object]]] = [
        (Duty(hands.engine, now, "sweep"), sweep.PAUSE_S, partial(sweep.sweep, hands.engine, hands.bell, hands.world))
    ]
    if settings.pull_every_s:
        every = timedelta(seconds=settings.pull_every_s)
        rounds.append(
            (Duty(hands.engine, now, "pull", _PULL_LEASE), _PULL_PAUSE_S, partial(pull.pull_due, hands, every))
        )
    threads = [
        threading.Thread(target=keep_doing, args=(duty, pause_s, act, stop), name=duty.name, daemon=True)
        for duty, pause_s, act in rounds
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=30)
