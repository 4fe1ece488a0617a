"""Templates for posts that come again: words with gaps, kept by those who may write drafts.

A template is no draft and is signed by nobody. What is made from one passes every gate like any other draft.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.planning.models import PostTemplate
from bot.drafts.planning.plain import said
from bot.drafts.screens.gaps import GAP
from bot.drafts.typed import LONGEST_TEXT, REPLY_SETTINGS
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, academies, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST_NAME, LONGEST_HINT, MOST_GAPS = 80, 500, 12


@dataclass(frozen=True)
class Wording:
    """A template as typed."""

    name: str
    text: str
    account_ids: tuple[int, ...] = ()
    reply_setting: str = "everyone"
    alt_hint: str = ""


def gaps(text: str) -> list[str]:
    """The names of the gaps, each once, in the order of the text."""
    return list(dict.fromkeys(found["name"].strip() for found in GAP.finditer(text)))


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with what is known put in. A gap that nobody filled stays, and the checks stop it."""
    return GAP.sub(lambda found: words.get(found["name"].strip(), "").strip() or found[0], text)


def readable(session: Session, me: Person, *, retired: bool = False) -> list[PostTemplate]:
    """Those of the academies where this person may write, by name."""
    homes = [a.id for a in academies(session, me) if may(session, me, Verb.DRAFT, Place(a.id or 0))]
    over = col(PostTemplate.retired_at).is_not(None) if retired else col(PostTemplate.retired_at).is_(None)
    query = select(PostTemplate).where(col(PostTemplate.academy_id).in_(homes), over)
    return list(session.exec(query.order_by(sa.func.lower(PostTemplate.name), col(PostTemplate.id))))


def template(session: Session, me: Person, template_id: int) -> PostTemplate:
    """For somebody who may write there. For anybody else it is not there."""
    found = session.get(PostTemplate, template_id)
    if found is None or not may(session, me, Verb.DRAFT, Place(found.academy_id)):
        raise NotFound("There is no such template, or it is not yours to see.")
    return found


def make(session: Session, me: Person, academy_id: int, wording: Wording) -> PostTemplate:
    with recorded(session, actor(me), Act.TEMPLATE_MADE, academy_id=academy_id) as note:
        require(session, me, Verb.DRAFT, Place(academy_id))
        row = PostTemplate(academy_id=academy_id, name="", text="", made_by=me.id or 0)
        _put(session, row, wording)
        note.subject = f"template:{row.id}"
        note.detail["name"] = row.name
    return row


def change(session: Session, me: Person, template_id: int, wording: Wording) -> PostTemplate:
    row = template(session, me, template_id)
    with recorded(session, actor(me), Act.TEMPLATE_CHANGED, f"template:{row.id}", academy_id=row.academy_id) as note:
        require(session, me, Verb.DRAFT, Place(row.academy_id))
        in_use(row)
        _put(session, row, wording)
        row.changed_by, row.changed_at = me.id, now()
        note.detail["name"] = row.name
    return row


def retire(session: Session, me: Person, template_id: int) -> PostTemplate:
    """Nobody can use it any more. Drafts made from it stay as they are."""
    row = template(session, me, template_id)
    with recorded(session, actor(me), Act.TEMPLATE_RETIRED, f"template:{row.id}", academy_id=row.academy_id, name=row.name):
        require(session, me, Verb.DRAFT, Place(row.academy_id))
        in_use(row)
        row.retired_by, row.retired_at = me.id, now()
        session.add(row)
    return row


def in_use(row: PostTemplate) -> None:
    """Raises Refusal when it was retired."""
    if row.retired_at is not None:
        raise Refusal("This template was retired.", rule="already-decided", next_step="Choose another, or make a new one.")


def _put(session: Session, row: PostTemplate, wording: Wording) -> None:
    wrong: dict[str, str] = {}
    for field, longest, empty in (
        ("name", LONGEST_NAME, "Give it a name that others will know it by."),
        ("text", LONGEST_TEXT, "Write what the post says, with a gap such as {date} for what changes."),
        ("alt_hint", LONGEST_HINT, ""),
    ):
        try:
            setattr(row, field, said(field, getattr(wording, field), longest, empty))
        except BadInput as problem:
            wrong.update(problem.fields)
    if len(gaps(wording.text)) > MOST_GAPS:
        wrong.setdefault("text", f"There are more than {MOST_GAPS} gaps. A post with so many is quicker to write anew.")
    if wording.reply_setting not in REPLY_SETTINGS:
        wrong["reply_setting"] = "Choose who may reply."
    mine = set(session.exec(select(Account.id).where(Account.academy_id == row.academy_id)))
    if not set(wording.account_ids) <= mine:
        wrong["account_ids"] = "Choose accounts of this academy."
    if "name" not in wrong and _taken(session, row):
        wrong["name"] = "There is a template of this name already. Change that one, or choose another name."
    if wrong:
        raise BadInput(wrong)
    row.account_ids, row.reply_setting = sorted(set(wording.account_ids)), wording.reply_setting
    session.add(row)
    session.flush()


def _taken(session: Session, row: PostTemplate) -> bool:
    query = select(PostTemplate.id).where(PostTemplate.academy_id == row.academy_id, col(PostTemplate.retired_at).is_(None))
    with session.no_autoflush:
        same = session.exec(query.where(sa.func.lower(PostTemplate.name) == row.name.lower())).all()
    return any(key != row.id for key in same)


def one_line(text: str) -> str:
    """For a list."""
    return re.sub(r"\s+", " ", text).strip()
