"""Pictures in the form: kept as soon as they arrive, so that a mistake in another field never loses one.

An uploaded picture that can be read is stored at once under its hash. The form carries the hash with a seal for the
person who uploaded it: a hash alone opens nothing, so nobody can attach or look at a picture by knowing its name.
"""

import io
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter
from PIL import Image, UnidentifiedImageError
from sqlmodel import select
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bot.drafts import turns
from bot.drafts.content import Picture
from bot.drafts.models import Blob, DraftMedia
from bot.drafts.typed import LARGEST_PICTURE, PICTURES, picture_problem
from bot.errors import NotFound
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled

router = APIRouter()
SLOTS = 4
SHOWS = (("nobody", "Nobody"), ("pupils", "Pupils"), ("adults", "Adults"))
ORIGINS = (
    ("own", "We took or made it"),
    ("pupil work", "A pupil made it"),
    ("licensed", "We have a licence"),
    ("third party", "Somebody else made it"),
    ("AI-made", "Made with AI"),
    ("brand", "A logo or brand"),
)
GONE = "There is no such picture, or it is not yours to see."


@dataclass(frozen=True)
class Slot:
    """One place for a picture in the form. `kept` is the sealed hash of the picture that is in it."""

    number: int
    kept: str = ""
    filename: str = ""
    alt: str = ""
    shows: tuple[str, ...] = ()
    named: str = ""
    origin: str = ""


def slots_of(visit: Visit, pictures: tuple[Picture, ...]) -> list[Slot]:
    """The form's places, filled with what is there."""
    known = [value for value, _ in SHOWS]
    filled = [
        Slot(
            number,
            sealed(visit, p.sha256),
            p.filename,
            p.alt,
            tuple(s for s in p.shows if s in known),
            ", ".join(s for s in p.shows if s not in known),
            p.origin,
        )
        for number, p in enumerate(pictures[:SLOTS], start=1)
    ]
    return filled + [Slot(number) for number in range(len(filled) + 1, SLOTS + 1)]


def read(visit: Visit, typed: Filled) -> tuple[list[Slot], tuple[Picture, ...], dict[str, str]]:
    """The places as typed, the pictures to save, and a sentence for each file that cannot be used. Stores new files."""
    slots, pictures, wrong = [], [], {}
    for number in range(1, SLOTS + 1):
        name = f"picture_{number}"
        slot = _typed(number, typed)
        for upload in typed.files(name)[:1]:
            picture = _arrived(upload)
            problem = picture_problem(visit.session, picture)
            if problem:
                wrong[name] = f"Picture {number}: {problem}"
            else:
                _store(visit, picture)
                slot = replace(slot, kept=sealed(visit, picture.hash), filename=picture.filename)
        sha256 = opened(visit, slot.kept)
        blob = visit.session.get(Blob, sha256) if sha256 else None
        if blob is None:
            slots.append(replace(slot, kept="", filename=""))
            continue
        slots.append(slot)
        if not typed.ticked(f"remove_{number}"):
            shows = (*slot.shows, *(n.strip() for n in slot.named.split(",") if n.strip()))
            pictures.append(Picture(slot.filename, blob.mime, slot.alt, sha256=blob.sha256, shows=shows, origin=slot.origin))
    return slots, tuple(pictures), wrong


def _typed(number: int, typed: Filled) -> Slot:
    known, origins = [value for value, _ in SHOWS], [value for value, _ in ORIGINS]
    origin = typed.text(f"origin_{number}")
    return Slot(
        number,
        typed.text(f"kept_{number}"),
        _clean_name(typed.text(f"filename_{number}")),
        typed.text(f"alt_{number}").strip(),
        tuple(s for s in known if s in typed.many(f"shows_{number}")),
        typed.text(f"named_{number}").strip(),
        origin if origin in origins else "",
    )


def _arrived(upload: UploadFile) -> Picture:
    data = upload.file.read(LARGEST_PICTURE + 1)
    return Picture(_clean_name(upload.filename or ""), _kind(data), "", data=data)


def _kind(data: bytes) -> str:
    """What the bytes are; what the browser says they are counts for nothing."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return Image.MIME.get(image.format or "", "")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def _clean_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:120] or "picture"


def _store(visit: Visit, picture: Picture) -> None:
    if visit.session.get(Blob, picture.hash) is None:
        visit.session.add(Blob(sha256=picture.hash, mime=picture.mime, data=picture.data or b""))
        visit.session.commit()


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
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    used = visit.session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id, DraftMedia.sha256 == sha256)).first()
    return _served(visit.session.get(Blob, sha256) if used else None)


def _served(blob: Blob | None) -> Response:
    """Nothing in a picture may run: a fixed type, no guessing, and a policy that allows nothing."""
    if blob is None:
        raise NotFound(GONE)
    mime = blob.mime if blob.mime in PICTURES else "application/octet-stream"
    headers = {
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "content-disposition": "inline",
    }
    return Response(blob.data, media_type=mime, headers=headers)
