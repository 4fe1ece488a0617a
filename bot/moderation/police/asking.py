"""Asking a threatened member of staff whether the police are told. A leader writes it down, or they answer on a page of their own."""

from datetime import datetime

from sqlmodel import Session

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases.police_models import Answer, PoliceStep
from bot.cases.police_record import of_reply
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.moderation.desk.decide import mine
from bot.moderation.desk.models import About
from bot.moderation.desk.subject import is_about, pass_up, require_other
from bot.moderation.models import Reply
from bot.moderation.police.steps import colleagues, locked, open_step, own_step, require_untold
from bot.moderation.police.threats import is_threat
from bot.moderation.police.typed import NOBODY, Said, said, wrong_person
from bot.notify.send import settled, tell_person
from bot.people.grants import Place, actor, may, require, same_human
from bot.people.models import Person
from bot.people.permissions import Verb

OWN = (Answer.AGREES, Answer.AGAINST, Answer.TIME)  # what they can say themselves
TO_LEADERS = (Answer.ASKED, *OWN, Answer.CANNOT)


def ask(
    session: Session,
    me: Person,
    reply_id: int,
    *,
    who: str,
    named: str = "",
    answer: str = "",
    words: str = "",
    asked_at: datetime | None = None,
    may_read: bool = False,
) -> PoliceStep:
    """Write down whom a comment threatens, that they were asked, and what they say. `who` is a person's number, "nobody", or empty with a name.

    `asked_at` None is now. Whoever uses Gatepost is told that they were asked, and can answer themselves.
    """
    reply, account = mine(session, me, reply_id)
    if is_about(session, me, reply, account):
        pass_up(session, me, reply, account)
    with recorded(session, actor(me), Act.POLICE_ASKED, f"reply:{reply_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.ASK_ABOUT_POLICE, Place(account.academy_id))
        reply = session.get_one(Reply, reply_id, with_for_update=True, populate_existing=True)
        require_other(session, me, reply, account)
        _require_threat(reply)
        person = next((p for p in colleagues(session, account.academy_id) if str(p.id) == who), None)
        found, wrong = said(answer, words, asked_at, TO_LEADERS) if who != NOBODY else said(Answer.NOBODY, words, None, (Answer.NOBODY,))
        wrong = wrong_person(of_reply(session, reply_id), who, named, person) | wrong  # in the order of the page
        if wrong:
            raise BadInput(wrong)
        if person is not None and same_human(me, person):
            raise Refusal(
                "Another leader asks you and writes it down.", rule="subject", next_step="Say under the comment that it is about you. They are told."
            )
        step = PoliceStep(
            academy_id=account.academy_id,
            account_id=account.id or 0,
            reply_id=reply_id,
            person_id=person.id if person else None,
            named="" if person or who == NOBODY else named.strip(),
            answer=found.answer,
            words=found.words,
            may_read=may_read and person is not None,
            asked_by=me.id or 0,
            asked_at=found.asked_at,
            answered_at=None if found.answer in (Answer.ASKED, Answer.NOBODY) else now(),
            written_by=me.id or 0,
        )
        session.add(step)
        session.flush()
        note.detail |= {"step": step.id, "person": step.person_id, "answer": found.answer.value}
        if person is not None:
            _is_theirs(session, me, person, reply, account, step)
    return step


def change(session: Session, me: Person, step_id: int, *, answer: str, words: str = "", asked_at: datetime | None = None) -> PoliceStep:
    """A leader writes down what the person says now. Once the police were told it stands."""
    step, reply, account = open_step(session, me, step_id)
    with recorded(session, actor(me), Act.POLICE_ASKED, f"reply:{reply.id}", academy_id=account.academy_id, account_id=account.id) as note:
        step = locked(session, me, step_id, reply, account)
        note.detail["step"] = step_id
        if step.answer is Answer.NOBODY:
            raise Refusal("Nobody on the staff is threatened, as was written down.", rule="police", next_step="Add whoever is, on the page before.")
        found, wrong = said(answer, words, asked_at or step.asked_at, TO_LEADERS)
        if wrong:
            raise BadInput(wrong)
        step.asked_at = found.asked_at
        _answered(session, me, step, found)
        note.detail |= {"person": step.person_id, "answer": found.answer.value}
    return step


def answer_own(session: Session, me: Person, step_id: int, *, answer: str, words: str = "") -> PoliceStep:
    """The threatened person answers for themselves. Whoever asked is told."""
    step, _ = own_step(session, me, step_id)
    with recorded(session, actor(me), Act.POLICE_ASKED, f"reply:{step.reply_id}", academy_id=step.academy_id, account_id=step.account_id) as note:
        require(session, me, Verb.ANSWER_ABOUT_POLICE, Place(step.academy_id))
        step = session.get_one(PoliceStep, step_id, with_for_update=True, populate_existing=True)
        note.detail |= {"step": step_id, "person": step.person_id}
        require_untold(step)
        found, wrong = said(answer, words, step.asked_at, OWN)
        if wrong:
            raise BadInput(wrong)
        _answered(session, me, step, found)
        note.detail |= {"answer": found.answer.value, "own": True}
        tell_person(
            session, step.academy_id, step.asked_by, "A threatened member of staff answered about the police.", f"/police/{step_id}",
            subject=f"police:{step_id}",
        )  # fmt: skip
    return step


def _answered(session: Session, me: Person, step: PoliceStep, found: Said) -> None:
    step.answer, step.words, step.written_by = found.answer, found.words, me.id or 0
    step.answered_at = None if found.answer is Answer.ASKED else now()
    session.add(step)
    settled(session, f"police:{step.id}")


def _is_theirs(session: Session, me: Person, person: Person, reply: Reply, account: Account, step: PoliceStep) -> None:
    """Whom it threatens does not decide it; and they hear that they were asked, never what was written."""
    if not is_about(session, person, reply, account):
        session.add(About(reply_id=reply.id or 0, person_id=person.id or 0, is_about=True, set_by=me.id or 0))
    if step.asked_at is not None and may(session, person, Verb.ANSWER_ABOUT_POLICE, Place(account.academy_id)):
        text = f"{me.name} asks whether the school tells the police of a comment on @{account.handle} that threatens you."
        tell_person(session, account.academy_id, person.id or 0, text, f"/police/{step.id}/mine", subject=f"police:{step.id}")


def _require_threat(reply: Reply) -> None:
    if not is_threat(reply):
        raise Refusal(
            "Nobody has said that this comment threatens somebody.",
            rule="threat",
            next_step="If it does, decide it first with the reason “Threatens somebody”. In danger ring 999 at once.",
        )
