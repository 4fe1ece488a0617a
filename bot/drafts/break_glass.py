"""Break-glass (S14.2): a leader posts natively because there is no time, says so, and a second leader reviews it afterwards.

1. The notice names the account and the reason, before or after posting. It covers one post.
2. The watch sees the post and matches it with the notice: the timer of P52 does not touch it for an hour from when it was seen.
3. A second leader looks at the facts and adopts it. Otherwise the alarm is raised, and it is a stray post like any other.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now, spoken
from bot.drafts.break_glass_leaders import may_declare
from bot.drafts.break_glass_models import BreakGlass, NoticeState
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.found import person
from bot.people.grants import Place, actor, may, require, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb

WINDOW = timedelta(minutes=60)  # between the notice and the post, either way, and then for the second leader
ALIKE = 80  # of 100: an expected text is what a person meant to write, not what they wrote
LONGEST = 2_000
WAITING = (NoticeState.MATCHED, NoticeState.OVERDUE)
LEADERS = (Role.HEAD, Role.SLT)


def declare(session: Session, me: Person, account_id: int, reason: str, expected_text: str = "") -> BreakGlass:
    """Say that you post natively, and why: before posting or up to an hour after."""
    account = register.account(session, account_id)
    with recorded(
        session, actor(me), Act.NATIVE_DECLARED, f"account:{account_id}", academy_id=account.academy_id, account_id=account_id, reason=reason.strip()
    ) as note:
        require(session, me, Verb.BREAK_GLASS, Place(account.academy_id))
        if not may_declare(session, me, account.academy_id):
            raise Refusal(
                "The Headteacher has not named you as somebody who may post outside Gatepost in an emergency.",
                rule="break-glass",
                next_step="Ask the Headteacher to post and to declare it, or to name you under Break-glass.",
            )
        _check(reason, expected_text)
        row = BreakGlass(
            academy_id=account.academy_id,
            account_id=account_id,
            declared_by=me.id or 0,
            reason=reason.strip(),
            expected_text=expected_text.strip(),
            due_at=now() + WINDOW,
        )
        session.add(row)
        session.flush()
        note.detail["notice"] = row.id
        text = f"{me.name} posts outside Gatepost on @{account.handle} (break-glass). A second leader reviews it within an hour."
        tell_roles(session, row.academy_id, LEADERS, text, f"/break-glass/{row.id}", subject=f"break-glass:{row.id}", urgency=Urgency.SOON)
        open_strays = select(Stray).where(Stray.account_id == account_id, Stray.kind == StrayKind.UNKNOWN, Stray.state == StrayState.OPEN)
        for stray in session.exec(open_strays.order_by(col(Stray.id).desc())).all():
            if match(session, stray) is not None:
                break
    return row


def match(session: Session, stray: Stray) -> BreakGlass | None:
    """Give an unknown post to the notice that speaks of it. In the transaction that found it. Commits nothing."""
    if stray.kind is not StrayKind.UNKNOWN or stray.state is not StrayState.OPEN:
        return None
    there = of_stray(session, stray.id or 0)
    if there is not None:
        return there
    posted = stray.posted_at or stray.seen_at
    query = select(BreakGlass).where(
        BreakGlass.account_id == stray.account_id,
        BreakGlass.state == NoticeState.DECLARED,
        col(BreakGlass.declared_at) >= posted - WINDOW,
        col(BreakGlass.declared_at) <= posted + WINDOW,
    )
    row = next((each for each in session.exec(query.order_by(col(BreakGlass.id)).with_for_update(skip_locked=True)) if _speaks_of(each, stray)), None)
    if row is None:
        return None
    row.state, row.stray_id, row.matched_at, row.due_at = NoticeState.MATCHED, stray.id, now(), stray.seen_at + WINDOW
    session.add(row)
    session.flush()
    account = register.account(session, row.account_id)
    append(session, GATEPOST, Act.NATIVE_MATCHED, f"stray:{stray.id}", academy_id=row.academy_id, account_id=row.account_id, notice=row.id)
    settled(session, f"stray:{stray.id}")
    settled(session, f"break-glass:{row.id}")
    text = f"Review a break-glass post on @{account.handle} by {spoken(row.due_at)}; after that it is a stray post like any other."
    tell_roles(session, row.academy_id, LEADERS, text, f"/break-glass/{row.id}", subject=f"stray:{stray.id}", urgency=Urgency.SOON)
    return row


def _speaks_of(row: BreakGlass, stray: Stray) -> bool:
    return not row.expected_text or fuzz.token_set_ratio(row.expected_text.casefold(), stray.live_text.casefold()) >= ALIKE


def of_stray(session: Session, stray_id: int) -> BreakGlass | None:
    return session.exec(select(BreakGlass).where(BreakGlass.stray_id == stray_id)).first()


def protected_until(session: Session, stray: Stray) -> datetime | None:
    """Until when the machine leaves a post alone because a leader declared it; None where nobody did or the hour is over."""
    row = of_stray(session, stray.id or 0)
    return row.due_at if row is not None and row.state is NoticeState.MATCHED and row.due_at > now() else None


def protected(stray_id: int) -> sa.ColumnElement[bool]:
    """The same inside an UPDATE, so that a notice filed at that moment counts."""
    covers = sa.and_(col(BreakGlass.stray_id) == stray_id, col(BreakGlass.state) == NoticeState.MATCHED, col(BreakGlass.due_at) > now())
    return sa.exists(select(BreakGlass.id).where(covers))


def adopt(session: Session, me: Person, notice_id: int, *, facts: str, reason: str) -> BreakGlass:
    """The second review, afterwards: another leader says what they looked at and why it may stay."""
    row = session.get(BreakGlass, notice_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("That notice is not here.")
    with recorded(
        session, actor(me), Act.NATIVE_ADOPTED, f"stray:{row.stray_id}", academy_id=row.academy_id, account_id=row.account_id, notice=notice_id
    ) as note:
        require(session, me, Verb.DECIDE_STRAYS, Place(row.academy_id))
        refuse_same(session, me, row)
        if row.state not in WAITING or row.stray_id is None:
            raise Refusal("There is no post to review here: none was seen yet, or it was decided already.", rule="already-decided")
        stray = session.get_one(Stray, row.stray_id, with_for_update=True, populate_existing=True)
        if stray.state is not StrayState.OPEN:
            raise Refusal("The post has been decided or is being removed already.", rule="already-decided", next_step="See Stray posts.")
        wrong = {
            "facts": "Say which facts you looked at, and where." if not facts.strip() else None,
            "reason": "Say why it may stay, in a sentence: it is what a governor will read." if not reason.strip() else None,
        }
        if found := {name: sentence for name, sentence in wrong.items() if sentence}:
            raise BadInput(found)
        row.state, row.reviewed_by, row.reviewed_at = NoticeState.ADOPTED, me.id, now()
        row.facts_seen, row.review_reason = facts.strip()[:LONGEST], reason.strip()[:LONGEST]
        stray.state, stray.decided_by, stray.decided_at, stray.decision_reason = StrayState.ADOPTED, me.id, now(), reason.strip()[:LONGEST]
        session.add_all([row, stray])
        note.detail.update(facts=row.facts_seen, reason=row.review_reason, declared=row.reason, late=row.overdue_at is not None)
        settled(session, f"stray:{stray.id}")
    return row


def refuse_same(session: Session, me: Person, row: BreakGlass) -> None:
    """Whoever posted it cannot be its second pair of eyes."""
    if same_human(me, person(session, row.declared_by)):
        raise Refusal(
            "You declared this post yourself, so another leader reviews it.",
            rule="self-approval attempt",
            next_step="Ask another member of senior leadership. You may have it removed under Stray posts.",
        )


def refuse_plain(session: Session, stray: Stray, decision: str) -> None:
    """A declared post is adopted with its second review and in no other way."""
    row = of_stray(session, stray.id or 0)
    if decision == "adopt" and row is not None:
        raise Refusal(
            "This post was declared as break-glass, so it is adopted with a second review.",
            rule="break-glass",
            next_step=f"Open Break-glass notice {row.id}, look at the facts, and adopt it there.",
        )


def decided(session: Session, stray: Stray) -> None:
    """The post is to go, whoever decided that: nothing is left to review. Commits nothing."""
    row = of_stray(session, stray.id or 0)
    if row is not None and row.state is NoticeState.MATCHED:
        row.state = NoticeState.CLOSED
        session.add(row)
        append(session, GATEPOST, Act.NATIVE_CLOSED, f"stray:{stray.id}", academy_id=row.academy_id, account_id=row.account_id, notice=row.id)


def due(session: Session) -> list[int]:
    query = select(BreakGlass.id).where(col(BreakGlass.state).in_((NoticeState.DECLARED, NoticeState.MATCHED)), col(BreakGlass.due_at) <= now())
    return [key for key in session.exec(query) if key is not None]


def lapse(session: Session, key: int) -> str:
    """The hour is over: no post came, or nobody reviewed the one that did."""
    row = session.get(BreakGlass, key, with_for_update=True, populate_existing=True)
    if row is None or row.due_at > now() or row.state not in (NoticeState.DECLARED, NoticeState.MATCHED):
        session.rollback()
        return "nothing"
    account = register.account(session, row.account_id)
    ends = _unused if row.state is NoticeState.DECLARED else _overdue
    ends(session, row, account)
    session.commit()
    return row.state.value


def _unused(session: Session, row: BreakGlass, account: Account) -> None:
    row.state = NoticeState.CLOSED
    settled(session, f"break-glass:{row.id}")
    append(session, GATEPOST, Act.NATIVE_CLOSED, f"account:{account.id}", academy_id=row.academy_id, account_id=account.id, notice=row.id)
    text = f"No post was seen on @{account.handle} within an hour of your break-glass notice, so it is closed. If you post later, declare it again."
    tell_person(session, row.academy_id, row.declared_by, text, f"/break-glass/{row.id}")


def _overdue(session: Session, row: BreakGlass, account: Account) -> None:
    row.state, row.overdue_at = NoticeState.OVERDUE, now()
    append(session, GATEPOST, Act.NATIVE_OVERDUE, f"stray:{row.stray_id}", academy_id=row.academy_id, account_id=account.id, notice=row.id)
    settled(session, f"stray:{row.stray_id}")
    stray = session.get_one(Stray, row.stray_id)
    text = f"Overdue: nobody reviewed the break-glass post on @{account.handle} within an hour. It is a stray post now."
    urgency = Urgency.NOW if stray.state is StrayState.OPEN else Urgency.SOON  # the first stays on the page until the post is decided
    tell_roles(session, row.academy_id, _alarmed(), text, f"/break-glass/{row.id}", subject=f"stray:{stray.id}", urgency=urgency)


def _alarmed() -> tuple[Role, ...]:
    """The Headteacher, senior leadership, and the executive lead where the trust has that role."""
    return (*LEADERS, *(role for role in Role if role.name == "EXEC_LEAD"))


def visible(session: Session, me: Person) -> list[BreakGlass]:
    """Newest first, of the academies whose stray posts this person decides."""
    rows = session.exec(select(BreakGlass).order_by(col(BreakGlass.id).desc()).limit(200))
    return [row for row in rows if may(session, me, Verb.DECIDE_STRAYS, Place(row.academy_id))]


def mine_to_review(session: Session, me: Person) -> list[BreakGlass]:
    """Posts that wait for the second leader, most pressing first; those reviewed too late only while they still stand."""
    query = select(BreakGlass).join(Stray, col(Stray.id) == col(BreakGlass.stray_id))
    rows = session.exec(query.where(col(BreakGlass.state).in_(WAITING), Stray.state == StrayState.OPEN).order_by(col(BreakGlass.due_at)))
    return [
        row for row in rows if may(session, me, Verb.DECIDE_STRAYS, Place(row.academy_id)) and not same_human(me, person(session, row.declared_by))
    ]


def _check(reason: str, expected_text: str) -> None:
    wrong = {
        "reason": "Say why it cannot wait for a second person." if not reason.strip() else _too_long(reason),
        "expected_text": _too_long(expected_text),
    }
    if found := {name: sentence for name, sentence in wrong.items() if sentence}:
        raise BadInput(found)


def _too_long(words: str) -> str | None:
    return f"Keep it under {LONGEST:,} characters." if len(words) > LONGEST else None
