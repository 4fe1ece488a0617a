"""What says where, when and with what a picture was taken is out of the very bytes that go out, and the picture is the same."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from bot.drafts.picture_parts import AFTER, Malformed, not_picture, parts
from bot.drafts.pictures import clean, proven
from tests.drafts.drawn import group, written

PLACE = b"51.5007 N 0.1246 W"
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"


def _exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "PhoneMaker", "Phone 9", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 2.5), 3: "W", 4: (0.0, 7.0, 28.6)})
    return exif.tobytes()


def _picture() -> Image.Image:
    return Image.open(io.BytesIO(group(1)))


def _frames() -> dict[str, object]:
    return {"save_all": True, "append_images": [Image.new("RGB", (220, 360), "teal")], "duration": 200, "loop": 0}


def _jpeg_with(marker: int, body: bytes) -> bytes:
    plain = written(_picture(), "JPEG")
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + plain[2:]


def _png_with(kind: bytes, body: bytes) -> bytes:
    plain = group(1)
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return plain[:33] + chunk + plain[33:]


def _texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", PLACE.decode())
    info.add_text("Author", PLACE.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    return info


ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FILES: dict[str, Callable[[], bytes]] = {
    "JPEG with EXIF and a place": lambda: written(_picture(), "JPEG", exif=_exif()),
    "JPEG with XMP": lambda: _jpeg_with(0xE1, XMP),
    "JPEG with IPTC": lambda: _jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x12" + PLACE),
    "JPEG with a comment": lambda: written(_picture(), "JPEG", comment=PLACE),
    "JPEG with a colour profile": lambda: written(_picture(), "JPEG", icc_profile=ICC),
    "JPEG with a maker's own part": lambda: _jpeg_with(0xE4, b"MakerNote" + PLACE),
    "JPEG with a second file behind it": lambda: written(_picture(), "JPEG") + b"PK\x03\x04" + PLACE,
    "progressive JPEG with EXIF": lambda: written(_picture(), "JPEG", progressive=True, exif=_exif()),
    "PNG with text": lambda: written(_picture(), "PNG", pnginfo=_texts()),
    "PNG with EXIF": lambda: written(_picture(), "PNG", exif=_exif()),
    "PNG with the time": lambda: _png_with(b"tIME", b"\x07\xea\x0b\x14\x0f\0\0"),
    "PNG with a colour profile": lambda: written(_picture(), "PNG", icc_profile=ICC),
    "PNG with data behind it": lambda: group(1) + PLACE,
    "GIF with a comment": lambda: written(_picture(), "GIF", comment=PLACE),
    "animated GIF with a comment": lambda: written(_picture(), "GIF", comment=PLACE, **_frames()),
    "WebP with EXIF and XMP": lambda: written(_picture(), "WEBP", exif=_exif(), xmp=XMP),
    "animated WebP with EXIF": lambda: written(_picture(), "WEBP", exif=_exif(), **_frames()),
    "animated PNG with text": lambda: written(_picture(), "PNG", pnginfo=_texts(), **_frames()),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_but_the_picture_is_left(name: str) -> None:
    data = FILES[name]()
    cleaned = clean(data)
    assert cleaned.removed
    assert not_picture(cleaned.data) == ()
    for trace in (PLACE, b"PhoneMaker", b"Phone 9", b"Exif", b"xmpmeta", b"8BIM"):
        assert trace not in cleaned.data
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned.data)) as after:
        assert not after.getexif()
        assert not after.info.keys() & {"exif", "xmp", "comment", "icc_profile", "photoshop", "Comment", "Author"}
        assert (after.format, after.size, getattr(after, "n_frames", 1)) == (before.format, before.size, getattr(before, "n_frames", 1))
        for number in range(getattr(before, "n_frames", 1)):
            before.seek(number)
            after.seek(number)
            assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    assert clean(cleaned.data) == (cleaned.data, ())


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_picture_that_lies_on_its_side_is_turned_before_the_word_for_it_goes(kind: str) -> None:
    image = Image.new("RGB", (60, 30), "navy")
    image.paste("gold", (0, 0, 30, 30))
    cleaned = clean(written(image, kind, exif=_exif(6)))
    with Image.open(io.BytesIO(cleaned.data)) as turned:
        assert turned.size == (30, 60)
        top, bottom = turned.convert("RGB").getpixel((15, 10)), turned.convert("RGB").getpixel((15, 50))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 180 > bottom[0]


def test_other_colours_become_those_of_the_web() -> None:
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    cleaned = clean(written(_picture(), "JPEG", icc_profile=wide))
    assert not_picture(cleaned.data) == ()
    with Image.open(io.BytesIO(cleaned.data)) as after:
        assert after.size == _picture().size


@pytest.mark.parametrize("spoil", [lambda plain: plain[:2] + b"\0\0" + plain[2:], lambda plain: plain[:-2], lambda plain: plain[: len(plain) // 2]])
def test_a_damaged_file_is_never_said_to_be_clean(spoil: Callable[[bytes], bytes]) -> None:
    odd = spoil(written(_picture(), "JPEG"))
    with pytest.raises(Malformed):
        not_picture(odd)
    assert not proven(clean(odd).data)


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x40\0\0\0WEBP"]))
def test_any_bytes_are_taken_apart_whole_or_said_to_be_malformed(tail: bytes, head: bytes) -> None:
    data = head + tail
    try:
        found = list(parts(data))
    except Malformed:
        return
    assert b"".join(data[part.start : part.end] for part in found) == data
    assert found[-1].end == len(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_clean_picture_keeps_every_byte(kind: str) -> None:
    data = clean(written(_picture(), kind)).data
    assert clean(data) == (data, ())
    assert not_picture(data + b"!") == (AFTER,)
