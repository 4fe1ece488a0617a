"""What waits for a person about the policy: rules to agree to, questions of an earlier review, and what must still be entered."""

from sqlmodel import Session

from bot.cases import policy_life
from bot.people.found import person
from bot.people.grants import Place, academies, may, profiles_of, same_human
from bot.people.models import Academy, Person
from bot.people.override_models import OverrideStanding
from bot.people.overrides import AGREES, overrides_at
from bot.people.permissions import Verb


def rules_to_agree(session: Session, me: Person) -> list[tuple[Academy, int]]:
    """Academies with values of rules that somebody else proposed and I may agree to, and how many."""
    found = []
    for home in academies(session, me):
        rows = overrides_at(session, home.id or 0, OverrideStanding.PROPOSED).values()
        mine = [r for r in rows if may(session, me, AGREES[r.change], Place(home.id or 0)) and not same_human(me, person(session, r.proposed_by))]
        if mine:
            found.append((home, len(mine)))
    return found


def questions_to_answer(session: Session, me: Person) -> int:
    """How many open questions of an earlier review wait for me."""
    return sum(policy_life.may_answer(session, me, row) for row in policy_life.questions(session, me) if row.answer is None)


def to_enter(session: Session, me: Person) -> list[tuple[Academy, int]]:
    """Academies where I may propose rules and some have no value and no default."""
    homes = [home for home in academies(session, me) if may(session, me, Verb.SET_PROFILE, Place(home.id or 0))]
    profiles = profiles_of(session, homes)
    waiting = {home.id: overrides_at(session, home.id or 0, OverrideStanding.PROPOSED) for home in homes}
    counted = [(home, len(set(profiles[home.id or 0].to_enter()) - set(waiting[home.id]))) for home in homes]
    return [(home, count) for home, count in counted if count]
