"""What an author types, and the bundle it makes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.drafts.bundle import Bundle, MediaItem, Target, digest
from bot.drafts.models import Blob, Claim, ClaimOrigin, Contribution, Draft, DraftMedia, DraftTarget, Version
from bot.drafts.screens.links import find_links

# The fixed questions (control C05) and the answers that make nobody think twice.
QUESTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "personal_data": ("Does it say anything about a person that is not public already?", ("no", "yes", "unsure")),
    "facts": ("Does it hold any fact or figure?", ("yes", "no")),
    "pupil_safety": ("Could it put a pupil at risk or upset them?", ("no", "unsure")),
    "conflict": ("Do you or somebody close to you gain from it?", ("no", "yes")),
    "misread": ("Could it be misread by somebody who wants to?", ("no", "unsure")),
}


@dataclass(frozen=True)
class Picture:
    """A picture as typed: new bytes, or the hash of one that is there already."""

    filename: str
    mime: str
    alt: str
    data: bytes | None = field(default=None, repr=False)
    sha256: str = ""
    shows: tuple[str, ...] = ()
    origin: str = ""
    transcript: str = ""
    people: tuple[int, ...] = ()
    event_id: int | None = None
    credit: str = ""
    faces_note: str = ""

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.data).hexdigest() if self.data is not None else self.sha256


@dataclass(frozen=True)
class Content:
    """Everything in the form. Two equal contents make one digest."""

    text: str
    account_ids: tuple[int, ...]
    not_after: datetime
    not_before: datetime | None = None
    pictures: tuple[Picture, ...] = ()
    sources: tuple[str, ...] = ()
    claim_sources: Mapping[str, str] = field(default_factory=dict)  # the claim's words -> where it can be checked
    reply_setting: str = "everyone"
    continues_id: int | None = None  # a draft of the same accounts that this one goes on from
    answers: Mapping[str, str] = field(default_factory=dict)


def bundle_of(session: Session, draft: Draft, *, with_data: bool = False, within: frozenset[int] = frozenset()) -> Bundle:
    """The canonical bundle of the draft as it stands in the database now. `within` holds the parts of a thread on the way here."""
    accounts = targets(session, draft)
    media = session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id).order_by(col(DraftMedia.position))).all()
    claims = session.exec(
        select(Claim).where(Claim.draft_id == draft.id, sa.or_(col(Claim.source) != "", col(Claim.origin) == ClaimOrigin.AUTHOR))
    ).all()
    return Bundle(
        text=draft.text,
        targets=tuple(Target(a.platform, a.id, a.remote_id) for a in accounts),
        media=tuple(
            MediaItem(
                m.filename,
                m.mime,
                # the bytes speak for themselves: a blob changed in the database changes the digest
                _stored_hash(session, m.sha256) if with_data else m.sha256,
                m.alt,
                tuple(m.shows),
                m.origin,
                m.transcript,
                tuple(m.people),
                m.event_id,
                m.credit,
                m.faces_note,
                session.get_one(Blob, m.sha256).data if with_data else None,
            )
            for m in media
        ),
        sources=(*draft.sources, *sorted(f"{c.text} — {c.source}" for c in claims)),
        links=tuple((url, url) for url, _, _ in find_links(draft.text)),
        not_before=draft.not_before,
        not_after=draft.not_after,
        reply_setting=draft.reply_setting,
        answers=tuple(sorted(draft.answers.items())),
        continues=_continued(session, draft, with_data=with_data, within=within),
    )


def digest_of(session: Session, draft: Draft) -> str:
    return digest(bundle_of(session, draft, with_data=True))


def _continued(session: Session, draft: Draft, *, with_data: bool, within: frozenset[int]) -> tuple[int, str] | None:
    """Back to the first part of a thread. Rows that go round in a circle, which nothing here writes, end in no digest at all."""
    if draft.continues_id is None:
        return None
    before = session.get(Draft, draft.continues_id) if draft.continues_id not in within else None
    if before is None:
        return draft.continues_id, ""
    through = within | {draft.id or 0}
    return draft.continues_id, digest(bundle_of(session, before, with_data=with_data, within=through)) if with_data else before.digest


def targets(session: Session, draft: Draft) -> list[Account]:
    query = select(Account).join(DraftTarget, col(DraftTarget.account_id) == col(Account.id)).where(DraftTarget.draft_id == draft.id)
    return list(session.exec(query.order_by(col(Account.id))))


def contributors(session: Session, draft_id: int) -> list[int]:
    """Everyone who touched the bundle, from each place that says so: taking one row out of the database frees nobody to sign."""
    touched = set(session.exec(select(Contribution.person_id).where(Contribution.draft_id == draft_id)))
    touched |= set(session.exec(select(Version.by).where(Version.draft_id == draft_id)))
    return sorted(touched | set(session.exec(select(Draft.author_id).where(Draft.id == draft_id))))


def claims_of(session: Session, draft_id: int) -> list[Claim]:
    return list(session.exec(select(Claim).where(Claim.draft_id == draft_id).order_by(col(Claim.start), col(Claim.id))))


def _stored_hash(session: Session, sha256: str) -> str:
    return hashlib.sha256(session.get_one(Blob, sha256).data).hexdigest()
