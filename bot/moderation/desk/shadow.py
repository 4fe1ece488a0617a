"""Watch only: before an account goes live, or while a rule is in doubt, the machine judges and shows, and hides nothing."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk.shadow_models import Watch, WouldHide
from bot.moderation.learned import AT_RISK
from bot.moderation.models import Reply
from bot.moderation.pipeline import PHASES
from bot.moderation.verdict import Reason
from bot.people.grants import Place, academies, actor, may, require
from bot.people.models import Academy, Person
from bot.people.permissions import Verb

LONGEST_REASON = 500
LONGEST_WATCH = 92  # days until somebody looks at it again
SAFEGUARDING = "safeguarding"
NOT_TO_WATCH = (SAFEGUARDING, "not judged", AT_RISK)
LOOKED_BACK = timedelta(days=90)


def watching(session: Session, account: Account, reasons: Iterable[Reason]) -> bool:
    """Whether the machine must not hide what it would: the account only watches, or every rule that spoke does.

    The safeguarding lead is paged all the same; only the hiding is held back.
    """
    rows = _standing(session, account)
    if any(row.account_id == account.id for row in rows):
        return True
    watched, spoke = {row.rule for row in rows if row.rule}, {reason.rule for reason in reasons}
    return bool(spoke) and bool(watched) and all(rule in watched or rule.partition(":")[0] in watched for rule in spoke)


def holds_back(session: Session, account: Account, reply: Reply) -> bool:
    """`watching` for a reply that would now be hidden; remembers that it would have been. Commits nothing."""
    reasons = [Reason(str(r["rule"]), int(r["start"]), int(r["end"])) for r in reply.reasons]
    if not watching(session, account, reasons):
        return False
    session.flush()
    rules = list(dict.fromkeys(reason.rule for reason in reasons))
    session.add(WouldHide(reply_id=reply.id or 0, academy_id=account.academy_id, account_id=account.id or 0, rules=rules))
    return True


def rules(session: Session, academy_id: int) -> list[str]:
    """What can be watched: each phase as a whole, then each rule that spoke here of late."""
    phases = [phase.name for phase in PHASES if phase.name not in (*NOT_TO_WATCH, "criticism", "ordinary")] + ["judge"]  # the learned one
    accounts = select(Account.id).where(Account.academy_id == academy_id)
    recent = select(Reply.reasons).where(col(Reply.account_id).in_(accounts), col(Reply.seen_at) > now() - LOOKED_BACK)
    spoke = {str(reason["rule"]) for found in session.exec(recent) for reason in found}
    return phases + sorted(rule for rule in spoke - set(phases) if not rule.startswith((*NOT_TO_WATCH, "criticism")))


def watch_account(session: Session, me: Person, account_id: int, reason: str, review_on: date | None) -> Watch:
    """The machine hides nothing on this account until somebody ends it."""
    account = register.account(session, account_id)
    session.get(Account, account_id, with_for_update=True)
    subject = f"account:{account_id}"
    with recorded(session, actor(me), Act.WATCH_BEGUN, subject, academy_id=account.academy_id, account_id=account.id, reason=reason.strip()):
        require(session, me, Verb.WATCH_ONLY, Place(account.academy_id))
        day = _checked(reason, review_on)
        if any(row.account_id == account.id for row in _standing(session, account)):
            raise Refusal("This account only watches already.", rule="already-decided")
        row = Watch(academy_id=account.academy_id, account_id=account.id, reason=reason.strip(), review_on=day, began_by=me.id or 0)
        session.add(row)
    return row


def watch_rule(session: Session, me: Person, academy_id: int, rule: str, reason: str, review_on: date | None) -> Watch:
    """This rule hides nothing at the academy; where another one speaks too, that one still does."""
    home = session.get(Academy, academy_id, with_for_update=True)
    if home is None:
        raise NotFound("That academy is not here.")
    with recorded(session, actor(me), Act.WATCH_BEGUN, f"academy:{academy_id}", academy_id=academy_id, rule_watched=rule, reason=reason.strip()):
        require(session, me, Verb.WATCH_ONLY, Place(academy_id))
        if rule.startswith(SAFEGUARDING):
            raise Refusal("What may be about a child at risk is never only watched.", rule="safeguarding", next_step="Choose another rule.")
        if rule not in rules(session, academy_id):
            raise BadInput({"rule": "Choose one of the rules in the list."})
        day = _checked(reason, review_on)
        if any(row.rule == rule for row in _of_academy(session, academy_id)):
            raise Refusal("This rule only watches already.", rule="already-decided")
        row = Watch(academy_id=academy_id, rule=rule, reason=reason.strip(), review_on=day, began_by=me.id or 0)
        session.add(row)
    return row


def end(session: Session, me: Person, watch_id: int) -> Watch:
    """From now on the machine hides again where the profile says so. What it let stand before stays as people decide."""
    row = session.get(Watch, watch_id, with_for_update=True, populate_existing=True)
    if row is None or not may(session, me, Verb.WATCH_ONLY, Place(row.academy_id)):
        raise NotFound("That is not here.")
    subject = f"account:{row.account_id}" if row.account_id else f"academy:{row.academy_id}"
    with recorded(session, actor(me), Act.WATCH_ENDED, subject, academy_id=row.academy_id, account_id=row.account_id, rule_watched=row.rule):
        require(session, me, Verb.WATCH_ONLY, Place(row.academy_id))
        if row.ended_at is not None:
            raise Refusal("It has been ended already.", rule="already-decided")
        row.ended_at, row.ended_by = now(), me.id
        session.add(row)
    return row


def standing(session: Session, me: Person) -> list[Watch]:
    """What only watches now, where this person may change it; those to look at again first."""
    mine = [a.id for a in academies(session, me) if may(session, me, Verb.WATCH_ONLY, Place(a.id or 0))]
    query = select(Watch).where(col(Watch.academy_id).in_(mine), col(Watch.ended_at).is_(None))
    return list(session.exec(query.order_by(col(Watch.review_on), col(Watch.id))))


def to_review(session: Session, me: Person) -> list[Watch]:
    return [row for row in standing(session, me) if row.review_on <= today()]


def _of_academy(session: Session, academy_id: int) -> list[Watch]:
    return list(session.exec(select(Watch).where(Watch.academy_id == academy_id, col(Watch.ended_at).is_(None))))


def _standing(session: Session, account: Account) -> list[Watch]:
    return [row for row in _of_academy(session, account.academy_id) if row.account_id in (None, account.id)]


def _checked(reason: str, review_on: date | None) -> date:
    wrong = {}
    if not reason.strip() or len(reason) > LONGEST_REASON:
        wrong["reason"] = f"Say why the machine should only watch, in up to {LONGEST_REASON} characters."
    if review_on is None or not today() < review_on <= today() + timedelta(days=LONGEST_WATCH):
        wrong["review_on"] = f"Enter the day on which somebody looks at this again, within {LONGEST_WATCH} days."
    if wrong or review_on is None:
        raise BadInput(wrong)
    return review_on
