"""What is done with a safeguarding case beside acknowledging, noting and closing it: refer, route, tag, hand over, set aside."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.audit.actions import Act
from bot.cases import imagery, safeguarding_paging
from bot.cases.models import About, Case, CaseState
from bot.cases.safeguarding import words, working
from bot.cases.safeguarding_access import SETS_ASIDE, WORDS, kind_of, may_set_aside
from bot.cases.safeguarding_models import Move
from bot.cases.safeguarding_moves import carry_out, write_down
from bot.cases.safeguarding_tags import IMAGERY, TAGS, known
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.people.models import Person
from bot.people.permissions import ROLE_WORDS

# To whom a case is referred; the words say to whom there, when, and what they answered.
CHANNELS: Mapping[str, str] = {
    "police": "Police (999, or 101 where nobody is in danger now)",
    "social_care": "Children's social care",
    "prevent": "Prevent team",
    "lado": "Local authority designated officer (LADO)",
    "channel": "Channel panel",
    "ceop": "CEOP: online sexual abuse",
    "health": "Health: GP, CAMHS, hospital",
    "other": "Somebody else",
}
LONGEST_NAME = 200


def refer(session: Session, me: Person, case_id: int, channel: str, text: str) -> Case:
    """To somebody outside the school, as a kind and in words."""
    with working(session, me, case_id, Act.CASE_REFERRED, channel=channel[:20]) as (case, _):
        wrong = {} if channel in CHANNELS else {"channel": "Choose to whom it was referred."}
        if not text.strip():
            wrong["referral"] = "Write to whom you spoke, when, and what they said."
        if wrong:
            raise BadInput(wrong)
        said = words(text, "referral", "")
        carry_out(session, case, Move.REFER, me, f"{CHANNELS[channel]}: {said}")
    return case


def transfer(session: Session, me: Person, case_id: int, system: str, reference: str) -> Case:
    """The record stands in the school's own safeguarding system now, and this is how to find it there."""
    with working(session, me, case_id, Act.CASE_TRANSFERRED) as (case, _):
        asked = {"system": (system, "Write the name of your system."), "reference": (reference, "Write the reference it has there.")}
        wrong = {name: sentence for name, (text, sentence) in asked.items() if not text.strip()}
        wrong |= {name: f"Keep it under {LONGEST_NAME} characters." for name, (text, _) in asked.items() if len(text) > LONGEST_NAME}
        if wrong:
            raise BadInput(wrong)
        carry_out(session, case, Move.TRANSFER, me, f"{system.strip()}, reference {reference.strip()}")
        case.system, case.system_reference = system.strip(), reference.strip()
    return case


def tag(session: Session, me: Person, case_id: int, codes: Sequence[str]) -> Case:
    """The duties that stand behind it, as the safeguarding lead sees them."""
    with working(session, me, case_id, Act.CASE_TAGGED) as (case, note):
        _still_open(case)
        case.tags = known(codes)
        note.detail["tags"] = case.tags
        if IMAGERY in case.tags:
            case.text = imagery.without_addresses(case.text)
        write_down(session, case, Move.TAG, me, "; ".join(TAGS[code].label for code in case.tags) or "none")
    return case


def route(session: Session, me: Person, case_id: int, about: str, person_id: int | None, reason: str) -> Case:
    """Say which member of staff it is about. From then on it is with whom that is for; those are paged at once."""
    person = session.get(Person, person_id) if person_id else None
    with working(session, me, case_id, Act.CASE_ROUTED) as (case, _):
        _still_open(case)
        if about not in set(About):
            raise BadInput({"about": "Choose whom it is about."})
        said = words(reason, "route_reason", "Write why, in a few words.")
        case.about_person_id = person.id if person else None
        case.about = settle_about(session, About(about), person, case.academy_id)
        write_down(session, case, Move.ROUTE, me, f"{WORDS[case.about]}{f' ({person.name})' if person else ''}: {said}")
        _from_the_first_ring(session, case)
    return case


def settle_about(session: Session, about: About, person: Person | None, academy_id: int) -> About:
    """A named person's own role decides, whatever was ticked: nobody is routed to themselves by mistake."""
    return about if person is None else kind_of(session, person, academy_id)


def _from_the_first_ring(session: Session, case: Case) -> None:
    """Whoever it is now with has not acknowledged anything yet."""
    case.acknowledged_by = case.acknowledged_at = None
    case.escalations, case.state = 0, CaseState.RAISED
    safeguarding_paging.page(session, case)


def set_aside(session: Session, me: Person, case: Case, reason: str) -> None:
    """It is no safeguarding matter: the step down that only one role takes, with a reason (S16.4). Commits nothing."""
    if not may_set_aside(session, me, case):
        raise Refusal(
            "Only one role may say that this is not a safeguarding matter.",
            rule="safeguarding",
            next_step=f"This is for: {ROLE_WORDS[SETS_ASIDE[case.about]]}. You can still work the case and close it with what came of it.",
        )
    said = words(reason, "reason", "Write why it is not a safeguarding matter, in a sentence.", 10)
    carry_out(session, case, Move.SET_ASIDE, me, said)
    case.set_aside, case.closed_by, case.closed_at, case.outcome = True, me.id, now(), said


def _still_open(case: Case) -> None:
    if case.state is CaseState.CLOSED:
        raise Refusal("This case is closed.", rule="case-closed", next_step="A new concern is a new case.")
