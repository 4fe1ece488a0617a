"""Pictures of drafts and their rights: what still needs something, the Headteacher's rulings, and an account's own picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.audit.actions import Act, ConsentAct
from bot.audit.log import recorded
from bot.audit.models import Entry
from bot.cases import tasks
from bot.cases.models import Task
from bot.clock import today
from bot.consent import rights
from bot.consent.rights_known import Known, known
from bot.consent.rights_models import Asset, Permission, Ruling
from bot.consent.rights_words import Origin, brand_grantor, grantor_named, origin_of
from bot.drafts.content import contributors
from bot.drafts.lifecycle import State
from bot.drafts.models import Blob, Draft, DraftMedia
from bot.errors import NotFound, Refusal
from bot.notify.send import tell_person
from bot.people.found import person
from bot.people.grants import Place, actor, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb

OVER = (State.APPROVED, State.REJECTED, State.WITHDRAWN, State.EXPIRED)
WANTING = (Origin.THIRD_PARTY, Origin.LICENSED, Origin.BRAND, Origin.UNSURE)


@dataclass(frozen=True)
class Wanting:
    """A picture of an open draft that cannot go out as it stands. `origin` is the more careful of the draft's word and the record's."""

    draft: Draft
    media: DraftMedia
    origin: Origin
    asset: Asset | None

    @property
    def doubt(self) -> bool:
        return self.origin is Origin.UNSURE


def wanting(session: Session, academy_ids: Sequence[int]) -> list[Wanting]:
    """Pictures of open drafts that need a permission or a ruling, each once, newest draft first."""
    query = select(DraftMedia, Draft).join(Draft, col(Draft.id) == col(DraftMedia.draft_id))
    query = query.where(col(Draft.academy_id).in_(academy_ids), col(Draft.state).not_in(OVER), DraftMedia.origin != Origin.OWN.value)
    found: dict[tuple[int, str], Wanting] = {}
    for media, draft in session.exec(query.order_by(col(Draft.id).desc()).limit(400)):
        place = (draft.academy_id, media.sha256)
        on_record = known(session, draft.academy_id, {media.sha256: None}, today())[media.sha256]
        origin = on_record.origin if on_record.origin in WANTING else origin_of(media.origin)
        if place not in found and origin in WANTING and not _may_go(session, draft.academy_id, origin, on_record):
            found[place] = Wanting(draft, media, origin, rights.asset_of(session, *place))
    return list(found.values())


def _may_go(session: Session, academy_id: int, origin: Origin, on_record: Known) -> bool:
    if on_record.ruling is not Ruling.NONE:
        return True
    fits = rights.enough(origin, on_record.grantors, brand_grantor(profile_at(session, academy_id)))
    return origin is not Origin.UNSURE and fits


def picture_in(session: Session, academy_id: int, sha256: str) -> DraftMedia | None:
    """The newest use of a picture in a draft of the academy."""
    query = select(DraftMedia).join(Draft, col(Draft.id) == col(DraftMedia.draft_id))
    return session.exec(query.where(Draft.academy_id == academy_id, DraftMedia.sha256 == sha256).order_by(col(DraftMedia.id).desc()).limit(1)).first()


def first_attempt(session: Session, academy_id: int, sha256: str) -> datetime | None:
    """When a post with this picture was first submitted, let through or not: the record keeps both (S11.4)."""
    query = select(DraftMedia.draft_id).join(Draft, col(Draft.id) == col(DraftMedia.draft_id))
    drafts = session.exec(query.where(Draft.academy_id == academy_id, DraftMedia.sha256 == sha256).distinct()).all()
    subjects = [f"draft:{key}" for key in drafts]
    tried = select(Entry.at).where(col(Entry.subject).in_(subjects), Entry.act == Act.DRAFT_SUBMITTED.value)
    return session.exec(tried.order_by(col(Entry.seq)).limit(1)).first()


def attach(session: Session, me: Person, asset_id: int, **typed: Any) -> Permission:
    """A permission for a picture, with the moment of the first post that was submitted with it, if there was one."""
    row = rights.asset(session, asset_id)
    return rights.permit(session, me, asset_id, first_attempt=first_attempt(session, row.academy_id, row.sha256), **typed)


def keep_picture(session: Session, sha256: str, mime: str, data: bytes) -> None:
    """The bytes of a picture of the library. Commits nothing."""
    if session.get(Blob, sha256) is None:
        session.add(Blob(sha256=sha256, mime=mime, data=data))
        session.flush()


def rule_on(session: Session, me: Person, academy_id: int, sha256: str, *, permitted: bool, reason: str) -> Asset:
    """The Headteacher rules on a picture of a draft; its author is told."""
    used = picture_in(session, academy_id, sha256)
    row = rights.asset_of(session, academy_id, sha256)
    if used is None and row is None:
        raise NotFound("There is no such picture, or it is not yours to see.")
    wrote = False
    if used is not None:
        draft = session.get_one(Draft, used.draft_id)
        wrote = any(same_human(me, person(session, each)) for each in contributors(session, used.draft_id))
        said = "permitted" if permitted else "refused"
        tell_person(
            session, academy_id, draft.author_id, f"The picture of draft {draft.id} was {said}: {reason.strip()[:200]}", f"/drafts/{draft.id}"
        )
    name = used.filename if used else ""
    return rights.rule(session, me, academy_id, sha256, permitted=permitted, reason=reason, name=name, wrote=wrote)


def use_as_account_picture(session: Session, me: Person, account_id: int, asset_id: int) -> Task:
    """Allow a picture as an account's own, and ask a person to put it there: no network call does that from here (S11.1)."""
    row, account = rights.asset(session, asset_id), register.account(session, account_id)
    with recorded(
        session, actor(me), ConsentAct.RIGHTS_AVATAR, f"rights:{asset_id}", academy_id=row.academy_id, account_id=account_id, picture=row.sha256
    ) as note:
        require(session, me, Verb.RECORD_RIGHTS, Place(row.academy_id))
        if account.academy_id != row.academy_id:
            raise NotFound("That account is not one of this academy.")
        _fit_for_account(session, row)
        title = f"Put “{row.name}” on @{account.handle} as its picture"
        steps = ("Open the picture from the link and save it.", f"Sign in to @{account.handle} on the network, open the profile, and choose it.")
        task = tasks.ask(session, account, f"rights:{asset_id}", title, steps, role=Role.ADMIN, link=f"/rights/{asset_id}")
        note.detail["task"] = task.id
    return task


def _fit_for_account(session: Session, row: Asset) -> None:
    profile = profile_at(session, row.academy_id)
    given = rights.live_grantors(rights.permissions_of(session, row.id or 0))
    if row.ruling is Ruling.REFUSED or (row.origin is Origin.UNSURE and row.ruling is not Ruling.PERMITTED):
        raise Refusal(f"The {profile.head_word} has not permitted this picture.", rule="rights", next_step="Use another one.")
    if rights.enough(row.origin, given, brand_grantor(profile)):
        return
    stated = profile.logo_grantor.clause if profile.logo_grantor.stated else None
    raise Refusal(
        f"“{row.name}” needs a live permission of {grantor_named(profile) if row.brand else 'its owner'}."
        + (" The permission on record is somebody else's, and it is not enough." if given else ""),
        rule="rights",
        clause=stated if row.brand else None,
        next_step="Get the permission in writing and write it down on the picture's page under Rights.",
    )
