"""A picture's file taken apart: which bytes are the picture, and which say where, when, with what and by whom it was made.

An allow-list for each format: what is not known to be picture is not picture. So the same walk strips a file and proves it
stripped. Formats: JPEG (ITU T.81 annex B), PNG (W3C, with its animation chunks), GIF89a, WebP (Google's container).
"""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

import regex


class Part(NamedTuple):
    """Bytes from `start` to `end`; `what` names them where they are not part of the picture."""

    start: int
    end: int
    what: str = ""


class Malformed(ValueError):
    """The file is not built as its format says."""


AFTER = "data behind the end of the picture"
_JPEG_PLAIN = {0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xDB, 0xDC, 0xDD}
_JPEG_SCAN = regex.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_JPEG_KNOWN = {
    (0xE1, b"Exif"): "camera data (EXIF)",
    (0xE1, b"http"): "editing data (XMP)",
    (0xE2, b"ICC_"): "a colour profile",
    (0xED, b"Phot"): "caption data (IPTC)",
}
_PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
_PNG_KNOWN = {b"eXIf": "camera data (EXIF)", b"iCCP": "a colour profile", b"tIME": "the time it was made"}
_WEBP_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_WEBP_KNOWN = {b"EXIF": "camera data (EXIF)", b"XMP ": "editing data (XMP)", b"ICCP": "a colour profile"}
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def parts(data: bytes) -> Iterator[Part]:
    """Every byte of the file, in order. Raises Malformed, also for what is none of the four formats."""
    for magic, walk in _WALKS:
        if data.startswith(magic):
            try:
                yield from walk(data)
            except (IndexError, struct.error):
                raise Malformed("The file ends before its picture does.") from None
            return
    raise Malformed("This is no JPEG, PNG, GIF or WebP file.")


def not_picture(data: bytes) -> tuple[str, ...]:
    """What is in the file besides the picture, in words, each once; empty for a clean file."""
    return tuple(dict.fromkeys(part.what for part in parts(data) if part.what))


def without(data: bytes) -> bytes:
    """The same picture to the pixel, and nothing else."""
    kept = b"".join(data[part.start : part.end] for part in parts(data) if not part.what)
    return _riff(kept) if kept.startswith(b"RIFF") else kept


def _jpeg(data: bytes) -> Iterator[Part]:
    yield Part(0, 2)
    at = 2
    while True:
        if data[at] != 0xFF:
            raise Malformed("A JPEG part does not begin where the one before it ends.")
        if data[at + 1] == 0xFF:  # fill byte
            yield Part(at, at + 1, "fill bytes")
            at += 1
            continue
        marker = data[at + 1]
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Malformed("A JPEG part is longer than the file.")
        if marker == 0xDA:
            found = _JPEG_SCAN.search(data, end)
            if found is None:
                raise Malformed("A JPEG scan has no end.")
            end = found.end() - 2
            yield Part(at, end)
        else:
            yield Part(at, end, _jpeg_kind(marker, data[at + 4 : end]))
        at = end
    yield Part(at, at + 2)
    if at + 2 < len(data):
        yield Part(at + 2, len(data), AFTER)


def _jpeg_kind(marker: int, body: bytes) -> str:
    jfif = marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) == 14
    adobe = marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12  # how its colours are to be read
    if marker in _JPEG_PLAIN or jfif or adobe:
        return ""
    return "a comment" if marker == 0xFE else _JPEG_KNOWN.get((marker, body[:4]), "application data")


def _png(data: bytes) -> Iterator[Part]:
    yield Part(0, 8)
    at = 8
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise Malformed("A PNG part is longer than the file.")
        words = "text" if kind.endswith(b"Xt") else "application data"
        yield Part(at, end, "" if kind in _PNG_PICTURE else _PNG_KNOWN.get(kind, words))
        at = end
        if kind == b"IEND":
            break
    if at < len(data):
        yield Part(at, len(data), AFTER)


def _gif(data: bytes) -> Iterator[Part]:
    at = 13 + _table(data[10])
    yield Part(0, at)
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            end = _blocks(data, at + 10 + _table(data[at + 9]) + 1)
            yield Part(at, end)
        elif data[at] == 0x21:
            label, begin = data[at + 1], data[at + 3 : at + 14]
            end = _blocks(data, at + 2)
            loops = label == 0xFF and begin in _GIF_LOOPS and end - at <= 19
            yield Part(at, end, "" if label == 0xF9 or loops else "a comment" if label == 0xFE else "application data")
        else:
            raise Malformed("A GIF part begins with a byte that stands for none.")
        at = end
    yield Part(at, at + 1)
    if at + 1 < len(data):
        yield Part(at + 1, len(data), AFTER)


def _table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where a chain of sub-blocks ends."""
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> Iterator[Part]:
    if data[8:12] != b"WEBP":
        raise Malformed("This RIFF file is no WebP picture.")
    whole = min(8 + struct.unpack_from("<I", data, 4)[0], len(data))
    yield Part(0, 12)
    yield from _webp_chunks(data, 12, whole)
    if whole < len(data):
        yield Part(whole, len(data), AFTER)


def _webp_chunks(data: bytes, at: int, stop: int) -> Iterator[Part]:
    while at < stop:
        kind, (length,) = data[at : at + 4], struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + (length & 1)
        if at + 8 + length > stop:
            raise Malformed("A WebP part is longer than the file.")
        end = min(end, stop)
        if kind == b"ANMF":
            inner = [part.what for part in _webp_chunks(data, at + 24, at + 8 + length) if part.what]
            if inner:
                raise Malformed("A frame of the WebP animation holds what is not picture.")
        yield Part(at, end, "" if kind in _WEBP_PICTURE else _WEBP_KNOWN.get(kind, "application data"))
        at = end


def _riff(kept: bytes) -> bytes:
    """The length in the head, and the head's word about what the file holds, made true again."""
    fixed = bytearray(kept)
    struct.pack_into("<I", fixed, 4, len(kept) - 8)
    if fixed[12:16] == b"VP8X":
        fixed[20] &= 0b00010010  # animation and transparency; not colour profile, EXIF or XMP
    return bytes(fixed)


_WALKS: tuple[tuple[bytes, Callable[[bytes], Iterator[Part]]], ...] = (
    (b"\xff\xd8", _jpeg),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"GIF87a", _gif),
    (b"GIF89a", _gif),
    (b"RIFF", _webp),
)
