"""Keeping the role directory: naming a holder and a deputy, ending an entry, and saying who is away.

An entry gives nobody a permission, so one person keeps it; roles and permissions themselves are given by two, under People.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import append, recorded
from bot.clock import today
from bot.errors import BadInput, NotFound, Refusal
from bot.people import directory
from bot.people.directory_models import DirectoryEntry
from bot.people.grants import Place, academy, actor, require, require_everywhere, roles
from bot.people.models import Grant, Person, Standing
from bot.people.permissions import Role, Verb
from bot.policy.parameter import RoutedRole

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PRIVATE_MAIL = re.compile(
    r"@(?:[\w-]+\.)*(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|gmx|mail|protonmail|proton|pm"
    r"|zoho|yandex|btinternet|sky|virginmedia|talktalk|ntlworld|blueyonder|tiscali|fastmail|tutanota)\.(?:com|co\.uk|net|me|org|uk|de|ru)$",
    re.IGNORECASE,
)
# Who may stand in for whom, where both use Gatepost: the deputy must be able to open what the notice is about.
STANDS_IN: dict[RoutedRole, tuple[Role, ...]] = {
    RoutedRole.DSL: (Role.DSL, Role.DEPUTY_DSL),
    RoutedRole.DEPUTY_DSL: (Role.DSL, Role.DEPUTY_DSL),
    RoutedRole.HEAD: (Role.HEAD, Role.SLT),
}
TEXTS = ("name", "email", "phone", "out_of_hours", "deputy_name", "deputy_email", "deputy_phone", "deputy_out_of_hours")
LONGEST = 200


def name_holder(
    session: Session,
    me: Person,
    academy_id: int | None,
    role: str,
    texts: Mapping[str, str],
    *,
    person_id: int | None = None,
    deputy_id: int | None = None,
    starts: date | None = None,
    ends: date | None = None,
    entry_id: int | None = None,
) -> DirectoryEntry:
    """Write one entry, or with `entry_id` write over one. `texts` are those of TEXTS that were typed; a wrong one changes nothing (S01.2)."""
    subject = f"academy:{academy_id}" if academy_id else "academy:all"
    try:
        with recorded(session, actor(me), Act.DIRECTORY_SET, subject, academy_id=academy_id, role=role) as note:
            _require(session, me, academy_id)
            entry = _entry(session, academy_id, entry_id) if entry_id else None
            typed = {key: " ".join(texts.get(key, "").split()) for key in TEXTS}
            begins = starts or (entry.starts if entry else today())
            late = {"ends": "The last day cannot be before the first."} if ends and ends < begins else {}
            _refuse({**_wrong(session, academy_id, role, typed, person_id, deputy_id), **late})
            entry = entry or DirectoryEntry(academy_id=academy_id, role=RoutedRole(role), starts=begins)
            entry.role, entry.starts, entry.ends, entry.recorded_by = RoutedRole(role), begins, ends, me.id
            entry.person_id, entry.deputy_id = person_id, deputy_id
            for key, value in typed.items():
                setattr(entry, key, value)
            session.add(entry)
            session.flush()
            note.detail.update(entry=entry.id, person=person_id, deputy=deputy_id)
    except BadInput as wrong_fields:
        fields = [key for key in ("email", "deputy_email") if key in wrong_fields.fields]
        if fields:
            detail: dict[str, Any] = {"rule": "official-email", "fields": fields}
            append(session, actor(me), Act.DIRECTORY_SET, subject, outcome=Outcome.REFUSED, academy_id=academy_id, **detail)
            session.commit()
        raise
    return entry


def set_absence(session: Session, me: Person, entry_id: int, away_from: date | None, away_until: date | None) -> DirectoryEntry:
    """Somebody is away from a day until a day, or without an end; with neither they are back. Each may say so of themselves."""
    entry = _entry(session, None, entry_id)
    with recorded(session, actor(me), Act.ABSENCE_SET, _place(entry), academy_id=entry.academy_id, role=entry.role, entry=entry_id) as note:
        if entry.person_id != me.id:
            _require(session, me, entry.academy_id)
        if away_until and not away_from:
            raise BadInput({"absent_from": "Give the first day they are away too."})
        if away_from and away_until and away_until < away_from:
            raise BadInput({"absent_until": "The last day away cannot be before the first."})
        if away_from and directory.deputy(session, entry) is None:
            raise BadInput({"absent_from": "Nobody is named as deputy. Name one first: otherwise nobody is told in their place."})
        entry.absent_from, entry.absent_until = away_from, away_until
        session.add(entry)
        note.detail.update(away_from=away_from, away_until=away_until)
    return entry


def end_entry(session: Session, me: Person, entry_id: int) -> DirectoryEntry:
    """It stops counting at once, and stays on record."""
    entry = _entry(session, None, entry_id)
    with recorded(session, actor(me), Act.DIRECTORY_ENDED, _place(entry), academy_id=entry.academy_id, role=entry.role, entry=entry_id):
        _require(session, me, entry.academy_id)
        if entry.ends and entry.ends < today():
            raise Refusal("This entry has ended already.", rule="already-decided")
        entry.ends = date.fromordinal(today().toordinal() - 1)
        session.add(entry)
    return entry


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise BadInput(wrong)


def _require(session: Session, me: Person, academy_id: int | None) -> None:
    if academy_id is None:
        require_everywhere(session, me, Verb.KEEP_DIRECTORY)
    else:
        academy(session, academy_id)
        require(session, me, Verb.KEEP_DIRECTORY, Place(academy_id))


def _entry(session: Session, academy_id: int | None, entry_id: int) -> DirectoryEntry:
    entry = session.get(DirectoryEntry, entry_id, with_for_update=True, populate_existing=True)
    if entry is None or (academy_id is not None and entry.academy_id != academy_id):
        raise NotFound("That entry of the role directory is not here.")
    return entry


def _place(entry: DirectoryEntry) -> str:
    return f"academy:{entry.academy_id}" if entry.academy_id else "academy:all"


def _wrong(
    session: Session, academy_id: int | None, role: str, typed: Mapping[str, str], person_id: int | None, deputy_id: int | None
) -> dict[str, str]:
    if role not in list(RoutedRole):
        return {"role": "Choose one of the roles in the list."}
    wanted = RoutedRole(role)
    wrong = {key: "That is too long." for key, value in typed.items() if len(value) > LONGEST}
    wrong |= _wrong_person(session, person_id, typed, "") | _wrong_person(session, deputy_id, typed, "deputy_")
    if person_id is None and not typed["name"]:
        wrong["person_id"] = "Choose who holds the role, or enter the name of somebody who does not use Gatepost."
    if (person_id and person_id == deputy_id) or (typed["email"] and typed["email"] == typed["deputy_email"]):
        wrong["deputy_id"] = "The deputy must be somebody else."
    if wanted in directory.OUTSIDE or wrong:
        return wrong
    inside = Role(wanted.value)
    if person_id and inside not in roles(session, session.get_one(Person, person_id), academy_id):
        wrong["person_id"] = "This person does not hold the role in Gatepost. Propose it for them under People first."
    if deputy_id and not _can_stand_in(session, session.get_one(Person, deputy_id), wanted, academy_id):
        wrong["deputy_id"] = DEPUTY.get(wanted, "The deputy must hold this role in Gatepost too, or could do nothing there.")
    return wrong


DEPUTY: dict[RoutedRole, str] = {
    RoutedRole.DSL: "The deputy must be a safeguarding lead or deputy in Gatepost: nobody else may open a case.",
    RoutedRole.DEPUTY_DSL: "The deputy must be a safeguarding lead or deputy in Gatepost: nobody else may open a case.",
    RoutedRole.HEAD: "The deputy must be a Headteacher or in senior leadership in Gatepost.",
    RoutedRole.SLT: "The deputy must have a permission to approve posts, or be in the trust approver pool. Propose that under People first.",
}


def _can_stand_in(session: Session, person: Person, role: RoutedRole, academy_id: int | None) -> bool:
    held = roles(session, person, academy_id)
    if role is RoutedRole.SLT:
        approves = select(Grant).where(Grant.person_id == person.id, Grant.verb == Verb.APPROVE, Grant.standing == Standing.ACTIVE)
        return Role.POOL in held or (bool(held & {Role.SLT, Role.HEAD}) and session.exec(approves).first() is not None)
    return bool(held & set(STANDS_IN.get(role, (Role(role.value),))))


def _wrong_person(session: Session, person_id: int | None, typed: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Either a person of the register, or a name with an official email and a way to reach them."""
    name, email, phone = (typed[prefix + key] for key in ("name", "email", "phone"))
    wrong: dict[str, str] = {}
    if person_id is not None:
        person = session.get(Person, person_id)
        if person is None or person.left_at is not None:
            wrong["deputy_id" if prefix else "person_id"] = "Choose one of the people in the list."
        if name or email:
            wrong[prefix + "name"] = "Choose a person of the list or enter a name and email, not both."
        return wrong
    if name and not EMAIL.fullmatch(email):
        wrong[prefix + "email"] = "Enter their work email in full, like office@academy.sch.uk."
    if email and PRIVATE_MAIL.search(email):
        wrong[prefix + "email"] = "Use their official work email. Private addresses are not accepted, because what is sent there leaves the trust."
    if email and not name:
        wrong[prefix + "name"] = "Enter their name too."
    if phone and len(re.sub(r"\D", "", phone)) < 10:
        wrong[prefix + "phone"] = "Enter a telephone number with its area code, or leave it empty."
    return wrong
