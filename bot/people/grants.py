"""Whether a person may do a thing now. Asked when they act, and again inside the claim just before a post is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.log import Actor
from bot.clock import london, now
from bot.errors import NotFound, Refusal
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, Standing, Training
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.people.permissions import ACCOUNT_VERBS, ROLE_WORDS, TABLE, Role, Verb, who_may
from bot.policy import profile as profiles
from bot.policy.overrides import Override, laid
from bot.policy.show import version_hash


@dataclass(frozen=True)
class Place:
    """Where a thing is done: an academy, and for a verb on an account, the account."""

    academy_id: int
    account_id: int | None = None


def actor(person: Person) -> Actor:
    return Actor(person.id, person.name)


def same_human(one: Person, other: Person) -> bool:
    """Two logins are one human when they share a staff id or a telephone number (invariant I2)."""
    if one.id == other.id or one.staff_id.strip().casefold() == other.staff_id.strip().casefold():
        return True
    digits = ["".join(filter(str.isdigit, p.phone))[-10:] for p in (one, other)]
    return len(digits[0]) == 10 and digits[0] == digits[1]


def academy(session: Session, academy_id: int) -> Academy:
    found = session.get(Academy, academy_id)
    if found is None:
        raise NotFound("That academy is not here.")
    return found


def profile_at(session: Session, academy_id: int) -> profiles.Profile:
    """The policy profile an academy is held to, with what it confirmed, tightened or loosened laid over it (C01)."""
    return profiles_of(session, [academy(session, academy_id)])[academy_id]


def profiles_of(session: Session, homes: Iterable[Academy]) -> dict[int, profiles.Profile]:
    """The profile of each of these academies, by its id, in one question to the database."""
    trusts = {home.id: profiles.load(home.policy) for home in homes if home.id is not None}
    query = select(ProfileOverride).where(col(ProfileOverride.academy_id).in_(list(trusts)), ProfileOverride.standing == OverrideStanding.ACTIVE)
    over: dict[int, list[Override]] = {}
    with session.no_autoflush:  # asked in the middle of making other rows
        for row in session.exec(query.order_by(col(ProfileOverride.decided_at), col(ProfileOverride.id))):
            if row.policy == trusts[row.academy_id].name:
                over.setdefault(row.academy_id, []).append(Override(row.parameter, row.value, row.reason))
    return {key: laid(trust, tuple(over[key])) if key in over else trust for key, trust in trusts.items()}


def roles(session: Session, person: Person, academy_id: int | None = None, at: datetime | None = None) -> set[Role]:
    """Live roles at an academy (trust-wide ones included), or with None, at any academy."""
    if person.left_at is not None and person.left_at <= (at or now()):
        return set()
    moment = at or now()
    query = select(RoleHolding).where(
        RoleHolding.person_id == person.id,
        RoleHolding.standing == Standing.ACTIVE,
        col(RoleHolding.starts) <= moment,
        sa.or_(col(RoleHolding.ends).is_(None), col(RoleHolding.ends) > moment),
    )
    if academy_id is not None:
        query = query.where(sa.or_(col(RoleHolding.academy_id).is_(None), col(RoleHolding.academy_id) == academy_id))
    return {holding.role for holding in session.exec(query)}


def academies(session: Session, person: Person) -> list[Academy]:
    """Those where the person holds any live role."""
    return [a for a in session.exec(select(Academy).order_by(Academy.name)) if roles(session, person, a.id)]


def workplaces(session: Session, person: Person) -> set[int | None]:
    """The academies where the person holds a live role; None among them stands for the whole trust."""
    moment = now()
    query = select(RoleHolding.academy_id).where(
        RoleHolding.person_id == person.id,
        RoleHolding.standing == Standing.ACTIVE,
        sa.or_(col(RoleHolding.ends).is_(None), col(RoleHolding.ends) > moment),
    )
    return set(session.exec(query))


def require_everywhere(session: Session, person: Person, verb: Verb) -> None:
    """For what reaches the whole trust: the person must be allowed at every academy, not only at their own."""
    for home in session.exec(select(Academy)).all():
        require(session, person, verb, Place(home.id or 0))


def require_role(session: Session, person: Person, named: Iterable[str], place: Place, doing: str, clause: str) -> None:
    """One of the roles the policy profile names for this, or the Headteacher. Raises Refusal that says who may.

    A profile also names people outside Gatepost (a line manager, say); where it names only those, the Headteacher decides.
    """
    wanted = {Role(name) for name in named if name in set(Role)} | {Role.HEAD}
    if not roles(session, person, place.academy_id) & wanted:
        who = " or ".join(sorted(ROLE_WORDS[role] for role in wanted))
        raise Refusal(f"Your role does not let you {doing} here.", rule="role", clause=clause, next_step=f"The policy gives this to: {who}.")


def may(session: Session, person: Person, verb: Verb, place: Place | None = None) -> bool:
    return why_not(session, person, verb, place) is None


def require(session: Session, person: Person, verb: Verb, place: Place | None = None) -> None:
    """Raises the Refusal that `why_not` describes."""
    refusal = why_not(session, person, verb, place)
    if refusal is not None:
        raise refusal


def why_not(session: Session, person: Person, verb: Verb, place: Place | None = None) -> Refusal | None:
    """None when the person may. Otherwise the refusal, with the rule and who can help."""
    if person.left_at is not None and person.left_at <= now():
        return Refusal("This person has left, so nothing can be done in their name.", rule="left")
    held = roles(session, person, place.academy_id if place else None)
    if not held & set(TABLE[verb]):
        return Refusal(
            f"Your role does not let you {_phrase(verb)} here.",
            rule="role",
            next_step=f"This is for: {who_may(verb)}. Ask one of them, or ask the Headteacher whether your role should change.",
        )
    if verb in ACCOUNT_VERBS and place and place.account_id is not None:
        return _grant_refusal(session, person, verb, place)
    return None


def live_grant(session: Session, person: Person, verb: Verb, account_id: int) -> Grant | None:
    moment = now()
    return session.exec(
        select(Grant).where(
            Grant.person_id == person.id,
            Grant.account_id == account_id,
            Grant.verb == verb,
            Grant.standing == Standing.ACTIVE,
            col(Grant.starts) <= moment,
            col(Grant.ends) > moment,
        )
    ).first()


def _grant_refusal(session: Session, person: Person, verb: Verb, place: Place) -> Refusal | None:
    assert place.account_id is not None  # noqa: S101 -- the caller tested it
    if live_grant(session, person, verb, place.account_id) is None and not _by_pool(session, person, verb, place):
        return Refusal(
            f"{person.name} has no live permission to {_phrase(verb)} for this account.",
            rule="grant",
            next_step="An administrator can propose it under People, and the Headteacher co-signs.",
        )
    profile = profile_at(session, place.academy_id)
    if profile.training_required.value and not trained(session, person):
        return Refusal(
            f"{person.name} has no training in date on record.",
            rule="training",
            clause=profile.training_required.clause,
            next_step="An administrator records the course with its date and evidence under People.",
        )
    if not attested(session, person, profile):
        return Refusal(
            f"{person.name} has not yet confirmed reading the current policy.",
            rule="attestation",
            clause=profile.attestation_days.clause,
            next_step="Open Policy, read it, and confirm at the foot of the page. Nobody can do this for somebody else.",
        )
    return None


def _by_pool(session: Session, person: Person, verb: Verb, place: Place) -> bool:
    """Two people named them to the trust approver pool, and that is their permission to approve; the other conditions hold for them too."""
    return verb is Verb.APPROVE and Role.POOL in roles(session, person, place.academy_id)


def trained(session: Session, person: Person) -> bool:
    today = london(now()).date()
    return any(
        course.completed_on <= today and (course.expires_on is None or course.expires_on >= today)
        for course in session.exec(select(Training).where(Training.person_id == person.id))
    )


def attested(session: Session, person: Person, profile: profiles.Profile) -> bool:
    latest = session.exec(
        select(Attestation)
        .where(Attestation.person_id == person.id, Attestation.policy == profile.name, Attestation.version_hash == version_hash(profile))
        .order_by(col(Attestation.at).desc())
    ).first()
    return latest is not None and (now() - latest.at).days < profile.attestation_days.value


def _phrase(verb: Verb) -> str:
    return ACCOUNT_VERBS.get(verb, verb.value).lower()
