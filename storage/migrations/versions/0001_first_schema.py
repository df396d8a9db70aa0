"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outages"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("reminder_minutes", sa.Integer()),
        sa.Column("recall_minutes", sa.Integer()),
        sa.Column("recall_at", sa.BigInteger()),
        sa.Column("plan", sa.Text(), server_default="", nullable=False),
        sa.Column("nudges_a_week", sa.Integer(), server_default=sa.text("3"), nullable=False),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("listed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("reviews", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index(
        "ix_people_recall_at",
        "people",
        ["recall_at"],
        sqlite_where=sa.text("recall_at IS NOT NULL"),
        postgresql_where=sa.text("recall_at IS NOT NULL"),
    )
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_forgotten"),
    )
    op.create_table(
        "seen_events",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "event_id", name="pk_seen_events"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seen_events_seen_at", "seen_events", ["seen_at"])
    op.create_table(
        "spaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spaces"),
        sa.UniqueConstraint("platform", "external_id", name="uq_spaces_platform_external_id"),
    )
    op.create_table(
        "spent_buttons",
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("spent_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name="pk_spent_buttons"),
    )
    op.create_table(
        "curriculum_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("owner_space_id", sa.Integer()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_space_id"],
            ["spaces.id"],
            name="fk_curriculum_versions_owner_space_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_curriculum_versions"),
        sa.UniqueConstraint("owner_space_id", "digest", name="uq_curriculum_versions_owner_space_id_digest"),
    )
    op.create_index(
        "uq_curriculum_versions_bundled",
        "curriculum_versions",
        ["digest"],
        unique=True,
        sqlite_where=sa.text("owner_space_id IS NULL"),
        postgresql_where=sa.text("owner_space_id IS NULL"),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("private_chat", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "private_chat IN ('', 'closed', 'told')", name=op.f("ck_identities_private_chat")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_identities_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.UniqueConstraint("platform", "external_id", name="uq_identities_platform_external_id"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "person_clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.Text(), server_default="", nullable=False),
        sa.Column("rollover_minutes", sa.Integer(), server_default=sa.text("180"), nullable=False),
        sa.CheckConstraint("rollover_minutes BETWEEN 0 AND 1439", name=op.f("ck_person_clocks_rollover")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_person_clocks_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_clocks"),
    )
    op.create_index("ix_person_clocks_person_id", "person_clocks", ["person_id"])
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("paused_because", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_rooms_space_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.UniqueConstraint("space_id", "channel", "thread", name="uq_rooms_space_id_channel_thread"),
    )
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("post_minutes", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("pacing", sa.JSON(), nullable=False),
        sa.Column("streak", sa.JSON(), nullable=False),
        sa.Column("late_policy", sa.Text(), nullable=False),
        sa.Column("threads", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("features", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("next_post_at", sa.BigInteger()),
        sa.Column("digest_at", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("paused_since", sa.Date()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.CheckConstraint(
            "state IN ('draft', 'running', 'paused', 'ended', 'deleted')", name=op.f("ck_cohorts_state")
        ),
        sa.CheckConstraint("post_minutes BETWEEN 0 AND 1439", name=op.f("ck_cohorts_post_time")),
        sa.ForeignKeyConstraint(
            ["curriculum_version_id"], ["curriculum_versions.id"], name="fk_cohorts_curriculum_version_id"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_cohorts_space_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
    )
    op.create_index("ix_cohorts_digest_at", "cohorts", ["digest_at"])
    op.create_index("ix_cohorts_next_post_at", "cohorts", ["next_post_at"])
    op.create_index("ix_cohorts_space_id", "cohorts", ["space_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.Integer()),
        sa.Column("cohort_id", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_audit_cohort_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_audit_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_audit_space_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_cohort_id", "audit", ["cohort_id"])
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("proof", sa.Text(), server_default="", nullable=False),
        sa.Column("felt", sa.Text(), server_default="", nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
        sa.CheckConstraint("kind IN ('study', 'off_day', 'caught_up')", name=op.f("ck_check_ins_kind")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_check_ins_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_check_ins_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
    )
    op.create_index("ix_check_ins_cohort_day", "check_ins", ["cohort_id", "day"])
    op.create_index(
        "uq_check_ins_standing",
        "check_ins",
        ["person_id", "cohort_id", "day"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "cohort_rooms",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_cohort_rooms_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name="fk_cohort_rooms_room_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "room_id", name="pk_cohort_rooms"),
    )
    op.create_index("ix_cohort_rooms_room_id", "cohort_rooms", ["room_id"])
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cohort_id", sa.Integer()),
        sa.Column("day", sa.Date()),
        sa.Column("room_id", sa.Integer()),
        sa.Column("identity_id", sa.Integer()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger()),
        sa.Column("claim_token", sa.Text()),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("message_id", sa.Text()),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('due', 'sending', 'sent', 'failed', 'skipped_late', 'uncertain')",
            name=op.f("ck_ledger_state"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_ledger_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name="fk_ledger_identity_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_ledger_room_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sa.UniqueConstraint("occurrence", name="uq_ledger_occurrence"),
    )
    op.create_index("ix_ledger_cohort_day", "ledger", ["cohort_id", "day"])
    op.create_index(
        "ix_ledger_open",
        "ledger",
        ["state", "not_before"],
        sqlite_where=sa.text("state IN ('due', 'sending', 'uncertain')"),
        postgresql_where=sa.text("state IN ('due', 'sending', 'uncertain')"),
    )
    op.create_index(
        "ix_ledger_private",
        "ledger",
        ["identity_id", "due_at"],
        sqlite_where=sa.text("identity_id IS NOT NULL"),
        postgresql_where=sa.text("identity_id IS NOT NULL"),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("way", sa.Text(), server_default="group", nullable=False),
        sa.Column("current", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("longest", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("freezes", sa.Integer(), server_default=sa.text("2"), nullable=False),
        sa.Column("counted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("possible", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("momentum", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("attendance", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("fold", sa.Text()),
        sa.Column("stale_at", sa.BigInteger(), nullable=False),
        sa.Column("remind_at", sa.BigInteger()),
        sa.CheckConstraint("way IN ('group', 'study_days', 'every_day')", name=op.f("ck_memberships_way")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_memberships_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_memberships_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.UniqueConstraint("cohort_id", "person_id", name="uq_memberships_cohort_id_person_id"),
    )
    op.create_index("ix_memberships_by_attendance", "memberships", ["cohort_id", "attendance"])
    op.create_index("ix_memberships_by_days", "memberships", ["cohort_id", "counted"])
    op.create_index("ix_memberships_by_streak", "memberships", ["cohort_id", "current"])
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"])
    op.create_index(
        "ix_memberships_remind_at",
        "memberships",
        ["remind_at"],
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_index("ix_memberships_stale", "memberships", ["cohort_id", "stale_at"])
    op.create_table(
        "timetable_days",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("posts_at", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Text(), server_default="", nullable=False),
        sa.Column("frozen_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_timetable_days_cohort_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "day", name="pk_timetable_days"),
    )
    op.create_table(
        "excused_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('holiday', 'cohort_pause', 'outage', 'admin')", name=op.f("ck_excused_days_kind")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_excused_days_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name="fk_excused_days_membership_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_excused_days"),
        sa.UniqueConstraint("membership_id", "day", "kind", name="uq_excused_days_membership_id_day_kind"),
    )
    op.create_index(
        "uq_excused_days_cohort",
        "excused_days",
        ["cohort_id", "day", "kind"],
        unique=True,
        sqlite_where=sa.text("membership_id IS NULL"),
        postgresql_where=sa.text("membership_id IS NULL"),
    )
    op.create_table(
        "certificates",
        sa.Column("serial", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("curriculum", sa.Text(), nullable=False),
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_certificates_cohort_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_certificates_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("serial", name="pk_certificates"),
        sa.UniqueConstraint("person_id", "cohort_id", name="uq_certificates_person_id_cohort_id"),
    )
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_pauses_range")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name="fk_pauses_membership_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
    )
    op.create_index("ix_pauses_membership_id", "pauses", ["membership_id"])
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_submissions_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_submissions_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
    )
    op.create_index("ix_submissions_person_id", "submissions", ["person_id"])
    op.create_index("ix_submissions_cohort_person", "submissions", ["cohort_id", "person_id"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("lapsed_at", sa.BigInteger()),
        sa.Column("given_at", sa.BigInteger()),
        sa.Column("news_at", sa.BigInteger()),
        sa.Column("told_by", sa.Integer()),
        sa.Column("works", sa.Boolean()),
        sa.Column("clear", sa.Boolean()),
        sa.Column("suggestion", sa.Text(), server_default="", nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_reviews_submission_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reviews_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["told_by"], ["ledger.id"], name="fk_reviews_told_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_submission_id", "reviews", ["submission_id"])
    op.create_index("ix_reviews_person_id", "reviews", ["person_id"])
    op.create_index("ix_reviews_told_by", "reviews", ["told_by"])
    op.create_index(
        "ix_reviews_news_at",
        "reviews",
        ["news_at"],
        sqlite_where=sa.text("news_at IS NOT NULL"),
        postgresql_where=sa.text("news_at IS NOT NULL"),
    )
    op.create_index(
        "uq_reviews_open",
        "reviews",
        ["submission_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("given_at IS NULL AND lapsed_at IS NULL"),
        postgresql_where=sa.text("given_at IS NULL AND lapsed_at IS NULL"),
    )
    op.create_table(
        "buddies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("with_id", sa.Integer()),
        sa.Column("news", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_since", sa.BigInteger()),
        sa.Column("look_at", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('looking', 'asked', 'agreed', 'paired')", name=op.f("ck_buddies_state")
        ),
        sa.CheckConstraint("news IN ('', 'offer', 'paired', 'alone', 'hello')", name=op.f("ck_buddies_news")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name="fk_buddies_membership_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["with_id"], ["buddies.id"], name="fk_buddies_with_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_buddies"),
        sa.UniqueConstraint("membership_id", name="uq_buddies_membership_id"),
    )
    op.create_index("ix_buddies_look_at", "buddies", ["look_at"])
    op.create_table(
        "buddy_partings",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name="fk_buddy_partings_membership_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["memberships.id"], name="fk_buddy_partings_other_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("membership_id", "other_id", name="pk_buddy_partings"),
    )
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("grade IN ('again', 'hard', 'good', 'easy')", name=op.f("ck_recalls_grade")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_recalls_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_recalls_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recalls"),
    )
    op.create_index("ix_recalls_person_id", "recalls", ["person_id"])
    op.create_index("ix_recalls_cohort_person", "recalls", ["cohort_id", "person_id"])
    op.create_table(
        "recall_cards",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("recalled_at", sa.BigInteger(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_recall_cards_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_recall_cards_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "cohort_id", "topic", name="pk_recall_cards"),
    )
    op.create_index("ix_recall_cards_cohort_id", "recall_cards", ["cohort_id"])
    op.create_table(
        "links",
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["people.id"], name="fk_links_home_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name="fk_links_identity_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("identity_id", name="pk_links"),
        sa.UniqueConstraint("home_id", name="uq_links_home_id"),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer()),
        sa.Column("identity_id", sa.Integer()),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.CheckConstraint("purpose IN ('link', 'attach')", name=op.f("ck_codes_purpose")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name="fk_codes_cohort_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name="fk_codes_identity_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_codes_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_codes"),
        sa.UniqueConstraint("person_id", "purpose", name="uq_codes_person_id_purpose"),
    )
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_code_tries"),
    )
    op.create_index("ix_code_tries_who_at", "code_tries", ["who", "at"])
