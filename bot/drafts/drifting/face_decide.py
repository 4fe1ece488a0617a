"""What a leader says about a changed profile or handle: it is right, it is to be put back, it was announced (control C14)."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.accounts import identity, register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import append, recorded
from bot.clock import now
from bot.drafts.drifting import faces, incidents
from bot.drafts.drifting.compare import COMPARED
from bot.drafts.drifting.models import ApprovedFace, FaceDrift, FaceKind, FaceNotice, FaceState
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST = timedelta(days=7)  # an announcement that stands for months would hide a take-over
LONGEST_TEXT = 500


def found(session: Session, drift_id: int, *, lock: bool = False) -> tuple[FaceDrift, Account]:
    row = session.get(FaceDrift, drift_id, with_for_update=lock or None, populate_existing=True)
    if row is None:
        raise NotFound("That is not here.")
    return row, register.account(session, row.account_id)


def decide(session: Session, me: Person, drift_id: int, decision: str, reason: str) -> FaceDrift:
    """`right`: the live version is the approved one from now on. `put back`: a person gets the steps, and the alarm stays."""
    row, account = found(session, drift_id, lock=True)
    act = Act.FACE_RIGHT if decision == "right" else Act.FACE_PUT_BACK
    with recorded(session, actor(me), act, incidents.subject(row), academy_id=account.academy_id, account_id=account.id, reason=reason.strip()):
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        _open(row)
        if row.kind is not FaceKind.PROFILE:
            raise Refusal("A new handle is the Headteacher's to confirm.", rule="role", next_step="Ask the Headteacher to open this page.")
        if decision not in ("right", "put back"):
            raise BadInput({"decision": "Choose one of the two."})
        if not reason.strip():
            raise BadInput({"reason": "Say why, in a sentence: it is what a governor will read."})
        row.decided_by, row.decided_at, row.reason = me.id, now(), reason.strip()
        if decision == "right":
            _approve(session, me, account, row)
        else:
            row.state = FaceState.PUT_BACK
            session.add(row)
            incidents.ask(session, account, row)
    return row


def _approve(session: Session, me: Person, account: Account, row: FaceDrift) -> None:
    """Only what the last reading still shows: nobody approves a version that has changed again since."""
    watch = faces.watch(session, account.id or 0)
    live = watch.told if watch else {}
    if any(live.get(name) != value for name, value in row.after.items()):
        raise Refusal(
            "The account shows something else again by now.", rule="changed-again", next_step="Decide the newer incident on this account instead."
        )
    standing = faces.approved(session, account.id or 0)
    told = {**(standing.told if standing else {}), **row.after}
    session.add(ApprovedFace(account_id=account.id or 0, told=told, approved_by=me.id, reason=row.reason))
    incidents.close(session, account, row, FaceState.RIGHT)


def confirm_handle(session: Session, me: Person, drift_id: int, reason: str) -> FaceDrift:
    """The Headteacher: the new handle is the academy's own. The register follows and the account is in use again."""
    row, account = found(session, drift_id)
    _open(row)
    handle = row.after.get("handle", "")
    watch = faces.watch(session, account.id or 0)
    if row.kind is not FaceKind.HANDLE or watch is None or watch.handle != handle:
        raise Refusal(
            "The account does not show this handle any more.", rule="changed-again", next_step="Reload the page and decide the newest incident."
        )
    session.commit()
    identity.confirm(session, me, account.id or 0, handle, reason)
    return _settled(session, me, drift_id, FaceState.RIGHT, Act.FACE_RIGHT, reason)


def retire(session: Session, me: Person, drift_id: int, reason: str) -> FaceDrift:
    """The Headteacher gives the account up: nothing is read or written with its credential any more."""
    row, account = found(session, drift_id)
    if row.kind is FaceKind.PROFILE:
        raise Refusal("Only an account whose handle or number changed is given up here.", rule="account-state", next_step="Decide about the profile.")
    session.commit()
    identity.retire(session, me, account.id or 0, reason)
    return _settled(session, me, drift_id, FaceState.RETIRED, Act.ACCOUNT_RETIRED, reason)


def about_account(session: Session, me: Person, drift_id: int, decision: str, reason: str) -> FaceDrift:
    """What the Headteacher says of an account that may not be the academy's any more."""
    if decision not in ON_ACCOUNT:
        raise BadInput({"decision": "Choose one of the decisions."})
    return ON_ACCOUNT[decision](session, me, drift_id, reason)


ON_ACCOUNT = {"confirm": confirm_handle, "retire": retire}


def _settled(session: Session, me: Person, drift_id: int, state: FaceState, act: Act, reason: str) -> FaceDrift:
    """A second transaction; a worker that reads in between, or a crash, ends the incident in the same way."""
    row, account = found(session, drift_id, lock=True)
    for each in session.exec(select(FaceDrift).where(FaceDrift.account_id == account.id, col(FaceDrift.state).in_(incidents.STANDING))).all():
        if each.kind is FaceKind.PROFILE and state is not FaceState.RETIRED:
            continue
        each.decided_by, each.decided_at, each.reason = me.id, now(), reason.strip()
        incidents.close(session, account, each, state)
        append(session, actor(me), act, incidents.subject(each), academy_id=account.academy_id, account_id=account.id, reason=reason.strip())
    session.commit()
    return row


def announce(session: Session, me: Person, account_id: int, *, fields: list[str], what: str, who: str, until: datetime | None) -> FaceNotice:
    """What of the profile changes, who changes it and until when: then that change raises no alarm."""
    account = register.account(session, account_id)
    with recorded(
        session, actor(me), Act.FACE_ANNOUNCED, f"account:{account_id}", academy_id=account.academy_id, account_id=account_id, fields=fields, who=who
    ):
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        wrong = {
            "fields": "Choose what changes." if not fields or not set(fields) <= set(COMPARED) else None,
            "what": _words(what, "Say what it will be."),
            "who": _words(who, "Say who makes the change."),
            "until": _when(until),
        }
        if bad := {name: sentence for name, sentence in wrong.items() if sentence}:
            raise BadInput(bad)
        row = FaceNotice(account_id=account_id, fields=fields, what=what.strip(), who=who.strip(), announced_by=me.id or 0, until=until or now())
        session.add(row)
    return row


def announced(session: Session, account_ids: list[int]) -> list[FaceNotice]:
    """Those that stand now."""
    query = select(FaceNotice).where(col(FaceNotice.account_id).in_(account_ids), col(FaceNotice.ended_at).is_(None), col(FaceNotice.until) > now())
    return list(session.exec(query.order_by(col(FaceNotice.until))))


def end(session: Session, me: Person, notice_id: int) -> FaceNotice:
    """From now on a change raises the alarm again."""
    row = session.get(FaceNotice, notice_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("That is not here.")
    account = register.account(session, row.account_id)
    with recorded(
        session, actor(me), Act.FACE_ANNOUNCED, f"account:{account.id}", academy_id=account.academy_id, account_id=account.id, ended=notice_id
    ):
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        row.ended_at = row.ended_at or now()
        session.add(row)
    return row


def _open(row: FaceDrift) -> None:
    if row.state not in incidents.STANDING:
        raise Refusal("This has been decided already, or is over.", rule="already-decided", next_step="Reload the page.")


def _words(text: str, missing: str) -> str | None:
    if not text.strip():
        return missing
    return f"Keep it under {LONGEST_TEXT} characters." if len(text) > LONGEST_TEXT else None


def _when(until: datetime | None) -> str | None:
    if until is None or until <= now():
        return "Enter until when, as a date and time that lie ahead."
    return "At most a week ahead: after that announce it again." if until > now() + LONGEST else None
