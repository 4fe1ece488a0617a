"""Writing and changing drafts. Every real change voids every sign-off; a save that changes nothing changes nothing."""

from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import Note, append, recorded
from bot.clock import now
from bot.drafts import threads
from bot.drafts.bundle import MediaItem, digest
from bot.drafts.claim_list import list_claims
from bot.drafts.content import Content, Picture, bundle_of, claims_of, digest_of, targets
from bot.drafts.lifecycle import GONE_OUT, NOT_OUT, Move, ReleaseState, State, check_move
from bot.drafts.links import checks as links
from bot.drafts.models import Blob, ClaimOrigin, Contribution, Draft, DraftMedia, DraftTarget, Release, SignOff, Version
from bot.drafts.pictures import received
from bot.drafts.typed import check_content
from bot.drafts.waiting import put
from bot.errors import Conflict, NotFound, Refusal
from bot.notify.send import tell_person
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb


def locked(session: Session, draft_id: int) -> Draft:
    """The draft, held until the transaction ends, so that two people's moves come one after the other."""
    draft = session.get(Draft, draft_id, with_for_update=True, populate_existing=True)
    if draft is None:
        raise NotFound("There is no such draft.")
    return draft


def create(session: Session, me: Person, academy_id: int, content: Content) -> Draft:
    """Begin a draft for one or several accounts of one academy."""
    content = replace(content, pictures=received(session, content.pictures))
    with recorded(session, actor(me), Act.DRAFT_CREATED, academy_id=academy_id) as note:
        draft = begin(session, me, academy_id, content)
        note.subject = f"draft:{draft.id}"
        note.detail["digest"] = draft.digest
    return draft


def begin(session: Session, me: Person, academy_id: int, content: Content) -> Draft:
    """The new rows, in a transaction that the caller records and commits."""
    require(session, me, Verb.DRAFT, Place(academy_id))
    _hold_still(session, content)
    check_content(session, me, academy_id, content)
    draft = Draft(academy_id=academy_id, author_id=me.id or 0, text=content.text, not_after=content.not_after)
    session.add(draft)
    session.flush()
    _fill(session, draft, content)
    draft.digest = digest_of(session, draft)
    _remember(session, draft, me)
    session.flush()
    return draft


def save(session: Session, me: Person, draft_id: int, content: Content, version: int) -> Draft:
    """Change a draft that was read at `version`. Raises Conflict, with both texts, when somebody changed it meanwhile."""
    content = replace(content, pictures=received(session, content.pictures))
    draft = held(session, draft_id, content)
    with recorded(session, actor(me), Act.DRAFT_SAVED, f"draft:{draft_id}", academy_id=draft.academy_id) as note:
        if not change(session, me, draft, content, version, note):
            raise _Unchanged
    return draft


def held(session: Session, draft_id: int, content: Content) -> Draft:
    """The draft and what it is to continue, locked until the transaction ends."""
    _hold_still(session, content)
    return locked(session, draft_id)


def change(session: Session, me: Person, draft: Draft, content: Content, version: int, note: Note) -> bool:
    """The changed rows of a held draft, in a transaction that the caller records and commits. False when nothing differs."""
    require(session, me, Verb.DRAFT, Place(draft.academy_id))
    for account in targets(session, draft):  # those it is for now; those it is to be for are asked with the content
        require(session, me, Verb.DRAFT, Place(draft.academy_id, account.id))
    check_move(draft.state, Move.CHANGE)
    if version != draft.version:
        _conflict(draft, content)
    check_content(session, me, draft.academy_id, content, draft.id)
    before = draft.digest
    _fill(session, draft, content)
    after = digest_of(session, draft)
    if after == before:
        return False
    _changed(session, me, draft, after, note)
    return True


class _Unchanged(Exception):
    """Nothing differs: the block is undone, nothing is recorded, every sign-off stands."""


def save_if_changed(session: Session, me: Person, draft_id: int, content: Content, version: int) -> bool:
    """Save; False when the content was the same to the byte, and then nothing at all happened (no sign-off is voided)."""
    try:
        save(session, me, draft_id, content, version)
    except _Unchanged:
        return False
    return True


def content_of(session: Session, draft: Draft) -> Content:
    """What would have to be typed to get this draft: for the form, and for changing one thing of it."""
    media = session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id).order_by(col(DraftMedia.position))).all()
    return Content(
        text=draft.text,
        account_ids=tuple(session.exec(select(DraftTarget.account_id).where(DraftTarget.draft_id == draft.id).order_by(col(DraftTarget.id)))),
        not_before=draft.not_before,
        not_after=draft.not_after,
        pictures=tuple(_picture(m) for m in media),
        sources=tuple(draft.sources),
        claim_sources={c.text: c.source for c in claims_of(session, draft.id or 0) if c.source or c.origin is ClaimOrigin.AUTHOR},
        reply_setting=draft.reply_setting,
        continues_id=draft.continues_id,
        answers=dict(draft.answers),
    )


def _picture(media: DraftMedia) -> Picture:
    return Picture(
        media.filename,
        media.mime,
        media.alt,
        sha256=media.sha256,
        shows=tuple(media.shows),
        origin=media.origin,
        transcript=media.transcript,
        people=tuple(media.people),
        event_id=media.event_id,
        credit=media.credit,
        faces_note=media.faces_note,
    )


def void(session: Session, draft: Draft, reason: str) -> int:
    """Every sign-off on this draft stops counting. Returns how many did count."""
    voided = 0
    for sign_off in session.exec(select(SignOff).where(SignOff.draft_id == draft.id, col(SignOff.voided_at).is_(None))):
        sign_off.voided_at, sign_off.void_reason = now(), reason
        session.add(sign_off)
        voided += 1
    return voided


def call_back(session: Session, draft: Draft) -> None:
    """Take back what has not left yet. Raises Refusal when something has, or may have: then only the network can undo it.

    One conditional UPDATE, so a worker that claims a release at the same moment either finds it void or has it already.
    """
    session.execute(
        sa.update(Release)
        .where(col(Release.draft_id) == draft.id, col(Release.state).in_(NOT_OUT))
        .values(state=ReleaseState.VOID)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    if session.exec(select(Release).where(Release.draft_id == draft.id, col(Release.state).in_(GONE_OUT))).first() is not None:
        raise Refusal(
            "This has gone out, or is going out right now, so it cannot be changed here.",
            rule="gone-out",
            next_step="Write a new draft with the correction, or ask senior leadership to remove the live post.",
        )


def _changed(session: Session, me: Person, draft: Draft, after: str, note: Note) -> None:
    note.detail.update(before=draft.digest, after=after, voided=_round_again(session, draft, after, f"changed by {me.name}"))
    draft.version, draft.changed_at = draft.version + 1, now()
    session.add(draft)
    _remember(session, draft, me)
    _carry(session, me, draft)


def _round_again(session: Session, draft: Draft, after: str, why: str) -> int:
    """It is no longer what was signed. Returns how many sign-offs stopped counting."""
    voided = void(session, draft, why)
    if draft.state is State.APPROVED:
        call_back(session, draft)
    draft.digest = after
    if draft.state not in (State.DRAFT, State.NEEDS_CHANGES, State.ADVICE):  # what waits for advice goes on waiting
        put(session, draft, State.SUBMITTED)
    session.add(draft)
    return voided


def _carry(session: Session, me: Person, draft: Draft) -> None:
    """The parts of a thread after this one were signed as going on from what it was. Whoever changed this one did not write those."""
    for key in [each.id or 0 for each in threads.following(session, draft)]:
        later = locked(session, key)
        before, after = later.digest, digest_of(session, later)
        if after == before:
            continue
        voided = _round_again(session, later, after, f"draft {draft.id}, which it continues, was changed by {me.name}")
        subject, why = f"draft:{later.id}", f"draft {draft.id}, which it continues, was changed"
        append(session, actor(me), Act.DRAFT_SAVED, subject, academy_id=later.academy_id, before=before, after=after, voided=voided, why=why)
        if voided:
            text = f"Draft {later.id} needs new signatures, because draft {draft.id}, which it continues, was changed."
            tell_person(session, later.academy_id, later.author_id, text, f"/drafts/{later.id}")
        _carry(session, me, later)


def _hold_still(session: Session, content: Content) -> None:
    """What this is to go on from is not changed by anybody before this is saved. Locked first part first, as `_carry` does."""
    if content.continues_id is not None and session.get(Draft, content.continues_id) is not None:
        locked(session, content.continues_id)


def _conflict(draft: Draft, content: Content) -> None:
    raise Conflict(
        "Somebody else changed this draft while you were writing. Nothing is lost: both texts are below. Put them together and save again.",
        theirs=draft.text,
        yours=content.text,
    )


def _fill(session: Session, draft: Draft, content: Content) -> None:
    draft.text, draft.not_before, draft.not_after = content.text, content.not_before, content.not_after
    draft.continues_id = content.continues_id
    draft.reply_setting, draft.sources, draft.answers = content.reply_setting, list(content.sources), dict(content.answers)
    for model in (DraftTarget, DraftMedia):
        session.execute(sa.delete(model).where(col(model.draft_id) == draft.id))
    session.add_all([DraftTarget(draft_id=draft.id or 0, account_id=a) for a in dict.fromkeys(content.account_ids)])
    for position, picture in enumerate(content.pictures):
        if picture.data is not None and session.get(Blob, picture.hash) is None:
            session.add(Blob(sha256=picture.hash, mime=picture.mime, data=picture.data))
            session.flush()
        session.add(
            DraftMedia(
                draft_id=draft.id or 0,
                position=position,
                filename=picture.filename,
                mime=picture.mime,
                sha256=picture.hash,
                alt=picture.alt.strip(),
                shows=list(picture.shows),
                origin=picture.origin,
                transcript=picture.transcript.strip(),
                people=sorted(set(picture.people)),
                event_id=picture.event_id,
                credit=picture.credit.strip(),
                faces_note=picture.faces_note.strip(),
            )
        )
    list_claims(session, draft, content.claim_sources)
    session.add(draft)
    session.flush()


def _remember(session: Session, draft: Draft, me: Person) -> None:
    touched = session.exec(select(Contribution).where(Contribution.draft_id == draft.id, Contribution.person_id == me.id)).first()
    if touched is None:
        session.add(Contribution(draft_id=draft.id or 0, person_id=me.id or 0))
    bundle = bundle_of(session, draft)
    links.want(session, bundle)
    session.add(
        Version(
            draft_id=draft.id or 0,
            version=draft.version,
            digest=digest(bundle),
            by=me.id or 0,
            content={
                "text": draft.text,
                "accounts": [t.account_id for t in bundle.targets],
                "pictures": [_written(m) for m in bundle.media],
                "sources": list(bundle.sources),
                "answers": dict(bundle.answers),
                "reply_setting": bundle.reply_setting,
                "continues": draft.continues_id,
                "not_before": draft.not_before.isoformat() if draft.not_before else None,
                "not_after": draft.not_after.isoformat(),
            },
        )
    )


def _written(item: MediaItem) -> dict[str, Any]:
    """A picture as a version remembers it: everything that is signed but the bytes, which their hash stands for."""
    return {field.name: getattr(item, field.name) for field in fields(item) if field.name != "data"}
