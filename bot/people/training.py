"""What a person must have before a permission counts: training on record, and their own word on the policy (control C04)."""

from datetime import date

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import today
from bot.errors import BadInput, Refusal
from bot.people.found import person
from bot.people.grants import academies, actor, profiles_of, require, same_human
from bot.people.models import Attestation, Person, Training
from bot.people.permissions import Verb
from bot.policy.show import version_hash


def record_training(
    session: Session, me: Person, person_id: int, *, course: str, completed_on: date | None, evidence: str, expires_on: date | None = None
) -> Training:
    """A course somebody completed, with its date and evidence (S04.2)."""
    with recorded(session, actor(me), Act.TRAINED, f"person:{person_id}", course=course.strip()):
        require(session, me, Verb.REGISTER_PEOPLE)
        learner = person(session, person_id)
        wrong: dict[str, str] = {}
        if not course.strip():
            wrong["course"] = "Enter the name of the course."
        if completed_on is None:
            wrong["completed_on"] = "Enter the date the course was completed. Without a date it does not count."
        elif completed_on > today():
            wrong["completed_on"] = "The date is still to come. Enter the date the course was completed."
        if not evidence.strip():
            wrong["evidence"] = "Say where the certificate is kept, or its number. Without evidence it does not count."
        if expires_on and completed_on and expires_on <= completed_on:
            wrong["expires_on"] = "The course cannot run out before it was completed."
        if same_human(me, learner):
            wrong["course"] = "Somebody else records your own training."
        if wrong or completed_on is None:
            raise BadInput(wrong)
        training = Training(
            person_id=person_id,
            course=course.strip(),
            completed_on=completed_on,
            evidence=evidence.strip(),
            expires_on=expires_on,
            recorded_by=me.id,
        )
        session.add(training)
    return training


def attest(session: Session, me: Person, *, on_behalf_of: int | None = None) -> list[Attestation]:
    """The person's own word, for the policy of every academy they work for. Nobody can give somebody else's (S04.3)."""
    with recorded(session, actor(me), Act.ATTESTED, f"person:{on_behalf_of or me.id}") as note:
        if on_behalf_of not in (None, me.id):
            raise Refusal(
                "Only the person themselves can confirm that they read the policy.",
                rule="attest-for-another",
                next_step="Ask them to sign in.",
            )
        found = {(profile.name, version_hash(profile)) for profile in profiles_of(session, academies(session, me)).values()}
        given = [Attestation(person_id=me.id or 0, policy=policy, version_hash=version) for policy, version in sorted(found)]
        session.add_all(given)
        note.detail["policies"] = [a.policy for a in given]
    return given
