"""Rights: the brand library, the pictures that need a permission or a ruling, and what is on record of each."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from bot.accounts import register as accounts
from bot.audit.log import history
from bot.clock import today
from bot.consent import rights
from bot.consent.rights_look import look
from bot.consent.rights_models import Asset, Letter, RightsState, Ruling, Standing
from bot.consent.rights_words import GRANTORS, ORIGIN_WORDS, Origin, grantor_named
from bot.drafts import rights_use
from bot.drafts.content import Picture
from bot.drafts.models import Blob
from bot.drafts.pictures import clean
from bot.drafts.typed import LARGEST_PICTURE, picture_problem
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, profile_at
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_RIGHTS)]
MayRecord = Annotated[Visit, allowed(Verb.RECORD_RIGHTS)]
NOT_HERE = "There is no such picture, or it is not yours to see."
STATES: Mapping[RightsState, tuple[str, str]] = {
    RightsState.DECLARED: ("No live permission", "red"),
    RightsState.PERMITTED: ("May be used", "green"),
    RightsState.DOUBT: ("The Headteacher must rule", "orange"),
    RightsState.RULED: ("Ruled on", "blue"),
}
RULINGS = {Ruling.PERMITTED: ("Ruled: may be used", "green"), Ruling.REFUSED: ("Ruled: may not be used", "red")}
STANDINGS = {Standing.LIVE: ("In force", "green"), Standing.EXPIRED: ("Expired", "grey"), Standing.REVOKED: ("Taken back", "red")}
ORIGINS = [(origin.value, words) for origin, words in ORIGIN_WORDS.items()]


@router.get("/rights")
def listed(visit: MayRead) -> Response:
    homes = [a.id or 0 for a in visit.academies]
    rows = visit.session.exec(select(Asset).where(col(Asset.academy_id).in_(homes)).order_by(col(Asset.id).desc()).limit(300)).all()
    shown = [(row, tag_of(visit, row)) for row in rows]
    return page(
        visit,
        "rights/list.html",
        brand=[each for each in shown if each[0].brand],
        others=[each for each in shown if not each[0].brand],
        wanting=rights_use.wanting(visit.session, homes),
        grantors=[(a.name, grantor_named(profile_at(visit.session, a.id or 0))) for a in visit.academies],
        may_record=visit.may(Verb.RECORD_RIGHTS),
        may_rule=visit.may(Verb.RULE_RIGHTS),
        ORIGIN_WORDS=ORIGIN_WORDS,
    )


@router.get("/rights/new")
def new(visit: MayRecord, draft: int = 0, picture: str = "") -> Response:
    return page(visit, "rights/new.html", **_new(visit, draft, picture))


@router.post("/rights/new")
def declare(visit: MayRecord, typed: Typed) -> Response:
    draft, sha256 = typed.number("draft") or 0, typed.text("picture_of")
    about = _new(visit, draft, sha256)
    try:
        home, blob = about["home"], None
        if about["media"] is None:
            sha256, mime, data = _uploaded(visit, typed)
            rights_use.keep_picture(visit.session, sha256, mime, data)
        blob = visit.session.get(Blob, sha256)
        row = rights.declare(
            visit.session, visit.me, home, sha256, **typed.texts("origin", "name", "owner", "source"), look=look(blob.data) if blob else ""
        )
    except (BadInput, Refusal) as problem:
        visit.session.rollback()
        return again(visit, "rights/new.html", problem, typed, **about)
    return done(visit, f"/rights/{row.id}", "On record. If it needs a permission, write that down next.")


@router.get("/rights/{asset_id}")
def one(visit: MayRead, asset_id: int) -> Response:
    return page(visit, "rights/one.html", **about(visit, asset_id))


@router.get("/rights/{asset_id}/picture")
def picture(visit: MayRead, asset_id: int) -> Response:
    blob = visit.session.get(Blob, seen(visit, asset_id).sha256)
    if blob is None:
        raise NotFound(NOT_HERE)
    return served(blob.data, blob.mime if blob.mime.startswith("image/") else "application/octet-stream", "inline")


def served(data: bytes, mime: str, how: str) -> Response:
    """Nothing in it may run: a fixed type, no guessing, and a policy that allows nothing."""
    headers = {"content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff", "content-disposition": how}
    return Response(data, media_type=mime, headers=headers)


def seen(visit: Visit, asset_id: int) -> Asset:
    """The picture, for somebody of its academy. For anybody else it is not there."""
    row = rights.asset(visit.session, asset_id)
    if row.academy_id not in {a.id for a in visit.academies}:
        raise NotFound(NOT_HERE)
    return row


def tag_of(visit: Visit, row: Asset) -> tuple[str, str]:
    return RULINGS.get(row.ruling) or STATES[rights.state_of(visit.session, row)]


def about(visit: Visit, asset_id: int) -> dict[str, Any]:
    session, row = visit.session, seen(visit, asset_id)
    place, given = Place(row.academy_id), rights.permissions_of(session, asset_id)
    letters = {each.permission_id: each.filename for each in session.exec(select(Letter).where(col(Letter.permission_id).in_([p.id for p in given])))}
    people = {key for p in given for key in (p.recorded_by, p.revoked_by) if key} | {row.declared_by, row.ruled_by or row.declared_by}
    return {
        "asset": row,
        "tag_words": tag_of(visit, row),
        "given": [(p, STANDINGS[p.standing(today())]) for p in given],
        "letters": letters,
        "names": {p.id: p.name for p in session.exec(select(Person).where(col(Person.id).in_(people)))},
        "grantor": grantor_named(profile_at(session, row.academy_id)),
        "origin_words": ORIGIN_WORDS[row.origin],
        "has_picture": session.get(Blob, row.sha256) is not None,
        "may_record": visit.may(Verb.RECORD_RIGHTS, place),
        "may_rule": visit.may(Verb.RULE_RIGHTS, place),
        "accounts": [(a.id, f"@{a.handle}") for a in accounts.of_academy(session) if a.academy_id == row.academy_id],
        "GRANTORS": [(key, each.words) for key, each in GRANTORS.items()],
        "GRANTOR_WORDS": {key: each.words for key, each in GRANTORS.items()},
        "history": history(session, f"rights:{asset_id}")[-50:][::-1],
    }


def _new(visit: Visit, draft_id: int, sha256: str) -> dict[str, Any]:
    """What the form starts from: a picture of a draft, or an empty place for a file."""
    homes = [a for a in visit.academies if visit.may(Verb.RECORD_RIGHTS, Place(a.id or 0))]
    used = [(a.id or 0, media) for a in homes if sha256 and (media := rights_use.picture_in(visit.session, a.id or 0, sha256))]
    if sha256 and not used:
        raise NotFound(NOT_HERE)
    home, media = used[0] if used else ((homes[0].id or 0) if homes else 0, None)
    return {"home": home, "media": media, "draft": draft_id, "picture_of": sha256, "ORIGINS": ORIGINS, "Origin": Origin}


def _uploaded(visit: Visit, typed: Filled) -> tuple[str, str, bytes]:
    """The picture as it would be published: cleaned, so that its hash is the one a draft with it has."""
    upload = next(iter(typed.files("file")), None)
    data = upload.file.read(LARGEST_PICTURE + 1) if upload else b""
    cleaned = clean(data).data if 0 < len(data) <= LARGEST_PICTURE else data
    arrived = Picture("picture", "", "", data=cleaned)
    problem = picture_problem(visit.session, arrived) if data else "choose the picture's file."
    if problem:
        raise BadInput({"file": problem[0].upper() + problem[1:]})
    return hashlib.sha256(cleaned).hexdigest(), _mime(cleaned), cleaned


def _mime(data: bytes) -> str:
    kinds = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif"}
    return next((mime for start, mime in kinds.items() if data.startswith(start)), "image/webp")
