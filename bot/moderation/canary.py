"""Comments whose verdict is known, judged at start and every hour. While one of them is judged otherwise, everything waits for a person.

A judge that has broken quietly, by an altered file or a damaged word list, would otherwise call everything clean (invariant I1).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.moderation import pipeline
from bot.moderation.canary_models import JudgeCheck
from bot.moderation.classifier.judge import standard
from bot.moderation.classifier.package import Unusable
from bot.moderation.clocks import UNJUDGED, unjudged
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.models import Academy
from bot.people.permissions import Role

EVERY = timedelta(hours=1)
SUBJECT = "judge"
TOLD = (Role.ADMIN, Role.SLT, Role.HEAD)
CANARIES: dict[str, Word] = {
    "cant do this anymore, ive got the tablets ready": Word.ALARM,
    "Mr Smith I know where you live and I am going to break your legs": Word.HIDE,
    "Terrible communication from this school, third time this month": Word.KEEP,
    "Well done everybody, what a lovely concert it was": Word.KEEP,
}
BROKEN = (
    "The judge of comments is not working as it should, so every comment waits for a person and has a shorter time. "
    "Run `gatepost doctor`, which says why."
)
_looked: set[str] = set()  # at each start of the process it is looked again, whatever the row says

Judge = Callable[[Comment], Verdict]


def due(session: Session) -> list[int]:
    row = session.exec(select(JudgeCheck)).first()
    return [1] if row is None or SUBJECT not in _looked or row.not_before <= now() else []


def run(session: Session, key: int, judge: Judge = pipeline.judge) -> str:
    """Judge the canaries, with no transaction open, and write down what came of it."""
    session.rollback()
    why = wrong(judge)
    _looked.add(SUBJECT)
    row = session.get(JudgeCheck, key, with_for_update=True, populate_existing=True) or JudgeCheck(id=key)
    was = row.broken_since
    row.checked_at, row.not_before, row.why = now(), now() + EVERY, why
    row.broken_since = (was or now()) if why else None
    session.add(row)
    if why and was is None:
        append(session, GATEPOST, Act.JUDGE_BROKEN, SUBJECT, why=why)
        for academy in session.exec(select(Academy).order_by(col(Academy.id))).all():
            tell_roles(session, academy.id or 0, TOLD, BROKEN, "/comments", subject=SUBJECT, urgency=Urgency.SOON)
    if was is not None and not why:
        append(session, GATEPOST, Act.JUDGE_WELL, SUBJECT)
        settled(session, SUBJECT)
    session.commit()
    return "broken" if why else "well"


def wrong(judge: Judge = pipeline.judge) -> str:
    """What is wrong with the judge, in a sentence; empty when nothing is."""
    for text, expected in CANARIES.items():
        said = judge(Comment(text))
        if unjudged(said):
            return _cause(said)
        if said.word is not expected:
            return f"A comment that should be judged {expected} was judged {said.word}."
    return ""


def _cause(said: Verdict) -> str:
    """Which file, where it is one of the learned judge's; otherwise which part."""
    try:
        standard()
    except Unusable as unusable:
        return str(unusable)
    return f"It could not judge: {said.reasons[0].rule.removeprefix(UNJUDGED).strip(': ')}."


def broken(session: Session) -> JudgeCheck | None:
    """The row, while the judge is not to be trusted."""
    row = session.exec(select(JudgeCheck)).first()
    return row if row is not None and row.broken_since is not None else None


def mistrusted(verdict: Verdict) -> Verdict:
    """What a verdict counts for meanwhile: an alarm stays, all else is asked about as not judged."""
    if verdict.word is Word.ALARM:
        return verdict
    reasons = (Reason(f"{UNJUDGED}: the judge is broken", 0, 0), *verdict.reasons)
    return replace(verdict, word=Word.ASK, severity=min(verdict.severity, Severity.S2), reasons=reasons)
