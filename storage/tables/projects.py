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


# A review is open until it is given, or until it has lapsed and somebody else is asked. `news_at` is when to
# see whether there is room to tell of it: the reviewer that it waits, and once it is given the author what it
# says; None where they know. `told_by` is the message that says so, which may not arrive. `platform` is where
# it was given, and until then where the reviewer joined.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("lapsed_at", Instant),
    Column("given_at", Instant),
    Column("news_at", Instant),
    Column("told_by", ForeignKey("ledger.id", ondelete="SET NULL"), index=True),
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
    Index(
        "ix_reviews_news_at",
        "news_at",
        sqlite_where=text("news_at IS NOT NULL"),
        postgresql_where=text("news_at IS NOT NULL"),
    ),
)
