"""The migrated schema is the schema of tables.py, on both databases, and every step goes down again."""

import concurrent.futures

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect, text

from sync.store import db, sites
from sync.store.tables import metadata
from tests import makers
from wayfinder import schema


def test_head_equals_tables(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    assert schema.is_current(engine)


def test_it_goes_down_to_nothing_and_up_again(engine, deliver, work, tmp_path):
    deliver(makers.event())
    deliver(makers.counted(), event_id="evt_2")
    work()
    command.downgrade(schema.config(engine), "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.migrate(engine, tmp_path)
    assert "inbox" in inspect(engine).get_table_names()


def test_constraints_hold_in_the_migrated_database(engine):
    names = {check["name"] for check in inspect(engine).get_check_constraints("inbox")}
    assert {"ck_inbox_state", "ck_inbox_done_has_moment", "ck_inbox_parked_has_reason"} <= names
    indexes = {index["name"]: index["unique"] for index in inspect(engine).get_indexes("applications")}
    assert indexes["uq_applications_open"]


def test_processes_that_start_together_do_not_collide(tmp_path):
    def start(_):
        engine = db.open_engine(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
        schema.migrate(engine, tmp_path)
        with db.transaction(engine) as session:
            session.execute(text("SELECT 1 FROM inbox"))
        engine.dispose()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(start, range(8)))


def test_deliveries_kept_before_people_could_be_erased_learn_in_pages_whom_they_are_about(empty, seal, tmp_path):
    command.upgrade(schema.config(empty), "0002")
    rows = [
        {"id": number, "event": f"evt_{number}", "body": makers.body(makers.event(person={"id": number}))}
        for number in range(1, 2002)
    ]
    rows[0]["body"] = b"[]"
    with db.transaction(empty) as session:
        sites.add(session, makers.site(), seal, makers.NOW)
        session.execute(
            text(
                "INSERT INTO inbox (id, site_id, event_id, type, body, body_sha256, received_at, due_at)"
                " VALUES (:id, 1, :event, 'orientation.completed', :body, '', '2026-11-22', '2026-11-22')"
            ),
            rows,
        )
    told = []
    event.listen(empty, "after_cursor_execute", lambda *said: told.append(said[2]))
    schema.migrate(empty, tmp_path)
    assert len([statement for statement in told if statement.startswith("UPDATE inbox SET wordpress_id")]) == 3
    with db.transaction(empty) as session:
        assert session.execute(text("SELECT count(*) FROM inbox WHERE wordpress_id = id")).scalar() == 2000
