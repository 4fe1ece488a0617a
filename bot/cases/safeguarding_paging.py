"""Whom a safeguarding case pages: in the cycle that saw it, then one ring further up each time nobody acknowledged (S16.2).

Whoever the case is about is left out of every page, as holder of a role, as somebody's stand-in and as the one who passes it on.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlmodel import Session

from bot.cases import safeguarding_moves
from bot.cases.models import About, Case
from bot.cases.safeguarding_access import SUBJECTS, WORKERS, is_subject, may_work, workers
from bot.cases.safeguarding_models import Move
from bot.clock import now
from bot.notify.models import Notice, Urgency
from bot.notify.reach import Message, notices
from bot.notify.send import settled
from bot.people import directory
from bot.people.directory import Contact
from bot.people.grants import profile_at
from bot.people.models import Person
from bot.people.permissions import ROLE_WORDS, Role
from bot.policy.parameter import RoutedRole

A, R = About, RoutedRole
DANGER = "Immediate danger: ring 999."
LEADS = (R.DSL, R.DEPUTY_DSL)
# Each ring is told besides those before it; the last goes on until somebody acknowledges.
CHAIN: Mapping[About, tuple[tuple[RoutedRole, ...], ...]] = {
    A.NOBODY: (LEADS, (R.HEAD,), (R.TRUST_DSL,)),
    A.STAFF: ((R.HEAD,), (R.DSL,), (R.TRUST_DSL,)),
    A.LEAD: ((R.HEAD,), (R.TRUST_DSL,)),
    A.HEAD: (LEADS, (R.TRUST_DSL,)),
}
WHAT: Mapping[About, str] = {
    A.NOBODY: "a child may be at risk",
    A.STAFF: "a concern about a member of staff",
    A.LEAD: "a concern about the safeguarding lead or deputy",
    A.HEAD: "a concern about the Headteacher; do not tell them",
}
FIND: Mapping[About, str] = {
    A.NOBODY: "the safeguarding lead or deputy",
    A.STAFF: "the Headteacher",
    A.LEAD: "the Headteacher",
    A.HEAD: "the safeguarding lead or deputy",
}


def minutes(session: Session, academy_id: int) -> int:
    """Real minutes, at night and on Sundays too, until an unanswered page goes further (P24)."""
    return profile_at(session, academy_id).safeguarding_ack_minutes.value


def ring(session: Session, case: Case) -> list[RoutedRole]:
    """Everybody who is told this time. The first ring holds whom the profile names, too (P24)."""
    chain = CHAIN[case.about]
    told = [role for step in chain[: case.escalations + 1] for role in step]
    named = profile_at(session, case.academy_id).safeguarding_recipients.value if case.about is A.NOBODY else ()
    return list(dict.fromkeys((*told, *named)))


def page(session: Session, case: Case) -> None:
    """Write the notices, start the clock and note who was told. With nobody left who could open it, it stays `raised`. Commits nothing."""
    case.not_before = now() + timedelta(minutes=minutes(session, case.academy_id))
    settled(session, f"case:{case.id}")  # the newest page stands in for those before it
    told: dict[str, None] = {}
    for role in ring(session, case):
        for found in _around(session, case, role):
            session.add(found)
            if not found.subject.startswith("role-gap:"):
                told[_whom(session, found)] = None
    if told:
        safeguarding_moves.carry_out(session, case, Move.PAGE, None, "; ".join(told))
    else:
        safeguarding_moves.write_down(session, case, Move.RAISE, None, "Nobody in Gatepost may open it: it is about everybody who could.")


def _around(session: Session, case: Case, role: RoutedRole) -> Iterator[Notice]:
    """The notices for one role, without whoever it is about."""
    opens = role.value in {each.value for each in WORKERS[case.about]}
    text, link = _says(session, case, opens=opens)
    for found in notices(session, role, Message(case.academy_id, text, link, subject=f"case:{case.id}", urgency=Urgency.NOW)):
        if found.subject.startswith("role-gap:"):
            yield found  # that a role stands empty says nothing of the case
        elif found.person_id is not None:
            person = session.get_one(Person, found.person_id)
            if is_subject(session, person, case):
                continue
            if not may_work(session, person, case):  # standing in lets nobody open a case
                other, found.link = _says(session, case, opens=False)
                found.text = found.text.removesuffix(text) + other
            yield found
        elif found.role is not None and _holds_subject(session, case, found.role):
            yield from _others(session, case, found)
        else:
            yield found


def _holds_subject(session: Session, case: Case, role: Role) -> bool:
    if role in SUBJECTS.get(case.about, ()):
        return True
    held = directory.signed_in_holders(session, case.academy_id, R(role.value))
    return any(is_subject(session, session.get_one(Person, key), case) for key in held)


def _others(session: Session, case: Case, found: Notice) -> Iterator[Notice]:
    """What a role that the case is about would have read goes to those beside them, each by name; to all who work it if nobody is beside them."""
    able = workers(session, case)
    held = directory.signed_in_holders(session, case.academy_id, R(found.role.value)) if found.role else set()
    for person in [each for each in able if each.id in held] or able:
        text, link = (found.text, f"/cases/{case.id}") if _passed_on(found) else _says(session, case, opens=True)
        yield Notice(
            academy_id=case.academy_id, person_id=person.id, text=text, link=link, subject=found.subject, urgency=Urgency.NOW, outside=found.outside
        )


def _says(session: Session, case: Case, *, opens: bool) -> tuple[str, str]:
    """Words and link. Somebody who may not open it learns that there is an alarm, never what it is."""
    late = f"Nobody has acknowledged this for {waited(case)}. " if case.escalations else ""
    if opens:
        seen = "a reply suggests that " if case.about is A.NOBODY and case.raised_by is None else ""
        return f"{late}Safeguarding: {seen}{WHAT[case.about]}. Open it now. {DANGER}", f"/cases/{case.id}"
    who = FIND[case.about]
    if not late:
        return f"A safeguarding alarm was raised and is with {who}. {DANGER}", "/"
    return f"A safeguarding alarm has not been acknowledged for {waited(case)}. Find {who} now: {_routes(session, case)}. {DANGER}", "/"


def waited(case: Case) -> str:
    """How long nobody has acknowledged it, in words."""
    gone = max(int((now() - case.raised_at).total_seconds() // 60), 0)
    hours, rest = divmod(gone, 60)
    return " ".join(_counted(number, thing) for number, thing in ((hours, "hour"), (rest, "minute")) if number) or "less than a minute"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _routes(session: Session, case: Case) -> str:
    found = {c.person_id: c for role in WORKERS[case.about] for c in reachable(session, case.academy_id, R(role.value))}
    mine = {person.id for person in workers(session, case)}
    return "; ".join(f"{c.name}, {c.route}" for key, c in found.items() if key in mine) or "nobody is named"


def reachable(session: Session, academy_id: int, role: RoutedRole) -> list[Contact]:
    """Who holds a role and how to reach them at this moment: by the directory's out-of-hours route when nobody is at their desk."""
    held = directory.signed_in_holders(session, academy_id, role)
    entries = directory.counting(session, academy_id, role, held)
    listed = [directory.holder(session, entry) for entry in entries]
    plain = [session.get_one(Person, key) for key in sorted(held - {c.person_id for c in listed})]
    return [*listed, *(Contact(p.name, p.email, p.phone, "", p.id) for p in plain)]


def _whom(session: Session, found: Notice) -> str:
    """Whom a notice is for, as the chronology says it, with how they were reached."""
    if found.person_id is not None:
        name = session.get_one(Person, found.person_id).name
        return f"{name} ({found.route})" if found.route else name
    if name := _passed_on(found):
        return f"{name} ({found.route}), through {FIND[A.STAFF]}"
    role = found.role or Role.DSL
    contacts = [f"{c.name}, {c.route}" for c in reachable(session, found.academy_id, R(role.value)) if c.person_id is not None]
    return f"{ROLE_WORDS[role]} ({'; '.join(contacts)})" if contacts else f"{ROLE_WORDS[role]} (nobody holds it)"


def _passed_on(found: Notice) -> str:
    """The name of somebody outside Gatepost whom a notice asks to be told; empty for any other notice."""
    return found.text.partition("Pass this on to ")[2].partition(" (")[0]
