"""Before every page: is there a session, may they, did they mean it? After every page: what browsers must not do.

The roles stand at the views (`rooms.needs`); this is the only place that asks for them.
"""

import hashlib
import hmac
import re
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.desk import desk
from console.rooms import OPEN, STAFF, declared
from sync import console
from sync.errors import Impossible
from sync.store import sessions
from sync.store.db import reading, transaction
from sync.store.sessions import Sitting

COOKIE = "wayfinder_console"
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")
_SAFE = ("GET", "HEAD", "OPTIONS")
_SEEN_EVERY_S = 60  # a write for every page would make readers wait for writers

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = structlog.get_logger()


def stand(app: Flask) -> None:
    """Stand before every page of this application.

    Errors: Impossible when a page does not say who may see it.
    """
    silent = [name for name, view in app.view_functions.items() if declared(view) is None]
    if silent:
        raise Impossible(f"These pages do not say who may see them: {', '.join(sorted(silent))}")
    app.before_request(structlog.contextvars.clear_contextvars)  # threads serve one request after another
    app.before_request(_ask)
    app.after_request(_seal)


def _ask() -> AnyResponse | None:
    g.sitting = None
    if request.endpoint is None:  # no such page, which is nobody's secret
        return None
    roles = declared(current_app.view_functions[request.endpoint]) or ()
    if OPEN in roles:
        return None
    g.sitting = _sitting()
    if g.sitting is None:
        return redirect(url_for("door.signed_out"), 303)
    if STAFF not in roles and not g.sitting.staff.may(roles):
        abort(403, "Your role does not open this page. An organizer of your site can give you another role.")
    if request.method not in _SAFE and not _is_meant():
        log.warning("a form from elsewhere was refused", path=request.path)
        abort(403, "This form is too old, or it came from another site. Go back, reload the page, and try again.")
    return None


def _sitting() -> Sitting | None:
    """Give the session of this request, unless it has ended; remember that they were here."""
    cookie = request.cookies.get(COOKIE, "")
    if not _COOKIE.fullmatch(cookie):
        return None
    now = desk().now()
    with reading(desk().engine) as session:
        sitting = sessions.find(session, cookie)
    if sitting is None or console.is_over(sitting.signed_in_at, sitting.seen_at, now):
        return None
    if (now - sitting.seen_at).total_seconds() >= _SEEN_EVERY_S:
        with transaction(desk().engine) as session:
            sessions.see(session, sitting, now)
    return sitting


def _is_meant() -> bool:
    """Say whether a form is one that we gave to this session, sent from one of our own pages.

    Pages with `Referrer-Policy: no-referrer` send "Origin: null"; then the browser must say in its own words that the
    form was ours.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None and not (origin == "null" and site == "same-origin") and origin not in _origins():
        return False
    return hmac.compare_digest(request.form.get("csrf", "").encode(), csrf().encode())


def _origins() -> set[str]:
    known = (urlsplit(desk().public_url), urlsplit(request.host_url))
    return {f"{address.scheme}://{address.netloc}" for address in known}


def csrf() -> str:
    """Give what every form of this session carries; from it nobody finds the cookie."""
    return hashlib.sha256(b"wayfinder csrf " + request.cookies.get(COOKIE, "").encode()).hexdigest()


def set_cookie(answer: Response, cookie: str) -> Response:
    """Hand a session over to the browser; without an end of its own, it ends with the browser at the latest."""
    answer.set_cookie(COOKIE, cookie, secure=_is_secure(), httponly=True, samesite="Strict", path=_path())
    return answer


def drop_cookie(answer: AnyResponse) -> AnyResponse:
    """Take the session back."""
    answer.delete_cookie(COOKIE, secure=_is_secure(), httponly=True, samesite="Strict", path=_path())
    return answer


def _is_secure() -> bool:
    return desk().public_url.startswith("https:")


def _path() -> str:
    return request.script_root or "/"


def _seal(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    if request.endpoint == "static" and answer.status_code in (200, 304):
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"  # its address changes with its content
    else:
        answer.headers["Cache-Control"] = "no-store"
    return answer
