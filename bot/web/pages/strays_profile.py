"""A changed profile, setting, handle or id of an account: both versions side by side, and what a leader says about it."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts.models import AccountState
from bot.audit.log import history
from bot.cases import evidence
from bot.cases.models import Evidence
from bot.drafts.drifting import face_decide, faces, incidents
from bot.drafts.drifting.compare import COMPARED, WORDS, every
from bot.drafts.drifting.models import FaceKind, FaceState
from bot.errors import BadInput, Refusal
from bot.people.grants import Place
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports import drifting
from bot.reports.outside import accounts_where
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again, wanted
from bot.web.pages.account_words import label
from bot.web.rendering import done, page

router = APIRouter()
Leader = Annotated[Visit, allowed(Verb.DECIDE_STRAYS)]
Reader = Annotated[Visit, allowed(Verb.WORK_TAKE_OVER)]
Decider = Annotated[Visit, allowed(Verb.APPROVE_ACCOUNT)]
ONE, ANNOUNCE = "strays/profile.html", "strays/announce.html"
TITLES = {
    FaceKind.PROFILE: "A changed profile",
    FaceKind.HANDLE: "Another handle",
    FaceKind.IDENTITY: "Another account",
}
STATES = {
    FaceState.OPEN: ("To decide", "orange"),
    FaceState.PUT_BACK: ("A person puts it back; not read back yet", "yellow"),
    FaceState.RIGHT: ("Right: it is the approved one", "green"),
    FaceState.EXPECTED: ("As announced", "blue"),
    FaceState.BACK: ("Back as approved", "green"),
    FaceState.RETIRED: ("The account was given up", "grey"),
}
CHOICES = [
    ("right", "This is right", "The version found is the approved one from now on."),
    (
        "put back",
        "Put it back",
        "Gatepost never edits a profile. An administrator gets exact steps, and the alarm stays until a reading shows it back.",
    ),
]
ON_HANDLE = [
    ("confirm", "The new handle is the academy's own", "The register is changed, and the account is in use again."),
    ("retire", "Give the account up", "Nothing is read or sent any more, and the credential is forgotten. What is on record stays."),
]


@router.get("/strays/profiles/{drift_id}")
def one(visit: Reader, drift_id: int) -> Response:
    return page(visit, ONE, **_shown(visit, drift_id))


@router.post("/strays/profiles/{drift_id}")
def decide(visit: Leader, drift_id: int, typed: Typed) -> Response:
    drifting.face(visit.session, visit.me, drift_id)
    try:
        row = face_decide.decide(visit.session, visit.me, drift_id, **typed.texts("decision", "reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_shown(visit, drift_id))
    said = (
        "It is the approved version from now on."
        if row.state is FaceState.RIGHT
        else "An administrator has the steps. The alarm stays until it is read back."
    )
    return done(visit, incidents.link(row), said)


@router.post("/strays/profiles/{drift_id}/account")
def handle(visit: Decider, drift_id: int, typed: Typed) -> Response:
    drifting.face(visit.session, visit.me, drift_id)
    try:
        row = face_decide.about_account(visit.session, visit.me, drift_id, **typed.texts("decision", "reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_shown(visit, drift_id))
    said = "Confirmed. The register has the new handle." if row.state is FaceState.RIGHT else "Given up. Its credential is forgotten."
    return done(visit, incidents.link(row), said)


@router.get("/strays/announcements/new")
def announcing(visit: Leader) -> Response:
    return page(visit, ANNOUNCE, **_form(visit))


@router.post("/strays/announcements/new")
def announce(visit: Leader, typed: Typed) -> Response:
    try:
        wanted(typed, account_id="Choose the account.")
        account_id, fields, until = typed.number("account_id") or 0, typed.many("fields"), typed.moment("until")
        face_decide.announce(visit.session, visit.me, account_id, fields=fields, until=until, **typed.texts("what", "who"))
    except (BadInput, Refusal) as problem:
        return again(visit, ANNOUNCE, problem, typed, **_form(visit))
    return done(visit, "/strays", "Announced. Until then a change of what you chose raises no alarm; it is kept on record.")


@router.post("/strays/announcements/{notice_id}/end")
def end(visit: Leader, notice_id: int) -> Response:
    face_decide.end(visit.session, visit.me, notice_id)
    return done(visit, "/strays", "Ended. A change raises the alarm again.")


def _form(visit: Visit) -> dict[str, Any]:
    rows = [a for a in accounts_where(visit.session, visit.me, Verb.DECIDE_STRAYS) if a.state is AccountState.CONNECTED]
    return {"accounts": [(a.id or 0, f"@{a.handle} on {label(a.platform)}") for a in rows], "fields": [(name, WORDS[name]) for name in COMPARED]}


def _shown(visit: Visit, drift_id: int) -> dict[str, Any]:
    session = visit.session
    row, account = drifting.face(session, visit.me, drift_id)
    captured = session.get(Evidence, row.evidence_id) if row.evidence_id else None
    standing, profile = row.state in incidents.STANDING, row.kind is FaceKind.PROFILE
    may_decide = visit.may(Verb.DECIDE_STRAYS if profile else Verb.APPROVE_ACCOUNT, Place(account.academy_id))
    watch = faces.watch(session, account.id or 0)
    return {
        "row": row,
        "account": account,
        "title": TITLES[row.kind],
        "state": STATES[row.state],
        "network": CAPABILITIES[account.platform].label,
        "fields": [(WORDS[name], row.before.get(name, ""), value) for name, value in row.after.items()],
        "profile": profile,
        "choices": (CHOICES if profile else ON_HANDLE if row.kind is FaceKind.HANDLE else ON_HANDLE[1:]) if standing and may_decide else [],
        "decided_by": session.get(Person, row.decided_by) if row.decided_by else None,
        "every": drifting.spell(every(account.platform)),
        "last_read": watch.last_read if watch else None,
        "evidence": captured,
        "intact": captured is not None and evidence.intact(captured),
        "history": history(session, incidents.subject(row))[-50:][::-1],
    }
