"""Reading private messages where a network shows them: judge each before anything is written, then store who, when and what kind.

A disclosure becomes a safeguarding case in the same transaction. The words of an ordinary message are not kept anywhere.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import streams
from bot.accounts.models import Account, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence, imagery, safeguarding
from bot.clock import now
from bot.moderation import canary, clocks, poll
from bot.moderation.messages import blocks, screen, sent
from bot.moderation.messages.models import Category, MessageState, PrivateMessage
from bot.moderation.verdict import Comment, Severity, Verdict
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.calendar import hours_at
from bot.people.grants import academy, profile_at
from bot.people.permissions import Role
from bot.platforms.base import Platform, Post, Unsupported
from bot.platforms.messaging import Inbox, Message, ReadsMessages
from bot.platforms.registry import Means

WITHIN = timedelta(days=30)  # what counts as "again"; after it nobody needs to know who wrote an ordinary message


@dataclass(frozen=True)
class Weighed:
    cursor: str | None
    judged: tuple[tuple[Message, Verdict], ...]


def due(session: Session) -> list[tuple[int, int]]:
    return streams.due(session, StreamKind.MESSAGES)


def run(session: Session, key: int, means: Means) -> int:
    """Read one account's private messages once. Returns how many are new."""
    return streams.read(session, key, means, fetch, store, weigh)


def fetch(platform: Platform, cursor: str | None) -> Inbox:
    if not isinstance(platform, ReadsMessages):
        raise Unsupported("This network does not show private messages to Gatepost.")
    return platform.messages(cursor)


def weigh(session: Session, account: Account, _platform: Platform, inbox: Inbox) -> Weighed:
    """The judge over each, with no transaction open; alarms first."""
    domains = (academy(session, account.academy_id).email_domain,)
    distrusted = canary.broken(session) is not None
    session.commit()
    judged = []
    for message in inbox.messages:
        verdict = poll.judge(Comment(message.text, official_domains=domains))
        judged.append((message, canary.mistrusted(verdict) if distrusted else verdict))
    return Weighed(inbox.cursor, tuple(sorted(judged, key=lambda each: screen.category(each[1], each[0].text) is not Category.SAFEGUARDING)))


def store(session: Session, account: Account, weighed: Weighed) -> dict[str, Any]:
    new = 0
    for message, verdict in weighed.judged:
        kind = screen.category(verdict, message.text)
        taken = sent.found(session, account, message, kind, verdict) if message.ours else take_in(session, account, message, kind, verdict)
        new += taken
    return {"cursor": weighed.cursor, "new": new}


def take_in(session: Session, account: Account, message: Message, kind: Category, verdict: Verdict) -> bool:
    """One message and all that follows from it. False: it is here already. Commits nothing."""
    there = select(PrivateMessage.id).where(PrivateMessage.account_id == account.id, PrivateMessage.remote_id == message.remote_id)
    if session.exec(there).first() is not None:
        return False
    rules = [reason.rule for reason in verdict.reasons]
    row = PrivateMessage(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        remote_id=message.remote_id,
        sender_id=message.other_id,
        sender_handle=message.other_handle,
        url=message.url,
        at=message.at,
        category=kind,
        severity=int(verdict.severity),
        rules=rules,
        repeats=written_before(session, account.id or 0, message.other_id),
    )
    session.add(row)
    session.flush()
    append(
        session,
        GATEPOST,
        Act.MESSAGE_JUDGED,
        f"message:{row.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        category="alarm" if kind is Category.SAFEGUARDING else kind.value,
    )
    if kind is Category.SAFEGUARDING:
        _alarm(session, account, row, message, rules)
        return True
    if kind in screen.KEEPS_WORDS:
        content = evidence.of_post(post_of(message), category=kind.value, rules=rules)
        row.evidence_id = evidence.capture(session, account, f"message:{row.id}", content).id
        _ask(session, account, row, verdict)
    session.add(row)
    blocks.propose_where_the_policy_asks(session, account, row)
    return True


def written_before(session: Session, account_id: int, sender_id: str) -> int:
    """Messages of this sender to this account in the last 30 days. There is no list of senders (invariant I7)."""
    query = select(sa.func.count()).where(
        PrivateMessage.account_id == account_id, PrivateMessage.sender_id == sender_id, col(PrivateMessage.seen_at) > now() - WITHIN
    )
    return int(session.exec(query).one()) if sender_id else 0


def post_of(message: Message) -> Post:
    """As everything else that is said to the academy: what a case and sealed evidence are made of."""
    return Post(message.remote_id, message.text, message.other_id, message.other_handle, message.at, message.url, raw=message.raw)


def _alarm(session: Session, account: Account, row: PrivateMessage, message: Message, rules: list[str]) -> None:
    post = post_of(message)
    captured = evidence.capture(session, account, f"message:{row.id}", imagery.content(post, rules), restricted=True)
    row.evidence_id, row.state = captured.id, MessageState.SAFEGUARDING
    session.add(row)
    rule = rules[0] if rules else "safeguarding"
    safeguarding.raise_case(session, account, f"message:{row.id}", post, rule, captured.id, rules=rules)


def _ask(session: Session, account: Account, row: PrivateMessage, verdict: Verdict) -> None:
    """A leader looks, by the clock that comments have. The notice says nothing of the content."""
    profile = profile_at(session, account.academy_id)
    staffed = profile.ask_clock.value == "staffed_hours"
    row.decide_by = clocks.clock(
        row.seen_at, verdict, profile.decide_minutes.value, hours_at(session, account.academy_id), hides=False, staffed=staffed
    ).by
    looks = "looks abusive" if row.category is Category.ABUSE else "needs somebody to look"
    urgency = Urgency.SOON if verdict.severity <= Severity.S1 else Urgency.ROUTINE
    text = f"A private message to @{account.handle} {looks}. Nobody answers it."
    tell_roles(session, account.academy_id, [Role.SLT], text, f"/messages/{row.id}", subject=f"message:{row.id}", urgency=urgency)
