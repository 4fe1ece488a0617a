"""The screen of pictures: declared, matched, covered by a consent, counted, stripped. Or it does not go out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.consent.images import Consents, Seen
from bot.consent.people import Giver, PersonKind, Word
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.images import screen
from bot.policy.profile import load
from tests.consent.test_images_judged import said
from tests.drafts.drawn import group, written

JS, AB, HEAD = 1, 2, 3
ALT = "Pupils cross the finishing line on the field"


def pupil(key: int, label: str, *records: Any, no_identify: bool = False) -> Seen:
    return Seen(key, label, PersonKind.PUPIL, no_identify, records)


def adult(*records: Any) -> Seen:
    return Seen(HEAD, "H.T.", PersonKind.ADULT, records=records)


def item(**more: Any) -> MediaItem:
    values: dict[str, Any] = {"filename": "field.jpg", "mime": "image/jpeg", "sha256": "a" * 64, "alt": ALT, "shows": ("pupils",), "people": (JS,)}
    return MediaItem(**{**values, **more})


def judged(
    *media: MediaItem,
    people: tuple[Seen, ...] = (),
    faces: int | None = 1,
    profile: str = "default",
    platforms: tuple[str, ...] = ("x",),
    **more: Any,
) -> list[Finding]:
    known = Consents({seen.id: seen for seen in people}, {"a" * 64: faces} if faces is not None else {}, more.get("children_seen", frozenset()))
    setting = Setting(load(profile), platforms, date(2026, 11, 20), consents=known)
    return list(screen(Bundle("Sports day.", media=media), setting))


def one_block(found: list[Finding]) -> str:
    assert [f.level for f in found] == ["block"], found
    return found[0].message


def test_a_consent_that_covers_the_use_lets_it_through() -> None:
    assert judged(item(), people=(pupil(JS, "J.S., 7B", said()),)) == []


def test_S09_1_consent_for_the_website_only_does_not_cover_instagram() -> None:
    seen = pupil(JS, "J.S., 7B", said(use="Sports Day 2026", platforms=["website"]))
    message = one_block(judged(item(), people=(seen,), platforms=("instagram",)))
    assert "platform outside scope" in message
    assert "J.S., 7B" in message
    assert "website" in message


def test_S09_3_three_faces_and_two_declared_pupils() -> None:
    people = (pupil(JS, "J.S., 7B", said()), pupil(AB, "A.B., 8C", said()))
    photo = item(people=(JS, AB))
    assert "3 faces, 2 people declared" in one_block(judged(photo, people=people, faces=3))
    explained = judged(replace(photo, faces_note="A poster on the wall"), people=people, faces=3)
    assert [f.level for f in explained] == ["ask"]
    assert "A poster on the wall" in explained[0].message
    assert judged(photo, people=people, faces=1) == []


BLOCKED: dict[str, tuple[dict[str, Any], tuple[Seen, ...], str]] = {
    "nothing declared": ({"shows": (), "people": ()}, (), "does not say who is in it"),
    "only a name declared": ({"shows": ("Somebody",), "people": ()}, (), "does not say who is in it"),
    "nobody and pupils": ({"shows": ("nobody", "pupils"), "people": ()}, (), "both that nobody"),
    "pupils without names": ({"people": ()}, (), "does not say who they are"),
    "pupils, and only an adult named": ({"people": (HEAD,)}, (adult(),), "does not say who they are"),
    "adults, and a pupil named": ({"shows": ("adults",)}, (pupil(JS, "J.S., 7B", said()),), "is said to show none"),
    "unknown in the register": ({}, (), "not in the consent register"),
    "nothing on record": ({}, (pupil(JS, "J.S., 7B"),), "counts as refused"),
    "not in writing": ({}, (pupil(JS, "J.S., 7B", said(form_ref="")),), "counts as refused"),
    "expired": ({}, (pupil(JS, "J.S., 7B", said(ends=date(2026, 1, 1))),), "has expired"),
    "refused": ({}, (pupil(JS, "J.S., 7B", said(Word.REFUSED)),), "J.S., 7B may not be shown"),
    "never to be shown": ({}, (pupil(JS, "J.S., 7B", said(), no_identify=True),), "J.S., 7B may not be shown"),
    "an adult objects": ({"shows": ("adults",), "people": (HEAD,)}, (adult(said(Word.REFUSED, Giver.ADULT)),), "H.T. may not be shown"),
    "nobody, and a face": ({"shows": ("nobody",), "people": ()}, (), "1 face, 0 people declared"),
}


@pytest.mark.parametrize("case", BLOCKED)
def test_what_is_not_known_or_refused_does_not_go_out(case: str) -> None:
    picture, people, words = BLOCKED[case]
    found = [f for f in judged(item(**picture), people=people, faces=0 if "face" not in case else 1) if f.level == "block"]
    assert any(words in f.message for f in found), found


def test_a_refusal_and_a_child_at_risk_read_the_same() -> None:
    refused = judged(item(), people=(pupil(JS, "J.S., 7B", said(Word.REFUSED)),))
    at_risk = judged(item(), people=(pupil(JS, "J.S., 7B", said(), no_identify=True),))
    assert refused == at_risk


def test_one_use_goes_out_only_with_a_reason() -> None:
    found = judged(item(), people=(pupil(JS, "J.S., 7B", said(use="Sports Day 2026")),))
    assert [f.level for f in found] == ["warn"]
    assert "Sports Day 2026" in found[0].message


@pytest.mark.parametrize(
    ("profile", "giver", "goes"), [("bet", Giver.ORGANISATION, False), ("inspire", Giver.ORGANISATION, True), ("core", Giver.PARENT, True)]
)
def test_whose_consent_is_enough_is_the_profiles(profile: str, giver: Giver, goes: bool) -> None:
    assert (judged(item(), people=(pupil(JS, "J.S., 7B", said(giver=giver)),), profile=profile) == []) is goes


def test_adults_are_told_by_default_and_asked_in_writing_at_core() -> None:
    staff = item(shows=("adults",), people=())
    assert judged(staff, faces=4) == []
    assert "written permission" in one_block(judged(staff, profile="core", faces=0))
    named = item(shows=("adults",), people=(HEAD,))
    refused = judged(named, people=(adult(),), profile="core")
    assert refused[0].clause == "CORE-7.6b"
    assert judged(named, people=(adult(said(giver=Giver.ADULT)),), profile="core") == []


def test_faces_that_could_not_be_counted_waive_nothing() -> None:
    found = judged(item(people=()), faces=None)
    assert [f.level for f in found] == ["block", "ask"]


def test_children_an_approver_saw_stay_seen() -> None:
    found = judged(item(shows=("adults",), people=()), faces=0, children_seen=frozenset({"a" * 64}))
    assert "An approver saw children" in one_block(found)


def test_bytes_that_still_say_where_it_was_taken_do_not_go_out() -> None:
    people = (pupil(JS, "J.S., 7B", said()),)
    assert judged(item(data=group(1)), people=people) == []
    from PIL import Image

    traced = written(Image.new("RGB", (40, 40)), "JPEG", comment=b"51.5 N")
    assert "a comment" in one_block(judged(item(data=traced), people=people))


def test_a_rehearsal_knows_nobody_and_blocks_nothing() -> None:
    setting = Setting(load("bet"), ("x",), date(2026, 11, 20))
    for shows, levels in (("pupils",), ["ask"]), (("children", "Somebody"), ["ask"]), (("nobody",), []), ((), []):
        found = list(screen(Bundle("Sports day.", media=(item(shows=shows, people=()),)), setting))
        assert [f.level for f in found] == levels
        assert all(f.clause == "BET-4.4a" for f in found)
