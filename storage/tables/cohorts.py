"""Cohorts, what they study and when: immutable curriculum versions, timetables, and the rooms they use."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Instant, metadata

curriculum_versions = Table(
    "curriculum_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("owner_space_id", ForeignKey("spaces.id", ondelete="CASCADE")),
    Column("created_at", Instant, nullable=False),
    Index(
        "uq_curriculum_versions_bundled",
        "digest",
        unique=True,
        sqlite_where=text("owner_space_id IS NULL"),
        postgresql_where=text("owner_space_id IS NULL"),
    ),
    UniqueConstraint("owner_space_id", "digest"),
)


cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space_id", ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("curriculum_version_id", ForeignKey("curriculum_versions.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("post_minutes", Integer, nullable=False),
    Column("weekdays", Text, nullable=False),
    Column("start", Date, nullable=False),
    Column("pacing", JSON, nullable=False),
    Column("streak", JSON, nullable=False),
    Column("late_policy", Text, nullable=False),
    Column("threads", Boolean, nullable=False, server_default=text("false")),
    Column("features", JSON, nullable=False, server_default="{}"),
    Column("next_post_at", Instant, index=True),
    Column("digest_at", Instant, index=True),
    Column("revision", Integer, nullable=False, server_default=text("1")),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("paused_since", Date),
    Column("ended_at", Instant),
    Column("deleted_at", Instant),
    CheckConstraint("state IN ('draft', 'running', 'paused', 'ended', 'deleted')", name="state"),
    CheckConstraint("post_minutes BETWEEN 0 AND 1439", name="post_time"),
)


# The home room, in which a cohort began, has not been attached: it stays, and moves with `/cohort edit`.
cohort_rooms = Table(
    "cohort_rooms",
    metadata,
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True),
    Column("room_id", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("attached_at", Instant),
)


timetable_days = Table(
    "timetable_days",
    metadata,
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("planned", JSON, nullable=False),
    Column("posts_at", Instant, nullable=False),
    Column("block", Text, nullable=False, server_default=""),
    Column("frozen_at", Instant),
)
