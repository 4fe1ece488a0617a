"""Who may be shown, from what was said about them: every way of saying no, and the one way of saying yes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.consent.images import Standing, Verdict, in_writing, judge
from bot.consent.people import Giver, ImageConsent, Word

DAY = date(2026, 11, 20)
PARENTS = frozenset({Giver.PARENT, Giver.SECOND_PARENT})
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=9)


def said(word: Word = Word.GIVEN, giver: Giver = Giver.PARENT, **more: Any) -> ImageConsent:
    values: dict[str, Any] = {
        "academy_id": 1,
        "pictured_id": 1,
        "giver": giver,
        "word": word,
        "form_ref": "Folder 3",
        "given_on": date(2026, 9, 1),
        "starts": date(2026, 9, 1),
        "recorded_at": NOON,
        "recorded_by": 1,
    }
    return ImageConsent(**{**values, **more})


def standing(*records: ImageConsent, platforms: tuple[str, ...] = ("x",), event: str = "") -> Verdict:
    return judge(records, PARENTS, platforms=platforms, day=DAY, event=event)


WITHDRAWN: dict[str, Any] = {"withdrawn_at": datetime(2026, 10, 1, 9, tzinfo=UTC)}
CASES: dict[str, tuple[list[ImageConsent], Standing]] = {
    "nothing was said": ([], Standing.UNKNOWN),
    "one parent consents": ([said()], Standing.GIVEN),
    "one parent refuses": ([said(Word.REFUSED)], Standing.REFUSED),
    "two parents disagree": ([said(), said(Word.REFUSED, Giver.SECOND_PARENT)], Standing.REFUSED),
    "two parents disagree, the refusal first": (
        [said(Word.REFUSED, Giver.SECOND_PARENT), said(recorded_at=LATER)],
        Standing.REFUSED,
    ),
    "the pupil refuses what the parent gave": ([said(), said(Word.REFUSED, Giver.PUPIL)], Standing.REFUSED),
    "the pupil alone is not enough": ([said(giver=Giver.PUPIL)], Standing.UNKNOWN),
    "the organisation alone is not enough here": ([said(giver=Giver.ORGANISATION)], Standing.UNKNOWN),
    "it was withdrawn": ([said(Word.WITHDRAWN, **WITHDRAWN)], Standing.WITHDRAWN),
    "one of two consents was withdrawn": ([said(), said(Word.WITHDRAWN, **WITHDRAWN)], Standing.WITHDRAWN),
    "withdrawn, then given again": ([said(Word.WITHDRAWN, **WITHDRAWN), said(given_on=date(2026, 11, 1))], Standing.GIVEN),
    "withdrawn, and an older paper turns up": ([said(Word.WITHDRAWN, **WITHDRAWN), said(recorded_at=NOON + timedelta(days=60))], Standing.WITHDRAWN),
    "refused, then given again": ([said(Word.REFUSED), said(given_on=date(2026, 9, 2))], Standing.GIVEN),
    "refused, then given for another network only": (
        [said(Word.REFUSED), said(given_on=date(2026, 9, 2), platforms=["website"])],
        Standing.REFUSED,
    ),
    "given, then refused on the same day": ([said(), said(Word.REFUSED, recorded_at=NOON + timedelta(hours=1))], Standing.REFUSED),
    "it has expired": ([said(ends=date(2026, 11, 19))], Standing.EXPIRED),
    "its last day is today": ([said(ends=DAY)], Standing.GIVEN),
    "it has not begun": ([said(starts=date(2026, 11, 21))], Standing.UNKNOWN),
    "it is for another network": ([said(platforms=["website"])], Standing.OUTSIDE),
    "an old one and a new one": ([said(ends=date(2026, 10, 1)), said(given_on=date(2026, 10, 1))], Standing.GIVEN),
}


@pytest.mark.parametrize("case", CASES)
def test_what_was_said_and_what_it_comes_to(case: str) -> None:
    records, expected = CASES[case]
    assert standing(*records).standing is expected
    assert standing(*reversed(records)).standing is expected


def test_each_network_of_the_post_must_be_covered() -> None:
    some = said(platforms=["x", "website"])
    assert standing(some).standing is Standing.GIVEN
    assert standing(some, platforms=("x", "facebook")) == Verdict(Standing.OUTSIDE, only=("x", "website"))


def test_a_consent_for_one_use_names_the_use_unless_the_event_is_it() -> None:
    one = said(use="Sports Day 2026")
    assert standing(one) == Verdict(Standing.GIVEN, use="Sports Day 2026")
    assert standing(one, event="sports day 2026") == Verdict(Standing.GIVEN)
    assert standing(one, said(giver=Giver.SECOND_PARENT)) == Verdict(Standing.GIVEN)


def test_a_consent_without_a_paper_is_none_and_a_refusal_needs_no_paper() -> None:
    spoken, refused = said(form_ref=" "), said(Word.REFUSED, form_ref="")
    assert in_writing([spoken, refused]) == (refused,)
