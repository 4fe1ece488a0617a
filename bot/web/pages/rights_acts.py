"""The acts on a picture's rights: writing a permission down, taking it back, ruling on a doubt, choosing it for an account."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.consent import rights
from bot.consent.rights_letters import KINDS, LARGEST, Upload
from bot.consent.rights_models import Letter, Permission
from bot.drafts import advisers, rights_use
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.rights import NOT_HERE, about, seen, served
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_RIGHTS)]
MayRecord = Annotated[Visit, allowed(Verb.RECORD_RIGHTS)]
MayRule = Annotated[Visit, allowed(Verb.RULE_RIGHTS)]
ONE, DOUBT = "rights/one.html", "rights/doubt.html"


@router.post("/rights/{asset_id}/permissions")
def permit(visit: MayRecord, asset_id: int, typed: Typed) -> Response:
    seen(visit, asset_id)
    try:
        given = rights_use.attach(
            visit.session,
            visit.me,
            asset_id,
            **typed.texts("grantor", "grantor_name", "reference", "credit"),
            letter_date=typed.day("letter_date"),
            expires=typed.day("expires"),
            letter=_letter(typed),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **about(visit, asset_id))
    late = " A post had been submitted with this picture before; that attempt stays on record." if given.first_attempt_at else ""
    return done(visit, f"/rights/{asset_id}", f"On record. It counts from the date on the letter.{late}")


@router.post("/rights/permissions/{permission_id}/revoke")
def revoke(visit: MayRecord, permission_id: int, typed: Typed) -> Response:
    given = visit.session.get(Permission, permission_id)
    if given is None:
        raise NotFound(NOT_HERE)
    seen(visit, given.asset_id)
    try:
        rights.revoke(visit.session, visit.me, permission_id, typed.text(f"reason_{permission_id}"))
    except BadInput as problem:
        there = BadInput({f"reason_{permission_id}": problem.fields["reason"]})
        return again(visit, ONE, there, typed, **about(visit, given.asset_id))
    except Refusal as problem:
        return again(visit, ONE, problem, typed, **about(visit, given.asset_id))
    return done(visit, f"/rights/{given.asset_id}", "Taken back. Posts that were still to go out with it are held within a minute.")


@router.get("/rights/letters/{permission_id}")
def letter(visit: MayRead, permission_id: int) -> Response:
    """Always as a download: what somebody sent in is never opened inside a page."""
    given = visit.session.get(Permission, permission_id)
    file = visit.session.get(Letter, permission_id)
    if given is None or file is None:
        raise NotFound(NOT_HERE)
    seen(visit, given.asset_id)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(file.mime, "txt")
    mime = file.mime if file.mime in KINDS else "application/octet-stream"
    return served(file.data, mime, f'attachment; filename="permission-{permission_id}.{ending}"')


@router.get("/rights/doubts/{academy_id}/{sha256}")
def doubt(visit: MayRule, academy_id: int, sha256: str) -> Response:
    return page(visit, DOUBT, **_doubt(visit, academy_id, sha256))


@router.post("/rights/doubts/{academy_id}/{sha256}")
def rule(visit: MayRule, academy_id: int, sha256: str, typed: Typed) -> Response:
    shown = _doubt(visit, academy_id, sha256)
    try:
        permitted = _ruling(typed)
        row = rights_use.rule_on(visit.session, visit.me, academy_id, sha256, permitted=permitted, reason=typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, DOUBT, problem, typed, **shown)
    asked = advisers.open_for(visit.session, shown["media"].draft_id)
    if asked is not None:
        return done(visit, f"/advice/{asked.id}", "Your ruling is on record. Now say whether the draft goes on.")
    return done(visit, f"/rights/{row.id}", "Your ruling is on record, and the author has been told.")


@router.post("/rights/{asset_id}/account")
def account_picture(visit: MayRecord, asset_id: int, typed: Typed) -> Response:
    seen(visit, asset_id)
    try:
        rights_use.use_as_account_picture(visit.session, visit.me, _account(typed), asset_id)
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **about(visit, asset_id))
    return done(visit, f"/rights/{asset_id}", "Allowed. The administrator has a task to put it there, because no network lets Gatepost do that.")


def _ruling(typed: Filled) -> bool:
    if typed.text("ruling") not in ("permitted", "refused"):
        raise BadInput({"ruling": "Choose whether the picture may be used."})
    return typed.text("ruling") == "permitted"


def _account(typed: Filled) -> int:
    account_id = typed.number("account_id")
    if account_id is None:
        raise BadInput({"account_id": "Choose the account."})
    return account_id


def _letter(typed: Filled) -> Upload | None:
    upload = next(iter(typed.files("letter")), None)
    return Upload((upload.filename or "letter")[:120], upload.file.read(LARGEST + 1)) if upload else None


def _doubt(visit: Visit, academy_id: int, sha256: str) -> dict[str, Any]:
    media = rights_use.picture_in(visit.session, academy_id, sha256) if academy_id in {a.id for a in visit.academies} else None
    if media is None:
        raise NotFound(NOT_HERE)
    return {"media": media, "asset": rights.asset_of(visit.session, academy_id, sha256), "academy_id": academy_id}
