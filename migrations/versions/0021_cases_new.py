"""Safeguarding cases, evidence and concerns in full."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "evidence_flaw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_flaw")),
    )
    op.create_index(op.f("ix_evidence_flaw_evidence_id"), "evidence_flaw", ["evidence_id"])
    op.create_table(
        "evidence_run",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=True),
        sa.Column("state", sa.Enum("running", "done", name="runstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("at_entry", sa.Integer(), nullable=False),
        sa.Column("at_row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_run")),
        sa.UniqueConstraint("night", name=op.f("uq_evidence_run_night")),
    )
    op.create_index(op.f("ix_evidence_run_not_before"), "evidence_run", ["not_before"])
    op.create_index(op.f("ix_evidence_run_state"), "evidence_run", ["state"])
    op.create_table(
        "evidence_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_evidence_export_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_export_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_export")),
    )
    op.create_index(op.f("ix_evidence_export_evidence_id"), "evidence_export", ["evidence_id"])
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    op.create_index(op.f("ix_evidence_file_evidence_id"), "evidence_file", ["evidence_id"])
    op.create_table(
        "evidence_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_hold_evidence_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_evidence_hold_lifted_by")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_evidence_hold_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_hold")),
    )
    op.create_index(op.f("ix_evidence_hold_evidence_id"), "evidence_hold", ["evidence_id"])
    op.create_table(
        "evidence_paper",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("waiting", "made", "emptied", name="paperstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_paper_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_paper")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_evidence_paper_evidence_id")),
    )
    op.create_index(op.f("ix_evidence_paper_not_before"), "evidence_paper", ["not_before"])
    op.create_index(op.f("ix_evidence_paper_state"), "evidence_paper", ["state"])
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column(
            "move",
            sa.Enum(
                "raise",
                "page",
                "acknowledge",
                "act",
                "refer",
                "transfer",
                "close",
                "set_aside",
                "join",
                "route",
                "tag",
                "hide",
                "export",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "raised",
                "paged",
                "acknowledged",
                "acting",
                "referred",
                "transferred",
                "closed",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_case_step_by")),
        sa.ForeignKeyConstraint(["case_id"], ["safeguarding_case.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_step")
    op.drop_table("evidence_paper")
    op.drop_table("evidence_hold")
    op.drop_table("evidence_file")
    op.drop_table("evidence_export")
    op.drop_table("evidence_run")
    op.drop_table("evidence_flaw")
