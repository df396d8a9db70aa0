"""Accounts that belong together, and the codes by which people prove that something is theirs.

Two linked accounts are known as a third person, who is made of the two and holds all that counts: a check-in,
a roster and a board find one person by one key, and cost what they cost for anybody. The two former people
stay as their accounts' homes, out of sight, with all that was only theirs.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.columns import Instant, metadata

# `leads` marks the account on which the link was confirmed: its settings rule.
links = Table(
    "links",
    metadata,
    Column("identity_id", ForeignKey("identities.id", ondelete="CASCADE"), primary_key=True),
    Column("home_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("leads", Boolean, nullable=False),
)


# One of each purpose a person. `identity_id` is the account that said it and waits to be confirmed.
codes = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE")),
    Column("identity_id", ForeignKey("identities.id", ondelete="CASCADE")),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    CheckConstraint("purpose IN ('link', 'attach')", name="purpose"),
    UniqueConstraint("person_id", "purpose"),
)


# Who tried a code: a keyed digest of the account, so that being forgotten gives nobody five more tries.
code_tries = Table(
    "code_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_code_tries_who_at", "who", "at"),
)
