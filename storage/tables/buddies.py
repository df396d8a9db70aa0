"""Who wants a buddy, who has one, and which two are not brought together again."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from storage.tables.columns import Instant, metadata

# One of each member who wants a buddy, since when they are in this state. `with_id` is the row of whom they
# are to meet or have met, and that row's leads back: where it does not, the other is gone. `news` is what
# they have not been told yet. `asked_since` is since when their buddy had been quiet when they were last
# asked to say hello. `platform` is where they wished for one.
buddies = Table(
    "buddies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("membership_id", ForeignKey("memberships.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("with_id", ForeignKey("buddies.id", ondelete="SET NULL")),
    Column("news", Text, nullable=False, server_default=""),
    Column("asked_since", Instant),
    Column("look_at", Instant, nullable=False, index=True),
    Column("platform", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('looking', 'asked', 'agreed', 'paired')", name="state"),
    CheckConstraint("news IN ('', 'offer', 'paired', 'alone', 'hello')", name="news"),
)


# Two who were brought together once, and one of whom did not want to or not any more; either way round.
buddy_partings = Table(
    "buddy_partings",
    metadata,
    Column("membership_id", ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Instant, nullable=False),
)
