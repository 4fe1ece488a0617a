"""Who advises somebody who is not sure, and parking a draft with them (control C31, P46)."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.clock import now, today
from bot.drafts.advice_models import Advice, Verdict
from bot.drafts.lifecycle import ENDS, Move
from bot.drafts.models import Draft
from bot.drafts.signatures import barred
from bot.drafts.waiting import put
from bot.errors import Refusal
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.calendar import hours_at
from bot.people.directory import WORDS, acting_for, entries, live
from bot.people.found import person
from bot.people.grants import profile_at, roles, same_human
from bot.people.hours import CLOSES, OPENS
from bot.people.models import Person
from bot.people.permissions import ROLE_WORDS, Role
from bot.policy.parameter import RoutedRole

WORKING_DAY = timedelta(hours=CLOSES.hour - OPENS.hour)
WAIT = 2 * WORKING_DAY  # until others are told that nobody answered
UNSURE = {"pupil_safety": "whether it could put a pupil at risk or upset them", "misread": "whether it could be misread"}


def named(session: Session, academy_id: int) -> tuple[RoutedRole, ...]:
    """Whom the profile names; any one of them may answer."""
    return tuple(profile_at(session, academy_id).ask_first.value)


def words(advice: Advice) -> str:
    """`the Headteacher or the Line manager`, for a sentence."""
    each = [WORDS.get(RoutedRole(role), role) for role in advice.roles]
    return " or ".join(f"the {name}" for name in each)


def of_draft(session: Session, draft_id: int) -> list[Advice]:
    """Every question about it, oldest first: answers stay, whatever was changed since."""
    return list(session.exec(select(Advice).where(Advice.draft_id == draft_id).order_by(col(Advice.id))))


def open_for(session: Session, draft_id: int) -> Advice | None:
    return next((each for each in of_draft(session, draft_id) if not each.closed), None)


def unsure(session: Session, draft: Draft) -> str:
    """The question in the author's own answers, in words; empty when they are sure, or were told to go on with exactly this."""
    doubts = [what for question, what in UNSURE.items() if draft.answers.get(question) == "unsure"]
    told = any(a.verdict is Verdict.GO_ON and a.digest == draft.digest for a in of_draft(session, draft.id or 0))
    return "" if told or not doubts else f"I am not sure {' and '.join(doubts)}."


def park(session: Session, me: Person, draft: Draft, question: str, *, to: tuple[RoutedRole, ...] = ()) -> Advice:
    """Nobody can sign it until an adviser answers: those the profile names, or only `to`. Commits nothing."""
    advice = Advice(
        draft_id=draft.id or 0,
        academy_id=draft.academy_id,
        roles=[role.value for role in to or named(session, draft.academy_id)],
        asked_by=me.id or 0,
        question=question,
        chase_at=hours_at(session, draft.academy_id).after(now(), WAIT),
    )
    put(session, draft, ENDS[Move.ASK_ADVICE])
    session.add(advice)
    session.flush()
    text = f"{me.name} asks first about draft {draft.id}. It waits until you answer."
    tell_roles(session, draft.academy_id, asked_of(advice), text, f"/advice/{advice.id}", subject=subject(advice), urgency=Urgency.SOON)
    return advice


def subject(advice: Advice) -> str:
    return f"advice:{advice.id}"


def asked_of(advice: Advice) -> list[RoutedRole]:
    """The roles that are told; the Headteacher where none of them signs in here."""
    asked = [RoutedRole(role) for role in advice.roles]
    return asked if any(role.value in set(Role) for role in asked) else [*asked, RoutedRole.HEAD]


def why_not(session: Session, me: Person, draft: Draft, advice: Advice) -> Refusal | None:
    """Why this person cannot answer: not asked, or their own question, or their own words."""
    if same_human(me, person(session, advice.asked_by)):
        return Refusal("You asked this, so somebody else answers it.", rule="own question", next_step=f"Ask {words(advice)}.")
    other = barred(session, me, draft)
    if other is not None:
        return Refusal("You wrote or changed this draft, so somebody else answers.", rule="own words", next_step=f"Ask {words(advice)}.")
    if _asked(session, me, advice):
        return None
    clause = profile_at(session, draft.academy_id).ask_first.clause
    later = f"After two working days without an answer, {ROLE_WORDS[Role.SLT]} may answer too."
    return Refusal("This question was not put to you.", rule="role", clause=clause, next_step=f"It waits for {words(advice)}. {later}")


def _asked(session: Session, me: Person, advice: Advice) -> bool:
    """By role, by the role directory, by standing in for somebody there; the Headteacher always, and after the chase senior leadership."""
    held = {role.value for role in roles(session, me, advice.academy_id)}
    if held & {*advice.roles, Role.HEAD.value} or (advice.chased_at is not None and Role.SLT.value in held):
        return True
    rows = [e for e in entries(session, advice.academy_id) if e.person_id == me.id and live(e, today())]
    return any(e.role.value in advice.roles for e in (*rows, *acting_for(session, me, advice.academy_id)))
