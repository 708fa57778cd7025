"""People can be erased: when they were, and which deliveries are about whom."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PAGE = 1000
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbox", sa.Column("wordpress_id", _ID, nullable=True))
    _backfill()
    op.create_index("ix_inbox_person", "inbox", ["site_id", "wordpress_id"])


def _backfill() -> None:
    """Say of the deliveries that are kept already whom they are about: a page at a time, since there may be many."""
    inbox = sa.table("inbox", sa.column("id", _ID), sa.column("body", sa.LargeBinary), sa.column("wordpress_id", _ID))
    page = sa.select(inbox.c.id, inbox.c.body).order_by(inbox.c.id).limit(_PAGE)
    tell = inbox.update().where(inbox.c.id == sa.bindparam("row")).values(wordpress_id=sa.bindparam("account"))
    bind, last = op.get_bind(), 0
    while rows := bind.execute(page.where(inbox.c.id > last)).all():
        last = rows[-1].id
        accounts = [{"row": row.id, "account": _account_in(bytes(row.body))} for row in rows]
        if known := [told for told in accounts if told["account"] is not None]:
            bind.execute(tell, known)


def _account_in(body: bytes) -> int | None:
    try:
        said = json.loads(body)["data"]["person"]["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return said if type(said) is int and 1 <= said <= 2**53 else None


def downgrade() -> None:
    op.drop_index("ix_inbox_person", table_name="inbox")
    # In place: a copy would replace the table, which SQLite refuses while results name people.
    op.drop_column("inbox", "wordpress_id")
    op.drop_column("people", "erased_at")
