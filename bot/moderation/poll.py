"""Reading replies: judge each before anything is written; then in one transaction store them, seal the evidence, page the
safeguarding lead and move the cursor. A crash reads the same page again and finds its rows there; nothing is skipped and
nothing is stored twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlmodel import Session, col, select

from bot.accounts import streams
from bot.accounts.models import Account, Stream, StreamKind
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence, imagery, safeguarding
from bot.clock import now
from bot.moderation import authors, canary, clocks, context, pipeline, routes, staff_list
from bot.moderation.crowd import pile_on, repeat
from bot.moderation.desk import shadow
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.people.calendar import hours_at
from bot.people.grants import academy, profile_at
from bot.platforms.base import Page, Platform, Post
from bot.platforms.registry import Means

log = structlog.get_logger()


@dataclass(frozen=True)
class Judged:
    """One comment with its verdict and what it answers. `voice`: why its writer is listed, if they are."""

    post: Post
    verdict: Verdict
    parent_text: str = ""
    voice: str = ""


@dataclass(frozen=True)
class Weighed:
    """A page of comments, judged, in the order in which they are to be stored."""

    cursor: str | None
    judged: tuple[Judged, ...]
    more: bool = False  # as `Page.more`


def due(session: Session) -> list[tuple[int, int]]:
    return streams.due(session, StreamKind.REPLIES)


def reader(organisations: staff_list.Organisations) -> Callable[[Session, int, Means], int]:
    """The job. `organisations` gives whom an account follows by its allow-list, which is another room's to say."""

    def run(session: Session, key: int, means: Means) -> int:
        """Read one account's replies once. Returns how many are new."""

        def weighed(session: Session, account: Account, platform: Platform, page: Page) -> Weighed:
            return weigh(session, account, platform, page, organisations)

        return streams.read(session, key, means, fetch, store, weighed)

    return run


def fetch(platform: Platform, cursor: str | None) -> Page:
    return platform.replies(cursor)


def weigh(session: Session, account: Account, platform: Platform, page: Page, organisations: staff_list.Organisations) -> Weighed:
    """Everything slow, with no transaction open: what each comment answers, and the judge over each."""
    known = set(
        session.exec(select(Reply.remote_id).where(Reply.account_id == account.id, col(Reply.remote_id).in_([p.remote_id for p in page.posts])))
    )
    domains = (academy(session, account.academy_id).email_domain,)
    listed = staff_list.voices(session, account, organisations)
    stream = session.exec(select(Stream).where(Stream.account_id == account.id, Stream.kind == StreamKind.REPLIES)).first()
    recovering = stream is not None and (stream.blind_since is not None or streams.piled_up(stream))
    distrusted = canary.broken(session) is not None
    session.commit()
    new = [post for post in page.posts if post.remote_id not in known and post.author_id != account.remote_id]
    answered = context.parents(session, account, platform, new)
    judged = []
    for post in new:
        parent = answered.get(post.parent_id or "", "")
        verdict = judge(Comment(text=post.text, parent_text=parent, official_domains=domains))
        verdict = canary.mistrusted(verdict) if distrusted else verdict
        judged.append(Judged(post, verdict, parent, listed.get(post.author_id, "")))
    named = authors.named(session, account, platform, [each.post for each in judged if each.verdict.word is not Word.KEEP])
    judged = [replace(each, post=named.get(each.post.remote_id, each.post)) for each in judged]
    return Weighed(page.cursor, in_order(judged, newest_first=recovering), page.more)


def in_order(judged: Sequence[Judged], *, newest_first: bool) -> tuple[Judged, ...]:
    """Alarms first, the oldest of them first: a child has waited longest. After a blind window the rest newest first (C33)."""
    alarms = [each for each in judged if each.verdict.word is Word.ALARM]
    rest = [each for each in judged if each.verdict.word is not Word.ALARM]
    return (*alarms, *(reversed(rest) if newest_first else rest))


def judge(comment: Comment) -> Verdict:
    """Fails toward people: a judge that breaks puts the reply before a person; it never lets it pass as clean (I1)."""
    try:
        return pipeline.judge(comment)
    except Exception:
        log.exception("judging failed")
        return Verdict(Word.ASK, Severity.S2, 0.0, (Reason(clocks.UNJUDGED, 0, 0),))


def store(session: Session, account: Account, weighed: Weighed) -> dict[str, Any]:
    new = 0
    for judged in weighed.judged:
        there = session.exec(select(Reply.id).where(Reply.account_id == account.id, Reply.remote_id == judged.post.remote_id)).first()
        if there is None:
            take_in(session, account, judged)
            new += 1
    return {"cursor": weighed.cursor, "new": new, "more": weighed.more}


def take_in(session: Session, account: Account, judged: Judged) -> Reply:
    """One reply and everything that follows from its verdict. Commits nothing."""
    post, verdict = judged.post, judged.verdict
    reply = Reply(
        account_id=account.id or 0,
        remote_id=post.remote_id,
        root_id=post.root_id,
        parent_id=post.parent_id,
        quoted_id=post.quoted_id,
        parent_text=judged.parent_text,
        author_handle=post.author_handle,
        author_id=post.author_id,
        voice=judged.voice,
        text=post.text,
        url=post.url,
        platform_at=post.at,
        word=verdict.word,
        severity=int(verdict.severity),
        score=verdict.score,
        raw={} if imagery.suspected([r.rule for r in verdict.reasons], post.text) else post.raw,
        reasons=[{"rule": r.rule, "span": r.span(post.text), "start": r.start, "end": r.end} for r in verdict.reasons],
    )
    session.add(reply)
    session.flush()
    listed: dict[str, Any] = {"listed": judged.voice} if judged.voice else {}
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
        **listed,
    )
    if verdict.word is not Word.KEEP:
        _follow_up(session, account, post, reply, verdict)
    return reply


def _follow_up(session: Session, account: Account, post: Post, reply: Reply, verdict: Verdict) -> None:
    profile = profile_at(session, account.academy_id)
    rules = [reason.rule for reason in verdict.reasons]
    alarm = verdict.word is Word.ALARM or imagery.suspected(rules, post.text)  # which is never the ordinary desk's (S16.3)
    hides = f"S{int(verdict.severity)}" in set(profile.hide_severities.value) and (alarm or verdict.word is Word.HIDE)
    hides = hides and not staff_list.asks_instead(verdict, reply.voice) and not shadow.holds_back(session, account, reply)
    told = {"verdict": verdict.word.value, "severity": int(verdict.severity), "reasons": reply.reasons, "parent_text": reply.parent_text}
    content = imagery.content(post, rules, **told)
    captured = evidence.capture(session, account, f"reply:{reply.id}", content, restricted=alarm)
    reply.evidence_id = captured.id
    if hides:
        reply.state, reply.machine_hid, reply.not_before = Visibility.HIDING, True, now()
    session.add(reply)
    if alarm:
        reply.review = Review.SAFEGUARDING
        rule = verdict.reasons[0].rule if verdict.reasons else "safeguarding"
        safeguarding.raise_case(session, account, f"reply:{reply.id}", post, rule, captured.id, rules=rules)
        return
    hours, staffed = hours_at(session, account.academy_id), profile.ask_clock.value == "staffed_hours"
    clock = clocks.clock(reply.seen_at, verdict, profile.decide_minutes.value, hours, hides=hides, staffed=staffed)
    reply.review, reply.decide_by, reply.clock_note = Review.WAITING, clock.by, clock.note
    reply.repeats = repeat.hidden_before(session, account.id or 0, reply.author_id, reply.seen_at)
    if not pile_on.silences(pile_on.join(session, account, reply), reply):
        routes.tell(session, account, reply, verdict)
