"""The whole schema on one page; what must hold, holds here."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite keeps no zone, so it is taken off and put on here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; it would be wrong somewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment must know its time zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts up only in a column of type INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _errand_columns() -> list[Column[Any]]:
    """What a row needs so that it is worked off once, by one worker at a time, however often workers die."""
    return [
        Column("state", String(8), nullable=False, server_default="due"),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("crashes", Integer, nullable=False, server_default="0"),  # of those, the ones that our own bug ended
        Column("due_at", Moment, nullable=False),
        Column("lease_until", Moment),
        Column("lease_token", String(32)),  # fencing: a worker whose lease ran out cannot record
        Column("reason", Text),  # why it failed last, for people
        Column("done_at", Moment),
    ]


def _errand_rules(table: str) -> list[CheckConstraint | Index]:
    return [
        CheckConstraint("state IN ('due', 'done', 'parked', 'dropped')", name="state"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_moment"),
        CheckConstraint("state NOT IN ('parked', 'dropped') OR reason IS NOT NULL", name="parked_has_reason"),
        Index(f"ix_{table}_due", "due_at", postgresql_where=text("state = 'due'"), sqlite_where=text("state = 'due'")),
    ]


sites = Table(
    "sites",
    metadata,
    _id(),
    Column("name", String(40), nullable=False, unique=True),
    Column("url", String(255), nullable=False, unique=True),  # home_url() without a closing slash
    Column("former_url", String(255)),  # what it was before it moved: events of that time name it
    Column("sealed_secret", Text, nullable=False),
    Column("sealed_former_secret", Text),  # still accepted while a secret is being changed
    Column("wordpress_user", String(60)),
    Column("sealed_wordpress_password", Text),  # an application password
    Column("posts_by", String(6), nullable=False, server_default="rest"),
    Column("added_at", Moment, nullable=False),
    CheckConstraint("posts_by IN ('rest', 'xmlrpc')", name="posts_by"),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("event_id", String(64), nullable=False),
    Column("type", String(64), nullable=False),
    Column("wordpress_id", Id),  # whom it is about, so that they can be forgotten
    Column("body", LargeBinary, nullable=False),  # the bytes exactly as they were signed; none once forgotten
    Column("body_sha256", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    # The same id with other bytes: kept beside the first one, parked, until somebody looks.
    Column("is_rival", Boolean(create_constraint=True, name="is_rival"), nullable=False, server_default=text("false")),
    *_errand_columns(),
    UniqueConstraint("site_id", "event_id", "body_sha256"),
    Index(
        "uq_inbox_event",
        "site_id",
        "event_id",
        unique=True,
        postgresql_where=text("NOT is_rival"),
        sqlite_where=text("NOT is_rival"),
    ),
    Index("ix_inbox_person", "site_id", "wordpress_id"),
    *_errand_rules("inbox"),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("wordpress_id", Id, nullable=False),
    Column("login", String(60), nullable=False),
    Column("nicename", String(50), nullable=False),
    Column("name", String(250), nullable=False),
    Column("erased_at", Moment),  # what their site said until then is not taken in again
    UniqueConstraint("site_id", "wordpress_id"),
)

results = Table(
    "results",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("teams", JSON, nullable=False),
    Column("wants_mentor", Boolean(create_constraint=True, name="wants_mentor"), nullable=False),
    Column("completed_at", Moment, nullable=False),
    UniqueConstraint("person_id", "revision"),
    CheckConstraint("revision > 0", name="revision"),
)

applications = Table(
    "applications",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("teams", JSON, nullable=False),  # slugs, best first
    Column("submitted_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("state IN ('submitted', 'withdrawn')", name="state"),
    # One open application per person, whatever two workers do at once.
    Index(
        "uq_applications_open",
        "person_id",
        unique=True,
        postgresql_where=text("state = 'submitted'"),
        sqlite_where=text("state = 'submitted'"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(120), nullable=False),  # what makes this effect one and the same
    Column("what", JSON, nullable=False),  # what the hands need to know: ids, never secrets or essays
    Column("event_id", String(64), nullable=False),  # the delivery that caused it, for the logs
    Column("owed_at", Moment, nullable=False),
    Column("outcome", JSON),  # what the world answered: an id, a link
    *_errand_columns(),
    UniqueConstraint("kind", "key"),
    *_errand_rules("outbox"),
)

orientation_counts = Table(
    "orientation_counts",
    metadata,
    _id(),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("day", Date, nullable=False),  # in UTC
    Column("content", String(40), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("team", String(40), nullable=False),  # empty where none is meant: two NULLs would not be the same
    Column("count", Integer, nullable=False),
    UniqueConstraint("site_id", "day", "content", "kind", "team"),
    CheckConstraint("kind IN ('started', 'finished', 'shown', 'handed')", name="kind"),
    CheckConstraint("(team = '') = (kind IN ('started', 'finished'))", name="team"),
    CheckConstraint("count >= 0", name="count"),
)

breakers = Table(
    "breakers",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True, autoincrement=False),
    Column("failures", Integer, nullable=False),  # in a row
    Column("failed_at", Moment, nullable=False),
    Column("opened_at", Moment),  # none while the site is still tried
    Column("retry_at", Moment),
    Column("reason", Text, nullable=False),
    CheckConstraint("failures > 0", name="failures"),
    CheckConstraint("(opened_at IS NULL) = (retry_at IS NULL)", name="open_has_retry"),
)

# What only one process may do at a time, such as sweeping: whoever holds it until then.
duties = Table(
    "duties",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),
)

# How far the plugin's own book of each site was read.
pulls = Table(
    "pulls",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True, autoincrement=False),
    Column("cursor", BigInteger, nullable=False, server_default="0"),
    Column("anchor", String(64)),  # the event id at the cursor: another one there tells of a restored backup
    Column("pulled_at", Moment),  # when all of it was read last
    Column("tried_at", Moment),
    Column("reason", Text),  # why the last try failed, for people
    Column("filled", Integer, nullable=False, server_default="0"),  # events that no push had brought
    Column("rewinds", Integer, nullable=False, server_default="0"),  # how often that book had gone back
    CheckConstraint("cursor >= 0", name="cursor"),
)

# Sign-in tokens that were used, until they could not be used anyway.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_id", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("site_id", Id, ForeignKey("sites.id")),  # none for the operator of the machine
    Column("wordpress_id", Id),
    Column("name", String(250), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("signed_in_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("(site_id IS NULL) = (wordpress_id IS NULL)", name="whose"),
    Index("ix_sessions_person", "site_id", "wordpress_id"),
)

# Who did what in the console, for ever; written in the transaction that does it.
audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("site_id", Id, ForeignKey("sites.id")),
    Column("wordpress_id", Id),  # none for the operator
    Column("name", String(250), nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("reason", Text),
    Index("ix_audit_at", "at"),
)
