"""Stray posts over HTTP: what the live account shows past the gate, and what a leader decides."""

from datetime import timedelta

import pytest

from bot.clock import now
from bot.platforms import practice_world as network
from tests.web.staged import Staged


def change(staged: Staged, post_id: int, text: str) -> None:
    with staged.world.session() as session:
        network.edit(session, session.get_one(network.PracticePost, post_id), text)


def test_S14_1_an_unknown_post_reaches_the_leaders_and_is_removed_in_time(staged: Staged) -> None:
    posted = staged.posts("Snow day! Everyone stay home <script>alert(1)</script>")
    staged.work()
    for who in ("slt", "head"):
        assert "Decide 1 stray post" in staged.world.browser(who).get("/").text
    assert "did not go through Gatepost" in staged.world.browser("admin").get("/").text
    client = staged.world.browser("slt")
    listed, page = client.get("/strays").text, client.get("/strays/1").text
    assert "Removed by itself after" in listed
    assert "It is removed by itself after" in page
    for words in ("A post nobody approved", "Slt person", "Admin person", "Intact: unchanged since", "Adopt it", "Remove it"):
        assert words in page
    assert "<script>alert" not in listed + page
    staged.later("stray", seen_at=(now() - timedelta(minutes=16)).isoformat(sep=" ").removesuffix("+00:00"))
    staged.work()
    assert staged.live(posted).gone
    page = client.get("/strays/1").text
    assert "Removed, and read back as gone" in page
    assert "Nobody adopted it within 15 minutes. (Gatepost, by the policy profile)" in page
    assert "No stray posts." in client.get("/strays").text
    assert "Nobody adopted it" in client.get("/strays/1").text


def test_S14_1_adopting_keeps_it_with_the_reason(staged: Staged) -> None:
    posted = staged.posts("The site is closed today because of snow.")
    staged.work()
    client = staged.world.browser("head")
    assert client.post("/strays/1", data={"decision": "adopt", "reason": "Snow: there was no time."}).headers["location"] == "/strays/1"
    staged.later("stray", seen_at=(now() - timedelta(minutes=60)).isoformat(sep=" ").removesuffix("+00:00"))
    staged.work()
    assert not staged.live(posted).gone
    page = client.get("/strays/1").text
    assert "Adopted" in page
    assert "Snow: there was no time. (Head person" in page
    assert "Adopted" in client.get("/strays?show=decided").text
    again = client.post("/strays/1", data={"decision": "remove", "reason": "Changed my mind"})
    assert again.status_code == 403
    assert "decided already" in again.text


def test_S14_1_removing_is_called_done_only_when_read_back(staged: Staged) -> None:
    posted = staged.posts("Posted by mistake.")
    staged.work()
    client = staged.world.browser("slt")
    client.post("/strays/1", data={"decision": "remove", "reason": "Not for the public."})
    page = client.get("/strays/1").text
    assert "Being removed: still visible until read back" in page
    assert "Until then it is still visible." in page
    staged.work()
    assert staged.live(posted).gone
    assert "Removed, and read back as gone" in client.get("/strays/1").text


def test_S14_3_an_edited_post_shows_both_texts_side_by_side(staged: Staged) -> None:
    _, post_id = staged.approved("The fair is on Friday at 3pm. All are welcome.")
    change(staged, post_id, "The fair is on Sunday at 3pm. All are welcome. <b>Bring cash</b>")
    staged.work()
    client = staged.world.browser("slt")
    page = client.get("/strays/1").text
    assert "A post that was changed" in page
    assert "<del>Friday</del>" in page
    assert "<ins>Sunday</ins>" in page
    assert "<b>Bring" not in page
    assert "Leave the change" in page
    assert "Adopt it" not in page
    assert "removed by itself" not in page
    assert client.post("/strays/1", data={"decision": "leave", "reason": "The day moved."}).status_code == 303
    staged.work()
    assert "Left as it is" in client.get("/strays/1").text
    assert "No stray posts." in client.get("/strays").text


def test_a_post_that_vanished_is_shown_with_what_it_said(staged: Staged) -> None:
    _, post_id = staged.approved("Term begins on Monday.")
    with staged.world.session() as session:
        network.take_down(session, session.get_one(network.PracticePost, post_id))
    staged.work()
    page = staged.world.browser("slt").get("/strays/1").text
    assert "A post that vanished" in page
    assert "Term begins on Monday." in page
    assert "Leave it gone" in page
    assert "Remove it" not in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"decision": "", "reason": "A good one"}, "Choose one of the decisions."),
        ({"decision": "leave", "reason": "A good one"}, "Choose one of the decisions."),
        ({"decision": "adopt", "reason": "  "}, "Say why, in a sentence"),
    ],
)
def test_bad_input_keeps_what_was_typed(staged: Staged, data: dict[str, str], words: str) -> None:
    staged.posts("Hello.")
    staged.work()
    answer = staged.world.browser("slt").post("/strays/1", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert data["reason"].strip() in answer.text
    assert ('value="adopt" checked' in answer.text) is (data["decision"] == "adopt")


def test_only_leaders_decide_and_a_wrong_number_is_nowhere(staged: Staged) -> None:
    staged.posts("Hello.")
    staged.work()
    for who in ("author", "checker", "admin", "governor", "dsl", "dpo"):
        client = staged.world.browser(who)
        assert client.get("/strays").status_code == 403
        assert client.post("/strays/1", data={"decision": "adopt", "reason": "I like it"}).status_code == 403
    client = staged.world.browser("slt")
    assert client.get("/strays/99").status_code == client.post("/strays/99").status_code == client.get("/strays/x").status_code == 404


def test_C14_a_story_says_that_it_ends_and_that_a_person_removes_it(staged: Staged) -> None:
    staged.posts("Story (gone after 24 hours): no words")
    staged.work()
    client = staged.world.browser("slt")
    ends = now() + timedelta(hours=5)
    staged.later("stray", ends_at=ends.isoformat(sep=" ").removesuffix("+00:00"))
    listed, page = client.get("/strays").text, client.get("/strays/1").text
    assert ("A story nobody approved" in listed, "Removed by itself" in listed) == (True, False)
    for words in ("A story nobody approved", "Look at it before", "A person is asked to remove it after", "Have it removed", "Adopt it"):
        assert words in page
    said = client.post("/strays/1", data={"decision": "remove", "reason": "Not ours."}, follow_redirects=True).text
    assert "A person gets the steps" in said
    staged.later("stray", ends_at=(now() - timedelta(minutes=1)).isoformat(sep=" ").removesuffix("+00:00"))
    staged.work()
    page = client.get("/strays/1").text
    assert "Gone: a story ends by itself" in page
    assert "Look at it before" not in page
