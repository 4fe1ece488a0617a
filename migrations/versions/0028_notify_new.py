"""How notices leave Gatepost."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "notice_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("email", "teams", "slack", "webhook", "ntfy", "other", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column(
            "role",
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
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_notice_channel_academy_id")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_notice_channel_added_by")),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_notice_channel_agreed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_notice_channel_ended_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_channel_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_channel")),
    )
    op.create_index(op.f("ix_notice_channel_academy_id"), "notice_channel", ["academy_id"])
    op.create_index(op.f("ix_notice_channel_person_id"), "notice_channel", ["person_id"])
    op.create_table(
        "notice_preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_preference_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_preference")),
        sa.UniqueConstraint("person_id", name=op.f("uq_notice_preference_person_id")),
    )
    op.create_table(
        "notice_delivery",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.Enum("now", "soon", "routine", name="urgency", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "failed",
                "sent",
                "given_up",
                "overtaken",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["notice_channel.id"], name=op.f("fk_notice_delivery_channel_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_delivery_notice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_delivery_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_delivery_key")),
    )
    op.create_index(op.f("ix_notice_delivery_channel_id"), "notice_delivery", ["channel_id"])
    op.create_index(op.f("ix_notice_delivery_not_before"), "notice_delivery", ["not_before"])
    op.create_index(op.f("ix_notice_delivery_notice_id"), "notice_delivery", ["notice_id"])
    op.create_index(op.f("ix_notice_delivery_state"), "notice_delivery", ["state"])


def downgrade() -> None:
    op.drop_table("notice_delivery")
    op.drop_table("notice_preference")
    op.drop_table("notice_channel")
