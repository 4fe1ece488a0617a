"""The register of authorised posters: who may be given what, and always by two people (controls C03, C04).

Nothing counts until somebody other than the proposer, and other than the person who gains, has co-signed it.
"""

import re
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import Actor, append, recorded
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.people.found import by_email, person
from bot.people.grants import Place, actor, profile_at, require, require_everywhere, require_role, roles, same_human
from bot.people.leaving import require_wherever, void_invitations
from bot.people.models import Academy, Capacity, Grant, Invitation, Person, RoleHolding, Standing
from bot.people.permissions import ACCOUNT_VERBS, TABLE, Role, Verb
from bot.people.training import attest, record_training
from bot.secrets import fingerprint, new_token

__all__ = [
    "add_person",
    "attest",
    "by_email",
    "cosign_grant",
    "cosign_role",
    "end_role",
    "invite",
    "person",
    "propose_grant",
    "propose_role",
    "record_training",
    "register",
    "revoke_grant",
]
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NOT_OFFICIAL = "Private addresses are not accepted."
INVITATION_LIVES = timedelta(days=3)
Held = TypeVar("Held", RoleHolding, Grant)


def add_person(session: Session, by: Actor, *, name: str, email: str, staff_id: str, phone: str = "", capacity: Capacity = Capacity.STAFF) -> Person:
    """Put one human in the register. An official email and a staff id are what make them one. Commits nothing."""
    name, email, staff_id, phone = name.strip(), email.strip().lower(), staff_id.strip(), phone.strip()
    wrong: dict[str, str] = {}
    if not name:
        wrong["name"] = "Enter the person's name."
    if not EMAIL.fullmatch(email):
        wrong["email"] = "Enter an email address in full, like office@academy.sch.uk."
    elif not any(email.endswith("@" + a.email_domain) for a in session.exec(select(Academy))):
        domains = ", ".join(sorted({a.email_domain for a in session.exec(select(Academy))}))
        wrong["email"] = f"Use the person's official email: it must end in @{domains}. {NOT_OFFICIAL}"
    elif session.exec(select(Person).where(Person.email == email)).first():
        wrong["email"] = "Somebody with this email is already in the register."
    if not staff_id:
        wrong["staff_id"] = "Enter the staff or personnel number: it is how two logins of one person are told apart."
    if phone and len(re.sub(r"\D", "", phone)) < 10:
        wrong["phone"] = "Enter a telephone number with its area code, or leave it empty."
    if wrong:
        raise BadInput(wrong)
    new = Person(name=name, email=email, staff_id=staff_id, phone=phone, capacity=capacity, registered_by=by.id)
    session.add(new)
    session.flush()
    return new


def register(session: Session, me: Person, *, name: str, email: str, staff_id: str, phone: str = "", capacity: str = "staff") -> Person:
    """An administrator adds a person. They can do nothing yet. An email that is not official is refused, and the attempt is on record (S01.2)."""
    try:
        return _registered(session, me, name=name, email=email, staff_id=staff_id, phone=phone, capacity=capacity)
    except BadInput as wrong:
        if NOT_OFFICIAL in wrong.fields.get("email", ""):
            append(session, actor(me), Act.REGISTERED, outcome=Outcome.REFUSED, rule="official-email", domain=email.strip().rpartition("@")[2][:100])
            session.commit()
        raise


def _registered(session: Session, me: Person, *, capacity: str, **fields: str) -> Person:
    with recorded(session, actor(me), Act.REGISTERED) as note:
        require(session, me, Verb.REGISTER_PEOPLE)
        if capacity not in list(Capacity):
            raise BadInput({"capacity": "Choose staff, governor, volunteer or supplier."})
        new = add_person(session, actor(me), capacity=Capacity(capacity), **fields)
        note.subject = f"person:{new.id}"
    return new


def invite(session: Session, me: Person, person_id: int) -> str:
    """A token for a link with which the person chooses a password. It works once, for three days."""
    with recorded(session, actor(me), Act.INVITED, f"person:{person_id}"):
        guest = person(session, person_id)
        require_wherever(session, me, Verb.REGISTER_PEOPLE, guest)
        if same_human(me, guest):
            raise Refusal("You cannot make an invitation for yourself.", rule="self-benefit", next_step="Ask another administrator.")
        if guest.left_at is not None:
            raise Refusal("This person has left.", rule="left")
        void_invitations(session, person_id)
        token = new_token()
        session.add(Invitation(token_hash=fingerprint(token), person_id=person_id, expires=now() + INVITATION_LIVES))
    return token


def propose_role(session: Session, me: Person, person_id: int, role: str, academy_id: int | None) -> RoleHolding:
    """Propose that a person holds a role. Counts for nothing until co-signed."""
    with recorded(session, actor(me), Act.ROLE_PROPOSED, f"person:{person_id}", academy_id=academy_id, role=role) as note:
        _require_at(session, me, Verb.REGISTER_PEOPLE, academy_id)
        person(session, person_id)
        if role not in list(Role):
            raise BadInput({"role": "Choose one of the roles in the list."})
        if academy_id is not None and session.get(Academy, academy_id) is None:
            raise BadInput({"academy_id": "Choose one of the academies in the list."})
        if Role(role) in roles(session, person(session, person_id), academy_id):
            raise BadInput({"role": "This person already holds that role here."})
        holding = RoleHolding(person_id=person_id, role=Role(role), academy_id=academy_id, proposed_by=me.id)
        session.add(holding)
        session.flush()
        note.detail["holding"] = holding.id
    return holding


def cosign_role(session: Session, me: Person, holding_id: int) -> RoleHolding:
    holding = session.get(RoleHolding, holding_id)
    if holding is None:
        raise NotFound("That proposal is not here.")
    with recorded(
        session,
        actor(me),
        Act.ROLE_COSIGNED,
        f"person:{holding.person_id}",
        academy_id=holding.academy_id,
        role=holding.role,
        holding=holding_id,
    ):
        _require_at(session, me, Verb.COSIGN, holding.academy_id)
        _second_person(session, me, holding)
        holding.standing, holding.cosigned_by, holding.starts = Standing.ACTIVE, me.id, now()
    return holding


def end_role(session: Session, me: Person, holding_id: int) -> RoleHolding:
    holding = session.get(RoleHolding, holding_id)
    if holding is None:
        raise NotFound("That role is not here.")
    with recorded(session, actor(me), Act.ROLE_ENDED, f"person:{holding.person_id}", academy_id=holding.academy_id, role=holding.role):
        _require_at(session, me, Verb.REVOKE, holding.academy_id)
        holding.standing, holding.ends = Standing.ENDED, now()
    return holding


def propose_grant(
    session: Session,
    me: Person,
    *,
    person_id: int,
    account_id: int,
    academy_id: int,
    verb: str,
    ends: datetime,
    sponsor_id: int,
    starts: datetime | None = None,
    no_images: bool = False,
) -> Grant:
    """Propose that a person may do one thing on one account until a date. Counts for nothing until co-signed."""
    with recorded(session, actor(me), Act.GRANT_PROPOSED, f"person:{person_id}", academy_id=academy_id, account_id=account_id, verb=verb) as note:
        require(session, me, Verb.REGISTER_PEOPLE, Place(academy_id))
        holder, sponsor = person(session, person_id), person(session, sponsor_id)
        begins = starts or now()
        longest = profile_at(session, academy_id).grant_max_days.value
        wrong: dict[str, str] = {}
        if verb not in {v.value for v in ACCOUNT_VERBS}:
            wrong["verb"] = "Choose one of the permissions in the list."
        elif not roles(session, holder, academy_id) & set(TABLE[Verb(verb)]):
            wrong["verb"] = f"{holder.name} has no role here that goes with this permission. Propose the role first."
        if ends <= begins or ends <= now():
            wrong["ends"] = "Enter an end date that is still to come and after the start."
        elif ends - begins > timedelta(days=longest):
            wrong["ends"] = f"A permission lasts {longest} days at most, so that somebody looks at it again. Choose an earlier end."
        if same_human(holder, sponsor):
            wrong["sponsor_id"] = "Somebody else must answer for this person. Choose another sponsor."
        if wrong:
            raise BadInput(wrong)
        grant = Grant(
            person_id=person_id,
            account_id=account_id,
            verb=Verb(verb),
            starts=begins,
            ends=ends,
            sponsor_id=sponsor_id,
            no_images=no_images,
            proposed_by=me.id,
        )
        session.add(grant)
        session.flush()
        note.detail["grant"] = grant.id
    return grant


def cosign_grant(session: Session, me: Person, grant_id: int, academy_id: int) -> Grant:
    """The Headteacher, or whoever the profile names (P10), agrees. Never the proposer, never the holder."""
    grant = session.get(Grant, grant_id)
    if grant is None:
        raise NotFound("That proposal is not here.")
    with recorded(
        session,
        actor(me),
        Act.GRANT_COSIGNED,
        f"person:{grant.person_id}",
        academy_id=academy_id,
        account_id=grant.account_id,
        verb=grant.verb,
    ):
        require(session, me, Verb.COSIGN, Place(academy_id))
        authoriser = profile_at(session, academy_id).grant_authoriser
        require_role(session, me, authoriser.value, Place(academy_id), "let somebody post", authoriser.clause)
        _second_person(session, me, grant)
        grant.standing, grant.cosigned_by = Standing.ACTIVE, me.id
    return grant


def revoke_grant(session: Session, me: Person, grant_id: int, academy_id: int, reason: str) -> Grant:
    """At once. Posts of this person that are waiting are held at the last test before sending."""
    grant = session.get(Grant, grant_id)
    if grant is None:
        raise NotFound("That permission is not here.")
    with recorded(
        session,
        actor(me),
        Act.GRANT_REVOKED,
        f"person:{grant.person_id}",
        academy_id=academy_id,
        account_id=grant.account_id,
        verb=grant.verb,
    ) as note:
        require(session, me, Verb.REVOKE, Place(academy_id))
        if not reason.strip():
            raise BadInput({"reason": "Say why, in a few words: it goes on the record."})
        note.detail["reason"] = reason.strip()
        grant.standing, grant.ended_reason = Standing.ENDED, reason.strip()
        grant.ends = max(grant.starts, now())
    return grant


def _require_at(session: Session, me: Person, verb: Verb, academy_id: int | None) -> None:
    if academy_id is None:
        require_everywhere(session, me, verb)
    else:
        require(session, me, verb, Place(academy_id))


def _second_person(session: Session, me: Person, held: Held) -> None:
    """Neither who proposed it nor who gains by it, under any of their logins."""
    if held.standing is not Standing.PROPOSED:
        raise Refusal("This has been decided already.", rule="already-decided")
    for other_id, role in ((held.person_id, "gains by this"), (held.proposed_by, "proposed this")):
        if other_id is not None and same_human(me, person(session, other_id)):
            raise Refusal(
                f"You cannot co-sign this because it is you who {role}.",
                rule="self-benefit",
                next_step="Ask the Headteacher or another leader to co-sign.",
            )
