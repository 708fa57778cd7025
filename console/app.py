"""The staff door as a Flask application: its rooms, its look, and one place where every error word is answered."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, g, make_response, render_template, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from console import audit, delivery, door, guard, home, lists, words
from console.desk import EXTENSION, Desk, desk
from console.rooms import OPEN, Room, needs
from sync.errors import Forbidden, Malformed, Refused, Unavailable

MOUNTED_AT = "/console"
LARGEST_FORM_BYTES = 256 * 1024

# The rooms in the order of the menu. A new one is a file, a folder of templates, and a line here.
ROOMS: tuple[Room, ...] = (home.room, delivery.room, audit.room)

log = structlog.get_logger()


def create_app(given: Desk) -> Flask:
    """Build the application.

    Errors: Impossible when a page does not say who may see it.
    """
    app = Flask("console")
    app.config.update(
        APPLICATION_ROOT=MOUNTED_AT, MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES, MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES
    )
    app.extensions[EXTENSION] = given
    app.register_blueprint(door.pages)
    for room in ROOMS:
        app.register_blueprint(room.pages)
    needs(OPEN)(app.view_functions["static"])
    guard.stand(app)
    _dress(app)
    _answer_errors(app)
    return app


def _dress(app: Flask) -> None:
    """Give the templates what all of them say."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(ago=_ago, until=_until, exact=words.exact, many=words.many, span=words.span)
    app.jinja_env.globals.update(here=lists.here, csrf=guard.csrf, asset=_assets(Path(app.static_folder or "")))
    app.context_processor(_around)


def _ago(moment: datetime) -> str:
    return words.ago(moment, desk().now())


def _until(moment: datetime) -> str:
    return words.until(moment, desk().now())


def _assets(folder: Path) -> Any:
    """Give the address of a static file, which changes with its content: so it may be cached for ever."""
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in folder.iterdir()}
    return lambda name: url_for("static", filename=name, v=digests[name])


def _around() -> dict[str, Any]:
    sitting = g.get("sitting")
    rooms = [room for room in ROOMS if sitting and ("staff" in room.roles or sitting.staff.may(room.roles))]
    return {"sitting": sitting, "rooms": rooms, "now": desk().now()}


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(Forbidden, lambda exc: _page(403, "You are not signed in", str(exc)))
    app.register_error_handler(Malformed, lambda exc: _page(422, "Something is missing", str(exc)))
    app.register_error_handler(Refused, lambda exc: _page(409, "That was not possible", str(exc)))
    app.register_error_handler(Unavailable, _later)
    app.register_error_handler(HTTPException, _http)


def _page(status: int, title: str, message: str) -> Response:
    log.info("refused", status=status, reason=message)
    return make_response(render_template("error.html", title=title, message=message), status)


def _later(exc: Unavailable) -> Response:
    answer = _page(503, "Not now", f"{exc} Nothing was changed. Reload the page in a moment.")
    answer.headers["Retry-After"] = str(int(exc.retry_after_s or 5))
    return answer


_SENTENCES = {
    404: ("Nothing here", "There is no such page, or what it showed is not there any more."),
    405: ("Not this way", "This address takes a form. Go back and press its button."),
    413: ("Too large", "The form holds more than we take. Choose fewer rows."),
    500: ("Something broke", "Something broke on our side. Nothing was changed. Try again, then tell the operator."),
}


def _http(exc: HTTPException) -> Response:
    if exc.response is not None or (exc.code or 500) < 400:
        return make_response(exc.get_response())
    title, sentence = _SENTENCES.get(exc.code or 500, ("Not for you" if exc.code == 403 else exc.name, ""))
    return _page(exc.code or 500, title, sentence or exc.description or exc.name)
