"""Safeguarding over HTTP: the lead and deputy work a case; for everybody else it does not exist."""

import pytest
from sqlmodel import select

from bot.audit.models import Entry
from bot.people.permissions import Role
from tests.web.staged import Staged

ALARM = "cant do this anymore, ive got the tablets ready"
LEADS = (Role.DSL, Role.DEPUTY_DSL)
EVERY_LIST = (
    "/", "/comments", "/comments?show=decided", "/strays", "/following", "/tasks", "/drafts", "/accounts", "/accounts/1", "/people",
    "/policy", "/audit", "/stop", "/practice", "/practice/practice_academy", "/practice/nobody", "/practice/1/posts/2/reply",
)  # fmt: skip


@pytest.fixture
def alarmed(staged: Staged) -> Staged:
    staged.says(ALARM, who="somebody_sad")
    staged.work()
    return staged


def test_S16_1_the_alarm_is_hidden_and_reaches_the_lead_at_once(alarmed: Staged) -> None:
    assert alarmed.live(2).hidden
    for lead in LEADS:
        client = alarmed.world.browser(lead.value)
        today = client.get("/").text
        assert "Safeguarding: acknowledge 1 new case now" in today
        assert "Open it now. Immediate danger: ring 999." in today
        listed = client.get("/cases").text
        assert "ring 999" in listed
        assert "Suicide or self-harm" in listed
        page = client.get("/cases/1").text
        for words in (
            ALARM,
            "somebody_sad",
            "ring 999",
            "I have this: acknowledge",
            "@practice_academy, Practice network",
            "Hidden",
            "Intact: unchanged since",
        ):
            assert words in page


@pytest.mark.parametrize("role", [r for r in Role if r not in LEADS])
def test_S16_1_no_other_page_holds_anything_of_it(alarmed: Staged, role: Role) -> None:
    client = alarmed.world.browser(role.value)
    for path in EVERY_LIST:
        text = client.get(path).text.lower()
        assert path != "/practice" or "other users see nothing" not in text
        for word in ("tablets", "somebody_sad", "/cases", "case:1", "a child may be at risk", "self-harm"):
            assert word not in text, (path, word)
    there, nowhere = client.get("/cases/1"), client.get("/cases/77")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace("/cases/1", "") == nowhere.text.replace("/cases/77", "")
    for path in ("/cases/1/acknowledge", "/cases/1/notes", "/cases/1/close"):
        assert client.post(path, data={"text": "x", "outcome": "Dealt with, I think."}).status_code == 404
    assert client.get("/comments/1").status_code in (403, 404)


def test_a_case_is_acknowledged_worked_and_closed(alarmed: Staged) -> None:
    client = alarmed.world.browser("dsl")
    assert client.post("/cases/1/acknowledge").headers["location"] == "/cases/1"
    page = client.get("/cases/1").text
    assert "You have acknowledged this case" in page
    assert "I have this" not in page
    assert "ring 999" in page
    assert "Open it now" not in client.get("/").text
    assert "1 case to work and close" in client.get("/").text
    assert client.post("/cases/1/acknowledge").status_code == 403
    client.post("/cases/1/notes", data={"text": "Rang the family at once."})
    assert "Rang the family at once." in client.get("/cases/1").text
    assert client.post("/cases/1/close", data={"outcome": "Referred to the local authority."}).status_code == 303
    page = client.get("/cases/1").text
    assert "Referred to the local authority." in page
    assert "<textarea" not in page
    assert "to work and close" not in client.get("/").text


def test_bad_input_keeps_what_was_typed(alarmed: Staged) -> None:
    client = alarmed.world.browser("deputy_dsl")
    empty = client.post("/cases/1/notes", data={"text": "   "})
    assert empty.status_code == 422
    assert "Write what was done." in empty.text
    short = client.post("/cases/1/close", data={"outcome": "Done <b>"})
    assert short.status_code == 422
    assert "Write what came of it" in short.text
    assert "Done &lt;b&gt;</textarea>" in short.text
    client.post("/cases/1/close", data={"outcome": "The family has been seen."})
    late = client.post("/cases/1/notes", data={"text": "One more thing"})
    assert late.status_code == 403
    assert "A new concern is a new case." in late.text


def test_reading_a_case_and_trying_to_are_on_record(alarmed: Staged) -> None:
    alarmed.world.browser("dsl").get("/cases/1")
    alarmed.world.browser("admin").get("/cases/1")
    with alarmed.world.session() as session:
        rows = session.exec(select(Entry).where(Entry.act == "case:open")).all()
    assert [(e.actor, e.outcome) for e in rows] == [("Dsl person", "read"), ("Admin person", "refused")]


def test_words_of_a_case_never_become_markup(staged: Staged) -> None:
    staged.says("<script>alert(1)</script> " + ALARM, who="<i>x</i>")
    staged.work()
    client = staged.world.browser("dsl")
    for path in ("/", "/cases", "/cases/1"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<i>x" not in text


def test_the_list_is_calm_when_there_is_nothing(staged: Staged) -> None:
    assert "There are no cases." in staged.world.browser("dsl").get("/cases").text
