"""Pictures that say what they show."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from bot.drafts.bundle import MediaItem
from bot.drafts.screens.base import Finding

Judge = Callable[..., list[Finding]]
Photo = Callable[..., MediaItem]


def jpeg(size: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "green").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    "alt",
    [
        "image1.jpg",
        "IMG_1234",
        "DSC00012",
        "photo",
        "Image of",
        "a photo of",
        "",
        "   ",
        "...",
        "🌳",
        "pupils",
        "Screenshot 2026-11-20",
        "tree",
        "12345678901234",
        "IMG-20261120-WA0007",
    ],
)
def test_S35_1_a_description_that_describes_nothing_must_be_fixed(judge: Judge, photo: Photo, alt: str) -> None:
    (finding,) = judge("Hello", photo(alt), screen="alt_text")
    assert finding.level == "block"
    assert "Say in one sentence what can be seen" in finding.message


@pytest.mark.parametrize(
    "alt", ["Pupils planting a tree", "Photo of the new library with red chairs", "Three people on a stage", "Poster: open evening, 1 October, 5pm"]
)
def test_a_description_that_describes_passes(judge: Judge, photo: Photo, alt: str) -> None:
    assert judge("Hello", photo(alt, data=jpeg()), screen="alt_text") == []


def test_each_picture_is_named_by_its_number(judge: Judge, photo: Photo) -> None:
    (finding,) = judge("Hello", photo(), photo("photo"), screen="alt_text")
    assert finding.message.startswith("Picture 2 ")


def test_too_many_pictures_and_too_long_a_description(judge: Judge, photo: Photo) -> None:
    assert "takes 4 pictures" in judge("Hello", *[photo()] * 5, screen="alt_text")[0].message
    (finding,) = judge("Hello", photo("A tree in the yard. " * 60), screen="alt_text", platforms=("x", "bluesky"))
    assert "too long for X" in finding.message


def test_a_file_that_is_no_picture_or_too_large_is_refused(judge: Judge, photo: Photo) -> None:
    (broken,) = judge("Hello", photo(data=b"not a picture"), screen="alt_text")
    assert "cannot be opened" in broken.message
    (large,) = judge("Hello", photo(data=jpeg() + b"0" * 5_000_001), screen="alt_text")
    assert "MB" in large.message


def test_S35_1_a_description_may_not_repeat_the_post(judge: Judge, photo: Photo) -> None:
    (finding,) = judge("Our new library is open at lunch", photo("our new library is open  at lunch"), screen="alt_text")
    assert (finding.level, "repeats the post" in finding.message) == ("block", True)


@pytest.mark.parametrize("alt", ["alt text here", "TBC: description", "library_final_v2", "xxxxxxxxxxxx", "📷📚🎉"])
def test_S35_1_a_stand_in_is_no_description(judge: Judge, photo: Photo, alt: str) -> None:
    assert [finding.level for finding in judge("Hello", photo(alt), screen="alt_text")] == ["block"]


def test_one_description_for_two_pictures_and_a_very_long_one_need_a_reason(judge: Judge, photo: Photo) -> None:
    two = [MediaItem("a.jpg", "image/jpeg", digest * 64, "Pupils on the field") for digest in "12"]
    (same,) = judge("Hello", *two, screen="alt_text")
    assert (same.level, same.message) == ("warn", "Pictures 1 and 2 have the same description. Say what is different in each.")
    (long,) = judge("Hello", photo("A tree in the yard. " * 60), screen="alt_text", platforms=("bluesky",))
    assert (long.level, "over 1,000 characters" in long.message) == ("warn", True)
