"""What old rows of notify now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    add_column(
        op,
        "notice",
        sa.Column(
            "outside",
            sa.Enum(
                "author",
                "checker",
                "slt",
                "head",
                "dsl",
                "deputy_dsl",
                "dpo",
                "admin",
                "governor",
                "exec_lead",
                "it_director",
                "head_of_people",
                "line_manager",
                "head_of_faculty",
                "network_manager",
                "ceo",
                "trust_dsl",
                "chair",
                name="routedrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    add_column(op, "notice", sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_notice_spread_at"), "notice", ["spread_at"])
    op.create_index(op.f("ix_notice_urgency_read_at"), "notice", ["urgency", "read_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_urgency_read_at"), "notice")
    op.drop_index(op.f("ix_notice_spread_at"), "notice")
    drop_column(op, "notice", "spread_at")
    drop_column(op, "notice", "outside")
