"""What happens to a picture as it arrives: all that is not picture is taken out, and the faces in it are counted.

The stored bytes are the stripped ones, so the digest covers exactly what goes out and nothing is left to strip later.
Faces are counted, never recognised: nothing about a face is kept but how many there were (invariant I7).
"""

import io
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from bot.clock import now
from bot.consent import images_register
from bot.consent.images import Consents
from bot.drafts.bundle import MediaItem
from bot.drafts.content import Picture
from bot.drafts.picture_parts import Malformed, not_picture, without

UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)
WIDEST = 1_000  # pixels of the longer side on which faces are looked for
MOST_PIXELS = 60_000_000
SMALLEST = 0.035  # of that side: a smaller face is nobody's to recognise
AGREEING = 6  # neighbouring finds that make one face
ORIENTATION = 0x0112
FORMATS = {"JPEG": {"quality": 92, "subsampling": 0}, "PNG": {}, "WEBP": {"quality": 92}}

_log = logging.getLogger(__name__)


class PictureFacts(SQLModel, table=True):
    """What is known of a picture's bytes, under their hash. No number of faces: they could not be counted."""

    __tablename__ = "picture_facts"

    sha256: str = Field(primary_key=True)
    faces: int | None = None
    counted_at: datetime = Field(default_factory=now)
    children_seen_by: int | None = Field(default=None, foreign_key="person.id")  # an approver, where none were declared
    children_seen_at: datetime | None = None


class Clean(NamedTuple):
    data: bytes
    removed: tuple[str, ...] = ()


def clean(data: bytes) -> Clean:
    """The picture alone. What cannot be taken apart is drawn anew; what cannot be opened comes back as it was, to be refused."""
    try:
        removed = not_picture(data)
    except Malformed:
        removed = ("data that does not belong to the format",)
        drawn = _drawn(data)
        return Clean(drawn, removed) if drawn else Clean(data)
    if not removed:
        return Clean(data)
    return Clean(without(_upright(data)), removed)


def proven(data: bytes) -> bool:
    """Whether these bytes are a picture and nothing else."""
    try:
        return not not_picture(data)
    except Malformed:
        return False


def received(session: Session, pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """New pictures stripped, their faces counted. Slow work on large files, so what the session holds is committed first."""
    found = tuple(pictures)
    if any(p.data is not None for p in found):
        session.commit()
    arrived = tuple(replace(p, data=clean(p.data).data) if p.data is not None else p for p in found)
    counted = {p.hash: count_faces(p.data) for p in arrived if p.data is not None}
    for sha256, faces in counted.items():
        if faces is not None and session.get(PictureFacts, sha256) is None:
            with suppress(IntegrityError), session.begin_nested():  # the same picture may arrive twice at once
                session.add(PictureFacts(sha256=sha256, faces=faces))
    if counted:
        session.commit()
    return arrived


def count_faces(data: bytes) -> int | None:
    """The most faces in any frame looked at; None when it cannot be told."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("L", (WIDEST, WIDEST))
            frames = getattr(image, "n_frames", 1)
            most = 0
            for number in sorted({0, frames // 2, frames - 1}):
                image.seek(number)
                most = max(most, _in_frame(image))
            return most
    except Exception as problem:  # noqa: BLE001 -- a count that fails is no count; the declaration still has to be made
        _log.warning("faces could not be counted: %s", type(problem).__name__)
        return None


def _in_frame(image: Image.Image) -> int:
    import cv2  # noqa: PLC0415 -- loaded by whoever counts, not by every command
    import numpy as np  # noqa: PLC0415

    grey = image.convert("L")
    grey.thumbnail((WIDEST, WIDEST))
    pixels = np.asarray(grey)
    side = max(24, int(max(grey.size) * SMALLEST))
    if min(grey.size) < side:
        return 0
    found: list[tuple[int, int, int, int]] = []
    for name, mirrored in (("frontalface_alt2", False), ("profileface", False), ("profileface", True)):
        looked_at = np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels
        finds: Any = _cascade(cv2, name).detectMultiScale(looked_at, 1.1, AGREEING, minSize=(side, side))
        for x, y, w, h in finds:
            box = (int(grey.width - x - w) if mirrored else int(x), int(y), int(w), int(h))
            if not any(_same(box, other) for other in found):
                found.append(box)
    return len(found)


@lru_cache(maxsize=4)
def _cascade(cv2: Any, name: str) -> Any:
    cascade = cv2.CascadeClassifier(f"{cv2.data.haarcascades}haarcascade_{name}.xml")
    if cascade.empty():
        raise OSError(f"the cascade {name} is not installed")
    return cascade


def _same(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """One face found twice: the middle of either lies in the other."""
    return _holds(one, other) or _holds(other, one)


def _holds(outer: tuple[int, int, int, int], inner: tuple[int, int, int, int]) -> bool:
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def _upright(data: bytes) -> bytes:
    """Turned as it was meant to be seen and in the colours of the web, where the data that said so is about to go."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            profile = image.info.get("icc_profile")
            plain = image.getexif().get(ORIENTATION, 1) == 1 and not _other_colours(profile)
            if plain or getattr(image, "n_frames", 1) > 1 or image.format not in FORMATS:
                return data
    except UNREADABLE:
        return data
    return _drawn(data) or data


def _drawn(data: bytes) -> bytes:
    """The pixels put into a new file of the same format; empty when there are none to be had."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = image.format if image.format in FORMATS else ""
            if not kind:
                return b""
            drawn = ImageOps.exif_transpose(_web_colours(image))
            file = io.BytesIO()
            drawn.info.clear()
            drawn.save(file, kind, **FORMATS[kind])
        return without(file.getvalue())
    except (*UNREADABLE, Malformed):
        return b""


def _other_colours(profile: bytes | None) -> bool:
    """Whether they differ from the web's own, by the name the profile gives itself."""
    return bool(profile) and not any("sRGB".encode(code) in (profile or b"") for code in ("ascii", "utf-16-be"))


def _web_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile is None or not _other_colours(profile):
        return image
    try:
        mode = "RGBA" if "A" in image.getbands() else "RGB"
        turned = ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    turned = turned or image
    turned.info.update({key: value for key, value in image.info.items() if key == "exif"})
    return turned


def consents_for(session: Session, academy_id: int, media: Iterable[MediaItem]) -> Consents:
    """What the screen of pictures may know about these: the people named for them and the faces counted in them."""
    items = tuple(media)
    known = images_register.consents(session, academy_id, (person for item in items for person in item.people))
    facts = session.exec(select(PictureFacts).where(col(PictureFacts.sha256).in_({item.sha256 for item in items}))).all() if items else []
    return replace(
        known,
        faces={row.sha256: row.faces for row in facts if row.faces is not None},
        children_seen=frozenset(row.sha256 for row in facts if row.children_seen_by is not None),
    )
