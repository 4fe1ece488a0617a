"""How drafts are discussed, planned and approved."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "guidance_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("dead_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_link")),
        sa.UniqueConstraint("url", name=op.f("uq_guidance_link_url")),
    )
    op.create_index(op.f("ix_guidance_link_check_at"), "guidance_link", ["check_at"])
    op.create_table(
        "link_check",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "checking", name="checkstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_check")),
        sa.UniqueConstraint("url", name=op.f("uq_link_check_url")),
    )
    op.create_index(op.f("ix_link_check_not_before"), "link_check", ["not_before"])
    op.create_index(op.f("ix_link_check_state"), "link_check", ["state"])
    op.create_table(
        "seen_words",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_seen_words")),
    )
    op.create_table(
        "break_glass_leader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_break_glass_leader_academy_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_break_glass_leader_named_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_break_glass_leader_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass_leader")),
    )
    op.create_index(op.f("ix_break_glass_leader_academy_id"), "break_glass_leader", ["academy_id"])
    op.create_index(op.f("ix_break_glass_leader_person_id"), "break_glass_leader", ["person_id"])
    op.create_table(
        "picture_facts",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("children_seen_by", sa.Integer(), nullable=True),
        sa.Column("children_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["children_seen_by"], ["person.id"], name=op.f("fk_picture_facts_children_seen_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture_facts")),
    )
    op.create_table(
        "sensitive_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "incident",
                "mourning",
                "election",
                "industrial_action",
                "results_day",
                name="modekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("academy_id", sa.Integer(), nullable=True),
        sa.Column(
            "state", sa.Enum("planned", "active", "ended", name="modestate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prepared_by", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_sensitive_period_academy_id")),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_sensitive_period_agreed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_sensitive_period_ended_by")),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_sensitive_period_prepared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_period")),
    )
    op.create_index(op.f("ix_sensitive_period_academy_id"), "sensitive_period", ["academy_id"])
    op.create_index(op.f("ix_sensitive_period_state"), "sensitive_period", ["state"])
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("go on", "change this first", name="verdict", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_advice_academy_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_advice_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_advice_asked_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_advice_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_academy_id"), "advice", ["academy_id"])
    op.create_index(op.f("ix_advice_chase_at"), "advice", ["chase_at"])
    op.create_index(op.f("ix_advice_draft_id"), "advice", ["draft_id"])
    op.create_table(
        "claim_source_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("claim_text", sa.String(), nullable=False),
        sa.Column("kind", sa.Enum("file", "text", name="sourcekind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_claim_source_text_added_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_claim_source_text_draft_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_claim_source_text_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_source_text")),
    )
    op.create_index(op.f("ix_claim_source_text_draft_id"), "claim_source_text", ["draft_id"])
    op.create_table(
        "data_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("cleared", "refused", "cleared with changes", name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_data_decision_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_data_decision_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_decision")),
    )
    op.create_index(op.f("ix_data_decision_draft_id"), "data_decision", ["draft_id"])
    op.create_table(
        "data_escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_data_escalation_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_escalation")),
        sa.UniqueConstraint("draft_id", "since", name=op.f("uq_data_escalation_draft_id")),
    )
    op.create_index(op.f("ix_data_escalation_draft_id"), "data_escalation", ["draft_id"])
    op.create_table(
        "post_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column(
            "state", sa.Enum("safe", "changed", "gone bad", name="linkstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_post_link_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_link")),
        sa.UniqueConstraint("draft_id", "url", name=op.f("uq_post_link_draft_id")),
    )
    op.create_index(op.f("ix_post_link_draft_id"), "post_link", ["draft_id"])
    op.create_index(op.f("ix_post_link_url"), "post_link", ["url"])
    op.create_table(
        "mode_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mode_id"], ["sensitive_period.id"], name=op.f("fk_mode_hold_mode_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_mode_hold_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mode_hold")),
        sa.UniqueConstraint("mode_id", "release_id", name=op.f("uq_mode_hold_mode_id")),
    )
    op.create_index(op.f("ix_mode_hold_mode_id"), "mode_hold", ["mode_id"])
    op.create_index(op.f("ix_mode_hold_release_id"), "mode_hold", ["release_id"])
    op.create_table(
        "picture_removal",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "removing", "cannot remove", "removed", "not out", name="removalstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_picture_removal_academy_id")),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_picture_removal_begun_by")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_picture_removal_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_removal")),
        sa.UniqueConstraint("release_id", name=op.f("uq_picture_removal_release_id")),
    )
    op.create_index(op.f("ix_picture_removal_academy_id"), "picture_removal", ["academy_id"])
    op.create_index(op.f("ix_picture_removal_not_before"), "picture_removal", ["not_before"])
    op.create_index(op.f("ix_picture_removal_state"), "picture_removal", ["state"])
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("declared", "matched", "adopted", "overdue", "closed", name="noticestate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("expected_text", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stray_id", sa.Integer(), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts_seen", sa.String(), nullable=False),
        sa.Column("review_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_break_glass_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_break_glass_account_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_break_glass_declared_by")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_break_glass_reviewed_by")),
        sa.ForeignKeyConstraint(["stray_id"], ["stray.id"], name=op.f("fk_break_glass_stray_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
        sa.UniqueConstraint("stray_id", name=op.f("uq_break_glass_stray_id")),
    )
    op.create_index(op.f("ix_break_glass_academy_id"), "break_glass", ["academy_id"])
    op.create_index(op.f("ix_break_glass_account_id"), "break_glass", ["account_id"])
    op.create_index(op.f("ix_break_glass_due_at"), "break_glass", ["due_at"])
    op.create_index(op.f("ix_break_glass_state"), "break_glass", ["state"])


def downgrade() -> None:
    op.drop_table("break_glass")
    op.drop_table("picture_removal")
    op.drop_table("mode_hold")
    op.drop_table("post_link")
    op.drop_table("data_escalation")
    op.drop_table("data_decision")
    op.drop_table("claim_source_text")
    op.drop_table("advice")
    op.drop_table("sensitive_period")
    op.drop_table("picture_facts")
    op.drop_table("break_glass_leader")
    op.drop_table("seen_words")
    op.drop_table("link_check")
    op.drop_table("guidance_link")
