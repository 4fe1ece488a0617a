"""The follow guard: nobody can be followed from here but an organisation that SLT put on the list (control C17)."""

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import AccountState
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.following.cues import read as read_cues
from bot.following.models import Allowed, AllowState
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, actor, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.base import AccessLost, Busy, Trouble, Unsupported
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

ON_LIST = (AllowState.APPROVED, AllowState.ACTIVE)


def ask(session: Session, me: Person, account_id: int, *, handle: str, organisation: str, purpose: str, website: str = "") -> Allowed:
    """Ask to follow an organisation. A person, a pupil above all, and any doubt, is refused at once and on record."""
    account = register.account(session, account_id)
    handle, organisation, purpose, website = handle.strip().lstrip("@"), organisation.strip(), purpose.strip(), website.strip()
    with recorded(session, actor(me), Act.FOLLOW_ASKED, f"account:{account_id}", academy_id=account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.ASK_FOLLOW, Place(account.academy_id))
        wrong: dict[str, str] = {}
        if not handle or " " in handle or len(handle) > 253:
            wrong["handle"] = "Enter the organisation's handle, without spaces."
        if not organisation:
            wrong["organisation"] = "Enter the organisation's name."
        if len(purpose) < 10:
            wrong["purpose"] = "Say why the academy should follow it, in a sentence."
        if wrong:
            raise BadInput(wrong)
        cue = read_cues(handle, organisation, purpose, website)
        clause = profile_at(session, account.academy_id).follow_rule.clause
        if cue is not None and cue.pupil:
            raise Refusal(
                f"This may be a pupil ({cue.what}), so it cannot be followed. Pupils are never followed, and never followed back.",
                rule="pupil-cue",
                clause=clause,
                next_step="If a pupil has contacted the academy or you are worried about one, tell the safeguarding lead.",
            )
        if cue is not None:
            raise Refusal(
                f"This looks like a person, not an organisation ({cue.what}). Only organisations are followed.",
                rule="not-an-organisation",
                clause=clause,
                next_step="If it is an organisation, give its full name and its website.",
            )
        there = _entry(session, account_id, handle)
        if there is not None and there.state in (AllowState.REQUESTED, *ON_LIST):
            raise BadInput({"handle": f"@{handle} was asked for already: it is {there.state.value}."})
        note.detail.update(handle=handle, organisation=organisation)  # an organisation's, now that nothing points to a person
        entry = Allowed(account_id=account_id, handle=handle, organisation=organisation, purpose=purpose, website=website, asked_by=me.id or 0)
        session.add(entry)
        session.flush()
        note.subject = f"allow:{entry.id}"
        text = f"{me.name} asks for @{account.handle} to follow {organisation}."
        tell_roles(session, account.academy_id, [Role.SLT], text, "/following", subject=f"allow:{entry.id}")
    return entry


def decide(session: Session, me: Person, entry_id: int, *, approve: bool, reason: str = "") -> Allowed:
    """SLT puts an organisation on the list, or refuses. Never the one who asked."""
    entry = _get(session, entry_id)
    account = register.account(session, entry.account_id)
    act = Act.FOLLOW_APPROVED if approve else Act.FOLLOW_REFUSED
    with recorded(session, actor(me), act, f"allow:{entry_id}", academy_id=account.academy_id, account_id=account.id, handle=entry.handle):
        require(session, me, Verb.DECIDE_FOLLOW, Place(account.academy_id))
        if entry.state is not AllowState.REQUESTED:
            raise Refusal("This has been decided already.", rule="already-decided")
        if same_human(me, session.get_one(Person, entry.asked_by)):
            raise Refusal("You asked for this, so somebody else decides.", rule="self-approval", next_step="Ask another leader.")
        if not approve and not reason.strip():
            raise BadInput({"reason": "Say why, in a few words."})
        entry.state, entry.reason = (AllowState.APPROVED, "") if approve else (AllowState.REFUSED, reason.strip())
        entry.decided_by, entry.decided_at, entry.not_before = me.id, now(), now()
        session.add(entry)
        settled(session, f"allow:{entry_id}")
    return entry


def take_off(session: Session, me: Person, entry_id: int, reason: str) -> Allowed:
    """Take an organisation off the list: the next reading undoes the follow."""
    entry = _get(session, entry_id)
    account = register.account(session, entry.account_id)
    with recorded(session, actor(me), Act.FOLLOW_REMOVED, f"allow:{entry_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.DECIDE_FOLLOW, Place(account.academy_id))
        if entry.state not in ON_LIST:
            raise Refusal("It is not on the list.", rule="already-decided")
        if not reason.strip():
            raise BadInput({"reason": "Say why, in a few words."})
        note.detail["reason"] = reason.strip()
        entry.state, entry.reason = AllowState.REMOVED, reason.strip()
        session.add(entry)
    return entry


def on_list(session: Session, account_id: int) -> list[Allowed]:
    query = select(Allowed).where(Allowed.account_id == account_id, col(Allowed.state).in_(ON_LIST))
    return list(session.exec(query.order_by(Allowed.organisation)))


def organisations(session: Session, account_id: int) -> set[str]:
    """The permanent ids of those on the list: their comments are asked about and not hidden by the machine."""
    query = select(Allowed.remote_id).where(Allowed.account_id == account_id, col(Allowed.state).in_(ON_LIST), Allowed.remote_id != "")
    return set(session.exec(query))


def due(session: Session) -> list[tuple[int, int]]:
    """(entry, account): approved, not followed yet."""
    rows = session.exec(select(Allowed).where(ready(Allowed, (AllowState.APPROVED,))))
    return [(e.id or 0, e.account_id) for e in rows]


def carry_out(session: Session, key: int, means: Means) -> None:
    """Follow an organisation on the list. This is the only place that follows anybody. Following twice is harmless."""
    attempt = claim(session, Allowed, key, (AllowState.APPROVED,))
    if attempt is None:
        session.rollback()
        return
    entry = _get(session, key)
    account = register.account(session, entry.account_id)
    handle, failures, fit = entry.handle, entry.failures, account.state is AccountState.CONNECTED
    session.commit()
    values: dict[str, object]
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        found = platform.resolve(handle)
        if found is None:
            values = {"state": AllowState.REFUSED, "reason": f"There is no @{handle} on this network."}
        else:
            values = {"remote_id": found.remote_id, "state": AllowState.ACTIVE, "reason": ""}
            if platform.can.follow and fit:
                platform.follow(found.remote_id)
            else:
                values["reason"] = "Gatepost cannot follow on this network: follow it there by hand. It is on the list, so it will be left alone."
    except AccessLost:
        register.access_lost(session, account.id or 0)
        values = {"failures": failures + 1, "not_before": now() + backoff(failures)}
    except Unsupported:
        values = {"state": AllowState.ACTIVE, "reason": "Follow it there by hand. It is on the list, so it will be left alone."}
    except Trouble as trouble:
        until = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
        values = {"failures": failures + 1, "not_before": until, "last_error": str(trouble)}
    if values.get("state") is AllowState.ACTIVE:
        append(session, GATEPOST, Act.FOLLOW_DONE, f"allow:{key}", academy_id=account.academy_id, account_id=account.id, handle=handle)
    if settle(session, Allowed, key, attempt, **values):
        session.commit()
    else:
        session.rollback()


def _entry(session: Session, account_id: int, handle: str) -> Allowed | None:
    rows = session.exec(select(Allowed).where(Allowed.account_id == account_id).order_by(col(Allowed.id).desc()))
    return next((e for e in rows if e.handle.casefold() == handle.casefold()), None)


def _get(session: Session, entry_id: int) -> Allowed:
    entry = session.get(Allowed, entry_id)
    if entry is None:
        raise NotFound("That request is not here.")
    return entry
