"""Following over HTTP: asking, deciding, taking off, and what is shown of a follow made outside."""

import pytest
from sqlmodel import select

from bot.accounts.models import Stream, StreamKind
from bot.following.models import Allowed, AllowState
from bot.platforms import practice_world as network
from tests.web.staged import Staged

GOOD = {
    "handle": "riverside_library",
    "organisation": "Riverside Library",
    "website": "https://riverside-library.org.uk",
    "purpose": "Its reading events are for our families.",
}


def ask(staged: Staged, who: str = "author", **changed: str) -> int:
    return staged.world.browser(who).post("/following/ask/1", data=GOOD | changed).status_code


def entry(staged: Staged) -> Allowed:
    with staged.world.session() as session:
        return session.get_one(Allowed, 1)


def test_S17_1_a_follow_made_outside_is_undone_and_shown_without_a_word_about_whom(staged: Staged) -> None:
    followed = staged.follows("year8_gamer_girl")
    staged.work()
    assert followed not in staged.followed()
    client = staged.world.browser("slt")
    assert "followed somebody who is not on the list, outside Gatepost" in client.get("/").text or "Undone" in client.get("/following").text
    page = client.get("/following").text
    assert f'<span class="gp-code">{followed}</span>' in page
    assert "Undone, and read back" in page
    assert "Held access then: Slt person, Admin person" in page
    for who in ("slt", "head", "author", "governor", "dsl"):
        for path in ("/", "/following", "/audit"):
            assert "gamer" not in staged.world.browser(who).get(path).text, (who, path)


def test_S17_1_who_held_access_is_for_leaders_and_governors(staged: Staged) -> None:
    staged.follows("practice_stranger")
    staged.work()
    shown = {who: "Held access then" in staged.world.browser(who).get("/following").text for who in ("slt", "head", "governor", "author", "dsl")}
    assert shown == {"slt": True, "head": True, "governor": True, "author": False, "dsl": False}


def test_S17_1_while_it_is_being_undone_and_by_hand(staged: Staged) -> None:
    staged.follows("practice_stranger")
    with staged.world.session() as session:
        network.order_fault(session, staged.me, network.Fault.REFUSE, call="unfollow")
    staged.work()
    page = staged.world.browser("slt").get("/following").text
    assert "To be undone by hand" in page
    assert "The practice network refused this." in page
    assert "Unfollow an account from @practice_academy by hand" in staged.world.browser("slt").get("/tasks").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"organisation": "Sam Example", "website": ""}, "This looks like a person, not an organisation"),
        ({"organisation": "Year 9 pupil council", "handle": "yr9_council"}, "This may be a pupil"),
        ({"handle": "netball_class_of_2027", "organisation": "Netball friends"}, "This may be a pupil"),
    ],
)
def test_S17_2_a_person_is_refused_kindly_and_what_was_typed_is_kept(staged: Staged, changed: dict[str, str], words: str) -> None:
    client = staged.world.browser("author")
    answer = client.post("/following/ask/1", data=GOOD | changed)
    assert answer.status_code == 403
    assert words in answer.text
    assert "What to do next:" in answer.text
    assert "A proposed default, to be confirmed by the trust." in answer.text
    assert "Rule: " in answer.text
    for value in (GOOD | changed).values():
        assert value in answer.text
    assert "Waiting for a leader" not in client.get("/following").text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("handle", "two words", "Enter the organisation&#39;s handle, without spaces."),
        ("organisation", "", "Enter the organisation&#39;s name."),
        ("purpose", "because", "Say why the academy should follow it, in a sentence."),
    ],
)
def test_bad_input_in_each_field_keeps_what_was_typed(staged: Staged, field: str, typed: str, words: str) -> None:
    answer = staged.world.browser("author").post("/following/ask/1", data=GOOD | {field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{field}"' in answer.text
    for value in (GOOD | {field: typed}).values():
        assert value in answer.text


def test_a_leader_approves_the_worker_follows_and_it_is_left_alone(staged: Staged) -> None:
    with staged.world.session() as session:
        library = network.someone(session, "riverside_library").id
    assert ask(staged) == 303
    client = staged.world.browser("slt")
    assert "Decide 1 request to follow an organisation" in client.get("/").text
    assert "Riverside Library" in client.get("/following/entries/1").text
    assert client.post("/following/entries/1", data={"decision": "approve"}).status_code == 303
    assert "The worker follows it within a minute." in client.get("/following").text
    staged.work()
    staged.work()
    assert staged.followed() == [library]
    assert "On the list" in client.get("/following").text
    assert "Decide 1 request" not in client.get("/").text


def test_taking_off_needs_a_reason_and_undoes_the_follow(staged: Staged) -> None:
    with staged.world.session() as session:
        network.someone(session, "riverside_library")
    ask(staged)
    client = staged.world.browser("slt")
    client.post("/following/entries/1", data={"decision": "approve"})
    staged.work()
    empty = client.post("/following/entries/1/take-off", data={"reason": " "})
    assert empty.status_code == 422
    assert "Say why, in a few words." in empty.text
    assert client.post("/following/entries/1/take-off", data={"reason": "It closed down."}).status_code == 303
    staged.work()
    assert staged.followed() == []
    assert entry(staged).state is AllowState.REMOVED
    assert "It closed down." in client.get("/following").text


def test_refusing_needs_a_reason_and_keeps_it(staged: Staged) -> None:
    ask(staged)
    client = staged.world.browser("slt")
    assert "Choose whether it goes on the list." in client.post("/following/entries/1", data={"reason": "Not ours <i>"}).text
    answer = client.post("/following/entries/1", data={"decision": "refuse", "reason": ""})
    assert answer.status_code == 422
    assert 'value="refuse" checked' in answer.text
    client.post("/following/entries/1", data={"decision": "refuse", "reason": "Not for a school."})
    assert entry(staged).state is AllowState.REFUSED
    late = client.post("/following/entries/1", data={"decision": "approve"})
    assert late.status_code == 403
    assert "decided already" in late.text


def test_nobody_decides_their_own_request(staged: Staged) -> None:
    ask(staged, "slt")
    client = staged.world.browser("slt")
    assert "request to follow" not in client.get("/").text
    answer = client.post("/following/entries/1", data={"decision": "approve"})
    assert answer.status_code == 403
    assert "You asked for this, so somebody else decides." in answer.text
    assert staged.world.browser("author").post("/following/entries/1", data={"decision": "approve"}).status_code == 403
    assert "Decide 1 request" in staged.world.browser("head").get("/").text


def test_what_was_followed_before_gatepost_waits_for_a_leader(staged: Staged) -> None:
    before = staged.follows("practice_netball_club")
    with staged.world.session() as session:
        stream = session.exec(select(Stream).where(Stream.kind == StreamKind.FOLLOWING)).one()
        stream.cursor = f'["{before}"]'
        session.commit()
    staged.work()
    assert staged.followed() == [before]
    client = staged.world.browser("slt")
    assert "Followed before Gatepost: look at it" in client.get("/following").text
    assert "Undo this follow" not in staged.world.browser("author").get("/following").text
    assert client.post("/following/strays/1/undo").status_code == 303
    assert "Being undone" in client.get("/following").text
    staged.work()
    assert staged.followed() == []
    assert client.post("/following/strays/1/undo").status_code == 403


def test_the_page_says_why_nobody_is_followed_back(staged: Staged) -> None:
    page = staged.world.browser("governor").get("/following").text
    assert "Nobody is ever followed back" in page
    assert "/following/ask" not in page


def test_what_was_typed_never_becomes_markup(staged: Staged) -> None:
    ask(staged, organisation="<script>alert(1)</script> Library", purpose="<img src=x onerror=alert(2)> for families", handle="<b>lib</b>")
    for path in ("/", "/following", "/following/entries/1"):
        text = staged.world.browser("slt").get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>lib" not in text
