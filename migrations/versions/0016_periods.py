"""Sensitive periods and posts made outside in an emergency."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
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
    op.drop_table("mode_hold")
    op.drop_table("sensitive_period")
    op.drop_table("break_glass_leader")
