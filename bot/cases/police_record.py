"""A police step in sentences: on its page, and in what is handed to the police."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from bot.cases.police_models import Answer, PoliceStep, Risk, Way
from bot.clock import spoken
from bot.people.models import Person

ANSWERS: Mapping[Answer, str] = {
    Answer.ASKED: "Asked, no answer yet",
    Answer.AGREES: "Agrees that the school tells the police",
    Answer.AGAINST: "Does not want the police told",
    Answer.TIME: "Wants time to think",
    Answer.CANNOT: "Cannot be asked at present",
    Answer.NOBODY: "Nobody on the staff is threatened",
}
RISKS: Mapping[Risk, str] = {Risk.LIFE: "A life is at risk", Risk.CHILD: "A child is at risk"}
WAYS: Mapping[Way, str] = {
    Way.EMERGENCY: "999",
    Way.NUMBER: "101",
    Way.ONLINE: "The police's website",
    Way.IN_PERSON: "An officer, or at a police station",
}
OUTGOING = frozenset({"police", "legal"})  # what evidence is taken out for, when what is written here goes with it


def of_reply(session: Session, reply_id: int) -> list[PoliceStep]:
    return list(session.exec(select(PoliceStep).where(PoliceStep.reply_id == reply_id).order_by(col(PoliceStep.id))))


def of_subject(session: Session, subject: str) -> list[PoliceStep]:
    """Of what a piece of evidence is about, "reply:12"; nothing for anything else."""
    kind, _, key = subject.partition(":")
    return of_reply(session, int(key)) if kind == "reply" and key.isascii() and key.isdigit() and len(key) < 10 else []


def lines(session: Session, subject: str) -> list[str]:
    """For the bundle that leaves."""
    return [line for step in of_subject(session, subject) for line in (f"{whom(session, step)}:", *(f"  {s}" for s in sentences(session, step)))]


def whom(session: Session, step: PoliceStep) -> str:
    return _name(session, step.person_id) if step.person_id else step.named or "Nobody on the staff"


def sentences(session: Session, step: PoliceStep) -> list[str]:
    """Everything that was written down, in order."""
    return [*_consent(session, step), *_risk(session, step), *_told(session, step)]


def _consent(session: Session, step: PoliceStep) -> list[str]:
    writer = _name(session, step.written_by)
    if step.answer is Answer.NOBODY:
        return [_with(f"{ANSWERS[step.answer]}, as {writer} wrote down on {spoken(step.opened_at)}.", step.words)]
    asked = f"Asked by {_name(session, step.asked_by)} on {spoken(step.asked_at)}." if step.asked_at else "Not asked yet."
    if step.answer is Answer.ASKED:
        return [_with(asked, step.words)]
    by = "as they wrote themselves" if step.written_by == step.person_id else f"as {writer} wrote down"
    return [asked, _with(f"{ANSWERS[step.answer]}, {by} on {spoken(step.answered_at)}.", step.words)]


def _risk(session: Session, step: PoliceStep) -> list[str]:
    if step.risk is None or step.risk_by is None:
        return []
    signed = f"{_name(session, step.signed_by)} agreed on {spoken(step.signed_at)}." if step.signed_by else "No second leader has signed it yet."
    return [f"{RISKS[step.risk]}: {step.risk_reason} ({_name(session, step.risk_by)}, {spoken(step.risk_at)}.) {signed}"]


def _told(session: Session, step: PoliceStep) -> list[str]:
    if step.way is None or step.told_by is None:
        return []
    force = f" ({step.force})" if step.force else ""
    number = f" Their reference: {step.reference}." if step.reference else " The police's reference is not written down yet."
    return [f"The police were told on {spoken(step.told_at)} by {_name(session, step.told_by)}. How: {WAYS[step.way]}{force}.{number}"]


def _with(sentence: str, words: str) -> str:
    return f"{sentence} {words}" if words else sentence


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else "somebody"
