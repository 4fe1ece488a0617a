"""Official accounts, permissions on them, what is read and the stop switch."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("pupil_facing", sa.Boolean(), nullable=False),
        sa.Column("official_email", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "returned",
                "refused",
                "approved",
                "connected",
                "suspended",
                "retired",
                name="accountstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("credential", sa.String(), nullable=True),
        sa.Column("reauthorise", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("connected_by", sa.Integer(), nullable=True),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_account_academy_id")),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["person.id"], name=op.f("fk_account_acknowledged_by")),
        sa.ForeignKeyConstraint(["connected_by"], ["person.id"], name=op.f("fk_account_connected_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_account_decided_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_account_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_index(op.f("ix_account_academy_id"), "account", ["academy_id"])
    op.create_index(op.f("ix_account_state"), "account", ["state"])
    op.create_table(
        "custodian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_custodian_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_custodian_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodian")),
        sa.UniqueConstraint("account_id", "person_id", name=op.f("uq_custodian_account_id")),
    )
    op.create_index(op.f("ix_custodian_account_id"), "custodian", ["account_id"])
    op.create_table(
        "grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "verb",
            sa.Enum(
                "draft",
                "check",
                "approve",
                "moderate",
                "read drafts",
                "comment on drafts",
                "have a calendar address",
                "clear data",
                "give the extra approval",
                "release held posts",
                "answer a question asked first",
                "post outside Gatepost in an emergency",
                "name who posts in an emergency",
                "prepare a sensitive period",
                "start or end a sensitive period",
                "press the stop switch",
                "decide stray posts",
                "read comments",
                "ask to follow",
                "decide who is followed",
                "read follows",
                "propose an account",
                "approve an account",
                "connect an account",
                "suspend an account",
                "acknowledge an account",
                "read accounts",
                "register people",
                "co-sign roles and grants",
                "take roles and grants away",
                "read people",
                "keep the role directory",
                "propose the policy profile",
                "agree to the policy profile",
                "agree to a stricter rule",
                "keep the register of laws",
                "answer whether the policy is reviewed",
                "import the register of names",
                "keep the register of image consent",
                "remove published pictures",
                "read the audit record",
                "read the policy",
                "work safeguarding cases",
                "do tasks by hand",
                "read events",
                "run an event",
                "sign an event's briefing",
                "read the rights of pictures",
                "write down the rights of a picture",
                "rule on a doubt about a picture",
                "review who has access",
                "make a declaration",
                "ask for a permission",
                "read the register of permissions",
                "play a part on the practice network",
                name="verb",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing", sa.Enum("proposed", "active", "ended", name="standing", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("no_images", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("cosigned_by", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_grant_account_id")),
        sa.ForeignKeyConstraint(["cosigned_by"], ["person.id"], name=op.f("fk_grant_cosigned_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grant_person_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_grant_proposed_by")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["person.id"], name=op.f("fk_grant_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
    )
    op.create_index(op.f("ix_grant_account_id"), "grant", ["account_id"])
    op.create_index(op.f("ix_grant_person_id"), "grant", ["person_id"])
    op.create_table(
        "stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("pressed_by", sa.Integer(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_stop_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stop_account_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_stop_lifted_by")),
        sa.ForeignKeyConstraint(["pressed_by"], ["person.id"], name=op.f("fk_stop_pressed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
    )
    op.create_index(op.f("ix_stop_academy_id"), "stop", ["academy_id"])
    op.create_index(op.f("ix_stop_account_id"), "stop", ["account_id"])
    op.create_table(
        "stream",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("replies", "timeline", "following", name="streamkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("state", sa.Enum("waiting", "reading", name="streamstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("last_read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blind_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stream_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint("account_id", "kind", name=op.f("uq_stream_account_id")),
    )
    op.create_index(op.f("ix_stream_account_id"), "stream", ["account_id"])
    op.create_index(op.f("ix_stream_not_before"), "stream", ["not_before"])


def downgrade() -> None:
    op.drop_table("stream")
    op.drop_table("stop")
    op.drop_table("grant")
    op.drop_table("custodian")
    op.drop_table("account")
