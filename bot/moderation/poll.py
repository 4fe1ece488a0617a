"""Reading replies: judge each, and in one transaction store them, seal the evidence, page the safeguarding lead and move
the cursor. A crash reads the same page again and finds its rows there; nothing is skipped and nothing is stored twice.
"""

from datetime import timedelta
from typing import Any

import structlog
from sqlmodel import Session, select

from bot.accounts import streams
from bot.accounts.models import Account, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence, safeguarding
from bot.clock import now
from bot.moderation import pipeline
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.grants import academy, profile_at
from bot.people.permissions import Role
from bot.platforms.base import Page, Platform, Post
from bot.platforms.registry import Means

log = structlog.get_logger()


def due(session: Session) -> list[tuple[int, int]]:
    return streams.due(session, StreamKind.REPLIES)


def run(session: Session, key: int, means: Means) -> int:
    """Read one account's replies once. Returns how many are new."""

    def fetch(platform: Platform, cursor: str | None) -> Page:
        return platform.replies(cursor)

    return streams.read(session, key, means, fetch, store)


def store(session: Session, account: Account, page: Page) -> dict[str, Any]:
    new = 0
    for post in page.posts:
        there = session.exec(select(Reply).where(Reply.account_id == account.id, Reply.remote_id == post.remote_id)).first()
        if there is None and post.author_id != account.remote_id:
            take_in(session, account, post, judged(session, account, post.text))
            new += 1
    return {"cursor": page.cursor, "new": new}


def judged(session: Session, account: Account, text: str) -> Verdict:
    """Fails toward people: a judge that breaks puts the reply before a person; it never lets it pass as clean (I1)."""
    try:
        return pipeline.judge(Comment(text=text, official_domains=(academy(session, account.academy_id).email_domain,)))
    except Exception:
        log.exception("judging failed")
        return Verdict(Word.ASK, Severity.S2, 0.0, (Reason("not judged", 0, 0),))


def take_in(session: Session, account: Account, post: Post, verdict: Verdict) -> Reply:
    """One reply and everything that follows from its verdict. Commits nothing."""
    reply = Reply(
        account_id=account.id or 0,
        remote_id=post.remote_id,
        root_id=post.root_id,
        parent_id=post.parent_id,
        author_handle=post.author_handle,
        author_id=post.author_id,
        text=post.text,
        url=post.url,
        platform_at=post.at,
        word=verdict.word,
        severity=int(verdict.severity),
        score=verdict.score,
        reasons=[{"rule": r.rule, "span": r.span(post.text), "start": r.start, "end": r.end} for r in verdict.reasons],
    )
    session.add(reply)
    session.flush()
    append(
        session,
        GATEPOST,
        Act.REPLY_JUDGED,
        f"reply:{reply.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        # What was said stays out of the record: safeguarding words must not be readable there, and retention can reach the row.
        verdict="alarm" if verdict.word is Word.ALARM else verdict.word.value,
        severity=f"S{int(verdict.severity)}",
    )
    if verdict.word is not Word.KEEP:
        _follow_up(session, account, post, reply, verdict)
    return reply


def _follow_up(session: Session, account: Account, post: Post, reply: Reply, verdict: Verdict) -> None:
    profile = profile_at(session, account.academy_id)
    alarm = verdict.word is Word.ALARM
    hides = f"S{int(verdict.severity)}" in set(profile.hide_severities.value) and (alarm or verdict.word is Word.HIDE)
    content = evidence.of_post(post, verdict=verdict.word.value, severity=int(verdict.severity), reasons=reply.reasons)
    captured = evidence.capture(session, account, f"reply:{reply.id}", content, restricted=alarm)
    reply.evidence_id = captured.id
    if hides:
        reply.state, reply.machine_hid, reply.not_before = Visibility.HIDING, True, now()
    if alarm:
        reply.review = Review.SAFEGUARDING
        rule = verdict.reasons[0].rule if verdict.reasons else "safeguarding"
        safeguarding.raise_case(session, account, f"reply:{reply.id}", post, rule, captured.id)
    else:
        reply.review, reply.decide_by = Review.WAITING, now() + timedelta(minutes=profile.decide_minutes.value)
        _tell(session, account, reply, verdict)
    session.add(reply)


def _tell(session: Session, account: Account, reply: Reply, verdict: Verdict) -> None:
    """SLT sees it on Today; a threat to somebody also goes to the Headteacher (S15.1)."""
    grave = verdict.severity <= Severity.S1
    if grave:
        text = f"A reply on @{account.handle} looks like a threat or worse. Decide it now."
        roles = [Role.SLT, Role.HEAD]
        tell_roles(session, account.academy_id, roles, text, f"/comments/{reply.id}", subject=f"reply:{reply.id}", urgency=Urgency.SOON)
