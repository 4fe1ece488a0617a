"""Posts that everybody can read: pictures, capitals, emoji, plain words and hashtags (control C35)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens import hashtag_words
from bot.drafts.screens.accessibility import screen
from bot.drafts.screens.accessibility_measure import syllables
from bot.drafts.screens.base import Finding, Setting
from bot.policy.profile import load

Judge = Callable[..., list[Finding]]
Photo = Callable[..., MediaItem]
WORDS = "Winter fair on Saturday, with stalls, games, music, cakes, a raffle and the band, from two until five in the hall. Come along, all of you."


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("#academyaopenevening", "#AcademyAOpenEvening"),
        ("#worldbookday", "#WorldBookDay"),
        ("#gcseresultsday", "#GCSEResultsDay"),
        ("#SPORTSDAY2026", "#SportsDay2026"),
        ("#Welldoneyear11", "#WellDoneYear11"),
    ],
)
def test_S35_2_a_hashtag_of_several_words_gets_its_capitals(judge: Judge, written: str, better: str) -> None:
    (finding,) = judge(f"Join us! {written}", screen="hashtag")
    assert finding.level == "ask"
    assert finding.message.endswith(f"Write {better}.")
    assert (finding.start, finding.end) == (9, 9 + len(written))


def test_words_of_the_post_itself_help_to_take_a_hashtag_apart(judge: Judge) -> None:
    assert "#QuimmerHallOpenDay" in judge("Quimmer Hall is open. #quimmerhallopenday", screen="hashtag")[0].message
    assert "Write each word" in judge("Come! #quimmerzopflibrary", screen="hashtag")[0].message


@pytest.mark.parametrize(
    "tag", ["#Year7", "#GCSEs", "#PE", "#WorldBookDay", "#football", "#Year11", "#GCSES", "#2026", "#LGBTHistoryMonth", "#together", "#birmingham"]
)
def test_hashtags_that_can_be_read_pass(judge: Judge, tag: str) -> None:
    assert judge(f"Hello {tag} and https://example.org/page#openevening", screen="hashtag") == []


def test_a_vocabulary_that_is_lost_lets_nothing_out(judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.drafts.screens.hashtag.vocabulary", lambda: hashtag_words.vocabulary(tmp_path / "vocabulary.txt"))
    (finding,) = judge("No hashtag at all", screen="hashtag")
    assert finding.level == "block"
    assert "vocabulary.txt" in finding.message


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("🎉🎉🎉🎉🎉 Results day!", "warn"),
        ("𝗢𝗣𝗘𝗡 evening on Thursday", "warn"),
        ("PLEASE REMEMBER THAT WE CLOSE AT NOON ON FRIDAY", "ask"),
        ("Results day! 🎉🎓", None),
        ("GCSE, BTEC and T LEVEL results: NHS, BBC and RAF visit", None),
        ("Well done, everyone.", None),
    ],
)
def test_letters_emoji_and_capitals(judge: Judge, text: str, level: str | None) -> None:
    assert [finding.level for finding in judge(text, screen="accessibility")] == ([level] if level else [])


def test_only_really_hard_words_are_spoken_of(judge: Judge) -> None:
    plain = "Parents' evening is on Tuesday from four until seven. Please book your appointments online, and ask the office for an interpreter."
    hard = (
        "Notwithstanding aforementioned arrangements, parental responsibility holders are respectfully requested to familiarise themselves with "
        "comprehensive documentation regarding transportation and accommodation preceding commencement."
    )
    assert judge(plain, screen="accessibility") == []
    (finding,) = judge(hard, screen="accessibility")
    assert (finding.level, "everyday words" in finding.message) == ("ask", True)
    assert [syllables(word) for word in ("school", "table", "evening", "wanted", "jumped", "area")] == [1, 2, 3, 2, 1, 2]


@pytest.mark.parametrize("text", ["See poster for details.", "All the info you need 👇", "Please read the attached letter"])
def test_a_text_that_only_points_at_its_picture_needs_the_facts(judge: Judge, photo: Photo, text: str) -> None:
    assert [finding.level for finding in judge(text, photo(), screen="accessibility")] == ["warn"]
    assert judge(text, screen="accessibility") == []  # no picture, nothing hidden in it
    assert judge(f"{text} Open evening, Thursday, 5pm.", photo(), screen="accessibility") == []


def test_a_picture_full_of_words_beside_a_short_text(photo: Photo) -> None:
    item = photo("A poster about the winter fair")
    setting = Setting(load("default"), ("x",), date(2026, 11, 20), seen_words={item.sha256: WORDS})
    (finding,) = screen(Bundle("Winter fair!", media=(item,)), setting)
    assert (finding.level, "The picture holds about 26 words" in finding.message) == ("warn", True)
    assert list(screen(Bundle(f"Do come to our fair: {WORDS}", media=(item,)), setting)) == []


def test_a_video_needs_a_transcript() -> None:
    video = MediaItem("assembly.mp4", "video/mp4", "1" * 64, "Pupils singing in assembly")
    setting = Setting(load("default"), ("x",), date(2026, 11, 20))
    (finding,) = screen(Bundle("Singing in assembly", media=(video,)), setting)
    assert "The video has no transcript" in finding.message
