"""A picture's bytes: kept as soon as they arrive, given out only to those who may see them, and opening one of children is on record.

The form carries a picture's hash with a seal for the person who uploaded it: a hash alone opens nothing, so nobody can
attach or look at a picture by knowing its name.
"""

import io
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from PIL import Image, UnidentifiedImageError
from sqlmodel import col, select
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bot.audit.actions import ConsentAct, Outcome
from bot.audit.log import append
from bot.audit.models import Entry
from bot.clock import now
from bot.drafts import turns
from bot.drafts.content import Picture, bundle_of
from bot.drafts.models import Blob, Draft
from bot.drafts.pictures import proven, received
from bot.drafts.screens.images import PUPILS, declared
from bot.drafts.typed import LARGEST_PICTURE, PICTURES, picture_problem
from bot.errors import NotFound
from bot.people.grants import actor
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed

router = APIRouter()
DAMAGED = "the file is damaged, so nobody can say that nothing is hidden in it. Save it again as JPEG or PNG and choose that."
GONE = "There is no such picture, or it is not yours to see."
SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
ONCE_IN = timedelta(hours=24)  # a page that is opened again and again is one look


def arrived(visit: Visit, upload: UploadFile) -> tuple[Picture, str | None]:
    """The picture, stored without what is not picture, or why it cannot be used."""
    data = upload.file.read(LARGEST_PICTURE + 1)
    picture = Picture(clean_name(upload.filename or ""), _kind(data), "", data=data)
    problem = picture_problem(visit.session, picture)
    if problem:
        return picture, problem
    (stripped,) = received(visit.session, [picture])
    problem = picture_problem(visit.session, stripped) or (None if proven(stripped.data or b"") else DAMAGED)
    if problem is None and visit.session.get(Blob, stripped.hash) is None:
        visit.session.add(Blob(sha256=stripped.hash, mime=stripped.mime, data=stripped.data or b""))
        visit.session.commit()
    return stripped, problem


def _kind(data: bytes) -> str:
    """What the bytes are; what the browser says they are counts for nothing."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return Image.MIME.get(image.format or "", "")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def clean_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:120] or "picture"


def sealed(visit: Visit, sha256: str) -> str:
    return f"{sha256}.{visit.request.app.state.vault.seal('picture', visit.me.id, sha256)}"


def opened(visit: Visit, kept: str) -> str:
    """The hash, when this person may use it; otherwise nothing."""
    sha256, _, mark = kept.partition(".")
    return sha256 if mark.isascii() and visit.request.app.state.vault.sealed(mark, "picture", visit.me.id, sha256) else ""


@router.get("/drafts/pictures/{kept}")
def before_saving(visit: Annotated[Visit, allowed(Verb.DRAFT)], kept: str) -> Response:
    """What somebody uploaded and has not saved yet: for them alone."""
    return _served(visit.session.get(Blob, opened(visit, kept)))


@router.get("/drafts/{draft_id}/pictures/{sha256}")
def of_draft(visit: Annotated[Visit, allowed(Verb.READ_DRAFTS)], draft_id: int, sha256: str) -> Response:
    draft, blob = _of_draft(visit, draft_id, sha256)
    _note(visit, draft, sha256, download=False)
    return _served(blob)


@router.get("/drafts/{draft_id}/pictures/{sha256}/download")
def download(visit: Annotated[Visit, allowed(Verb.READ_DRAFTS)], draft_id: int, sha256: str) -> Response:
    draft, blob = _of_draft(visit, draft_id, sha256)
    _note(visit, draft, sha256, download=True)
    return _served(blob, save_as=f"draft-{draft_id}-{sha256[:8]}.{SUFFIX.get(blob.mime, 'bin')}")


def _of_draft(visit: Visit, draft_id: int, sha256: str) -> tuple[Draft, Blob]:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    blob = visit.session.get(Blob, sha256) if any(item.sha256 == sha256 for item in bundle_of(visit.session, draft).media) else None
    if blob is None:
        raise NotFound(GONE)
    return draft, blob


def _note(visit: Visit, draft: Draft, sha256: str, *, download: bool) -> None:
    """A picture of children: each download is on record, and a look at the page once a day for each person."""
    if not any(item.sha256 == sha256 and PUPILS in declared(item) for item in bundle_of(visit.session, draft).media):
        return
    subject = f"draft:{draft.id}"
    query = select(Entry).where(Entry.subject == subject, Entry.act == ConsentAct.PICTURE_OPENED.value, Entry.actor_id == visit.me.id)
    looks = visit.session.exec(query.where(col(Entry.at) >= now() - ONCE_IN)).all()
    if download or not any(look.detail.get("picture") == sha256 for look in looks):
        append(
            visit.session,
            actor(visit.me),
            ConsentAct.PICTURE_OPENED,
            subject,
            outcome=Outcome.READ,
            academy_id=draft.academy_id,
            picture=sha256,
            download=download,
        )
        visit.session.commit()


def _served(blob: Blob | None, save_as: str = "") -> Response:
    """Nothing in a picture may run: a fixed type, no guessing, and a policy that allows nothing."""
    if blob is None:
        raise NotFound(GONE)
    mime = blob.mime if blob.mime in PICTURES else "application/octet-stream"
    headers = {
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "content-disposition": f'attachment; filename="{save_as}"' if save_as else "inline",
    }
    return Response(blob.data, media_type=mime, headers=headers)
