"""The kinds of file that may be added as evidence, by what their first bytes are. A name or a browser's word counts for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

PICTURE, PDF, SOUND = "picture", "pdf", "sound"


@dataclass(frozen=True)
class Kind:
    mime: str
    group: str
    suffix: str
    largest: int  # bytes


PICTURES = {
    "image/jpeg": Kind("image/jpeg", PICTURE, "jpg", 16_000_000),
    "image/png": Kind("image/png", PICTURE, "png", 16_000_000),
    "image/gif": Kind("image/gif", PICTURE, "gif", 16_000_000),
    "image/webp": Kind("image/webp", PICTURE, "webp", 16_000_000),
}
# Where the mark stands, the mark, and the kind. No film and no archive: nobody can look through one for what must not be kept.
MARKS: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", PICTURES["image/jpeg"]),
    (0, b"\x89PNG\r\n\x1a\n", PICTURES["image/png"]),
    (0, b"GIF8", PICTURES["image/gif"]),
    (8, b"WEBP", PICTURES["image/webp"]),
    (0, b"%PDF-", Kind("application/pdf", PDF, "pdf", 10_000_000)),
    (0, b"ID3", Kind("audio/mpeg", SOUND, "mp3", 10_000_000)),
    (0, b"\xff\xfb", Kind("audio/mpeg", SOUND, "mp3", 10_000_000)),
    (0, b"\xff\xf3", Kind("audio/mpeg", SOUND, "mp3", 10_000_000)),
    (8, b"WAVE", Kind("audio/wav", SOUND, "wav", 10_000_000)),
    (4, b"ftypM4A", Kind("audio/mp4", SOUND, "m4a", 10_000_000)),
    (0, b"OggS", Kind("audio/ogg", SOUND, "ogg", 10_000_000)),
    (0, b"#!AMR", Kind("audio/amr", SOUND, "amr", 10_000_000)),
)
LARGEST = max(kind.largest for _, _, kind in MARKS)
TAKEN = "a picture (JPEG, PNG, GIF, WebP), a PDF, or a sound (MP3, M4A, WAV, OGG, AMR)"
SUFFIX: Mapping[str, str] = {kind.mime: kind.suffix for _, _, kind in MARKS}


def kind_of(data: bytes) -> Kind | None:
    """None for everything else."""
    return next((kind for at, mark, kind in MARKS if data[at : at + len(mark)] == mark), None)


def problem(data: bytes) -> str | None:
    """Why a file cannot be taken, as a sentence."""
    kind = kind_of(data)
    if not data:
        return "The file is empty. Choose it again."
    if kind is None:
        return f"This kind of file is not taken. Choose {TAKEN}."
    if len(data) > kind.largest:
        return f"The file is larger than {kind.largest // 1_000_000} MB. Choose a smaller one, or add the part that matters."
    return None
