"""That the police were told of a threat. Locked until the threatened person agrees; a risk to life or a child opens it with two leaders (S22.3).

Gatepost rings nobody. An emergency waits for nothing: who rang 999 writes down why, and the second leader signs afterwards (I13).
"""

from datetime import datetime

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases.police_models import Answer, PoliceStep, Risk, Way
from bot.cases.police_record import RISKS, of_reply
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.moderation.police.steps import clause, locked, open_step
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.found import person
from bot.people.grants import actor, profile_at, same_human
from bot.people.models import Person
from bot.people.permissions import Role

NEVER = "staff_consent"  # a profile that knows no exception
SHORTEST, LONGEST, LONGEST_NAME = 10, 1_000, 100
FREE = (Answer.AGREES, Answer.NOBODY)


def is_open(step: PoliceStep) -> bool:
    """Whether a report other than an emergency call may be written down."""
    return step.answer in FREE or step.signed_at is not None


def knows_risk(session: Session, academy_id: int) -> bool:
    """Whether the profile lets two leaders pass over what the person wants."""
    return profile_at(session, academy_id).police_consent.value != NEVER


def claim_risk(session: Session, me: Person, step_id: int, *, risk: str, reason: str) -> PoliceStep:
    """A leader says that a life or a child is at risk. It opens nothing until a second leader signs."""
    _, reply, account = open_step(session, me, step_id)
    with recorded(session, actor(me), Act.POLICE_RISK, f"reply:{reply.id}", academy_id=account.academy_id, account_id=account.id) as note:
        step = locked(session, me, step_id, reply, account)
        note.detail |= {"step": step_id, "risk": risk[:20]}
        if not knows_risk(session, account.academy_id):
            raise Refusal(
                "The policy has the police told only with the person's consent.",
                rule="consent",
                clause=clause(session, account.academy_id),
                next_step="If anybody may be in danger now, ring 999 at once and write that down here.",
            )
        if step.answer in FREE:
            raise Refusal("Nobody's consent stands in the way.", rule="consent", next_step="Tell the police, and write it down here.")
        if step.risk is not None:
            raise Refusal("That is written down already.", rule="already-decided", next_step="A second leader signs it.")
        _set_risk(session, me, step, risk, reason)
    return step


def sign(session: Session, me: Person, step_id: int) -> PoliceStep:
    """The second leader: neither who said that there is a risk, nor whom the comment is about."""
    _, reply, account = open_step(session, me, step_id)
    with recorded(session, actor(me), Act.POLICE_RISK, f"reply:{reply.id}", academy_id=account.academy_id, account_id=account.id) as note:
        step = locked(session, me, step_id, reply, account, told=True)
        note.detail |= {"step": step_id, "signed": True}
        if step.risk is None or step.risk_by is None or step.signed_at is not None:
            raise Refusal("There is nothing to sign here.", rule="already-decided", next_step="Read below what was written down.")
        if same_human(me, person(session, step.risk_by)):
            raise Refusal(
                "You said yourself that somebody is at risk, so a second leader signs it.",
                rule="second-person",
                clause=clause(session, account.academy_id),
                next_step="Ask another member of senior leadership. In danger ring 999 without waiting.",
            )
        note.detail["risk"] = step.risk.value
        step.signed_by, step.signed_at = me.id, now()
        session.add(step)
        settled(session, f"police-risk:{step_id}")
        if not step.told:
            text = "A second leader signed: the police can be told of a threat without consent."
            tell_person(session, step.academy_id, step.risk_by, text, f"/police/{step_id}", subject=f"police:{step_id}")
    return step


def tell(
    session: Session,
    me: Person,
    step_id: int,
    *,
    way: str,
    force: str = "",
    reference: str = "",
    told_at: datetime | None = None,
    risk: str = "",
    reason: str = "",
) -> PoliceStep:
    """Write down that the police were told. `told_at` None is now. `risk` and `reason` are for an emergency call without consent."""
    _, reply, account = open_step(session, me, step_id)
    with recorded(session, actor(me), Act.POLICE_TOLD, f"reply:{reply.id}", academy_id=account.academy_id, account_id=account.id) as note:
        step = locked(session, me, step_id, reply, account)
        note.detail |= {"step": step_id, "way": way[:20]}
        if way not in set(Way):
            raise BadInput({"way": "Choose how the police were told."})
        opened = is_open(step) and not _overtaken(session, step)
        emergency = way == Way.EMERGENCY and not opened
        if not emergency and not opened:
            raise _locked(session, account.academy_id)
        wrong = _wrong(force, reference, told_at)
        if wrong:
            raise BadInput(wrong)
        if emergency and step.risk is None:
            _set_risk(session, me, step, risk, reason)
        step.way, step.force, step.reference = Way(way), force.strip(), reference.strip()
        step.told_at, step.told_by = told_at or now(), me.id
        session.add(step)
        settled(session, f"police:{step_id}")
        note.detail |= {"with_consent": step.answer is Answer.AGREES, "risk": step.risk.value if step.risk else ""}
    return step


def add_reference(session: Session, me: Person, step_id: int, reference: str) -> PoliceStep:
    """The police's number, which often comes later."""
    _, reply, account = open_step(session, me, step_id)
    with recorded(session, actor(me), Act.POLICE_TOLD, f"reply:{reply.id}", academy_id=account.academy_id, account_id=account.id) as note:
        step = locked(session, me, step_id, reply, account, told=True)
        note.detail |= {"step": step_id, "reference": True}
        if not step.told:
            raise Refusal("Nobody has written down that the police were told.", rule="police", next_step="Write that down first.")
        wrong = _wrong("", reference, None)
        if wrong or not reference.strip():
            raise BadInput(wrong or {"reference": "Enter the number that the police gave."})
        step.reference = reference.strip()
        session.add(step)
    return step


def _overtaken(session: Session, step: PoliceStep) -> bool:
    """Nobody on the staff was threatened, it was said first; since then somebody is written down, and what they want counts."""
    return step.answer is Answer.NOBODY and any(other.answer is not Answer.NOBODY for other in of_reply(session, step.reply_id))


def _set_risk(session: Session, me: Person, step: PoliceStep, risk: str, reason: str) -> None:
    wrong = {} if risk in set(Risk) else {"risk": "Choose who is at risk."}
    if not SHORTEST <= len(reason.strip()) <= LONGEST:
        wrong["reason"] = f"Write in a sentence why, in up to {LONGEST:,} characters: a second leader reads it."
    if wrong:
        raise BadInput(wrong)
    step.risk, step.risk_reason, step.risk_by, step.risk_at = Risk(risk), reason.strip(), me.id, now()
    session.add(step)
    text = f"{RISKS[step.risk]}, says a leader, and wants the police told of a threat without consent. A second leader signs."
    tell_roles(session, step.academy_id, [Role.SLT, Role.HEAD], text, f"/police/{step.id}", subject=f"police-risk:{step.id}", urgency=Urgency.SOON)


def _locked(session: Session, academy_id: int) -> Refusal:
    others = " Where a life or a child is at risk, write that down: a second leader signs it." if knows_risk(session, academy_id) else ""
    return Refusal(
        "The person it threatens has not agreed that the school tells the police.",
        rule="consent",
        clause=clause(session, academy_id),
        next_step=f"Ask them, and write down what they say.{others} If anybody may be in danger now, ring 999: that waits for nobody.",
    )


def _wrong(force: str, reference: str, told_at: datetime | None) -> dict[str, str]:
    wrong = {
        name: f"Keep it under {LONGEST_NAME} characters." for name, text in (("force", force), ("reference", reference)) if len(text) > LONGEST_NAME
    }
    if told_at is not None and told_at > now():
        wrong["told_at"] = "Enter a time that is over. Leave it empty if it was just now."
    return wrong
