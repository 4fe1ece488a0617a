"""Why an organisation should be followed may speak of pupils; who is to be followed may not be one."""

import pytest

from bot.following.cues import read

LIBRARY = ("ExampletonLibrary", "Exampleton Library")


@pytest.mark.parametrize(
    "purpose", ["Reading events for our families and pupils", "They run trips for our Year 6 pupils", "Advice for parents of students"]
)
def test_a_purpose_that_speaks_of_everybody_is_no_cue(purpose: str) -> None:
    assert read(*LIBRARY, purpose, "https://library.exampleton.gov.uk") is None


@pytest.mark.parametrize(
    "purpose", ["She is one of our pupils and dances", "A former pupil who posts about us", "Our head girl, aged 17", "Y9 and proud"]
)
def test_a_purpose_that_speaks_of_one_child_is_a_cue(purpose: str) -> None:
    cue = read(*LIBRARY, purpose, "https://library.exampleton.gov.uk")
    assert cue is not None
    assert cue.pupil


def test_a_shop_address_alone_shows_no_organisation() -> None:
    cue = read("jamie", "jamie", "We like what they write", "https://jamie.com")
    assert cue is not None
    assert not cue.pupil
