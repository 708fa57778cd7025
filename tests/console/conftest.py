"""The console as its people meet it: a real store with two sites, tokens as the plugin makes them, a browser's manners."""

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from joserfc import jws
from joserfc.jwk import OctKey
from sqlalchemy import Engine, insert, select, update
from werkzeug.test import TestResponse

from console.app import create_app
from console.desk import Desk
from jobs.queue import Bell
from sync.sealing import Seal
from sync.signing import secret_key
from sync.store import sites
from sync.store.db import transaction
from sync.store.tables import inbox, outbox
from tests import makers
from tests.conftest import Clock

ROLES = ("organize", "redact", "review", "mentor", "represent")
_numbers = itertools.count(1)


def claims(at=makers.NOW, **changes):
    """Give what the plugin puts into a token; None takes a claim away."""
    issued = int(at.timestamp())
    known = {
        "iss": makers.SITE_URL,
        "aud": "wayfinder-console",
        "site": "make",
        "sub": "5",
        "name": "Demo Organizer",
        "roles": ["organize"],
        "jti": f"{next(_numbers):032x}",
        "iat": issued,
        "exp": issued + 60,
    }
    return {name: value for name, value in {**known, **changes}.items() if value is not None}


def token(said=None, secret=makers.SECRET, algorithm="HS256"):
    payload = json.dumps(said or claims()).encode()  # not the library's: it does not write half a surrogate pair
    return jws.serialize_compact({"alg": algorithm}, payload, OctKey.import_key(secret_key(secret)), [algorithm])


@dataclass
class Window:
    """Somebody's browser in the console."""

    client: FlaskClient
    fields: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more) -> TestResponse:
        answer = self.client.get(path, buffered=True, **more)
        if found := re.search(r'name="csrf" value="([0-9a-f]{64})"', answer.get_data(as_text=True)):
            self.fields = {"csrf": found[1]}
        return answer

    def post(self, path: str, headers=None, **fields) -> TestResponse:
        own = {"Sec-Fetch-Site": "same-origin", "Origin": "null"} if headers is None else headers
        return self.client.post(path, data={**self.fields, **fields}, headers=own)


@pytest.fixture
def app(engine: Engine, seal: Seal, bell: Bell, clock: Clock, site_id: int):
    chance = (bytes([number]) * 32 for number in itertools.cycle(range(256)))
    return create_app(Desk(engine, seal, bell, clock, lambda size: next(chance), "https://service.example"))


@pytest.fixture
def other_site(engine: Engine, seal: Seal, site_id: int) -> int:
    with transaction(engine) as session:
        other = makers.site(name="other", url="https://other.example", secret=makers.other_secret())
        sites.add(session, other, seal, makers.NOW)
        return sites.id_of(session, "other")


@pytest.fixture
def come(app, clock) -> Callable[..., Window]:
    """Sign somebody in: roles as the site says them."""

    def signed_in(*roles: str, secret=makers.SECRET, **changes) -> Window:
        window = Window(app.test_client())
        said = claims(clock.now, roles=list(roles) or ["organize"], **changes)
        answer = window.client.get(f"/sign-in?token={token(said, secret)}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        window.get("/")
        return window

    return signed_in


@pytest.fixture
def come_from_other(come, other_site):
    def signed_in(*roles: str) -> Window:
        return come(*roles, secret=makers.other_secret(), iss="https://other.example", site="other")

    return signed_in


@pytest.fixture
def park(engine, site_id):
    """Set rows aside; give their references."""

    def put(box="inbox", count=1, at=makers.NOW, site=None, **changes):
        refs = []
        with transaction(engine) as session:
            for _ in range(count):
                number = next(_numbers)
                known = {"site_id": site or site_id, "event_id": f"evt_{number}", "due_at": at, "attempts": 3}
                known |= {"state": "parked", "reason": "It did not work."}
                if box == "inbox":
                    known |= {"type": "orientation.completed", "body": makers.body(makers.event()), "received_at": at}
                    known |= {"body_sha256": f"{number:064x}"}
                else:
                    known |= {"kind": "badge", "key": f"{number}:badge", "owed_at": at}
                    known |= {"what": {"badge": "contributor-orientation", "account": 5}}
                table = inbox if box == "inbox" else outbox
                row_id = session.scalar(insert(table).values({**known, **changes}).returning(table.c.id))
                refs.append(f"{box}:{row_id}")
        return refs

    return put


@pytest.fixture
def row(engine):
    """Give one row as it is now."""

    def find(ref):
        box, _, row_id = ref.partition(":")
        table = {"inbox": inbox, "outbox": outbox}[box]
        with transaction(engine) as session:
            return session.execute(select(table).where(table.c.id == int(row_id))).one()

    return find


@pytest.fixture
def change(engine):
    """Change one row behind everybody's back."""

    def write(ref, **values):
        box, _, row_id = ref.partition(":")
        table = {"inbox": inbox, "outbox": outbox}[box]
        with transaction(engine) as session:
            session.execute(update(table).where(table.c.id == int(row_id)).values(values))

    return write
