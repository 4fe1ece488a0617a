"""The rights of pictures, judged from a rehearsal's own words and from what is on record."""

from dataclasses import replace
from datetime import date

import pytest

from bot.consent.rights_known import Known
from bot.consent.rights_models import Ruling
from bot.consent.rights_words import Origin, origin_of
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.rights import is_doubt, screen
from bot.policy.profile import load

HASH = "a" * 64
ITEM = MediaItem("hall.jpg", "image/jpeg", HASH, "The school hall with rows of chairs", shows=("nobody",))
TRUSTS = ("default", "att", "bet", "core", "acet", "inspire")


def judged(
    origin: str, *, text: str = "Join us on Friday.", profile: str = "default", sources: tuple[str, ...] = (), known: Known | None = None, **item: str
) -> list[Finding]:
    """With `known`, as a stored draft; without, as a rehearsal."""
    setting = Setting(profile=load(profile), platforms=("x",), today=date(2026, 11, 20), rights={HASH: known} if known else None)
    picture = replace(ITEM, origin=origin, **item)  # type: ignore[arg-type]
    return list(screen(Bundle(text, media=(picture,), sources=sources), setting))


def levels(found: list[Finding]) -> list[tuple[str, str | None]]:
    return [(f.level, f.clause) for f in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("own", Origin.OWN),
        ("Third-Party", Origin.THIRD_PARTY),
        ("third_party", Origin.THIRD_PARTY),
        ("ai", Origin.AI),
        ("AI-made", Origin.AI),
        ("stock", Origin.LICENSED),
        ("Logo", Origin.BRAND),
        ("not sure", Origin.UNSURE),
        ("unknown", Origin.UNSURE),
        ("don't know?", Origin.UNSURE),
        ("pupil work", Origin.PUPIL_WORK),
        ("a word nobody knows", Origin.UNSURE),
        ("", None),
        ("  ", None),
    ],
)
def test_an_origin_is_understood_however_it_is_spelt(typed: str, meant: Origin | None) -> None:
    assert origin_of(typed) is meant


def test_a_rehearsal_asks_about_what_is_not_said_and_a_stored_draft_cannot_go_on_without_it() -> None:
    assert levels(judged("")) == [("ask", None)]
    assert levels(judged("", known=Known())) == [("block", None)]


@pytest.mark.parametrize("profile", TRUSTS)
def test_ones_own_picture_is_never_stopped(profile: str) -> None:
    assert judged("own", profile=profile) == judged("own", profile=profile, known=Known()) == []


@pytest.mark.parametrize(
    ("profile", "clause"), [("default", None), ("att", "ATT-5.7"), ("bet", "BET-1.2.3"), ("acet", "ACET-1.3.3a"), ("inspire", "INSP-6.4.7")]
)
def test_somebody_elses_picture_needs_a_licence_or_permission(profile: str, clause: str | None) -> None:
    for sources in ((), ("https://example.org/photo",), ("No permission yet",), ("Licence unknown",), ("Permission requested on Monday",)):
        assert levels(judged("third party", profile=profile, sources=sources)) == [("block", clause)], sources


@pytest.mark.parametrize(
    "source", ["Licence no. 4711, bought on 3 May", "Written permission of the photographer, 2 May 2026", "Unsplash", "CC BY 4.0"]
)
def test_with_a_licence_the_owner_is_named_too(source: str) -> None:
    assert levels(judged("licensed", profile="acet", sources=(source,))) == [("block", "ACET-1.3.3b")]
    assert levels(judged("licensed", profile="bet", sources=(source,))) == [("warn", None)]
    assert judged("licensed", profile="acet", sources=(source,), text="Open evening. Photo: Placeholder Studio") == []
    assert levels(judged("licensed", profile="acet", sources=(source,), credit="Placeholder Studio")) == [("ask", "ACET-1.3.3b")]  # unseen
    shown = judged("licensed", profile="acet", sources=(source,), credit="Placeholder Studio", text="Open evening. Picture by Placeholder Studio.")
    assert shown == []
    assert judged("licensed", profile="acet", sources=(source,), alt="The hall in the evening. © Placeholder Studio") == []


def test_a_doubt_is_the_headteachers_alone() -> None:
    found = judged("unsure", profile="core", sources=("Licence no. 4711",))
    assert levels(found) == [("block", "CORE-7.4b")]
    assert "Headteacher must rule" in found[0].message
    assert is_doubt(found[0])
    assert "Principal must rule" in judged("unsure", profile="inspire")[0].message
    assert judged("unsure", profile="core", known=Known(ruling=Ruling.PERMITTED)) == []
    refused = judged("own", profile="core", known=Known(ruling=Ruling.REFUSED))
    assert levels(refused) == [("block", "CORE-7.4b")]
    assert not is_doubt(refused[0])


@pytest.mark.parametrize(
    ("profile", "named", "level", "clause"),
    [
        ("att", "chief executive", "block", "ATT-5.7"),
        ("acet", "owner of the rights", "block", "ACET-1.3.3c"),
        ("core", "Headteacher", "block", "CORE-7.3a"),
        ("default", "Headteacher", "ask", None),
        ("inspire", "Principal", "ask", None),
    ],
)
def test_a_logo_needs_its_grantor(profile: str, named: str, level: str, clause: str | None) -> None:
    found = judged("logo", profile=profile)
    assert levels(found) == [(level, clause)]
    assert named in found[0].message


def test_the_headteachers_word_is_not_the_chief_executives() -> None:
    assert levels(judged("brand", profile="att", sources=("Permission of the Headteacher, 2 May 2026",))) == [("block", "ATT-5.7")]
    assert levels(judged("brand", profile="att", sources=("Written permission of the CEO, 2 May 2026",))) == [("ask", "ATT-5.7")]
    assert levels(judged("brand", profile="att", known=Known(Origin.BRAND, ("head",)))) == [("block", "ATT-5.7")]
    assert judged("brand", profile="att", known=Known(Origin.BRAND, ("ceo",))) == []
    assert levels(judged("brand", profile="default", known=Known(Origin.BRAND))) == [("block", None)]


def test_on_record_only_a_live_permission_of_the_owner_counts() -> None:
    lapsed = judged("third party", known=Known(Origin.THIRD_PARTY, lapsed="expired on 3 May 2026"), sources=("Licence no. 4711",))
    assert [f.level for f in lapsed] == ["block"]
    assert "expired on 3 May 2026" in lapsed[0].message
    assert [f.level for f in judged("third party", known=Known(Origin.THIRD_PARTY, ("head",)))] == ["block"]
    asked = Known(Origin.LICENSED, ("licence",), credit="© Placeholder Studio 2026")
    assert [f.level for f in judged("licensed", profile="acet", known=asked, credit="a friend")] == ["block", "ask"]
    assert [f.level for f in judged("licensed", profile="acet", known=asked, credit="Placeholder Studio, 2026")] == ["ask"]


def test_another_word_in_the_draft_does_not_undo_the_record() -> None:
    for said in ("own", "AI-made", "pupil work", "licensed"):
        assert [f.level for f in judged(said, profile="acet", known=Known(Origin.THIRD_PARTY))] == ["block"], said


def test_made_with_ai_is_said() -> None:
    assert levels(judged("AI-made")) == [("warn", None)]
    for words in ("Made with AI.", "An AI-generated picture", "This image was created using artificial intelligence", "#MadeWithAI"):
        assert judged("ai", text=words) == [], words
    assert judged("AI-made", credit="Made with AI") == []


def test_pupil_work_is_asked_about_until_somebody_at_home_agreed() -> None:
    assert [f.level for f in judged("pupil work")] == ["ask"]
    assert "student" in judged("pupil work", profile="inspire")[0].message
    assert judged("pupil work", known=Known(Origin.PUPIL_WORK, ("parent",))) == []


def test_a_likeness_is_only_asked_about() -> None:
    found = judged("own", known=Known(looks_like="The crest", same_as="Old map"))
    assert [f.level for f in found] == ["ask", "ask"]
    assert "The crest" in found[0].message
    assert "Old map" in found[1].message


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Lovely photo from Google of our town.", "warn"),
        ("We found this on Pinterest and had to share it!", "warn"),
        ("A picture we found online shows the old school.", "ask"),
        ("Here is a screenshot of the results.", "ask"),
        ("Map taken from the BBC.", "warn"),
        ("Taken from the BBC.", "ask"),
    ],
)
def test_words_that_say_a_picture_is_from_elsewhere(text: str, level: str) -> None:
    assert [f.level for f in judged("own", text=text)] == [level]


@pytest.mark.parametrize(
    "text",
    [
        "Term dates can be found online.",
        "Photos from sports day are on our website.",
        "Pictures from the trip will follow on Monday.",
        "Our choir was on the BBC last night!",
        "Follow us on Instagram for photos of the trip.",
        "The coach leaves from the hall at 9am. More pictures on Facebook.",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert judged("own", text=text) == []
