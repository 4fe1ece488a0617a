"""C31: somebody who is not sure asks first, and nobody can approve until an adviser has answered."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.clock import now
from bot.drafts import advice, turns
from bot.drafts.advice_models import Advice, Verdict
from bot.drafts.advisers import of_draft, words
from bot.drafts.lifecycle import MOVES, Move, State
from bot.drafts.models import Draft
from bot.drafts.signoff import submit, withdraw
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.settings import Settings
from tests.drafts.gate import approve_as, policy_folder, refused, save_as, told, typed
from tests.scene import ANSWERS, PLAIN, Scene, build

UNSURE = ANSWERS | {"facts": "no", "pupil_safety": "unsure"}


def ask(scene: Scene, key: int, name: str = "author", question: str = "May we name the visitor?") -> None:
    with scene.session() as session:
        advice.ask(session, scene.who(session, name), key, question)


def answer(scene: Scene, key: int, name: str = "head", verdict: str = "go on", text: str = "Yes, they agreed.", digest: str = "") -> None:
    digest = digest or scene.digest(key)
    with scene.session() as session:
        advice.answer(session, scene.who(session, name), key, digest, verdict=verdict, text=text)


def asked(scene: Scene, key: int) -> list[Advice]:
    with scene.session() as session:
        return of_draft(session, key)


def overdue(scene: Scene) -> None:
    with scene.session() as session:
        for row in session.exec(select(Advice)):
            row.chase_at = now() - timedelta(minutes=1)
            session.add(row)
        session.commit()


def may_approve(scene: Scene, key: int) -> list[str]:
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        return [n for n in scene.people if turns.why_not(session, scene.who(session, n), draft, Move.APPROVE) is None]


def test_S31_1_unsure_on_submitting_goes_to_the_adviser_and_nobody_can_approve(scene: Scene) -> None:
    key = scene.submitted(answers=UNSURE)
    assert scene.state(key) == State.ADVICE
    assert [(a.roles, a.question) for a in asked(scene, key)] == [(["head"], "I am not sure whether it could put a pupil at risk or upset them.")]
    assert any("asks first" in text for text in told(scene, Role.HEAD))
    assert may_approve(scene, key) == []
    for name in ("slt", "slt2", "head"):
        with refused("move"):
            approve_as(scene, name, key)
    answer(scene, key)
    assert scene.state(key) == State.AWAITING_APPROVAL
    assert may_approve(scene, key) == ["slt", "slt2", "head"]
    assert told(scene, Role.HEAD) == []


def test_no_move_that_signs_starts_at_advice() -> None:
    assert {move for move, states in MOVES.items() if State.ADVICE in states} == {Move.ADVISE, Move.CHANGE, Move.ADOPT, Move.WITHDRAW}


@pytest.mark.parametrize("name", ["author", "author2", "slt"])
def test_S31_1_who_asked_or_wrote_or_was_not_asked_cannot_answer(scene: Scene, name: str) -> None:
    key = scene.draft()
    content, version = typed(scene, key)
    save_as(scene, "author2", key, scene.content(PLAIN + " See you.", not_after=content.not_after), version)
    ask(scene, key, "author")
    with refused({"author": "own question", "author2": "own words", "slt": "role"}[name]):
        answer(scene, key, name)
    assert scene.state(key) == State.ADVICE


def test_change_this_first_goes_back_to_the_author_with_the_answer_and_stays_with_the_draft(scene: Scene) -> None:
    key = scene.submitted(answers=UNSURE)
    answer(scene, key, verdict="change this first", text="Leave the visitor's name out.")
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        assert (draft.state, draft.note) == (State.NEEDS_CHANGES, "Leave the visitor's name out.")
    content, version = typed(scene, key)
    save_as(scene, "author", key, scene.content("A visitor came.", answers=UNSURE, not_after=content.not_after), version)
    assert [a.verdict for a in asked(scene, key)] == [Verdict.CHANGE_FIRST], "changed, and the advice is still shown"
    with scene.session() as session:
        submit(session, scene.who(session, "author"), key)
    assert scene.state(key) == State.ADVICE, "still unsure, so it is asked again"
    assert len(asked(scene, key)) == 2


def test_a_draft_changed_while_it_waits_goes_on_waiting_and_an_answer_is_for_what_was_read(scene: Scene) -> None:
    key = scene.draft()
    ask(scene, key)
    read = scene.digest(key)
    content, version = typed(scene, key)
    save_as(scene, "author", key, scene.content("Another text.", not_after=content.not_after), version)
    assert scene.state(key) == State.ADVICE
    with refused("digest"):
        answer(scene, key, digest=read)
    answer(scene, key)
    assert scene.state(key) == State.AWAITING_APPROVAL


def test_an_approver_in_doubt_asks_first_and_signatures_given_before_still_count(scene: Scene) -> None:
    key = scene.checked()
    ask(scene, key, "slt", "Is the figure for this year?")
    assert scene.state(key) == State.ADVICE
    answer(scene, key)
    assert scene.state(key) == State.AWAITING_APPROVAL, "the facts were signed already"
    with refused("already-decided"):
        answer(scene, key)


def test_C31_no_answer_is_chased_and_the_draft_stays_parked(scene: Scene) -> None:
    key = scene.submitted(answers=UNSURE)
    scene.work("advice")
    assert asked(scene, key)[0].chased_at is None
    overdue(scene)
    scene.work("advice")
    scene.work("advice")
    assert len(scene.entries("advice:chase")) == 1
    assert scene.state(key) == State.ADVICE
    for role in (Role.HEAD, Role.SLT):
        assert sum("Still no answer" in text for text in told(scene, role)) == 1
    answer(scene, key, "slt2")
    assert scene.state(key) == State.AWAITING_APPROVAL
    assert (told(scene, Role.HEAD), told(scene, Role.SLT)) == ([], [])


def test_a_withdrawn_draft_asks_nobody_any_longer(scene: Scene) -> None:
    key = scene.submitted(answers=UNSURE)
    with scene.session() as session:
        withdraw(session, scene.who(session, "author"), key)
    overdue(scene)
    scene.work("advice")
    assert asked(scene, key)[0].closed
    assert scene.entries("advice:chase") == []


def test_what_a_check_stops_goes_back_even_on_the_advice_to_go_on(scene: Scene) -> None:
    key = scene.draft("Ring me at home on 07700 900123.")
    ask(scene, key)
    answer(scene, key)
    assert scene.state(key) == State.NEEDS_CHANGES


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_P46_the_profile_says_who_is_asked(engine: Engine, gate_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(policy_folder(tmp_path, ask_first='["dsl", "line_manager"]')))
    scene = build(engine, gate_settings)
    key = scene.draft()
    ask(scene, key)
    assert words(asked(scene, key)[0]) == "the Designated safeguarding lead or the Line manager"
    answer(scene, key, "dsl")
    assert scene.state(key) == State.AWAITING_APPROVAL


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_input_is_said_and_changes_nothing(scene: Scene) -> None:
    key = scene.draft()
    for question in ("  ", "x" * 2_001):
        with pytest.raises(BadInput) as wrong:
            ask(scene, key, question=question)
        assert list(wrong.value.fields) == ["question"]
    with refused("role"):
        ask(scene, key, "governor")
    ask(scene, key)
    for values, field in (({"verdict": "perhaps"}, "verdict"), ({"text": " "}, "answer")):
        with pytest.raises(BadInput) as wrong:
            answer(scene, key, **values)
        assert list(wrong.value.fields) == [field]
    assert scene.state(key) == State.ADVICE
