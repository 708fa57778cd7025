"""Is the process alive, and can it do its work?"""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from sync.errors import Unavailable
from sync.store.db import reading
from webhooks.door import EXTENSION, Door

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """Say that the process answers; nothing else is asked."""
    return jsonify({"status": "ok"})


@health.get("/readyz")
def ready() -> Response:
    """Say whether deliveries can be kept (200) or not (503), and whether the queue can be reached.

    Without the queue deliveries are kept and worked off later, so that is "degraded", not unready: a load balancer
    that took the door away would lose what the door could have kept. Warnings are sentences for the operator.
    """
    door: Door = current_app.extensions[EXTENSION]
    database, queue = _database_works(door), door.bell.works()
    status = "ok" if database and queue else "degraded" if database else "unready"
    warnings = door.bell.warnings() if queue else []
    answer = jsonify({"status": status, "database": _word(database), "queue": _word(queue), "warnings": warnings})
    answer.status_code = 200 if database else 503
    return answer


def _database_works(door: Door) -> bool:
    try:
        with reading(door.engine) as session:
            session.execute(text("SELECT count(*) FROM inbox WHERE id = 0"))
    except Unavailable:
        return False
    return True


def _word(works: bool) -> str:
    return "ok" if works else "unreachable"
