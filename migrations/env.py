"""How Alembic reaches the database: by the engine that the front hall hands over."""

from alembic import context
from sqlalchemy import Connection, Engine, text

from sync.store.tables import metadata


def run(connection: Connection) -> None:
    """Run the migrations on one connection, in one transaction."""
    lock = context.config.attributes.get("lock")
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        if lock and connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
        context.run_migrations()


engine: Engine = context.config.attributes["engine"]
with engine.connect() as opened:
    run(opened)
    opened.commit()
