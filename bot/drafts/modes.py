"""What a sensitive period holds back, and whether one stands (control C34).

One table says what each kind does. Everything else asks it: the last test before a post leaves, the approval, the screens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now, spoken
from bot.drafts.lifecycle import ReleaseState, SignKind
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.modes_models import Mode, ModeHold, ModeKind, ModeState
from bot.drafts.screens.base import Finding
from bot.people.models import Academy

Hold = Literal["everything", "scheduled", "nothing"]


@dataclass(frozen=True)
class Effects:
    """What one kind does. `scheduled` holds what was approved for a later time before the period began."""

    label: str
    tells: str  # what it does, as the page says it
    hold: Hold = "nothing"
    topics: tuple[str, ...] = ()  # findings on these (in the words of P16) need two approvers
    balance_note: bool = False
    replies: str = ""  # the only reply setting that a new post may have


EFFECTS: dict[ModeKind, Effects] = {
    ModeKind.INCIDENT: Effects(
        "Incident mode", "Nothing goes out on any account, and new posts close their replies.", hold="everything", replies="nobody"
    ),
    ModeKind.MOURNING: Effects(
        "National mourning", "Nothing goes out on any account, and new posts close their replies.", hold="everything", replies="nobody"
    ),
    ModeKind.ELECTION: Effects(
        "Pre-election period",
        "A post that names a candidate, a party or a politician needs two approvers and a balance note. Campaigning is blocked.",
        topics=("political",),
        balance_note=True,
    ),
    ModeKind.INDUSTRIAL_ACTION: Effects(
        "Industrial action",
        "Posts scheduled before it began are held. Posts about the action or about staffing need two approvers. New posts close their replies.",
        hold="scheduled",
        topics=("industrial_action", "staffing"),
        replies="nobody",
    ),
    ModeKind.RESULTS_DAY: Effects(
        "Results day",
        "Posts scheduled before it began are held. Posts with figures or about performance need two approvers.",
        hold="scheduled",
        topics=("figures", "performance"),
    ),
}


@dataclass(frozen=True)
class Demand:
    """What the periods that stand now ask of one post, all of them together."""

    extra_approver: bool = False
    balance_note: bool = False
    hold: bool = False
    reply_setting: str = ""
    why: str = ""  # the sentence of the period that asks for it


def standing(session: Session, academy_id: int) -> list[Mode]:
    """Those in force at an academy by the clock, whether or not the worker has turned the page yet."""
    moment = now()
    query = select(Mode).where(
        Mode.state != ModeState.ENDED,
        col(Mode.agreed_by).is_not(None),
        col(Mode.starts) <= moment,
        sa.or_(col(Mode.ends).is_(None), col(Mode.ends) > moment),
        sa.or_(col(Mode.academy_id).is_(None), col(Mode.academy_id) == academy_id),
    )
    return list(session.exec(query.order_by(col(Mode.id))))


def kinds(session: Session, academy_id: int) -> tuple[str, ...]:
    """For the screens, which know no database."""
    return tuple(dict.fromkeys(mode.kind.value for mode in standing(session, academy_id)))


def sentence(mode: Mode) -> str:
    """What every page says while it stands."""
    effects, since = EFFECTS[mode.kind], spoken(mode.started_at or mode.starts)
    what = "nothing goes out" if effects.hold == "everything" else effects.tells[0].lower() + effects.tells[1:].rstrip(".")
    return f"{effects.label} since {since}: {what}."


def demands(session: Session, academy_id: int, findings: Iterable[Finding]) -> Demand:
    """Asked at approval and again at the last test, with what the screens found."""
    modes = standing(session, academy_id)
    if not modes:
        return Demand()
    topics = {finding.topic for finding in findings if finding.topic}
    touched = [mode for mode in modes if topics & set(EFFECTS[mode.kind].topics)]
    return Demand(
        extra_approver=bool(touched),
        balance_note=any(EFFECTS[mode.kind].balance_note for mode in touched),
        hold=any(EFFECTS[mode.kind].hold == "everything" for mode in modes),
        reply_setting=next((EFFECTS[mode.kind].replies for mode in modes if EFFECTS[mode.kind].replies), ""),
        why=sentence(touched[0]) if touched else "",
    )


def holds(session: Session, draft: Draft) -> Mode | None:
    """The period that keeps this approved draft from going out now, if any."""
    return next((mode for mode in standing(session, draft.academy_id) if _reaches(session, mode, draft)), None)


def _reaches(session: Session, mode: Mode, draft: Draft) -> bool:
    hold = EFFECTS[mode.kind].hold
    if hold == "scheduled":
        return draft.not_before is not None and not _approved_since(session, mode, draft)
    return hold == "everything"


def _approved_since(session: Session, mode: Mode, draft: Draft) -> bool:
    """Whoever approved it after the beginning knew of it."""
    query = select(SignOff).where(SignOff.draft_id == draft.id, SignOff.kind == SignKind.APPROVAL, col(SignOff.voided_at).is_(None))
    return session.exec(query.where(col(SignOff.at) >= (mode.started_at or mode.starts))).first() is not None


def to_hold(session: Session, mode: Mode) -> list[Release]:
    """Posts in the queue that this period reaches."""
    if EFFECTS[mode.kind].hold == "nothing":
        return []
    query = select(Release, Draft).join(Draft, col(Draft.id) == col(Release.draft_id)).where(Release.state == ReleaseState.QUEUED)
    if mode.academy_id is not None:
        query = query.where(Draft.academy_id == mode.academy_id)
    return [release for release, draft in session.exec(query.order_by(col(Release.id))).all() if _reaches(session, mode, draft)]


def hold(session: Session, mode: Mode, releases: Iterable[Release]) -> list[Draft]:
    """Take posts out of the queue. Commits nothing, so that the period and everything it holds are one transaction.

    One conditional UPDATE: what a worker has taken at this moment is either still here or on its way already. The rows come
    before the record, because a worker has its row before it waits for the record.
    """
    taken = session.execute(
        sa.update(Release)
        .where(col(Release.id).in_([release.id for release in releases]), col(Release.state) == ReleaseState.QUEUED)
        .values(state=ReleaseState.HELD, reason=sentence(mode))
        .returning(col(Release.id))
        .execution_options(synchronize_session=False)
    ).scalars()
    keys = sorted(taken)
    session.expire_all()
    held: dict[int, Draft] = {}
    for key in keys:
        release = session.get_one(Release, key)
        draft = held.setdefault(release.draft_id, session.get_one(Draft, release.draft_id))
        remember(session, mode, key)
        home, account = draft.academy_id, release.account_id
        append(session, GATEPOST, Act.MODE_HELD, f"draft:{draft.id}", academy_id=home, account_id=account, mode=mode.id, release=key)
    return list(held.values())


def remember(session: Session, mode: Mode, release_id: int) -> None:
    """That this period held it. Commits nothing."""
    if session.exec(select(ModeHold).where(ModeHold.mode_id == mode.id, ModeHold.release_id == release_id)).first() is None:
        session.add(ModeHold(mode_id=mode.id or 0, release_id=release_id))


def hold_new(session: Session, draft: Draft) -> Mode | None:
    """In the transaction of an approval: what was just put in the queue is held where a period stands. Commits nothing."""
    mode = holds(session, draft)
    if mode is not None:
        session.flush()
        hold(session, mode, session.exec(select(Release).where(Release.draft_id == draft.id, Release.state == ReleaseState.QUEUED)).all())
    return mode


def scope(session: Session, mode: Mode) -> list[Academy]:
    """The academies it covers."""
    query = select(Academy).order_by(Academy.name)
    return list(session.exec(query if mode.academy_id is None else query.where(Academy.id == mode.academy_id)))
