"""Coming in and going out: the token that leads in, the end of a session, of all sessions."""

import base64

import structlog
from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console import guard
from console.desk import desk
from console.rooms import OPEN, STAFF, needs
from sync import console
from sync.console import Pass
from sync.errors import Forbidden
from sync.store import audit, people, sessions, sites
from sync.store.db import reading, transaction

pages = Blueprint("door", __name__)
log = structlog.get_logger()

KEY_PURPOSE = "console-link"


@pages.get("/sign-in")
@needs(OPEN)
def sign_in() -> Response:
    """Use up a token and begin a session.

    The answer is a page, not a redirect: a strict cookie does not go along with a chain of redirects that began on
    another site, but it does with a step that begins here. HEAD and a browser's prefetching use nothing up.

    Errors: 403 with what to do.
    """
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return make_response("", 204)
    now = desk().now()
    proven = _prove(request.args.get("token", ""))
    cookie = base64.urlsafe_b64encode(desk().chance(32)).decode().rstrip("=")
    staff = proven.staff
    with transaction(desk().engine) as session:
        if not sessions.use(session, proven, now):
            again = "Run wayfinder console-link again." if staff.site_id is None else console.AGAIN
            raise Forbidden(f"This link was used before: it lets in once. {again}")
        if staff.site_id is not None and staff.wordpress_id is not None:
            erased_at = people.erased_at(session, staff.site_id, staff.wordpress_id)
            if erased_at is not None and proven.issued_at <= erased_at:
                raise Forbidden(f"This account was erased. {console.AGAIN}")
        sessions.begin(session, cookie, staff, now)
        audit.write(session, staff, "sign in", "console", now)
    log.info("signed in", site_id=staff.site_id, wordpress_id=staff.wordpress_id)
    answer = make_response(render_template("door/welcome.html", name=staff.name, onward=url_for("home.show")))
    return guard.set_cookie(answer, cookie)


def _prove(token: str) -> Pass:
    name = console.site_named_in(token)
    if name is None:
        return console.read_operators_token(token, desk().seal.key_for(KEY_PURPOSE), desk().now())
    with reading(desk().engine) as session:
        site = sites.by_name(session, name, desk().seal) if name.isprintable() else None
    if site is None:
        raise Forbidden("This link is from a site that this service does not serve. Ask its operator to add the site.")
    return console.read_token(token, site, desk().now())


@pages.post("/sign-out")
@needs(STAFF)
def sign_out() -> Response:
    """End this session."""
    with transaction(desk().engine) as session:
        sessions.end(session, g.sitting, desk().now())
        audit.write(session, g.sitting.staff, "sign out", "console", desk().now())
    return guard.drop_cookie(redirect(url_for("door.signed_out"), 303))


@pages.post("/sign-out-everywhere")
@needs(STAFF)
def sign_out_everywhere() -> Response:
    """End every session of this person, on every device."""
    with transaction(desk().engine) as session:
        sessions.end_everywhere(session, g.sitting.staff, desk().now())
        audit.write(session, g.sitting.staff, "sign out everywhere", "console", desk().now())
    return guard.drop_cookie(redirect(url_for("door.signed_out"), 303))


@pages.get("/signed-out")
@needs(OPEN)
def signed_out() -> str:
    """Say how to come in."""
    return render_template("door/signed_out.html")
