"""Every table, in one place to import, and bringing a database up to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

import bot.accounts.connecting_models
import bot.accounts.costs_models
import bot.accounts.models
import bot.audit.models
import bot.cases.declarations_models
import bot.cases.evidence_models
import bot.cases.models
import bot.cases.police_models
import bot.cases.policy_models
import bot.cases.safeguarding_models
import bot.consent.events_models
import bot.consent.name_import
import bot.consent.people
import bot.consent.rights_models
import bot.drafts.access_hold_models
import bot.drafts.advice_models
import bot.drafts.break_glass_models
import bot.drafts.data_models
import bot.drafts.drifting.models
import bot.drafts.links.models
import bot.drafts.models
import bot.drafts.modes_models
import bot.drafts.pictures
import bot.drafts.planning.models
import bot.drafts.reconcile_models
import bot.drafts.removal_models
import bot.drafts.seen_words
import bot.drafts.sources_models
import bot.drafts.stopping_models
import bot.following.models
import bot.moderation.blind_lock_models
import bot.moderation.canary_models
import bot.moderation.crowd.pile_on_models
import bot.moderation.crowd.reply_lock_models
import bot.moderation.desk.appeals_models
import bot.moderation.desk.models
import bot.moderation.desk.reporting_models
import bot.moderation.desk.shadow_models
import bot.moderation.messages.models
import bot.moderation.models
import bot.moderation.staff_list_models
import bot.notify.channel_models
import bot.notify.models
import bot.people.calendar_models
import bot.people.directory_models
import bot.people.leaving_models
import bot.people.models
import bot.people.override_models
import bot.people.review_models
import bot.platforms.practice_messages
import bot.platforms.practice_world
import bot.reports.working_models  # noqa: F401 -- importing registers the tables

METADATA = SQLModel.metadata
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def config(engine: Engine) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["engine"] = engine
    return made


def migrate(engine: Engine) -> None:
    """Bring the database to the newest migration. On one that is there already, nothing happens."""
    command.upgrade(config(engine), "head")


def is_current(engine: Engine) -> bool:
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return at == ScriptDirectory.from_config(config(engine)).get_current_head()
