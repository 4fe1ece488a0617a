"""Taking a live post down because a leader says so: its link has gone bad, it is wrong, or it should never have gone out."""

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.lifecycle import GONE_OUT
from bot.drafts.models import Draft, Release
from bot.drafts.removal_models import Removal, RemovalState
from bot.drafts.withdrawal import list_live
from bot.drafts.write import locked
from bot.errors import BadInput, Refusal
from bot.notify.send import settled_like, tell_person
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST_REASON = 500


def take_down(session: Session, me: Person, draft_id: int, reason: str) -> Draft:
    """On every account where it is live. The worker deletes it and reads back; where the network will not, a person gets the steps."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.TAKEN_DOWN, f"draft:{draft_id}", academy_id=draft.academy_id, reason=reason.strip()) as note:
        require(session, me, Verb.DECIDE_STRAYS, Place(draft.academy_id))
        said = " ".join(reason.split())[:LONGEST_REASON]
        if not said:
            raise BadInput({"reason": "Say why it comes down, in a sentence: it is what a governor will read."})
        list_live(session, [draft], said)
        rows = _open(session, draft_id)
        if not rows:
            raise Refusal("Nothing of this is live, or it is being removed already.", rule="not-live", next_step="Reload the page.")
        for row in rows:
            row.state, row.begun_by, row.begun_at, row.not_before = RemovalState.REMOVING, me.id, now(), now()
            session.add(row)
        note.detail["posts"] = len(rows)
        settled_like(session, "link:", f"/drafts/{draft_id}")
        tell_person(session, draft.academy_id, draft.author_id, f"Draft {draft_id} is being taken down: {said}", f"/drafts/{draft_id}")
    return draft


def may_come_down(session: Session, draft_id: int) -> bool:
    """Whether anything of it is live and not on its way down."""
    listed = select(Removal.release_id).where(Removal.state != RemovalState.OPEN)
    live = select(Release).where(Release.draft_id == draft_id, col(Release.state).in_(GONE_OUT), col(Release.id).not_in(listed))
    return session.exec(live).first() is not None


def _open(session: Session, draft_id: int) -> list[Removal]:
    query = select(Removal).join(Release, col(Release.id) == col(Removal.release_id))
    return list(session.exec(query.where(Release.draft_id == draft_id, Removal.state == RemovalState.OPEN)))
