"""Whose turn it is: what one person may do with a draft now, why not otherwise, and what waits for whom.

Nothing here decides. It asks the same questions as the moves themselves, so that a page offers what will be granted.
"""

from collections.abc import Callable, Iterable

from sqlmodel import Session, col, select

from bot.drafts.adopt import refuse_adoption
from bot.drafts.approval import require_extra_approver
from bot.drafts.content import targets
from bot.drafts.lifecycle import GONE_OUT, Move, ReleaseState, State, check_move, overall
from bot.drafts.models import Draft, Release
from bot.drafts.pool import require_approver
from bot.drafts.signatures import bar_contributors, enough_people, require_outsider
from bot.drafts.signoff import require_judge
from bot.errors import NotFound, Refusal
from bot.people.directory import away_at
from bot.people.grants import Place, academies, live_grant, may, require
from bot.people.models import Grant, Person, RoleHolding
from bot.people.permissions import ACCOUNT_VERBS, TABLE, Role, Verb

MOST = 8  # drafts on one page of Today
TROUBLE = (ReleaseState.HELD, ReleaseState.FAILED, ReleaseState.UNKNOWN, ReleaseState.MISSED)
# The move that each waiting state waits for, and the verb of whoever makes it.
NEXT: dict[State, tuple[Move, Verb]] = {
    State.SUBMITTED: (Move.SIGN_FACTS, Verb.CHECK),
    State.CHECKING: (Move.SIGN_FACTS, Verb.CHECK),
    State.WITH_DPO: (Move.CLEAR, Verb.CLEAR_DATA),
    State.AWAITING_APPROVAL: (Move.APPROVE, Verb.APPROVE),
    State.AWAITING_EXTRA: (Move.APPROVE_EXTRA, Verb.APPROVE_EXTRA),
}

SIGNING = {
    State.SUBMITTED: "check the facts of",
    State.CHECKING: "check the facts of",
    State.WITH_DPO: "clear the data of",
    State.AWAITING_APPROVAL: "approve",
    State.AWAITING_EXTRA: "approve",
}
NEXT_VERB: dict[Move, Verb] = dict(NEXT.values())


def readable(session: Session, me: Person) -> list[int]:
    """The academies whose drafts this person may read."""
    return [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.READ_DRAFTS, Place(a.id))]


def draft_for(session: Session, me: Person, draft_id: int) -> Draft:
    """The draft, for somebody who may read it. For anybody else it is not there, so that nothing can be learnt by asking."""
    draft = session.get(Draft, draft_id)
    if draft is None or not may(session, me, Verb.READ_DRAFTS, Place(draft.academy_id)):
        raise NotFound("There is no such draft, or it is not yours to see.")
    return draft


def why_not(session: Session, me: Person, draft: Draft, move: Move) -> Refusal | None:
    """The refusal this person would meet; None when the move is theirs to make. What the draft says is not judged here."""
    try:
        check_move(draft.state, move)
        ASKED[move](session, me, draft)
    except Refusal as refusal:
        return refusal
    return None


def why_barred(session: Session, me: Person, draft: Draft) -> Refusal | None:
    """The refusal of somebody who wrote or changed it, whatever else they may be allowed."""
    try:
        bar_contributors(session, me, draft, SIGNING.get(draft.state, "sign"))
    except Refusal as refusal:
        return refusal
    return None


def waiting(session: Session, me: Person, move: Move) -> list[Draft]:
    """Those that wait for this move and are this person's to make, longest waiting first."""
    return [draft for draft, refusal in with_reasons(session, me, move) if refusal is None]


def with_reasons(session: Session, me: Person, move: Move) -> list[tuple[Draft, Refusal | None]]:
    """Everything that waits for a move where this person has the role for it, each with why it is not for them."""
    states = [state for state, (wanted, _) in NEXT.items() if wanted is move]
    verb = NEXT[states[0]][1]
    where = [a.id for a in academies(session, me) if a.id is not None and may(session, me, verb, Place(a.id))]
    query = select(Draft).where(col(Draft.state).in_(states), col(Draft.academy_id).in_(where)).order_by(col(Draft.submitted_at), col(Draft.id))
    return [(draft, why_not(session, me, draft, move)) for draft in session.exec(query)]


def came_back(session: Session, me: Person) -> list[Draft]:
    """Mine, sent back for changes."""
    query = select(Draft).where(Draft.author_id == me.id, Draft.state == State.NEEDS_CHANGES)
    return list(session.exec(query.order_by(col(Draft.changed_at))))


def unfinished(session: Session, me: Person) -> list[Draft]:
    """Mine, begun and not submitted."""
    query = select(Draft).where(Draft.author_id == me.id, Draft.state == State.DRAFT)
    return list(session.exec(query.order_by(col(Draft.changed_at).desc()).limit(MOST)))


def under_way(session: Session, me: Person) -> list[tuple[Draft, State | ReleaseState]]:
    """Mine, submitted, newest first: each with the one word for where it is."""
    query = select(Draft).where(Draft.author_id == me.id, col(Draft.state).in_((*NEXT, State.ADVICE, State.APPROVED)))
    found = session.exec(query.order_by(col(Draft.submitted_at).desc()).limit(MOST)).all()
    releases = session.exec(select(Release).where(col(Release.draft_id).in_([d.id for d in found]))).all()
    return [(d, overall(d.state, [r.state for r in releases if r.draft_id == d.id])) for d in found]


def in_trouble(session: Session, me: Person) -> list[tuple[Draft, Release]]:
    """Approved posts that did not get out as meant: for those who wrote them, and for whoever may decide what becomes of them."""
    query = select(Draft, Release).join(Release, col(Release.draft_id) == col(Draft.id))
    query = query.where(Draft.state == State.APPROVED, col(Release.state).in_(TROUBLE)).order_by(col(Release.id))
    return [
        (draft, release)
        for draft, release in session.exec(query)
        if draft.author_id == me.id or may(session, me, Verb.RELEASE, Place(draft.academy_id))
    ]


def who_can(session: Session, draft: Draft) -> list[Person]:
    """The people who could make the next move, so that nobody has to guess whom to ask."""
    move, verb = NEXT[draft.state]
    found = [p for p in _candidates(session, draft, verb) if why_not(session, p, draft, move) is None]
    away = away_at(session, draft.academy_id)
    return [p for p in found if p.id not in away] or found


def _candidates(session: Session, draft: Draft, verb: Verb) -> Iterable[Person]:
    """Few, before the careful question is asked of each: those with a permission for the account, or with the role."""
    accounts = [a.id for a in targets(session, draft)]
    if verb in ACCOUNT_VERBS:
        granted = select(Grant.person_id).where(col(Grant.account_id).in_(accounts), Grant.verb == verb)
        pool = select(RoleHolding.person_id).where(RoleHolding.role == Role.POOL)
        ids = granted.union(pool) if verb is Verb.APPROVE else granted
    else:
        ids = select(RoleHolding.person_id).where(col(RoleHolding.role).in_(TABLE[verb]))
    return session.exec(select(Person).where(col(Person.id).in_(ids), col(Person.left_at).is_(None)).order_by(Person.name))


def _not_gone(session: Session, draft: Draft) -> None:
    """What has left, or may have, is changed on the network or not at all."""
    if session.exec(select(Release).where(Release.draft_id == draft.id, col(Release.state).in_(GONE_OUT))).first() is not None:
        raise Refusal(
            "This has gone out, or may have, so it cannot be changed here.",
            rule="gone-out",
            next_step="Write a new draft with the correction, or ask senior leadership to remove the live post.",
        )


def _changes(session: Session, me: Person, draft: Draft) -> None:
    _not_gone(session, draft)
    _writes(session, me, draft)


def _writes(session: Session, me: Person, draft: Draft) -> None:
    require(session, me, Verb.DRAFT, Place(draft.academy_id))
    for account in targets(session, draft):
        require(session, me, Verb.DRAFT, Place(draft.academy_id, account.id))


def _checks(session: Session, me: Person, draft: Draft) -> None:
    require_outsider(session, me, draft, Verb.CHECK, "check the facts of")


def _approves(session: Session, me: Person, draft: Draft) -> None:
    require_approver(session, me, draft)
    enough_people(session, me, draft)


def _clears(session: Session, me: Person, draft: Draft) -> None:
    require(session, me, Verb.CLEAR_DATA, Place(draft.academy_id))
    bar_contributors(session, me, draft, "clear the data of")


def _asks(session: Session, me: Person, draft: Draft) -> None:
    require(session, me, Verb.APPROVE if draft.state is State.AWAITING_APPROVAL else Verb.CHECK, Place(draft.academy_id))


def _returns(session: Session, me: Person, draft: Draft) -> None:
    require_judge(session, me, draft, reject=False)


def _rejects(session: Session, me: Person, draft: Draft) -> None:
    _not_gone(session, draft)
    require_judge(session, me, draft, reject=True)


def _withdraws(session: Session, me: Person, draft: Draft) -> None:
    _not_gone(session, draft)
    if draft.author_id != me.id:
        require(session, me, Verb.APPROVE, Place(draft.academy_id))


ASKED: dict[Move, Callable[[Session, Person, Draft], None]] = {
    Move.SUBMIT: _writes,
    Move.CHANGE: _changes,
    Move.ADOPT: refuse_adoption,
    Move.SIGN_FACTS: _checks,
    Move.APPROVE: _approves,
    Move.APPROVE_EXTRA: require_extra_approver,
    Move.CLEAR: _clears,
    Move.ASK_DPO: _asks,
    Move.RETURN: _returns,
    Move.REJECT: _rejects,
    Move.WITHDRAW: _withdraws,
}


def writable_accounts(session: Session, me: Person, accounts: Iterable[tuple[int, int]]) -> list[int]:
    """Of (account, academy) pairs, the accounts this person may write a draft for now."""
    return [
        account_id
        for account_id, academy_id in accounts
        if live_grant(session, me, Verb.DRAFT, account_id) and may(session, me, Verb.DRAFT, Place(academy_id, account_id))
    ]
