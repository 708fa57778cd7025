"""What sites count: sums per day, quiz, kind and team."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orientation_counts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('started', 'finished', 'shown', 'handed')", name=op.f("ck_orientation_counts_kind")
        ),
        sa.CheckConstraint("(team = '') = (kind IN ('started', 'finished'))", name=op.f("ck_orientation_counts_team")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_orientation_counts_count")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_orientation_counts_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orientation_counts")),
        sa.UniqueConstraint(
            "site_id",
            "day",
            "content",
            "kind",
            "team",
            name=op.f("uq_orientation_counts_site_id_day_content_kind_team"),
        ),
    )


def downgrade() -> None:
    op.drop_table("orientation_counts")
