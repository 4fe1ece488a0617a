"""The order of judging, its failures (always towards people), and the scenarios of controls C15 and C16."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput, Misconfigured
from bot.moderation.classify import classify
from bot.moderation.pipeline import PHASES, Phase, judge, rules_alone
from bot.moderation.verdict import Comment, Severity, Verdict, Word
from bot.words.lists import FOLDER, Lists
from bot.words.views import Views

from .table import rows


def test_S15_1_threat_to_a_teacher_is_hidden() -> None:
    verdict = judge(Comment("I'm going to break Mr Smith's legs"))
    assert (verdict.word, verdict.severity) == (Word.HIDE, Severity.S1)
    assert verdict.reasons[0].rule.startswith("threat")
    assert "break Mr Smith's legs" in verdict.reasons[0].span("I'm going to break Mr Smith's legs")


def test_S15_2_criticism_stays_visible() -> None:
    verdict = judge(Comment("Terrible communication from this school, third time this month"))
    assert (verdict.word, verdict.severity) == (Word.KEEP, Severity.S3)


def test_S16_1_distress_goes_to_the_safeguarding_lead() -> None:
    verdict = judge(Comment("cant do this anymore, ive got the tablets ready"))
    assert (verdict.word, verdict.severity) == (Word.ALARM, Severity.S0)


def test_J2_sixty_replies_after_an_outage() -> None:
    wanted = {"threat": 3, "slur": 12, "criticism": 20, "ordinary": 24}
    by_kind = {kind: [row.text for row in rows() if row.kind == kind][:count] for kind, count in wanted.items()}
    replies = ["cant do this anymore, ive got the tablets ready", *(text for texts in by_kind.values() for text in texts)]
    assert len(replies) == 60
    said = Counter(judge(Comment(text)).word for text in replies)
    assert (said[Word.ALARM], said[Word.KEEP]) == (1, 44)
    assert said[Word.HIDE] >= 14  # "you are so gay" may be said among friends: a person is asked


def test_safeguarding_is_asked_first_and_outranks_abuse() -> None:
    assert PHASES[0].name == "safeguarding"
    assert judge(Comment("you idiot, i want to die")).word is Word.ALARM


def _broken(comment: Comment, views: Views) -> Verdict | None:
    raise RuntimeError(comment.text + str(views))


@pytest.mark.parametrize("name", [phase.name for phase in PHASES])
@pytest.mark.parametrize("text", ["Well done everyone", "This school is a joke", "Mr Smith is useless"])
def test_a_phase_that_fails_means_a_person_reads_it(name: str, text: str) -> None:
    phases = [Phase(name, _broken) if phase.name == name else phase for phase in PHASES]
    verdict = judge(Comment(text), phases)
    never_reached = name == "ordinary" and text == "This school is a joke"
    assert verdict.word is (Word.KEEP if never_reached else Word.ASK)
    assert (f"not judged: {name}" in {reason.rule for reason in verdict.reasons}) is not never_reached
    if text == "Well done everyone":
        assert (verdict.score, verdict.severity) == (0.0, Severity.S2)


def test_a_failing_phase_does_not_let_a_threat_through() -> None:
    phases = [Phase("safeguarding", _broken), *PHASES[1:]]
    assert judge(Comment("I will kill you"), phases).word is Word.HIDE


def test_no_phases_is_not_clean() -> None:
    assert judge(Comment("hello"), []).word is Word.ASK


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.txt")))
@pytest.mark.parametrize("harm", ["missing", "empty", "nonsense"])
def test_a_lost_or_spoilt_word_list_is_never_read_as_clean(tmp_path: Path, name: str, harm: str) -> None:
    folder = tmp_path / "words"
    shutil.copytree(FOLDER, folder)
    path = folder / f"{name}.txt"
    if harm == "missing":
        path.unlink()
    else:
        path.write_text("" if harm == "empty" else "[hide: x]\n<nothing-of-this-name> x\n", encoding="utf-8")
    if name in {"spelling", "classes"}:
        with pytest.raises(Misconfigured, match="word list"):
            Lists(folder)
        return
    text = "you idiot" if name == "counter_speech" else "Well done everyone"  # rebukes matter only where something would be hidden
    verdict = judge(Comment(text), lists=Lists(folder))
    assert verdict.word is Word.ASK
    assert verdict.score == 0.0


def test_lists_that_cannot_be_loaded_at_all_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bot.moderation.pipeline.standard", lambda: Lists(tmp_path))
    assert [reason.rule for reason in judge(Comment("Well done")).reasons] == ["not judged: word lists"]


@pytest.mark.parametrize(
    "piece",
    ["a", "you ", "i am going to kill ", "* ", "07", "0770 0900 ", "a@a.a", "http://a.", "i d ", "#a", "@a ", '"', "fuck", "🔪", "a.b-", "\u0301"],
)
def test_very_long_comments_are_judged_and_never_kept(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    verdict = judge(Comment(text))
    assert verdict.word is not Word.KEEP


def test_too_long_to_judge_says_so_and_still_hides_what_was_read() -> None:
    assert judge(Comment("well done " * 2_000)).reasons[0].rule == "too long to judge"
    padded = Comment("I will kill you. " + "well done " * 2_000)
    assert judge(padded, weigh=rules_alone).word is Word.HIDE
    assert judge(padded).word is not Word.KEEP  # padding does not talk a threat away


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_judge(text: str) -> None:
    verdict = judge(Comment(text))
    assert not any(reason.rule.startswith("not judged") for reason in verdict.reasons)
    assert all(0 <= reason.start <= reason.end <= len(text) for reason in verdict.reasons)
    assert 0 <= verdict.score <= 1


_SOME = st.sampled_from(sorted({word for row in rows() for word in row.text.split()}))


@settings(max_examples=300, deadline=None)
@given(st.lists(_SOME, max_size=40).map(" ".join))
def test_no_mix_of_telling_words_breaks_the_judge(text: str) -> None:
    verdict = judge(Comment(text))
    assert not any(reason.rule.startswith("not judged") for reason in verdict.reasons)
    assert all(reason.span(text) for reason in verdict.reasons)


def test_the_schools_own_contact_is_no_personal_data() -> None:
    own = ("oakfield.example.org",)
    text = "email jo.office@mail.oakfield.example.org or see bit.ly"
    assert judge(Comment("email a.teacher@oakfield.example.com"), weigh=rules_alone).word is Word.ASK
    assert judge(Comment(text.replace(" or see bit.ly", ""), official_domains=own)).word is Word.KEEP


def test_classify_answers_in_the_agreed_shape() -> None:
    answer = classify({"id": "a1", "text": "Sir you are an 1d10t"})
    assert (answer["id"], answer["verdict"], answer["severity"]) == ("a1", "hide", "S2")
    assert set(answer) == {"id", "verdict", "severity", "score", "reasons"}
    assert 0.8 < answer["score"] <= 1
    assert {"rule": "insults: insult aimed at someone", "span": "you are an 1d10t"} in answer["reasons"]


@pytest.mark.parametrize("line", [{}, {"id": "1"}, {"text": "x"}, {"id": None, "text": "x"}, {"id": "1", "text": 5}, {"id": True, "text": "x"}])
def test_a_bad_line_gets_a_sentence(line: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        classify(line)
    assert caught.value.sentence.endswith(".")
