"""Private messages over HTTP: played on the practice network, closed at the desk, and nowhere to type a reply."""

import re

import pytest
from sqlmodel import select

from bot.clock import now
from bot.moderation.messages.models import MessageState, PrivateMessage, SentOutside
from bot.people.permissions import TABLE, Role, Verb
from tests.web.conftest import World
from tests.web.routes import found
from tests.web.staged import Staged

ABUSE = "Mr Smith I know where you live and I am going to break your legs"
DISCLOSURE = "my uncle touches me at night and he said not to tell anyone"


def says(staged: Staged, text: str, act: str = "message") -> None:
    answer = staged.world.browser("author").post(f"/practice/1/{act}", data={"part": "pupil", "handle": "", "text": text})
    assert answer.headers["location"] == "/practice?account=1"
    staged.work()
    staged.later("stream", not_before=now())
    staged.work()


def states(staged: Staged) -> list[MessageState]:
    with staged.world.session() as session:
        return [row.state for row in session.exec(select(PrivateMessage).order_by(PrivateMessage.id))]  # type: ignore[arg-type]


def test_an_ordinary_message_is_played_and_closed_and_its_words_are_on_no_page(staged: Staged) -> None:
    says(staged, "miss can u tell me the homework")
    slt = staged.world.browser("slt")
    assert "Close 1 private message" in slt.get("/").text
    assert "Ordinary, from practice_pupil_yr8" in slt.get("/messages").text
    page = slt.get("/messages/1").text
    assert "No reply can be sent from here" in page
    assert "office@academy.example" in page
    assert set(re.findall(r'<(?:textarea|input)[^>]* name="(\w+)"', page)) == {"decision", "words", "reason"}
    for path in ("/messages", "/messages?show=decided", "/messages/1", "/messages/seen", "/practice?account=1"):
        assert "homework" not in slt.get(path).text
    assert slt.post("/messages/1/reply", data={"text": "page 12"}).status_code in (404, 405)
    empty = slt.post("/messages/1", data={})
    assert empty.status_code == 422
    assert "Choose what should happen." in empty.text
    for decision, wrong in (("safeguarding", "did not keep"), ("block", "Write why")):
        answer = slt.post("/messages/1", data={"decision": decision, "reason": "short", "words": " "})
        assert answer.status_code == 422
        assert wrong in answer.text
    assert slt.post("/messages/1", data={"decision": "signpost"}).headers["location"] == "/messages/1"
    assert "never sent to anybody" in slt.get("/messages/1").text
    assert slt.post("/messages/1", data={"decision": "close"}).status_code == 403
    assert states(staged) == [MessageState.SIGNPOSTED]


def test_several_ordinary_ones_are_closed_at_one_press_and_abuse_is_not_among_them(staged: Staged) -> None:
    for text in ("miss can u tell me the homework", "hello miss", ABUSE):
        says(staged, text)
    dsl = staged.world.browser("dsl")
    text = dsl.get("/messages").text
    assert "Close all 2 ordinary ones without a reply" in text
    assert "break your legs" not in text
    up_to = re.findall(r'name="up_to" value="(\d+)"', text)[0]
    dsl.post("/messages/close-ordinary", data={"academy_id": "1", "up_to": up_to})
    assert states(staged) == [MessageState.CLOSED, MessageState.CLOSED, MessageState.WAITING]
    assert "<details" in dsl.get("/messages/3").text
    assert "break your legs" in dsl.get("/messages/3").text
    assert dsl.post("/messages/close-ordinary", data={"academy_id": "77", "up_to": "x"}).status_code == 404


def test_a_disclosure_is_under_safeguarding_and_nowhere_else(staged: Staged) -> None:
    says(staged, DISCLOSURE)
    assert "my uncle" in staged.world.browser("dsl").get("/cases/1").text
    for role in ("slt", "dsl"):
        client = staged.world.browser(role)
        assert "practice_pupil_yr8" not in client.get("/messages").text
        assert client.get("/messages/1").status_code == 404


def test_what_was_sent_in_the_app_is_for_the_headteacher_and_the_safeguarding_lead(staged: Staged) -> None:
    says(staged, "It is page 12.", "answer")
    assert "Find out who sent a private message" in staged.world.browser("head").get("/").text
    assert staged.world.browser("slt").get("/messages/sent/1").status_code == 403
    dsl = staged.world.browser("dsl")
    page = dsl.get("/messages/sent/1").text
    assert "It is page 12." in page
    assert "Slt person" in page  # held access
    short = dsl.post("/messages/sent/1", data={"outcome": "me"})
    assert short.status_code == 422
    assert ">me</textarea>" in short.text
    dsl.post("/messages/sent/1", data={"outcome": "A new colleague did; they know now."})
    with staged.world.session() as session:
        assert session.exec(select(SentOutside)).one().outcome == "A new colleague did; they know now."


def test_a_block_is_proposed_by_one_and_confirmed_by_another(staged: Staged) -> None:
    says(staged, "hello miss")
    slt, head = staged.world.browser("slt"), staged.world.browser("head")
    slt.post("/messages/1", data={"decision": "block", "reason": "The ninth message this week."})
    assert "Confirm or refuse that a sender is blocked" in head.get("/").text
    assert slt.post("/messages/blocks/1", data={"decision": "confirm"}).status_code == 403
    assert head.post("/messages/blocks/1", data={"decision": "maybe"}).status_code == 422
    refused = head.post("/messages/blocks/1", data={"decision": "refuse", "words": "no"})
    assert refused.status_code == 422
    assert ">no</textarea>" in refused.text
    assert staged.world.browser("dsl").post("/messages/blocks/1", data={"decision": "confirm"}).status_code == 403
    head.post("/messages/blocks/1", data={"decision": "confirm"})
    staged.work()
    assert "Blocked, and read back" in head.get("/messages/blocks/1").text
    refusal = staged.world.browser("author").post("/practice/1/message", data={"part": "pupil", "text": "let me in"})
    assert refusal.status_code == 403
    assert "has blocked you" in refusal.text


def test_one_is_written_down_and_bad_input_loses_nothing(staged: Staged) -> None:
    author = staged.world.browser("author")
    assert "Which account it was sent to" in author.get("/messages/new?account=1").text
    typed = {"account": "9", "at": f"{now().year + 1}-12-30T10:00", "kind": "sideways", "handle": "not one word", "words": "They said hello."}
    wrong = author.post("/messages/new", data=typed)
    assert wrong.status_code == 422
    for sentence in ("Choose the account", "within the last year", "Choose what kind", "without spaces"):
        assert sentence in wrong.text
    for kept in ("not one word", "They said hello."):
        assert kept in wrong.text
    at = now().strftime("%Y-%m-%dT%H:%M")
    fine = {"account": "1", "at": at, "kind": "safeguarding", "handle": "@some.body", "words": "She asks where they live."}
    author.post("/messages/new", data=fine)
    assert states(staged) == [MessageState.SAFEGUARDING]
    assert "She asks where they live." in staged.world.browser("dsl").get("/cases/1").text


@pytest.mark.parametrize("role", list(Role))
def test_each_page_is_for_those_whose_it_is(staged: Staged, role: Role) -> None:
    client = staged.world.browser(role.value)
    for path, verb in {"/messages": Verb.READ_MESSAGES, "/messages/seen": Verb.READ_MESSAGES, "/messages/new": Verb.LOG_MESSAGES}.items():
        assert client.get(path).status_code == (200 if role in TABLE[verb] else 403), path
    reads = {verb: role in TABLE[verb] for verb in (Verb.READ_MESSAGES, Verb.READ_SENT)}
    assert client.get("/messages/12").status_code == (404 if reads[Verb.READ_MESSAGES] else 403)
    assert client.get("/messages/blocks/12").status_code == (404 if reads[Verb.READ_MESSAGES] else 403)
    assert client.get("/messages/sent/12").status_code == (404 if reads[Verb.READ_SENT] else 403)


def test_C18_no_page_takes_a_reply_to_a_private_message(world: World) -> None:
    posts = {route.path for route in found(world.app) if "POST" in route.methods and route.path.startswith("/messages")}
    assert posts == {
        "/messages/{message_id}",
        "/messages/close-ordinary",
        "/messages/new",
        "/messages/blocks/{block_id}",
        "/messages/sent/{sent_id}",
    }
