"""People can be erased: when they were, and which deliveries are about whom."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbox", sa.Column("wordpress_id", _ID, nullable=True))
    _backfill()
    op.create_index("ix_inbox_person", "inbox", ["site_id", "wordpress_id"])


def _backfill() -> None:
    """Say of the deliveries that are kept already whom they are about."""
    inbox = sa.table("inbox", sa.column("id", _ID), sa.column("body", sa.LargeBinary), sa.column("wordpress_id", _ID))
    bind = op.get_bind()
    for row in bind.execute(sa.select(inbox.c.id, inbox.c.body)).all():
        if (wordpress_id := _account_in(bytes(row.body))) is not None:
            bind.execute(inbox.update().where(inbox.c.id == row.id).values(wordpress_id=wordpress_id))


def _account_in(body: bytes) -> int | None:
    try:
        said = json.loads(body)["data"]["person"]["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return said if type(said) is int and 1 <= said <= 2**53 else None


def downgrade() -> None:
    op.drop_index("ix_inbox_person", table_name="inbox")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_column("wordpress_id")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
