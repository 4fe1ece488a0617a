"""Starting and ending a sensitive period: an administrator prepares, the Headteacher switches, the dates do the rest."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now, spoken
from bot.drafts.lifecycle import GONE_OUT, NOT_OUT, ReleaseState, SignKind, State
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.modes import EFFECTS, hold, scope, to_hold
from bot.drafts.modes_models import Mode, ModeHold, ModeKind, ModeState
from bot.drafts.waiting import put
from bot.drafts.write import locked
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.grants import Place, academy, actor, may, require, require_everywhere
from bot.people.models import Person
from bot.people.permissions import Role, Verb

LONGEST = timedelta(days=366)
LONGEST_REASON = 500
SWITCHES = "The Headteacher agrees to it, or leaves it."
APPROVING = (SignKind.APPROVAL, SignKind.EXTRA)


def plan(
    session: Session,
    me: Person,
    *,
    kind: str,
    reason: str,
    starts: datetime | None,
    ends: datetime | None,
    academy_id: int | None = None,
) -> Mode:
    """Prepare a dated period. It begins only when the Headteacher has agreed, which their own plan says already."""
    with recorded(session, actor(me), Act.MODE_PLANNED, academy_id=academy_id, kind=kind, reason=reason.strip()) as note:
        place = _place(session, academy_id)
        require(session, me, Verb.PLAN_MODE, place)
        chosen = _checked(kind, reason, starts, ends)
        mode = Mode(
            kind=chosen,
            academy_id=academy_id,
            reason=reason.strip(),
            starts=starts or now(),
            ends=ends,
            prepared_by=me.id or 0,
        )
        if may(session, me, Verb.SWITCH_MODE, place):
            mode.agreed_by, mode.agreed_at = me.id, now()
        session.add(mode)
        session.flush()
        note.subject = f"mode:{mode.id}"
        note.detail.update(starts=mode.starts, ends=mode.ends, agreed=mode.agreed_by is not None)
        if mode.agreed_by is None:
            _tell(session, mode, f"{EFFECTS[chosen].label} is prepared from {spoken(mode.starts)}. {SWITCHES}", Urgency.ROUTINE)
    return mode


def agree(session: Session, me: Person, mode_id: int) -> Mode:
    """The Headteacher agrees to what somebody prepared: it begins by itself at its start, or now when that has passed."""
    mode = _locked(session, mode_id)
    with recorded(session, actor(me), Act.MODE_AGREED, f"mode:{mode_id}", academy_id=mode.academy_id):
        require(session, me, Verb.SWITCH_MODE, _place(session, mode.academy_id))
        if mode.state is not ModeState.PLANNED or mode.agreed_by is not None:
            raise Refusal("This has been agreed or ended already.", rule="already-decided", next_step="Reload the page.")
        mode.agreed_by, mode.agreed_at = me.id, now()
        settled(session, f"mode:{mode_id}")
        if mode.starts <= now():
            _begin(session, mode)
    return mode


def start_now(session: Session, me: Person, *, kind: str = ModeKind.INCIDENT, reason: str = "", academy_id: int | None = None) -> Mode:
    """One action: it stands, and everything in the queue that it reaches is held, in one transaction (S34.2).

    For the whole trust any Headteacher may, because holding is always safe; it lasts until somebody ends it.
    """
    with recorded(session, actor(me), Act.MODE_STARTED, academy_id=academy_id, kind=kind) as note:
        require(session, me, Verb.SWITCH_MODE, _place(session, academy_id))
        words = reason.strip() or "Started in one press; no reason was typed."
        chosen = _checked(kind, words, now(), None, dated=False)
        there = select(Mode).where(Mode.kind == chosen, Mode.state == ModeState.ACTIVE, Mode.academy_id == academy_id)
        if session.exec(there).first() is not None:
            raise Refusal("This stands already.", rule="already-decided", next_step="See it under Sensitive periods.")
        mode = Mode(kind=chosen, academy_id=academy_id, reason=words, starts=now(), prepared_by=me.id or 0, agreed_by=me.id, agreed_at=now())
        session.add(mode)
        session.flush()
        note.subject = f"mode:{mode.id}"
        note.detail.update(reason=words, held=_begin(session, mode))
    return mode


def end(session: Session, me: Person, mode_id: int) -> Mode:
    """End it, or take back one that has not begun. What it held goes back to waiting for approval, never out."""
    mode = _locked(session, mode_id)
    with recorded(session, actor(me), Act.MODE_ENDED, f"mode:{mode_id}", academy_id=mode.academy_id) as note:
        if mode.state is ModeState.ACTIVE and mode.academy_id is None:
            require_everywhere(session, me, Verb.SWITCH_MODE)
        elif mode.state is ModeState.ACTIVE or mode.prepared_by != me.id:
            require(session, me, Verb.SWITCH_MODE, _place(session, mode.academy_id))
        if mode.state is ModeState.ENDED:
            raise Refusal("This has ended already.", rule="already-decided")
        mode.ended_by = me.id
        note.detail["returned"] = _finish(session, mode)
    return mode


def due(session: Session) -> list[int]:
    """Those whose start or end has come, and those that have something new to hold."""
    moment = now()
    planned = sa.and_(col(Mode.state) == ModeState.PLANNED, col(Mode.starts) <= moment)
    waiting = sa.or_(col(Mode.agreed_by).is_not(None), col(Mode.reminded_at).is_(None), col(Mode.ends) <= moment)
    over = sa.and_(col(Mode.state) == ModeState.ACTIVE, col(Mode.ends) <= moment)
    found = [m.id or 0 for m in session.exec(select(Mode).where(sa.or_(sa.and_(planned, waiting), over)).order_by(col(Mode.id)))]
    active = session.exec(select(Mode).where(Mode.state == ModeState.ACTIVE)).all()
    return found + [m.id or 0 for m in active if m.id not in found and to_hold(session, m)]


def turn(session: Session, mode_id: int) -> str:
    """What the dates ask for now. Doing it twice does it once."""
    mode, moment = _locked(session, mode_id), now()
    over = mode.ends is not None and mode.ends <= moment
    if mode.state is ModeState.ENDED or mode.starts > moment:
        session.rollback()
        return "nothing"
    if over:
        returned = _finish(session, mode)
        append(session, GATEPOST, Act.MODE_ENDED, f"mode:{mode_id}", academy_id=mode.academy_id, returned=returned)
        done = "ended"
    elif mode.state is ModeState.PLANNED and mode.agreed_by is None:
        if mode.reminded_at is None:
            _tell(session, mode, f"{EFFECTS[mode.kind].label} was to begin {spoken(mode.starts)}, but nobody agreed. {SWITCHES}", Urgency.SOON)
            mode.reminded_at = moment
        done = "waiting"
    elif mode.state is ModeState.PLANNED:
        held = _begin(session, mode)
        append(session, GATEPOST, Act.MODE_STARTED, f"mode:{mode_id}", academy_id=mode.academy_id, held=held, reason=mode.reason)
        done = "started"
    else:
        hold(session, mode, to_hold(session, mode))
        done = "held"
    session.commit()
    return done


def _begin(session: Session, mode: Mode) -> int:
    """Commits nothing. How many drafts it held."""
    mode.state, mode.started_at = ModeState.ACTIVE, now()
    session.add(mode)
    session.flush()
    held = hold(session, mode, to_hold(session, mode))
    what = EFFECTS[mode.kind].label
    for draft in held:
        tell_person(session, draft.academy_id, draft.author_id, f"{what} began: draft {draft.id} is held.", f"/drafts/{draft.id}")
    _tell(session, mode, f"{what} began. {_count(len(held))} held. {mode.reason}", Urgency.SOON, Role.HEAD, Role.SLT, Role.ADMIN)
    return len(held)


def _finish(session: Session, mode: Mode) -> int:
    """Commits nothing. How many drafts wait for approval again."""
    mode.state, mode.ended_at = ModeState.ENDED, now()
    session.add(mode)
    settled(session, f"mode:{mode.id}")
    query = select(Release.draft_id).join(ModeHold, col(ModeHold.release_id) == col(Release.id))
    ids = session.exec(query.where(ModeHold.mode_id == mode.id, Release.state == ReleaseState.HELD)).all()
    label, drafts = EFFECTS[mode.kind].label, [locked(session, draft_id) for draft_id in sorted(set(ids))]
    returned = [draft for draft in drafts if _give_back(session, label, draft)]
    session.flush()  # every row before the record: a worker has its row before it waits for the record
    for draft in returned:
        append(session, GATEPOST, Act.MODE_RETURNED, f"draft:{draft.id}", academy_id=draft.academy_id, mode=mode.id, digest=draft.digest)
        tell_person(session, draft.academy_id, draft.author_id, f"{label} ended: draft {draft.id} waits for approval again.", f"/drafts/{draft.id}")
    _tell(session, mode, f"{label} ended. {_count(len(returned))} waiting for approval again.", Urgency.SOON, Role.HEAD, Role.SLT)
    return len(returned)


def _give_back(session: Session, label: str, draft: Draft) -> bool:
    """Back to waiting for approval. Where the draft is out on another account already, a leader decides about the rest."""
    if draft.state is not State.APPROVED:
        return False
    releases = session.exec(select(Release).where(Release.draft_id == draft.id).with_for_update()).all()
    if any(release.state in GONE_OUT for release in releases):
        for release in (r for r in releases if r.state is ReleaseState.HELD):
            release.reason = f"{label} ended. The draft is out on another account, so a leader decides whether it is sent here too."
            session.add(release)
        return False
    for release in (r for r in releases if r.state in NOT_OUT):
        release.state = ReleaseState.VOID
        session.add(release)
    approvals = select(SignOff).where(SignOff.draft_id == draft.id, col(SignOff.kind).in_(APPROVING), col(SignOff.voided_at).is_(None))
    for sign in session.exec(approvals):
        sign.voided_at, sign.void_reason = now(), f"held by {label.lower()}: it must be approved afresh"
        session.add(sign)
    put(session, draft, State.AWAITING_APPROVAL)
    return True


def _checked(kind: str, reason: str, starts: datetime | None, ends: datetime | None, *, dated: bool = True) -> ModeKind:
    wrong = {
        "kind": None if kind in set(ModeKind) else "Choose what kind of period it is.",
        "reason": None if 0 < len(reason.strip()) <= LONGEST_REASON else f"Say why, in up to {LONGEST_REASON} characters.",
        "starts": "Say when it begins." if starts is None else None,
        "ends": _end_problem(starts, ends) if dated else None,
    }
    found = {name: sentence for name, sentence in wrong.items() if sentence}
    if found:
        raise BadInput(found)
    return ModeKind(kind)


def _end_problem(starts: datetime | None, ends: datetime | None) -> str | None:
    if ends is None:
        return "Say when it ends. It can be ended earlier."
    if ends <= now() or (starts is not None and ends <= starts):
        return "The end must be after the beginning, and not in the past."
    return "Choose an end within a year." if ends - (starts or now()) > LONGEST else None


def _tell(session: Session, mode: Mode, text: str, urgency: Urgency, *to: Role) -> None:
    for home in scope(session, mode):
        tell_roles(session, home.id or 0, to or (Role.HEAD,), text, "/modes", subject=f"mode:{mode.id}", urgency=urgency)


def _place(session: Session, academy_id: int | None) -> Place | None:
    return Place(academy(session, academy_id).id or 0) if academy_id is not None else None


def _locked(session: Session, mode_id: int) -> Mode:
    mode = session.get(Mode, mode_id, with_for_update=True, populate_existing=True)
    if mode is None:
        raise NotFound("That period is not here.")
    return mode


def _count(number: int) -> str:
    return "No posts are" if number == 0 else "1 post is" if number == 1 else f"{number} posts are"
