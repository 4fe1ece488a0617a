"""Who works a safeguarding case. Whoever it is about is routed around: for them it does not exist (invariant I12)."""

from collections.abc import Mapping

from sqlmodel import Session

from bot.audit.actions import Act, Outcome
from bot.audit.log import append
from bot.cases.models import About, Case
from bot.errors import NotFound
from bot.people.directory import signed_in_holders
from bot.people.grants import actor, roles, same_human
from bot.people.models import Person
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole

A = About
NOT_HERE = "There is no such page, or it is not yours to see."
LEADS = (Role.DSL, Role.DEPUTY_DSL)
# A concern about a member of staff is the Headteacher's; about the Headteacher, the chair of governors', who has no sign-in
# here: whoever raised it rings the chair, and the safeguarding lead keeps the record.
WORKERS: Mapping[About, tuple[Role, ...]] = {
    A.NOBODY: LEADS,
    A.STAFF: (Role.HEAD, Role.DSL),
    A.LEAD: (Role.HEAD,),
    A.HEAD: LEADS,
}
SUBJECTS: Mapping[About, tuple[Role, ...]] = {A.HEAD: (Role.HEAD,), A.LEAD: LEADS}
SETS_ASIDE: Mapping[About, Role] = {A.NOBODY: Role.DSL, A.STAFF: Role.DSL, A.LEAD: Role.HEAD, A.HEAD: Role.DSL}
WORDS: Mapping[About, str] = {
    A.NOBODY: "No member of staff",
    A.STAFF: "A member of staff",
    A.LEAD: "The safeguarding lead or deputy",
    A.HEAD: "The Headteacher",
}


def is_subject(session: Session, me: Person, case: Case) -> bool:
    """Whether it is about this person: named in it, or, where nobody is named, holding the role it is about."""
    if case.about_person_id is not None and same_human(me, session.get_one(Person, case.about_person_id)):
        return True
    return case.about_person_id is None and bool(roles(session, me, case.academy_id) & set(SUBJECTS.get(case.about, ())))


def may_work(session: Session, me: Person, case: Case) -> bool:
    return bool(roles(session, me, case.academy_id) & set(WORKERS[case.about])) and not is_subject(session, me, case)


def may_set_aside(session: Session, me: Person, case: Case) -> bool:
    """Saying that it is no safeguarding matter: one role alone, never the deputy (S16.4)."""
    return SETS_ASIDE[case.about] in roles(session, me, case.academy_id) and may_work(session, me, case)


def workers(session: Session, case: Case) -> list[Person]:
    """Those who can open it now."""
    held = {key for role in WORKERS[case.about] for key in signed_in_holders(session, case.academy_id, RoutedRole(role.value))}
    people = [session.get_one(Person, key) for key in sorted(held)]
    return [each for each in people if not is_subject(session, each, case)]


def kind_of(session: Session, person: Person, academy_id: int) -> About:
    """What a case about this member of staff is, by the roles they hold."""
    held = roles(session, person, academy_id)
    return next((about for about, theirs in SUBJECTS.items() if held & set(theirs)), A.STAFF)


def mine(session: Session, me: Person, case_id: int) -> Case:
    """A case that is not yours does not exist: a refusal would tell that there is one. The try is on record."""
    case = session.get(Case, case_id)
    if case is None or not may_work(session, me, case):
        where = case.academy_id if case else None
        append(session, actor(me), Act.CASE_OPENED, f"case:{case_id}", outcome=Outcome.REFUSED, academy_id=where, rule="role")
        session.commit()
        raise NotFound(NOT_HERE)
    return case


def may_read_entry(session: Session, me: Person, subject: str) -> bool:
    """Whether an entry of the record that is about a case may be shown to this person."""
    kind, _, key = subject.partition(":")
    case = session.get(Case, int(key)) if kind == "case" and key.isdigit() else None
    return case is not None and may_work(session, me, case)
