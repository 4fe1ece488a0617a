"""What is said about pictures of a person after they are in the register. A no of any kind stops what rests on the yes before it.

What waits is held in the same transaction, what is live is listed for removal, and the DPO sees how long it stayed up (S09.2).
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.clock import now
from bot.consent import images_register
from bot.consent.images_register import Said
from bot.consent.people import ImageConsent, Pictured, Word
from bot.drafts.lifecycle import GONE_OUT, ReleaseState, State
from bot.drafts.models import Draft, DraftMedia, Release
from bot.drafts.removal_models import Removal
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import tell_person, tell_roles
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

OVER = (State.REJECTED, State.WITHDRAWN, State.EXPIRED)
LONGEST_NOTE = 500


def withdraw(session: Session, me: Person, consent_id: int, note: str) -> list[Removal]:
    """Write the withdrawal down and stop everything that rests on it. Returns the posts that are live and have to come down."""
    made = session.get(ImageConsent, consent_id, with_for_update=True, populate_existing=True)
    if made is None:
        raise NotFound("That consent is not on record.")
    row = images_register.one(session, made.pictured_id)
    with recorded(session, actor(me), ConsentAct.CONSENT_WITHDRAWN, f"pictured:{row.id}", academy_id=row.academy_id, consent=consent_id) as entry:
        require(session, me, Verb.KEEP_CONSENT, Place(row.academy_id))
        if made.word is not Word.GIVEN:
            raise Refusal("Only a consent that was given can be withdrawn.", rule="already-decided", next_step="Reload the page.")
        if not note.strip():
            raise BadInput({"note": "Say how the withdrawal reached you, for example “letter of 3 May, kept in the office”."})
        images_register.withdraw_record(session, me, made, note.strip()[:LONGEST_NOTE])
        entry.detail["held"], removals = stop_pictures_of(session, row)
        entry.detail["live"] = len(removals)
    return removals


def record(session: Session, me: Person, pictured_id: int, said: Said) -> ImageConsent:
    """Write down what somebody said. What was said before stays on record; a refusal stops everything at once."""
    row = images_register.one(session, pictured_id)
    with recorded(session, actor(me), ConsentAct.CONSENT_RECORDED, f"pictured:{pictured_id}", academy_id=row.academy_id, word=said.word) as entry:
        require(session, me, Verb.KEEP_CONSENT, Place(row.academy_id))
        wrong = images_register.problems_with(said)
        if wrong:
            raise BadInput(wrong)
        made = images_register.store_said(session, me, row, said)
        if made.word is Word.REFUSED:
            entry.detail["held"] = stop_pictures_of(session, row)[0]
    return made


def never_show(session: Session, me: Person, pictured_id: int, *, on: bool, reason: str) -> Pictured:
    """Never to be shown, whatever anybody consented to, or no longer so."""
    row = images_register.one(session, pictured_id)
    with recorded(session, actor(me), ConsentAct.NO_IDENTIFY_SET, f"pictured:{pictured_id}", academy_id=row.academy_id, on=on) as entry:
        require(session, me, Verb.KEEP_CONSENT, Place(row.academy_id))
        if not reason.strip():
            raise BadInput({"reason": "Say why. It is locked: only the consent officer can read it."})
        images_register.lock_reason(session, row, reason, on=on)
        if on:
            entry.detail["held"] = stop_pictures_of(session, row)[0]
    return row


def stop_pictures_of(session: Session, row: Pictured) -> tuple[int, list[Removal]]:
    """Hold what waits and list what is live. Commits nothing. Returns how many posts were held, and the list."""
    why = f"{row.label} may no longer be shown."  # one sentence whatever the reason: nobody can tell a child at risk by it
    drafts = drafts_with(session, row)
    held = hold(session, drafts, why)
    live = list_live(session, drafts, why)
    for draft in drafts:
        if draft.state not in OVER:
            tell_person(session, draft.academy_id, draft.author_id, f"Draft {draft.id}: {why} Change its picture.", f"/drafts/{draft.id}")
    if live:
        many = len(live) > 1
        text = f"{len(live)} live post{'s show' if many else ' shows'} somebody who may no longer be shown. Remove {'them' if many else 'it'}."
        tell_roles(session, row.academy_id, [Role.DPO, Role.SLT], text, "/consent/removals", urgency=Urgency.SOON)
    return held, live


def drafts_with(session: Session, row: Pictured) -> list[Draft]:
    """Every draft of the academy with a picture of this person. The lists of people are short, so they are read and not searched."""
    query = select(Draft, DraftMedia).join(DraftMedia, col(DraftMedia.draft_id) == col(Draft.id)).where(Draft.academy_id == row.academy_id)
    found = {draft.id: draft for draft, media in session.exec(query.order_by(col(Draft.id))) if row.id in media.people}
    return list(found.values())


def hold(session: Session, drafts: Sequence[Draft], why: str) -> int:
    """One conditional UPDATE, so that a worker that claims a release at this moment has it before us or not at all."""
    ids = [draft.id for draft in drafts]
    session.flush()
    taken = session.execute(
        sa.update(Release)
        .where(col(Release.draft_id).in_(ids), col(Release.state) == ReleaseState.QUEUED)
        .values(state=ReleaseState.HELD, reason=why)
        .returning(col(Release.id))
        .execution_options(synchronize_session=False)
    ).all()
    session.expire_all()
    return len(taken)


def list_live(session: Session, drafts: Sequence[Draft], why: str) -> list[Removal]:
    """After `hold`: what is not held by now has left, or may have."""
    listed = select(Removal.release_id)
    query = select(Release, Draft).join(Draft, col(Draft.id) == col(Release.draft_id))
    gone = query.where(col(Draft.id).in_([d.id for d in drafts]), col(Release.state).in_(GONE_OUT), col(Release.id).not_in(listed))
    made = [
        Removal(academy_id=draft.academy_id, release_id=release.id or 0, why=why) for release, draft in session.exec(gone.order_by(col(Release.id)))
    ]
    session.add_all(made)
    session.flush()
    return made


def removals(session: Session, academy_ids: list[int]) -> list[tuple[Removal, Release, Draft, Account]]:
    """Newest withdrawal first."""
    query = (
        select(Removal, Release, Draft, Account)
        .join(Release, col(Release.id) == col(Removal.release_id))
        .join(Draft, col(Draft.id) == col(Release.draft_id))
        .join(Account, col(Account.id) == col(Release.account_id))
        .where(col(Removal.academy_id).in_(academy_ids))
        .order_by(col(Removal.since).desc(), col(Removal.id))
        .limit(200)
    )
    return list(session.exec(query))


def minutes_up(removal: Removal) -> int:
    """How long it stayed up after the withdrawal, or has stayed up so far."""
    return int(((removal.gone_at or now()) - removal.since).total_seconds() // 60)
