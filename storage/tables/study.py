"""Who studies with a cohort and what they did: append-only check-ins, pauses, excuses and certificates.

The figures in `memberships` are a cache of the log: they can be dropped and rebuilt at any time."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Instant, metadata

# `platform` is where somebody joined; what was merged from two accounts has none. `way` is how they keep up.
memberships = Table(
    "memberships",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("platform", Text, nullable=False, server_default=""),
    Column("way", Text, nullable=False, server_default="group"),
    Column("current", Integer, nullable=False, server_default=text("0")),
    Column("longest", Integer, nullable=False, server_default=text("0")),
    Column("freezes", Integer, nullable=False, server_default=text("2")),
    Column("counted", Integer, nullable=False, server_default=text("0")),
    Column("possible", Integer, nullable=False, server_default=text("0")),
    Column("momentum", Float, nullable=False, server_default=text("0")),
    Column("attendance", Float, nullable=False, server_default=text("0")),
    Column("fold", Text),
    Column("stale_at", Instant, nullable=False),
    Column("remind_at", Instant),
    CheckConstraint("way IN ('group', 'study_days', 'every_day')", name="way"),
    UniqueConstraint("cohort_id", "person_id"),
    Index("ix_memberships_by_streak", "cohort_id", "current"),
    Index("ix_memberships_by_days", "cohort_id", "counted"),
    Index("ix_memberships_by_attendance", "cohort_id", "attendance"),
    Index("ix_memberships_stale", "cohort_id", "stale_at"),
    Index(
        "ix_memberships_remind_at",
        "remind_at",
        sqlite_where=text("remind_at IS NOT NULL"),
        postgresql_where=text("remind_at IS NOT NULL"),
    ),
)


pauses = Table(
    "pauses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("membership_id", ForeignKey("memberships.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("declared_at", Instant, nullable=False),
    CheckConstraint("first <= last", name="range"),
)


excused_days = Table(
    "excused_days",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
    Column("membership_id", ForeignKey("memberships.id", ondelete="CASCADE")),
    Column("day", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("kind IN ('holiday', 'cohort_pause', 'outage', 'admin')", name="kind"),
    Index(
        "uq_excused_days_cohort",
        "cohort_id",
        "day",
        "kind",
        unique=True,
        sqlite_where=text("membership_id IS NULL"),
        postgresql_where=text("membership_id IS NULL"),
    ),
    UniqueConstraint("membership_id", "day", "kind"),
)


check_ins = Table(
    "check_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("zone", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("minutes", Integer),
    Column("proof", Text, nullable=False, server_default=""),
    Column("felt", Text, nullable=False, server_default=""),
    Column("undone_at", Instant),
    CheckConstraint("kind IN ('study', 'off_day', 'caught_up')", name="kind"),
    Index(
        "uq_check_ins_standing",
        "person_id",
        "cohort_id",
        "day",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
    Index("ix_check_ins_cohort_day", "cohort_id", "day"),
)


certificates = Table(
    "certificates",
    metadata,
    Column("serial", LargeBinary, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="SET NULL")),
    Column("name", Text, nullable=False),
    Column("curriculum", Text, nullable=False),
    Column("cohort", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("issued_at", Instant, nullable=False),
    UniqueConstraint("person_id", "cohort_id"),
)
