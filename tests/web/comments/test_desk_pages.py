"""The desk over HTTP: holding, taking over, deciding second, taking back, several at once, whom it is about, and one's own settings."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from bot.clock import now
from bot.moderation.models import Reply, Review
from bot.people.models import Grant, Person
from bot.people.permissions import Verb
from tests.web.staged import Staged

THREAT = "I am going to break that PE teacher's legs"
ABUSE = "You are all pathetic scum"
CRITICISM = "Terrible communication from this school, third time this month"


@pytest.fixture
def two(staged: Staged) -> tuple[TestClient, TestClient]:
    """A leader and the Headteacher, both of whom may decide comments on the account."""
    with staged.world.session() as session:
        grant = session.exec(select(Grant).where(Grant.verb == Verb.MODERATE)).one()
        head = staged.world.people["head"]
        ends = now() + timedelta(days=9)
        session.add(Grant(**grant.model_dump(exclude={"id", "person_id", "sponsor_id", "ends"}), person_id=head, sponsor_id=head, ends=ends))
        session.commit()
    return staged.world.browser("slt"), staged.world.browser("head")


def test_who_opens_holds_and_who_comes_second_loses_nothing(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    staged.says(ABUSE)
    staged.work()
    slt, head = two
    mine = slt.get("/comments/1").text
    assert "for ten minutes others see so" in mine
    theirs = head.get("/comments/1").text
    assert "Slt person is deciding this" in theirs
    assert 'name="decision"' not in theirs
    assert "Slt person is deciding this" in head.get("/comments").text
    refused = head.post("/comments/1/take-over", data={"word": ""})
    assert refused.status_code == 422
    assert "Say in a few words why" in refused.text
    assert head.post("/comments/1/take-over", data={"word": "they went home"}).status_code == 303
    kept = slt.post("/comments/1", data={"decision": "hide", "reason_code": "abuse", "seen": "0"})
    assert kept.status_code == 403
    assert "Head person is deciding this comment since" in kept.text
    assert head.post("/comments/1", data={"decision": "leave", "reason_code": "not_abuse", "seen": "0"}).status_code == 303
    second = slt.post("/comments/1", data={"decision": "hide", "reason_code": "abuse", "seen": "0"})
    assert second.status_code == 403
    assert "Head person has decided this" in second.text
    assert re.search(r'value="hide"[^>]* checked', second.text), "what was chosen is still chosen"
    seen = re.search(r'name="seen" value="(\d+)"', second.text)
    assert seen is not None
    assert slt.post("/comments/1", data={"decision": "hide", "reason_code": "abuse", "seen": seen[1]}).status_code == 303
    assert staged.reply().decision == "hide"


def test_after_deciding_comes_the_next_and_the_last_can_be_taken_back(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    said = staged.says(ABUSE)
    staged.work()
    staged.says("What a disgusting fat pig that teacher is")
    staged.work()
    slt, head = two
    first = slt.get("/comments/next")
    assert first.headers["location"] == "/comments/1"
    answer = slt.post("/comments/1", data={"decision": "hide", "reason_code": "abuse", "seen": "0"})
    assert answer.headers["location"] == "/comments/2"
    page = slt.get("/comments/2").text
    assert "You can take that back until" in page
    assert head.get("/comments/next").headers["location"] == "/comments"
    staged.work()
    assert staged.live(said).hidden
    assert head.post("/comments/1/undo").status_code == 403
    assert slt.post("/comments/1/undo").status_code == 303
    staged.work()
    assert not staged.live(said).hidden
    again = slt.post("/comments/1/undo")
    assert again.status_code == 403
    assert "There is no decision to take back" in again.text
    assert slt.post("/comments/2/give-back").status_code == 303
    assert slt.get("/comments/next?after=nonsense").status_code == 303


def test_S15_4_about_the_person_who_opens_it(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    with staged.world.session() as session:
        person = session.get_one(Person, staged.world.people["slt"])
        person.name = "Jo Field"
        session.add(person)
        session.commit()
    staged.says("Mr Field is pathetic scum")
    staged.work()
    slt, head = two
    page = slt.get("/comments/1").text
    assert "This is about you" in page
    assert "The Headteacher decides it: Head person." in page
    assert 'name="decision"' not in page
    assert "<strong>This is about you</strong>" in slt.get("/comments").text
    assert "About you" in slt.get("/comments/several").text
    answer = slt.post("/comments/1", data={"decision": "leave", "reason_code": "criticism", "seen": "0"})
    assert answer.status_code == 403
    assert "This comment is about you" in answer.text
    assert "is about the person who would decide it" in head.get("/").text
    wrong = head.post("/comments/1/about", data={"who": "x", "answer": ""})
    assert wrong.status_code == 422
    assert "Choose whom it is about." in wrong.text
    assert slt.post("/comments/1/about", data={"who": str(staged.world.people["slt"]), "answer": "no"}).status_code == 403
    assert head.post("/comments/1", data={"decision": "leave", "reason_code": "criticism", "seen": "0"}).status_code == 303


def test_several_at_once_and_a_partial_failure_says_which(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    slt, head = two
    for text in (ABUSE, "What a disgusting fat pig that teacher is", "shut up you stupid cow"):
        staged.says(text)
        staged.work()
    head.get("/comments/3")
    page = slt.get("/comments/several").text
    assert page.count('name="picked"') == 2
    assert "Head person is deciding" in page
    nothing = slt.post("/comments/several", data={"choice": "hide", "reason_code": "abuse"})
    assert nothing.status_code == 422
    assert "Tick the comments you decide about." in nothing.text
    odd = slt.post("/comments/several", data={"picked": ["x", "1", "1-0"], "choice": "hide", "reason_code": "criticism"})
    assert odd.status_code == 422
    assert 'value="1-0" checked' in odd.text
    partly = slt.post("/comments/several", data={"picked": ["1-0", "2-0", "3-0"], "choice": "hide", "reason_code": "abuse"})
    assert partly.status_code == 409
    assert "2 decided, 1 not" in partly.text
    assert 'href="/comments/3">Comment 3</a>: Head person is deciding' in partly.text
    with staged.world.session() as session:
        assert [r.review for r in session.exec(select(Reply).order_by("id"))] == [Review.DECIDED, Review.DECIDED, Review.WAITING]
    assert slt.get("/comments/several?under=abc&pile=x").status_code == 200


def test_S15_1_the_police_card_speaks_of_consent_and_no_answer_is_offered(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    staged.says(THREAT)
    staged.work()
    page = two[0].get("/comments/1").text
    assert "Ask the person it is about before you go to the police" in page
    assert "This writer on this account: 1 comment seen, 1 hidden, 0 shown again." in page
    assert 'href="/comments/1/letter"' in page
    letter = two[0].get("/comments/1/letter").text
    assert "We hide comments that break our house rules" in letter
    assert "office@academy.example" in letter


def test_the_veil_and_the_letters_are_each_persons_own(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    staged.says(ABUSE)
    staged.work()
    slt, head = two
    assert "Show the words" in slt.get("/comments/1").text
    assert "/comments/desk.js" in slt.get("/comments/1").text
    assert slt.post("/comments/settings", data={}).status_code == 303
    page = slt.get("/comments/1").text
    assert "Show the words" not in page
    assert "/comments/desk.js" not in page
    assert "You have opened 1 grave comment today." in page
    assert ABUSE not in head.get("/comments").text
    assert ABUSE in re.sub(r"<[^>]+>", "", slt.get("/comments").text)  # without the marks around the words that decided it
    assert "1 opened" in head.get("/comments/settings").text
    assert slt.get("/comments/desk.js").headers["content-type"].startswith("text/javascript")
    assert slt.get("/comments/desk.css").status_code == 200


def test_S15_2_criticism_goes_to_the_complaints_desk_as_a_task(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    staged.says(CRITICISM)
    staged.work()
    slt, head = two
    assert "Pass it to the complaints desk" in slt.get("/comments/1").text
    assert slt.post("/comments/1/complaint").status_code == 303
    assert "Answer a complaint made in a comment" in head.get("/tasks").text


def test_an_appeal_over_http(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    said = staged.says(THREAT, who="angry_parent")
    staged.work()
    slt, head = two
    slt.post("/comments/1", data={"decision": "keep_hidden", "reason_code": "threat", "seen": "0"})
    author = staged.world.browser("author")
    assert author.get("/appeals/new").status_code == 200
    wrong = author.post("/appeals/new", data={"account_id": "77", "words": "Please look again", "complained_on": "tomorrow"})
    assert wrong.status_code == 422
    assert "Please look again" in wrong.text
    typed = {
        "account_id": str(staged.world.account_id),
        "handle": "angry_parent",
        "channel": "email",
        "words": "Please",
        "complained_on": "2020-02-02",
    }
    assert author.post("/appeals/new", data=typed).headers["location"] == "/appeals"
    assert "angry_parent" in author.get("/appeals").text
    assert author.get("/appeals/1").status_code == 403
    assert "You decided against this comment" in slt.get("/appeals/1").text
    assert slt.post("/appeals/1", data={"outcome": "restored", "reason": "x"}).status_code == 403
    empty = head.post("/appeals/1", data={"outcome": "", "reason": ""})
    assert empty.status_code == 422
    assert head.post("/appeals/1", data={"outcome": "restored", "reason": "A figure of speech."}).status_code == 303
    staged.work()
    assert not staged.live(said).hidden
    assert "A figure of speech." in head.get("/appeals/1").text
    assert head.get("/appeals/99").status_code == 404


def test_watch_only_over_http(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    slt, _ = two
    assert "Nothing only watches" in slt.get("/watch-only").text
    day = (now() + timedelta(days=9)).date().isoformat()
    for data in ({}, {"account_id": "x", "reason": "r", "review_on": day}, {"account_id": "1", "reason": "kept words", "review_on": "soon"}):
        answer = slt.post("/watch-only/accounts", data=data)
        assert answer.status_code == 422
    assert "kept words" in answer.text
    assert slt.post("/watch-only/accounts", data={"account_id": str(staged.world.account_id), "reason": "New", "review_on": day}).status_code == 303
    said = staged.says(THREAT)
    staged.work()
    assert not staged.live(said).hidden
    assert "It would have hidden this comment, and did nothing" in slt.get("/comments/1").text
    assert "it would have hidden <strong>1</strong>" in slt.get("/watch-only").text
    assert slt.post("/watch-only/rules", data={"rule": "safeguarding", "reason": "r", "review_on": day}).status_code == 403
    assert slt.post("/watch-only/rules", data={"rule": "threat", "reason": "r", "review_on": day}).status_code == 303
    assert slt.post("/watch-only/1/end").status_code == 303
    assert staged.world.browser("admin").get("/watch-only").status_code == 403


def wrongly_removed(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    slt, head = two
    told = {"account_id": str(staged.world.account_id), "reply_id": "1", "channel": "email", "words": "Why?", "complained_on": "2020-02-02"}
    assert slt.post("/appeals/new", data=told).status_code == 303
    assert "Nothing brings it back; it is counted as our mistake" in head.get("/appeals/1").text
    assert head.post("/appeals/1", data={"outcome": "restored", "reason": "It was fair."}).status_code == 303
    assert "It was wrong, and nothing brings it back" in head.get("/appeals/1").text
    assert "it was wrong, and nothing brings the comment back" in slt.get("/comments/1").text


def test_all_that_is_missing_for_cutting_off_is_said_at_once_with_what_was_chosen(staged: Staged, two: tuple[TestClient, TestClient]) -> None:
    staged.says(ABUSE)
    staged.work()
    staged.later("account", platform="mastodon")
    staged.later("reply", quoted_id="7")
    slt, _ = two
    answer = slt.post("/comments/1", data={"decision": "cut_off", "seen": "0"})
    assert answer.status_code == 422
    for field, words in (("reason_code", "Choose the reason"), ("sure", "Tick that you know it cannot be undone")):
        assert f'href="#{field}">{words}' in answer.text
        assert answer.text.count(words) == 2, "in the summary, and beside the field"
    assert 'value="cut_off" checked' in answer.text


@pytest.mark.parametrize("network", ["facebook", "bluesky", "youtube"])
def test_what_a_network_offers_to_remove_or_report_stands_on_the_page(staged: Staged, two: tuple[TestClient, TestClient], network: str) -> None:
    staged.says(ABUSE)
    staged.work()
    staged.later("account", platform=network)
    slt, _ = two
    page = slt.get("/comments/1").text
    assert ("Remove it for good" in page) == (network == "facebook")
    assert ("It waits 2 minutes" in page) == (network == "facebook")
    assert ("Ask for it to be removed for good, by hand" in page) == (network == "youtube")
    assert ("Report to Bluesky" in page) == (network == "bluesky")
    answer = slt.post("/comments/1/report", data={"report_reason": "criticism"})
    if network != "bluesky":
        assert (answer.status_code, "takes no reports from a program" in answer.text) == (403, True)
        assert slt.post("/comments/1", data={"decision": "remove", "reason_code": "abuse", "seen": "0"}).status_code == 303
        decided = slt.get("/comments/1").text
        assert ("Being removed" in decided) == (network == "facebook")
        assert ("You can take that back until" in decided) is True
        if network == "facebook":
            staged.later("reply", state="removed")
            gone = slt.get("/comments/1").text
            assert "Nothing is left to decide." in gone
            assert "You can take that back" not in gone
            assert "Words to copy: why it is removed" in gone
            assert "has been removed" in slt.get("/comments/1/letter").text
            wrongly_removed(staged, two)
        return
    assert (answer.status_code, "Choose what is wrong with it" in answer.text) == (422, True)
    assert slt.post("/comments/1/report", data={"report_reason": "abuse"}).status_code == 303
    assert "the worker sends it within a minute" in slt.get("/comments/1").text
    twice = slt.post("/comments/1/report", data={"report_reason": "abuse"})
    assert (twice.status_code, "It is reported to the network already" in twice.text) == (403, True)
