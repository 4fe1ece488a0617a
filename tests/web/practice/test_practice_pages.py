"""The practice network as a page: playing the other parts, over HTTP, and seeing what Gatepost does."""

import pytest
from sqlmodel import select

from bot.audit.models import Entry
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.platforms import practice_world as network
from tests.web.staged import Staged

HOME = "/practice?account=1"
THREAT = "I am going to break your legs"


@pytest.mark.parametrize("role", list(Role))
def test_everybody_at_a_practice_academy_may_play(staged: Staged, role: Role) -> None:
    client = staged.world.browser(role.value)
    assert "What the network shows" in client.get("/practice").text
    for act in ("mention", "post", "follow", "faults"):
        page = client.get(f"/practice/1/{act}")
        assert page.status_code == 200
        assert "What Gatepost does:" in page.text


def test_at_a_real_academy_there_is_no_such_page(staged: Staged) -> None:
    staged.posts("Hello.")
    with staged.world.session() as session:
        session.get_one(Academy, staged.world.academy_id).practice = False
        session.commit()
    client = staged.world.browser("slt")
    for path in ("/practice", HOME, "/practice/practice_academy", "/practice/1/post", "/practice/1/posts/1/reply"):
        assert client.get(path).status_code == 404, path
    for path in ("mention", "post", "follow", "faults", "faults/clear", "posts/1/reply", "posts/1/edit", "posts/1/delete"):
        assert client.post(f"/practice/1/{path}", data={"text": "x", "part": "parent"}).status_code == 404, path
    assert staged.live(1).text == "Hello."


def test_a_threat_is_played_and_seen_hidden_as_another_user_sees_it(staged: Staged) -> None:
    _, post_id = staged.approved("Welcome to the open evening.")
    client = staged.world.browser("author")
    answer = client.post(f"/practice/1/posts/{post_id}/reply", data={"part": "stranger", "handle": "", "text": THREAT})
    assert answer.headers["location"] == HOME
    assert "Gatepost sees it at its next reading" in client.get(HOME).text
    staged.work()
    page = client.get(HOME).text
    assert "Other users see nothing here." in page
    assert "@practice_stranger" not in page
    assert "break your legs" not in page
    assert client.get(f"/practice/1/posts/{post_id + 1}/reply").status_code == 404
    assert "Through Gatepost" in page
    assert "looks like a threat" in staged.world.browser("slt").get("/").text


def test_posting_past_the_gate_becomes_a_stray(staged: Staged) -> None:
    client = staged.world.browser("author")
    client.post("/practice/1/post", data={"text": "Nobody approved this."})
    assert "Not through Gatepost" in client.get(HOME).text
    staged.work()
    assert "Nobody approved this." in staged.world.browser("slt").get("/strays").text


def test_changing_and_deleting_a_live_post_are_caught(staged: Staged) -> None:
    _, one = staged.approved("The fair is on Friday.")
    _, two = staged.approved("Term begins on Monday.")
    client = staged.world.browser("author")
    assert "The fair is on Friday.</textarea>" in client.get(f"/practice/1/posts/{one}/edit").text
    client.post(f"/practice/1/posts/{one}/edit", data={"text": "The fair is on Sunday."})
    client.post(f"/practice/1/posts/{two}/delete")
    page = client.get(HOME).text
    assert "The fair is on Sunday." in page
    assert "Changed since it went through Gatepost" in page
    assert "Term begins" not in page
    staged.work()
    listed = staged.world.browser("slt").get("/strays").text
    assert "A post that was changed" in listed
    assert "A post that vanished" in listed


def test_nobody_changes_what_others_wrote(staged: Staged) -> None:
    said = staged.says("Lovely evening.")
    client = staged.world.browser("author")
    assert client.post(f"/practice/1/posts/{said}/edit", data={"text": "Mine now"}).status_code == 404
    assert client.post(f"/practice/1/posts/{said}/delete").status_code == 404
    assert staged.live(said).text == "Lovely evening."


def test_following_past_the_gate_is_undone_and_whom_is_not_on_record(staged: Staged) -> None:
    client = staged.world.browser("author")
    client.post("/practice/1/follow", data={"part": "pupil", "handle": ""})
    assert "follows <strong>1</strong>" in client.get(HOME).text
    staged.work()
    assert "follows <strong>0</strong>" in client.get(HOME).text
    with staged.world.session() as session:
        details = [str(e.detail) for e in session.exec(select(Entry))]
    assert not [d for d in details if "pupil" in d]


def test_speaking_to_the_academy_cannot_be_hidden_and_says_so(staged: Staged) -> None:
    client = staged.world.browser("slt")
    client.post("/practice/1/mention", data={"part": "", "handle": "@somebody_new", "text": THREAT})
    staged.work()
    assert "Gatepost could not hide this: still visible." in client.get("/comments").text
    assert "@somebody_new" in client.get("/practice/somebody_new").text


def test_faults_are_ordered_shown_used_up_and_cleared(staged: Staged) -> None:
    client = staged.world.browser("admin")
    assert client.post("/practice/1/faults", data={"kind": "down", "call": "replies", "times": "3"}).status_code == 303
    assert "Be down: reading replies, 3 times more" in client.get(HOME).text
    staged.work()
    assert "Be down: reading replies, 3 times more" not in client.get(HOME).text
    assert client.post("/practice/1/faults/clear").status_code == 303
    page = client.get(HOME).text
    assert "The network works again." in page
    assert "The network fails now" not in page


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("mention", {"part": "", "handle": "", "text": "Hello there"}, "Choose who it is, or type a handle."),
        ("mention", {"part": "parent", "handle": "two words", "text": "Hello there"}, "Use 2 to 40 letters"),
        ("mention", {"part": "parent", "handle": "practice_academy", "text": "Hello there"}, "the academy&#39;s own handle"),
        ("mention", {"part": "parent", "handle": "a_parent", "text": " "}, "Write what is said."),
        ("post", {"text": "x" * 501}, "takes 500 characters; this is 501"),
        ("posts/1/reply", {"part": "parent", "handle": "<script>", "text": "Hello there"}, "Use 2 to 40 letters"),
        ("posts/1/edit", {"text": ""}, "Write what is said."),
        ("follow", {"part": "nobody", "handle": ""}, "Choose who it is"),
        ("faults", {"kind": "", "call": "publish", "times": "2"}, "Choose what goes wrong."),
        ("faults", {"kind": "down", "call": "teapot", "times": "2"}, "Choose one of the calls"),
        ("faults", {"kind": "down", "call": "publish", "times": "many"}, "Enter a number from 1 to 50."),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(staged: Staged, path: str, data: dict[str, str], words: str) -> None:
    staged.posts("Welcome.")
    answer = staged.world.browser("author").post(f"/practice/1/{path}", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]
    for name, value in data.items():
        if value.strip() and name not in ("part", "call") and value != "<script>":
            assert value in answer.text, name
    with staged.world.session() as session:
        assert [p.text for p in session.exec(select(network.PracticePost))] == ["Welcome."]
        assert session.exec(select(network.PracticeFault)).all() == []


def test_playing_a_part_is_on_record(staged: Staged) -> None:
    staged.world.browser("author").post("/practice/1/post", data={"text": "Hello."})
    with staged.world.session() as session:
        row = session.exec(select(Entry).where(Entry.act == "practice:drive")).one()
    assert (row.actor, row.detail["did"]) == ("Author person", "post outside")


def test_words_and_handles_never_become_markup(staged: Staged) -> None:
    staged.says("<script>alert(1)</script>", who="<i>x</i>")
    client = staged.world.browser("author")
    for path in (HOME, "/practice/practice_academy", "/practice/1/posts/2/reply"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<i>x" not in text


def test_an_address_of_the_practice_network_leads_to_its_page(staged: Staged) -> None:
    said = staged.says(THREAT)
    staged.work()
    page = staged.world.browser("slt").get("/comments/1").text
    assert f'href="/practice/practice_parent#post-{said}"' in page
    assert f'id="post-{said}"' in staged.world.browser("slt").get("/practice/practice_parent").text
    assert staged.world.browser("slt").get("/practice/nobody_here").status_code == 404
