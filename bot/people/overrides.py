"""An academy decides about its policy: an administrator proposes a value, and a leader who gains nothing by it agrees (C01).

A stricter value needs any leader; a looser one, or one that is neither, needs the Headteacher (or whoever holds that role for the trust).
"""

import json

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.people.found import person
from bot.people.grants import Place, academy, actor, profile_at, require, roles, same_human, trained
from bot.people.models import Person
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.people.permissions import Verb
from bot.policy import entry
from bot.policy import profile as profiles
from bot.policy.overrides import Override, checked, plain
from bot.policy.stricter import Change, change_from

LONGEST_REASON = 500
AGREES: dict[Change, Verb] = {
    Change.SAME: Verb.AGREE_STRICTER,
    Change.TIGHTER: Verb.AGREE_STRICTER,
    Change.LOOSER: Verb.COSIGN_PROFILE,
    Change.NEITHER: Verb.COSIGN_PROFILE,
}


def propose_override(session: Session, me: Person, academy_id: int, key: str, typed: list[str], reason: str) -> ProfileOverride:
    """An administrator proposes a value; the same value confirms it. Nothing counts until somebody agrees."""
    subject = f"academy:{academy_id}"
    with recorded(session, actor(me), Act.OVERRIDE_PROPOSED, subject, academy_id=academy_id, parameter=key) as note:
        require(session, me, Verb.SET_PROFILE, Place(academy_id))
        home = academy(session, academy_id)
        trust, here = profiles.load(home.policy), profile_at(session, academy_id)
        if key not in trust.parameters():
            raise NotFound("There is no such rule.")
        value, wrong = _read(here, key, typed)
        wrong |= _why(reason)
        if not wrong and value == plain(here, key):
            if _of(session, academy_id, home.policy, key, OverrideStanding.ACTIVE):
                wrong["value"] = "This has been confirmed already. Propose another value, or leave it as it is."
            elif trust.parameters()[key].stated:
                wrong["value"] = "The policy itself states this value, so there is nothing to confirm. Propose another one, or leave it as it is."
        if wrong:
            raise BadInput(wrong)
        changed = change_from(key, trust, here, entry.parameter(key, value, "default", None).value)
        for earlier in _of(session, academy_id, home.policy, key, OverrideStanding.PROPOSED):
            earlier.standing, earlier.decided_by, earlier.decided_at = OverrideStanding.LEFT, me.id, now()
        row = ProfileOverride(
            academy_id=academy_id,
            policy=home.policy,
            parameter=key,
            value=value,
            old=plain(here, key),
            change=changed,
            reason=reason.strip(),
            proposed_by=me.id or 0,
        )
        session.add(row)
        session.flush()
        note.detail |= {"override": row.id, "old": json.loads(row.old), "new": json.loads(value), "change": changed.value, "reason": row.reason}
    return row


def agree_override(session: Session, me: Person, override_id: int) -> ProfileOverride:
    """It counts from now. Never agreed to by who proposed it, nor by who gains by it."""
    row = _row(session, override_id)
    detail = {"parameter": row.parameter, "override": row.id, "old": json.loads(row.old), "new": json.loads(row.value), "reason": row.reason}
    with recorded(session, actor(me), Act.OVERRIDE_AGREED, f"academy:{row.academy_id}", academy_id=row.academy_id, **detail) as note:
        home, here = academy(session, row.academy_id), profile_at(session, row.academy_id)
        if row.standing is not OverrideStanding.PROPOSED or row.policy != home.policy:
            raise Refusal("This has been decided already, or belongs to another policy.", rule="already-decided")
        proposed = entry.parameter(row.parameter, row.value, "default", None).value
        now_is = change_from(row.parameter, profiles.load(home.policy), here, proposed)  # something else may count since it was proposed
        require(session, me, AGREES[now_is], Place(row.academy_id))
        if same_human(me, person(session, row.proposed_by)):
            raise Refusal("You proposed it, so somebody else agrees.", rule="self-benefit", next_step="Ask the Headteacher or another leader.")
        if _gains(session, me, row, here.parameters()[row.parameter].value, proposed):
            raise Refusal(
                "You gain by this change, so somebody else agrees.",
                rule="self-benefit",
                next_step="Ask another leader, or the executive lead who holds the role for the trust.",
            )
        checked(profiles.load(home.policy), Override(row.parameter, row.value))
        for earlier in _of(session, row.academy_id, row.policy, row.parameter, OverrideStanding.ACTIVE):
            earlier.standing = OverrideStanding.SUPERSEDED
        note.detail |= {"old": json.loads(plain(here, row.parameter)), "change": now_is.value}
        row.change, row.standing, row.decided_by, row.decided_at = now_is, OverrideStanding.ACTIVE, me.id, now()
    return row


def leave_override(session: Session, me: Person, override_id: int) -> ProfileOverride:
    """The proposal is dropped, by who proposed it or by a leader; what counts stays as it is."""
    row = _row(session, override_id)
    with recorded(session, actor(me), Act.OVERRIDE_LEFT, f"academy:{row.academy_id}", academy_id=row.academy_id, parameter=row.parameter):
        if me.id != row.proposed_by:
            require(session, me, Verb.AGREE_STRICTER, Place(row.academy_id))
        if row.standing is not OverrideStanding.PROPOSED:
            raise Refusal("This has been decided already.", rule="already-decided")
        row.standing, row.decided_by, row.decided_at = OverrideStanding.LEFT, me.id, now()
    return row


def overrides_at(session: Session, academy_id: int, standing: OverrideStanding) -> dict[str, ProfileOverride]:
    """By parameter, of the profile the academy is under now: what counts, or what waits for somebody to agree."""
    policy = academy(session, academy_id).policy
    query = select(ProfileOverride).where(
        ProfileOverride.academy_id == academy_id, ProfileOverride.policy == policy, ProfileOverride.standing == standing
    )
    return {row.parameter: row for row in session.exec(query.order_by(col(ProfileOverride.id)))}


def _row(session: Session, override_id: int) -> ProfileOverride:
    row = session.get(ProfileOverride, override_id, with_for_update=True)
    if row is None:
        raise NotFound("That proposal is not here.")
    return row


def _of(session: Session, academy_id: int, policy: str, key: str, standing: OverrideStanding) -> list[ProfileOverride]:
    return list(
        session.exec(
            select(ProfileOverride).where(
                ProfileOverride.academy_id == academy_id,
                ProfileOverride.policy == policy,
                ProfileOverride.parameter == key,
                ProfileOverride.standing == standing,
            )
        )
    )


def _read(here: profiles.Profile, key: str, typed: list[str]) -> tuple[str, dict[str, str]]:
    """The value as JSON and what is wrong with it. The same choices in another order are the same value."""
    try:
        value = entry.read(key, typed)
        current = here.parameters()[key].value
        chosen = entry.parameter(key, value, "default", None).value
        if isinstance(current, tuple) and isinstance(chosen, tuple) and set(current) == set(chosen):
            value = plain(here, key)
        checked(here, Override(key, value))
    except BadInput as problem:
        return "", dict(problem.fields)
    return value, {}


def _why(reason: str) -> dict[str, str]:
    if not reason.strip():
        return {"reason": "Say why, in a few words: it goes on the record."}
    return {"reason": f"Keep the reason under {LONGEST_REASON} characters."} if len(reason) > LONGEST_REASON else {}


def _gains(session: Session, me: Person, row: ProfileOverride, old: object, new: object) -> bool:
    """A role of mine is newly named, or I may post without the training I lack."""
    named = [set(value) if isinstance(value, tuple) else {value} for value in (old, new)]
    mine = {role.value for role in roles(session, me, row.academy_id)}
    newly = {str(each) for each in named[1] - named[0]} & mine
    return bool(newly) or (row.parameter == "training_required" and new is False and not trained(session, me))
