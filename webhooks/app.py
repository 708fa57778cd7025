"""The public door as a Flask application: routes, limits, and one place where every error word is answered."""

import structlog
from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from sync.errors import Forbidden, Malformed, Refused, Unavailable
from webhooks import health, ingress, metrics
from webhooks.door import EXTENSION, Door

LARGEST_BODY_BYTES = 64 * 1024

log = structlog.get_logger()


def create_app(door: Door) -> Flask:
    """Build the application."""
    app = Flask("webhooks")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.extensions[EXTENSION] = door
    app.before_request(structlog.contextvars.clear_contextvars)  # threads serve one request after another
    app.register_blueprint(ingress.hooks)
    app.register_blueprint(health.health)
    app.register_blueprint(metrics.metrics)
    _answer_errors(app)
    return app


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(Malformed, lambda exc: _answer(422, "malformed", str(exc), exc.fields))
    app.register_error_handler(Forbidden, lambda exc: _answer(403 if exc.proven else 401, "forbidden", str(exc)))
    app.register_error_handler(Refused, lambda exc: _answer(409, "refused", str(exc)))
    app.register_error_handler(Unavailable, _later)
    app.register_error_handler(HTTPException, _http)


def _answer(status: int, word: str, message: str, fields: object = None) -> Response:
    log.info("refused", status=status, reason=message)
    answer = jsonify({"error": word, "message": message, **({"fields": fields} if fields else {})})
    answer.status_code = status
    return answer


def _later(exc: Unavailable) -> Response:
    answer = _answer(503, "unavailable", str(exc))
    answer.headers["Retry-After"] = str(int(exc.retry_after_s or 5))
    return answer


def _http(exc: HTTPException) -> Response:
    status = exc.code or 500
    retry_after = getattr(exc, "retry_after", None)
    sentences = {
        404: "There is nothing here; check the address that wayfinder site add printed.",
        405: "Deliveries are sent with POST.",
        413: f"A delivery holds at most {LARGEST_BODY_BYTES} bytes.",
        500: "Something broke on our side. Nothing was kept; send it again later.",
    }
    answer = _answer(status, exc.name.lower().replace(" ", "_"), sentences.get(status, exc.description or exc.name))
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer
