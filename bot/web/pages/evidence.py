"""The evidence locker: what was sealed, whether it is unchanged, legal holds, and taking it out."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.datastructures import FormData
from starlette.responses import Response

from bot.accounts.keeping import of_academy
from bot.audit.log import history
from bot.cases import evidence_access, evidence_check, evidence_export, evidence_hold, evidence_paper, evidence_retention
from bot.cases.evidence_card import KINDS, card, kind
from bot.cases.evidence_kinds import PICTURES, SUFFIX
from bot.cases.evidence_models import EvidenceExport, EvidenceFile, EvidenceHold, EvidenceState
from bot.cases.evidence_seals import seals, subject
from bot.cases.models import Evidence
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, profile_at
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.people_rows import names
from bot.web.pages.rights import served
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_EVIDENCE)]
MaySee = Annotated[Visit, allowed(Verb.READ_EVIDENCE, Verb.ADD_EVIDENCE)]  # whoever added something sees that
MayHold = Annotated[Visit, allowed(Verb.HOLD_EVIDENCE)]
MayExport = Annotated[Visit, allowed(Verb.EXPORT_EVIDENCE)]
LIST, ONE = "evidence/list.html", "evidence/one.html"
S = EvidenceState
STATES: Mapping[EvidenceState, tuple[str, str]] = {
    S.CAPTURED: ("Not in the record", "red"),
    S.SEALED: ("Sealed", "green"),
    S.HELD: ("Legal hold", "purple"),
    S.EXPORTED: ("Taken out", "blue"),
    S.EXPIRED: ("Its time is over", "orange"),
    S.DELETED: ("Emptied", "grey"),
}
STANDINGS = [("held", "Under legal hold"), ("expired", "At the end of their time")]


@router.get("/evidence")
def listed(
    visit: MayRead, account: str = "", about: str = "", state: str = "", since: str = "", until: str = "", before: int | None = None
) -> Response:
    homes = [home.id or 0 for home in visit.academies if visit.may(Verb.READ_EVIDENCE, Place(home.id or 0))]
    asked = Filled(FormData({"account": account, "about": about, "state": state, "since": since, "until": until}))
    errors: dict[str, str] = {}
    rows: list[Evidence] = []
    onward: int | None = None
    try:
        rows, onward = evidence_access.found(
            visit.session,
            visit.me,
            homes,
            account_id=asked.number("account"),
            about=about.strip()[:60],
            standing=state,
            since=asked.day("since"),
            until=asked.day("until"),
            before=before,
        )
    except BadInput as wrong:
        errors = wrong.fields
    altered = evidence_check.flaws(visit.session, homes)
    marked = {flaw.evidence_id for flaw in altered}
    shown = [{"row": row, "card": card(row), "tag": STATES[evidence_access.state(visit.session, row)], "altered": row.id in marked} for row in rows]
    return page(
        visit,
        LIST,
        status=422 if errors else 200,
        shown=shown,
        altered=altered,
        onward=onward,
        typed=asked,
        errors=errors,
        asked=bool(account or about or state or since or until),
        accounts=[(a.id, f"@{a.handle}, {CAPABILITIES[a.platform].label}") for a in of_academy(visit.session) if a.academy_id in homes],
        kinds=list(KINDS.items()),
        standings=STANDINGS,
        run=evidence_check.latest(visit.session),
        may_add=visit.may(Verb.ADD_EVIDENCE),
    )


@router.get("/evidence/{evidence_id}")
def one(visit: MaySee, evidence_id: int) -> Response:
    return page(visit, ONE, **_one(visit, evidence_access.opened(visit.session, visit.me, evidence_id)))


@router.get("/evidence/{evidence_id}/page")
def paper(visit: MaySee, evidence_id: int) -> Response:
    row = evidence_access.opened(visit.session, visit.me, evidence_id, "page")
    found = evidence_paper.of(visit.session, row.id or 0)
    if found is None or found.data is None:
        raise NotFound("There is no page of this evidence yet.")
    return served(found.data, "application/pdf", f'attachment; filename="evidence-{evidence_id}.pdf"')


@router.get("/evidence/{evidence_id}/files/{file_id}")
def file(visit: MaySee, evidence_id: int, file_id: int) -> Response:
    """A picture may be looked at; everything else is only handed out, to be opened elsewhere."""
    found = visit.session.get(EvidenceFile, file_id)
    if found is None or found.evidence_id != evidence_id or found.data is None:
        raise NotFound(NOT_HERE)
    evidence_access.opened(visit.session, visit.me, evidence_id, found.name)
    name = f"evidence-{evidence_id}-{found.id}.{SUFFIX.get(found.mime, 'bin')}"
    mime = found.mime if found.mime in SUFFIX else "application/octet-stream"
    return served(found.data, mime, "inline" if mime in PICTURES else f'attachment; filename="{name}"')


@router.post("/evidence/{evidence_id}/hold")
def hold(visit: MayHold, evidence_id: int, typed: Typed) -> Response:
    try:
        evidence_hold.hold(visit.session, visit.me, evidence_id, reason=typed.text("hold_reason"), review_on=typed.day("review_on"))
    except (BadInput, Refusal) as problem:
        return _again(visit, evidence_id, problem, typed)
    return done(visit, f"/evidence/{evidence_id}", "Held. It is not deleted while the hold stands.")


@router.post("/evidence/{evidence_id}/lift")
def lift(visit: MayHold, evidence_id: int, typed: Typed) -> Response:
    try:
        evidence_hold.lift(visit.session, visit.me, evidence_id, reason=typed.text("lift_reason"))
    except (BadInput, Refusal) as problem:
        return _again(visit, evidence_id, problem, typed)
    return done(visit, f"/evidence/{evidence_id}", "The hold is lifted. The time for which it is kept counts again.")


@router.post("/evidence/{evidence_id}/export")
def export(visit: MayExport, evidence_id: int, typed: Typed) -> Response:
    try:
        bundle = evidence_export.export(visit.session, visit.me, evidence_id, **typed.texts("purpose", "recipient"))
    except (BadInput, Refusal) as problem:
        return _again(visit, evidence_id, problem, typed)
    name = f"evidence-{evidence_id}-{today().isoformat()}.zip"
    return served(bundle, "application/zip", f'attachment; filename="{name}"')


def _again(visit: Visit, evidence_id: int, problem: BadInput | Refusal, typed: Filled) -> Response:
    visit.session.rollback()
    return again(visit, ONE, problem, typed, **_one(visit, evidence_access.mine(visit.session, visit.me, evidence_id)))


def _one(visit: Visit, row: Evidence) -> dict[str, Any]:
    session, key, place = visit.session, row.id or 0, Place(row.academy_id)
    found = seals(session, row)
    kept = evidence_retention.days(profile_at(session, row.academy_id))[row.restricted]
    held = evidence_access.held(session, key)
    return {
        "row": row,
        "card": card(row),
        "kind": kind(row.subject),
        "standing": STATES[evidence_access.state(session, row)],
        "seals": found,
        "whole": all(seal.good for seal in found),
        "paper": evidence_paper.of(session, key),
        "paper_words": evidence_paper.words(evidence_paper.of(session, key)),
        "files": session.exec(select(EvidenceFile).where(EvidenceFile.evidence_id == key).order_by(col(EvidenceFile.id))).all(),
        "pictures": set(PICTURES),
        "held": held,
        "holds": session.exec(select(EvidenceHold).where(EvidenceHold.evidence_id == key, col(EvidenceHold.lifted_at).is_not(None))).all(),
        "taken": session.exec(select(EvidenceExport).where(EvidenceExport.evidence_id == key).order_by(col(EvidenceExport.id))).all(),
        "purposes": list(evidence_export.PURPOSES.items()),
        "PURPOSES": evidence_export.PURPOSES,
        "kept": kept,
        "empties_at": row.expired_at + evidence_retention.GRACE if row.expired_at and not row.deleted_at else None,
        "clock": now(),
        "links": _links(visit, row),
        "names": names(session),
        "may_hold": visit.may(Verb.HOLD_EVIDENCE, place) and row.deleted_at is None,
        "may_export": visit.may(Verb.EXPORT_EVIDENCE, place) and row.deleted_at is None,
        "may_list": visit.may(Verb.READ_EVIDENCE),
        "history": history(session, subject(key))[-30:][::-1],
    }


def _links(visit: Visit, row: Evidence) -> list[tuple[str, str]]:
    """Where the thing itself is worked on, for whoever may go there."""
    about, _, number = row.subject.partition(":")
    if about == "reply" and not row.restricted and visit.may(Verb.READ_COMMENTS, Place(row.academy_id)):
        return [("The comment and what was decided", f"/comments/{number}")]
    if about == "stray" and visit.may(Verb.DECIDE_STRAYS, Place(row.academy_id)):
        return [("The stray post and what was decided", f"/strays/{number}")]
    if about == "face" and visit.may(Verb.WORK_TAKE_OVER, Place(row.academy_id)):
        return [("The changed profile and what was decided", f"/strays/profiles/{number}")]
    return []
