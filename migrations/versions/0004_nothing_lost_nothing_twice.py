"""Rivals and dropped rows, breakers, duties, pulls, the console's sessions and audit trail."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_STATES = "state IN ('due', 'done', 'parked'{})"
_NEW = {
    "state": _STATES.format(", 'dropped'"),
    "parked_has_reason": "state NOT IN ('parked', 'dropped') OR reason IS NOT NULL",
}
_OLD = {"state": _STATES.format(""), "parked_has_reason": "state <> 'parked' OR reason IS NOT NULL"}


def upgrade() -> None:
    op.add_column("sites", sa.Column("former_url", sa.String(255), nullable=True))
    with op.batch_alter_table("inbox") as inbox:
        _judge(inbox, _NEW)
        inbox.add_column(sa.Column("crashes", sa.Integer(), server_default="0", nullable=False))
        inbox.add_column(
            sa.Column(
                "is_rival",
                sa.Boolean(create_constraint=True, name="is_rival"),
                server_default=sa.text("false"),
                nullable=False,
            )
        )
        inbox.drop_constraint("uq_inbox_site_id_event_id", type_="unique")
        inbox.create_unique_constraint("uq_inbox_site_id_event_id_body_sha256", ["site_id", "event_id", "body_sha256"])
    only_one = sa.text("NOT is_rival")
    op.create_index(
        "uq_inbox_event",
        "inbox",
        ["site_id", "event_id"],
        unique=True,
        postgresql_where=only_one,
        sqlite_where=only_one,
    )
    with op.batch_alter_table("outbox") as outbox:
        _judge(outbox, _NEW)
        outbox.add_column(sa.Column("crashes", sa.Integer(), server_default="0", nullable=False))
    _add_tables_of_repair()
    _add_tables_of_the_console()


def _judge(box: BatchOperations, rules: dict[str, str]) -> None:
    for name, rule in rules.items():
        box.drop_constraint(name, type_="check")
        box.create_check_constraint(name, rule)


def _add_tables_of_repair() -> None:
    op.create_table(
        "breakers",
        sa.Column("site_id", _ID, sa.ForeignKey("sites.id", name="fk_breakers_site_id"), autoincrement=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=False),
        sa.Column("opened_at", _MOMENT),
        sa.Column("retry_at", _MOMENT),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", name="pk_breakers"),
        sa.CheckConstraint("failures > 0", name=op.f("ck_breakers_failures")),
        sa.CheckConstraint("(opened_at IS NULL) = (retry_at IS NULL)", name=op.f("ck_breakers_open_has_retry")),
    )
    op.create_table(
        "duties",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_duties"),
    )
    op.create_table(
        "pulls",
        sa.Column("site_id", _ID, sa.ForeignKey("sites.id", name="fk_pulls_site_id"), autoincrement=False),
        sa.Column("cursor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("anchor", sa.String(64)),
        sa.Column("pulled_at", _MOMENT),
        sa.Column("tried_at", _MOMENT),
        sa.Column("reason", sa.Text()),
        sa.Column("filled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rewinds", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("site_id", name="pk_pulls"),
        sa.CheckConstraint("cursor >= 0", name=op.f("ck_pulls_cursor")),
    )


def _add_tables_of_the_console() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("token_id", sa.String(64), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_id", name="pk_sign_ins"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("site_id", _ID, sa.ForeignKey("sites.id", name="fk_sessions_site_id")),
        sa.Column("wordpress_id", _ID),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("signed_in_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_sha256", name="uq_sessions_token_sha256"),
        sa.CheckConstraint("(site_id IS NULL) = (wordpress_id IS NULL)", name=op.f("ck_sessions_whose")),
    )
    op.create_index("ix_sessions_person", "sessions", ["site_id", "wordpress_id"])
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("site_id", _ID, sa.ForeignKey("sites.id", name="fk_audit_site_id")),
        sa.Column("wordpress_id", _ID),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def downgrade() -> None:
    for table in ("audit", "sessions", "sign_ins", "pulls", "duties", "breakers"):
        op.drop_table(table)
    op.execute("DELETE FROM inbox WHERE is_rival")
    for table in ("inbox", "outbox"):
        op.execute(f"UPDATE {table} SET state = 'parked' WHERE state = 'dropped'")  # noqa: S608 (our own names)
    op.drop_index("uq_inbox_event", table_name="inbox")
    with op.batch_alter_table("inbox") as inbox:
        _judge(inbox, _OLD)
        inbox.drop_constraint("uq_inbox_site_id_event_id_body_sha256", type_="unique")
        if op.get_bind().dialect.name == "sqlite":  # PostgreSQL has booleans of its own, which need no check
            inbox.drop_constraint("is_rival", type_="check")
        inbox.drop_column("is_rival")
        inbox.drop_column("crashes")
        inbox.create_unique_constraint("uq_inbox_site_id_event_id", ["site_id", "event_id"])
    with op.batch_alter_table("outbox") as outbox:
        _judge(outbox, _OLD)
        outbox.drop_column("crashes")
    op.drop_column("sites", "former_url")
