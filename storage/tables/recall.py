"""How members recalled the topics they have learnt: an append-only log, and what is read off it."""

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Index, Integer, Table, Text

from storage.tables.columns import Instant, metadata

# `topic` is its id in the roadmap, which never changes.
recalls = Table(
    "recalls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("topic", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("grade IN ('again', 'hard', 'good', 'easy')", name="grade"),
    Index("ix_recalls_cohort_person", "cohort_id", "person_id"),
)


# A cache of `recalls`, which can be dropped and rebuilt: a topic that was never recalled has no row. The
# numbers are those of FSRS; `turns` is how many recalls they are read off.
recall_cards = Table(
    "recall_cards",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("topic", Text, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("recalled_at", Instant, nullable=False),
    Column("turns", Integer, nullable=False),
)
