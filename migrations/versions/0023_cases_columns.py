"""What old rows of cases now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column, may_be_empty, must_be_filled, renew_check

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    add_column(op, "evidence", sa.Column("captured_by", sa.Integer(), nullable=True))
    add_column(op, "evidence", sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True))
    add_column(op, "evidence", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_evidence_expired_at"), "evidence", ["expired_at"])
    op.create_index(op.f("ix_evidence_captured_at"), "evidence", ["captured_at"])
    add_column(op, "safeguarding_case", sa.Column("link", sa.String(), nullable=False), old_rows="")
    add_column(
        op,
        "safeguarding_case",
        sa.Column(
            "about", sa.Enum("nobody", "staff", "lead", "head", name="about", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        old_rows="nobody",
    )
    add_column(op, "safeguarding_case", sa.Column("about_person_id", sa.Integer(), nullable=True))
    add_column(op, "safeguarding_case", sa.Column("tags", sa.JSON(), nullable=False), old_rows="[]")
    add_column(op, "safeguarding_case", sa.Column("raised_by", sa.Integer(), nullable=True))
    add_column(op, "safeguarding_case", sa.Column("set_aside", sa.Boolean(), nullable=False), old_rows=False)
    add_column(op, "safeguarding_case", sa.Column("system", sa.String(), nullable=False), old_rows="")
    add_column(op, "safeguarding_case", sa.Column("system_reference", sa.String(), nullable=False), old_rows="")
    renew_check(
        op,
        "safeguarding_case",
        "state",
        "ck_safeguarding_case_casestate",
        ["raised", "paged", "acknowledged", "acting", "referred", "transferred", "closed"],
    )
    may_be_empty(op, "safeguarding_case", "account_id", "INTEGER")


def downgrade() -> None:
    must_be_filled(op, "safeguarding_case", "account_id", "INTEGER")
    renew_check(op, "safeguarding_case", "state", "ck_safeguarding_case_casestate", ["paged", "acknowledged", "closed"])
    drop_column(op, "safeguarding_case", "system_reference")
    drop_column(op, "safeguarding_case", "system")
    drop_column(op, "safeguarding_case", "set_aside")
    drop_column(op, "safeguarding_case", "raised_by")
    drop_column(op, "safeguarding_case", "tags")
    drop_column(op, "safeguarding_case", "about_person_id")
    drop_column(op, "safeguarding_case", "about")
    drop_column(op, "safeguarding_case", "link")
    op.drop_index(op.f("ix_evidence_captured_at"), "evidence")
    op.drop_index(op.f("ix_evidence_expired_at"), "evidence")
    drop_column(op, "evidence", "deleted_at")
    drop_column(op, "evidence", "expired_at")
    drop_column(op, "evidence", "captured_by")
