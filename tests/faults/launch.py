"""Runs a `wayfinder` command in a world of the rehearsal's: its clock can be wrong, and sites are reached through a proxy.

Clock and world are arguments of door and hands; here they are given other ones. FAULTS_CLOCK names a file with the seconds
by which this process's clock is off, FAULTS_SITE the address under which WordPress is to be called.
"""

import os
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path

from wayfinder import command, hall

CLOCK, SITE = "FAULTS_CLOCK", "FAULTS_SITE"


def _off() -> timedelta:
    try:
        return timedelta(seconds=float(Path(os.environ[CLOCK]).read_text()))
    except (OSError, ValueError):  # being written at this moment
        return timedelta()


class WrongClock(datetime):
    """A clock that is off."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + _off()


def _through_proxy(call):
    return lambda site: call(replace(site, url=os.environ[SITE]))


def rehearsed(world):
    """Give the same world, with the wrong clock and the long way to each site."""
    ways = {field.name: getattr(world, field.name) for field in fields(world) if field.name not in ("now", "chance")}
    return replace(
        world, now=lambda: world.now() + _off(), **{name: _through_proxy(call) for name, call in ways.items()}
    )


if __name__ == "__main__":
    real_world = hall.real_world
    hall.real_world = lambda *given, **more: rehearsed(real_world(*given, **more))
    hall.datetime = WrongClock
    command.main()
