"""The first page: what waits for this person, each number a way to where it is worked off."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, g, render_template, url_for

from console.desk import desk
from console.rooms import STAFF, Room, needs
from console.words import many, span
from sync.store import figures
from sync.store.db import reading
from sync.store.figures import Link, Stage

pages = Blueprint("home", __name__)
room = Room("Home", "home.show", pages, (STAFF,))

OLD_S = 3600  # what waits longer than this is late


@dataclass(frozen=True)
class Tile:
    """One count of the strip.

    Shapes: tone is "quiet", "good", "attention" or "bad"; word says the tone for whoever sees no colors.
    """

    number: str
    label: str
    href: str
    tone: str = "quiet"
    word: str = ""


@pages.get("/")
@needs(STAFF)
def show() -> str:
    """Show the strip of what waits."""
    tiles: list[Tile] = []
    if g.sitting.staff.may(("organize",)):
        with reading(desk().engine) as session:
            stages = figures.stages(session, desk().now(), g.sitting.staff.site_id)
            links = figures.links(session, g.sitting.staff.site_id)
        tiles = strip(stages, links, desk().now())
    return render_template("home/show.html", tiles=tiles)


def strip(stages: list[Stage], links: list[Link], now: datetime) -> list[Tile]:
    """Give what waits in the delivery room."""
    delivery, rows = url_for("delivery.show"), url_for("delivery.parked.show")
    parked = sum(stage.parked for stage in stages)
    paused = sum(link.opened_at is not None for link in links)
    waiting = sum(stage.due for stage in stages)
    ages = [(now - stage.oldest_due_at).total_seconds() for stage in stages if stage.oldest_due_at]
    oldest_s = max(ages, default=0.0)
    age = span(oldest_s) if ages else "0"
    return [
        Tile(f"{parked:,}", "set aside for you to look at", rows, *(("bad", "needs you") if parked else ())),
        Tile(
            f"{paused:,}", f"{'site' if paused == 1 else 'sites'} not answering, paused", f"{delivery}#sites",
            *(("attention", "tried again by itself") if paused else ()),
        ),
        Tile(
            age, f"the longest that one of {many(waiting, 'waiting row')} waits" if ages else "nothing waits", delivery,
            *(("attention", "late") if oldest_s >= OLD_S else ()),
        ),
    ]  # fmt: skip
