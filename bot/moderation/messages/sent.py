"""A private message sent from the account outside Gatepost: an incident for the safeguarding lead and the Headteacher (S18.4)."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account, Custodian
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import evidence, imagery, safeguarding
from bot.cases.models import About, Case, Evidence
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.messages.models import Category, SentOutside
from bot.moderation.verdict import Verdict
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, academies, actor, may, profile_at, require, same_human
from bot.people.models import Grant, Person, Standing
from bot.people.permissions import Role, Verb
from bot.platforms.base import Post
from bot.platforms.messaging import Message

TOLD = (Role.DSL, Role.HEAD)
LONGEST, SHORTEST = 2_000, 10
BEFORE = timedelta(minutes=1)  # how far two clocks may differ


def found(session: Session, account: Account, message: Message, kind: Category, verdict: Verdict) -> bool:
    """Seal it, and tell both. Where its words are an alarm it is also a safeguarding case about a member of staff. Commits nothing."""
    there = select(SentOutside.id).where(SentOutside.account_id == account.id, SentOutside.remote_id == message.remote_id)
    before_gatepost = account.connected_at is not None and message.at < account.connected_at - BEFORE
    if before_gatepost or session.exec(there).first() is not None:
        return False
    row = SentOutside(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        remote_id=message.remote_id,
        to_id=message.other_id,
        to_handle=message.other_handle,
        at=message.at,
        holders=register.holders(session, account),
        holder_ids=_holder_ids(session, account),
    )
    session.add(row)
    session.flush()
    post = _post(account, message)
    rules = [reason.rule for reason in verdict.reasons]
    captured = evidence.capture(session, account, f"sent-outside:{row.id}", imagery.content(post, rules, to=message.other_handle), restricted=True)
    row.evidence_id = captured.id
    append(
        session,
        GATEPOST,
        Act.MESSAGE_SENT,
        f"sent-outside:{row.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        holders=row.holders,
    )
    if kind is Category.SAFEGUARDING:
        row.case_id = _case(session, account, row, post, rules).id
    text = f"Somebody sent a private message from @{account.handle}, outside Gatepost. Nobody may: find out who and why."
    subject = f"sent-outside:{row.id}"
    tell_roles(session, account.academy_id, TOLD, text, f"/messages/sent/{row.id}", subject=subject, urgency=Urgency.SOON)
    session.add(row)
    return True


def _post(account: Account, message: Message) -> Post:
    return Post(message.remote_id, message.text, account.remote_id, account.handle, message.at, message.url, raw=message.raw)


def _case(session: Session, account: Account, row: SentOutside, post: Post, rules: list[str]) -> Case:
    pictured = imagery.suspected(rules, post.text)
    case = Case(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        subject=f"sent-outside:{row.id}",
        rule="safeguarding: a private message sent from the account",
        text=imagery.without_addresses(post.text) if pictured else post.text,
        author_handle=post.author_handle,
        url=post.url,
        platform_at=post.at,
        evidence_id=row.evidence_id,
        about=About.STAFF,
        tags=["staff", "kcsie"],
    )
    return safeguarding.begin(session, case)


def _holder_ids(session: Session, account: Account) -> list[int]:
    """Custodians and whoever has a live permission: none of them says what came of it."""
    keepers = select(Custodian.person_id).where(Custodian.account_id == account.id)
    granted = select(Grant.person_id).where(Grant.account_id == account.id, Grant.standing == Standing.ACTIVE, col(Grant.ends) > now())
    return sorted({*session.exec(keepers), *session.exec(granted)})


def visible(session: Session, me: Person) -> list[SentOutside]:
    """Open ones first, newest first."""
    homes = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.READ_SENT, Place(a.id))]
    rows = session.exec(select(SentOutside).where(col(SentOutside.academy_id).in_(homes)).order_by(col(SentOutside.id).desc()).limit(100))
    return sorted(rows, key=lambda row: row.settled_at is not None)


def mine(session: Session, me: Person, key: int) -> SentOutside:
    row = session.get(SentOutside, key)
    if row is None or not may(session, me, Verb.READ_SENT, Place(row.academy_id)):
        raise NotFound("There is no such page, or it is not yours to see.")
    return row


def opened(session: Session, me: Person, key: int) -> tuple[SentOutside, str]:
    """One incident with the words as they were sealed, empty at the end of their time. The reading is recorded."""
    row = mine(session, me, key)
    with recorded(session, actor(me), Act.SENT_OPENED, f"sent-outside:{key}", academy_id=row.academy_id, outcome=Outcome.READ):
        captured = session.get(Evidence, row.evidence_id) if row.evidence_id else None
        said = str(captured.content.get("text") or captured.content.get("description") or "") if captured else ""
    return row, said


def settle(session: Session, me: Person, key: int, outcome: str) -> SentOutside:
    """What came of it, by somebody who could not have sent it (invariant I12)."""
    row = mine(session, me, key)
    with recorded(session, actor(me), Act.SENT_SETTLED, f"sent-outside:{key}", academy_id=row.academy_id, account_id=row.account_id):
        require(session, me, Verb.READ_SENT, Place(row.academy_id))
        row = session.get_one(SentOutside, key, with_for_update=True, populate_existing=True)
        if row.settled_at is not None:
            raise Refusal("It is written down already what came of this.", rule="already-decided", next_step="Reload the page to read it.")
        if any(same_human(me, session.get_one(Person, held)) for held in row.holder_ids):
            rule = profile_at(session, row.academy_id).private_messages
            raise Refusal(
                "You held access to this account then, so somebody who did not writes down what came of it.",
                rule="about-yourself",
                clause=rule.clause if rule.stated else None,
                next_step="Ask the other of the Headteacher and the safeguarding lead, or the deputy.",
            )
        said = outcome.strip()
        if not SHORTEST <= len(said) <= LONGEST:
            raise BadInput({"outcome": f"Write who sent it, why, and what was done, in {SHORTEST} to {LONGEST:,} characters."})
        row.outcome, row.settled_by, row.settled_at = said, me.id, now()
        session.add(row)
        settled(session, f"sent-outside:{key}")
    return row
