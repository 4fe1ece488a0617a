"""S22.3 over HTTP: a leader asks and writes down, the threatened person answers on a page of their own, and nobody else sees either."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from bot.cases.police_models import PoliceStep
from tests.web.staged import Staged

THREAT = "I am going to break Mr Fictional's legs"
NEVER = "/police/999999999"


def step_of(staged: Staged) -> PoliceStep:
    with staged.world.session() as session:
        return session.exec(select(PoliceStep)).one()


@pytest.fixture
def asked(staged: Staged) -> tuple[TestClient, int]:
    """A leader's browser, and the step of the checker, who was asked."""
    staged.says(THREAT)
    staged.work()
    slt = staged.world.browser("slt")
    form = {"who": str(staged.world.people["checker"]), "answer": "asked", "words": "Rang at noon."}
    assert slt.post(f"/comments/{staged.reply().id}/police", data=form).status_code == 303
    return slt, step_of(staged).id or 0


def test_S22_3_the_panel_asks_and_the_person_sees_only_their_own_page(staged: Staged, asked: tuple[TestClient, int]) -> None:
    slt, step = asked
    key, checker = staged.reply().id, staged.world.browser("checker")
    panel = slt.get(f"/comments/{key}").text
    assert "Police: ask the member of staff" in panel
    assert "Checker person" in panel
    assert "Say whether the school tells the police of a threat to you" in checker.get("/").text
    own = checker.get(f"/police/{step}/mine")
    assert own.status_code == 200
    for kept in (THREAT, "Mr Fictional", "practice_parent", "Rang at noon."):
        assert kept not in own.text
    for path in (f"/comments/{key}", f"/comments/{key}/police", f"/police/{step}", "/police"):
        assert checker.get(path).status_code in (403, 404)
    for who in ("slt", "author", "head", "dsl"):
        assert staged.world.browser(who).get(f"/police/{step}/mine").status_code == 404
    assert staged.world.browser("governor").post(f"/police/{step}/mine", data={"answer": "agrees"}).status_code == 403
    assert checker.post(f"/police/{step}/mine", data={"answer": "agrees", "words": "Yes, please."}).status_code == 303
    told = slt.post(f"/police/{step}/tell", data={"way": "101", "force": "County", "reference": "CR/1"})
    assert told.status_code == 303
    assert "CR/1" in checker.get(f"/police/{step}/mine").text
    assert "The police were told" in slt.get(f"/comments/{key}").text
    assert slt.get("/police").text.count("Nothing waits.") == 1


def test_S22_3_they_read_the_words_only_where_a_leader_lets_them(staged: Staged) -> None:
    staged.says(THREAT)
    staged.work()
    head = staged.world.browser("head")
    assert "Ask the member of staff whom a comment threatens" in head.get("/").text
    form = {"who": str(staged.world.people["author"]), "answer": "asked", "may_read": "yes"}
    head.post(f"/comments/{staged.reply().id}/police", data=form)
    own = staged.world.browser("author").get(f"/police/{step_of(staged).id}/mine").text
    assert "Mr Fictional" in own
    assert "practice_parent" not in own


def test_S22_3_without_consent_nothing_but_999_and_a_second_leader(staged: Staged, asked: tuple[TestClient, int]) -> None:
    slt, step = asked
    page = slt.get(f"/police/{step}").text
    assert "A report to the police is locked" in page
    assert 'action="/police/' + str(step) + '/tell"' not in page
    refused = slt.post(f"/police/{step}/tell", data={"way": "101"})
    assert refused.status_code == 403
    assert "has not agreed" in refused.text
    reason = "They say that they wait at the gate."
    assert slt.post(f"/police/{step}/risk", data={"risk": "life", "reason": reason}).status_code == 303
    assert "I agree: without consent" not in slt.get(f"/police/{step}").text
    assert slt.post(f"/police/{step}/sign").status_code == 403
    head = staged.world.browser("head")
    assert "I agree: without consent" in head.get(f"/police/{step}").text
    assert head.post(f"/police/{step}/sign").status_code == 303
    assert slt.post(f"/police/{step}/tell", data={"way": "online"}).status_code == 303
    assert slt.post(f"/police/{step}/reference", data={"reference": "CR/2"}).status_code == 303
    assert step_of(staged).reference == "CR/2"


def test_bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(staged: Staged, asked: tuple[TestClient, int]) -> None:
    slt, step = asked
    key = staged.reply().id
    tries = (
        (f"/comments/{key}/police", {"who": "", "words": "kept words"}, "Choose whom it threatens"),
        (f"/comments/{key}/police", {"named": "kept words", "who": "", "answer": "x"}, "Choose what they say"),
        (f"/comments/{key}/police", {"named": "kept words", "answer": "agrees", "asked_at": "yesterday"}, "Enter a date and a time that exist"),
        (f"/comments/{key}/police", {"named": "kept words", "answer": "agrees", "asked_at": "2199-01-01T10:00"}, "Enter a time that is over"),
        (f"/police/{step}/answer", {"answer": "", "words": "kept words"}, "Choose what they say"),
        (f"/police/{step}/risk", {"risk": "", "reason": "kept words"}, "Choose who is at risk"),
        (f"/police/{step}/risk", {"rung": "yes", "risk": "", "reason": "kept words"}, "Choose who is at risk"),
        (f"/police/{step}/risk", {"risk": "life", "reason": ""}, "Write in a sentence why"),
    )
    for path, form, sentence in tries:
        answer = slt.post(path, data=form)
        assert answer.status_code == 422, (path, form)
        assert sentence in answer.text
        assert "Something needs to be put right" in answer.text
        if "kept words" in form.values():
            assert "kept words" in answer.text
    assert staged.world.browser("checker").post(f"/police/{step}/mine", data={"answer": "cannot"}).status_code == 422
    assert step_of(staged).told_at is None
    for path in (NEVER, f"{NEVER}/mine", "/comments/999999999/police"):
        assert slt.get(path).status_code == 404
    for path in (f"{NEVER}/answer", f"{NEVER}/tell", f"{NEVER}/sign", f"{NEVER}/risk", f"{NEVER}/reference", f"{NEVER}/mine"):
        assert slt.post(path).status_code == 404
    assert slt.post("/police/x/tell").status_code in (404, 422)
