"""What the machine would have done while it only watched, and how often people agreed."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.clock import now
from bot.moderation.desk.shadow_models import Watch, WouldHide
from bot.moderation.models import Reply, Review

DAYS = 30
AGREED = ("hide", "keep_hidden", "remove")


@dataclass
class Tally:
    """Of the comments it would have hidden: people hid them too, left them, or have not decided."""

    name: str
    would: int = 0
    agreed: int = 0
    disagreed: int = 0
    waiting: int = 0

    def add(self, reply: Reply) -> None:
        self.would += 1
        if reply.review is not Review.DECIDED:
            self.waiting += 1
        elif reply.decision in AGREED:
            self.agreed += 1
        else:
            self.disagreed += 1


def would_have(session: Session, watch: Watch) -> Tally:
    """Of the last 30 days, for one account or one rule."""
    tally = Tally(watch.rule)
    for row, reply in _rows(session, watch.academy_id):
        of_rule = bool(watch.rule) and any(watch.rule in (rule, rule.partition(":")[0]) for rule in row.rules)
        if row.account_id == watch.account_id or of_rule:
            tally.add(reply)
    return tally


def by_rule(session: Session, academy_id: int) -> list[Tally]:
    """Of the last 30 days, rule by rule; a comment counts under each rule that spoke."""
    found: dict[str, Tally] = {}
    for row, reply in _rows(session, academy_id):
        for rule in row.rules or ["no rule"]:
            found.setdefault(rule, Tally(rule)).add(reply)
    return sorted(found.values(), key=lambda tally: (-tally.would, tally.name))


def would_be_hidden(session: Session, reply_ids: list[int]) -> set[int]:
    """Of these comments, those that the machine would have hidden."""
    return set(session.exec(select(WouldHide.reply_id).where(col(WouldHide.reply_id).in_(reply_ids))))


def _rows(session: Session, academy_id: int) -> list[tuple[WouldHide, Reply]]:
    query = select(WouldHide, Reply).join(Reply, col(Reply.id) == col(WouldHide.reply_id))
    recent = query.where(WouldHide.academy_id == academy_id, col(WouldHide.at) > now() - timedelta(days=DAYS), Reply.review != Review.SAFEGUARDING)
    return list(session.exec(recent))
