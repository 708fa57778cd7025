"""The room "Delivery": the way from the plugin to the world as a picture, what stands still on it, and why."""

from flask import Blueprint, g, render_template

from console import parked, pictures
from console.desk import desk
from console.home import strip
from console.lists import asked
from console.rooms import Room, needs
from sync.store import figures, sites
from sync.store.db import reading

ORGANIZE = "organize"

pages = Blueprint("delivery", __name__, url_prefix="/delivery")
pages.register_blueprint(parked.pages)
room = Room("Delivery", "delivery.show", pages, (ORGANIZE,))


@pages.get("/")
@needs(ORGANIZE)
def show() -> str:
    """Show the flow, of all sites that they may see or of one."""
    mine, chosen, now = g.sitting.staff.site_id, asked("site", 40), desk().now()
    with reading(desk().engine) as session:
        stages, links = figures.stages(session, now, mine), figures.links(session, mine)
        known = [name for name, _ in sites.names(session)] if mine is None else []
    stages = [stage for stage in stages if chosen in ("", stage.site)]
    links = [link for link in links if chosen in ("", link.site)]
    places = pictures.places(stages, links, now)
    return render_template(
        "delivery/show.html",
        stages=stages,
        links=links,
        known=known,
        chosen=chosen,
        places=places,
        layouts=[pictures.row(len(places)), pictures.column(len(places))],
        tiles=strip(stages, links, now),
    )
