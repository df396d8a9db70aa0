"""Projects that members handed in, and what other members said to them.

Both are append-only: handing in again is another row, so that what was reviewed stays what it was.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from storage.tables.columns import Instant, metadata

# `project` is its id in the roadmap; `title` is what it was called there at that time.
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("project", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("platform", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_submissions_cohort_person", "cohort_id", "person_id"),
)


# A review is open until it is given, or until it has lapsed and somebody else is asked. `asked_told_at` is
# when the reviewer was told of it, `given_told_at` when the author was told what it says. `platform` is where
# it was given, and until then where the reviewer joined.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("asked_told_at", Instant),
    Column("lapsed_at", Instant),
    Column("given_at", Instant),
    Column("given_told_at", Instant),
    Column("works", Boolean),
    Column("clear", Boolean),
    Column("suggestion", Text, nullable=False, server_default=""),
    Column("platform", Text, nullable=False, server_default=""),
    Index(
        "uq_reviews_open",
        "submission_id",
        "person_id",
        unique=True,
        sqlite_where=text("given_at IS NULL AND lapsed_at IS NULL"),
        postgresql_where=text("given_at IS NULL AND lapsed_at IS NULL"),
    ),
)
