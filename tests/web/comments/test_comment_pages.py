"""Comments over HTTP: what waits, what others can see, what a leader decides, and what a stranger cannot put on the page."""

import pytest
from sqlmodel import select

from bot.audit.log import history
from bot.audit.models import Entry
from bot.moderation.models import Review, Visibility
from bot.platforms import practice_world as network
from tests.web.staged import Staged

THREAT = "I am going to break Mr Fictional's legs"
CRITICISM = "Terrible communication from this school, third time this month"


def test_S15_1_a_threat_is_hidden_and_the_headteacher_is_told(staged: Staged) -> None:
    said = staged.says(THREAT)
    staged.work()
    assert staged.live(said).hidden
    reply = staged.reply()
    for who in ("slt", "head"):
        client = staged.world.browser(who)
        today = client.get("/").text
        assert "looks like a threat" in today
        assert "Decide 1 comment; the gravest: threat, slur, sexual or personal details" in today
        listed = client.get("/comments").text
        assert "S1: threat, slur, sexual, personal details" in listed
        assert "Nobody but its writer sees it. It can be shown again. Read back from the network." in listed
    page = staged.world.browser("head").get(f"/comments/{reply.id}").text
    assert "ring 999" in page
    assert "<mark>" in page
    assert "threat to a person" in page
    assert "Welcome to the open evening." in page  # what it answers
    assert "Intact: unchanged since" in page
    assert "Decide by" in page
    assert page.index("<details") < page.index("<mark>") < page.index("</details>")  # veiled until opened
    assert "Answer" not in page  # no way to reply to an abuser from here


def test_S15_2_criticism_stays_visible_and_hiding_it_is_counted(staged: Staged) -> None:
    said = staged.says(CRITICISM)
    staged.work()
    reply = staged.reply()
    assert not staged.live(said).hidden
    client = staged.world.browser("slt")
    assert "No comment waits for a decision." in client.get("/comments").text
    assert CRITICISM.split(",", maxsplit=1)[0].split(maxsplit=1)[0] in client.get("/comments?show=decided").text
    page = client.get(f"/comments/{reply.id}").text
    assert "Hiding it, removing it or cutting it off needs a published house rule as the reason, and each time is counted" in page
    for reason in ("", "criticism", "because I say so"):
        answer = client.post(f"/comments/{reply.id}", data={"decision": "hide", "reason_code": reason})
        assert answer.status_code == 422
        assert "it must be one of the published house rules" in answer.text
        assert 'value="hide" checked' in answer.text
    staged.work()
    assert not staged.live(said).hidden
    answer = client.post(f"/comments/{reply.id}", data={"decision": "hide", "reason_code": "abuse"})
    assert answer.status_code == 303
    assert "Until then it is still visible" in client.get(f"/comments/{reply.id}").text
    staged.work()
    assert staged.live(said).hidden
    with staged.world.session() as session:
        counted = [e for e in history(session, f"reply:{reply.id}") if e.detail.get("criticism_hidden")]
    assert len(counted) == 1


def test_S15_3_a_restored_comment_is_visible_again_counted_and_left_alone(staged: Staged) -> None:
    said = staged.says(THREAT)
    staged.work()
    reply = staged.reply()
    client = staged.world.browser("slt")
    answer = client.post(f"/comments/{reply.id}", data={"decision": "restore", "reason_code": "misread"})
    assert answer.status_code == 303
    page = client.get(f"/comments/{reply.id}").text
    assert "The machine will not hide it again." in page
    assert "Until then it is still hidden." in page
    assert "Being shown again" in page
    staged.work()
    staged.work()
    assert not staged.live(said).hidden
    page = client.get(f"/comments/{reply.id}").text
    assert "Everybody can see it." in page
    assert "The machine misread it" in page
    with staged.world.session() as session:
        assert sum(bool(e.detail.get("false_hide")) for e in history(session, f"reply:{reply.id}")) == 1


def test_S16_4_a_leader_can_neither_see_nor_clear_a_disclosure(staged: Staged) -> None:
    said = staged.says("cant do this anymore, ive got the tablets ready", who="somebody_sad")
    staged.work()
    reply = staged.reply()
    assert reply.review is Review.SAFEGUARDING
    client = staged.world.browser("slt")
    looked = client.get(f"/comments/{reply.id}")
    nowhere = client.get("/comments/999")
    assert looked.status_code == nowhere.status_code == 404
    answer = client.post(f"/comments/{reply.id}", data={"decision": "restore", "reason_code": "misread"})
    assert answer.status_code == 403
    assert "tablets" not in answer.text
    assert "Tell the safeguarding lead now" in answer.text
    staged.work()
    assert staged.live(said).hidden
    assert staged.reply().review is Review.SAFEGUARDING
    assert "Slt person" in staged.world.browser("dsl").get("/cases/1").text  # the try is shown to the lead


def test_a_comment_that_cannot_be_hidden_is_called_visible(staged: Staged) -> None:
    with staged.world.session() as session:
        network.say(session, network.someone(session, "practice_stranger"), THREAT, mention=staged.me)
    staged.work()
    assert staged.reply().state is Visibility.CANNOT_HIDE
    client = staged.world.browser("slt")
    for path in ("/comments", "/comments/1"):
        text = client.get(path).text
        assert "Gatepost could not hide this: still visible." in text
        assert "Only replies under the academy&#39;s own posts can be hidden." in text
    assert "Hide a reply by hand" in client.get("/tasks").text


def test_while_the_network_is_down_a_comment_is_not_called_hidden(staged: Staged) -> None:
    staged.says(THREAT)
    with staged.world.session() as session:
        network.order_fault(session, staged.me, network.Fault.DOWN, call="set_hidden", times=50)
    staged.work()
    text = staged.world.browser("slt").get("/comments").text
    assert "Still visible until the network confirms that it is hidden." in text
    assert "The practice network is down." in text
    assert "Nobody but its writer sees it" not in text


def test_a_decision_made_before_the_network_answers_does_not_call_it_hidden(staged: Staged) -> None:
    staged.says(THREAT)
    with staged.world.session() as session:
        network.order_fault(session, staged.me, network.Fault.DOWN, call="set_hidden", times=50)
    staged.work()
    client = staged.world.browser("slt")
    client.post("/comments/1", data={"decision": "keep_hidden", "reason_code": "threat"})
    page = client.get("/comments/1").text
    assert "Decided: keep it hidden." in page
    assert "Until then it is still visible." in page
    assert "hidden already" not in page


def test_words_and_handles_of_strangers_never_become_markup(staged: Staged) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)> I will kill you"
    staged.says(attack, who="<b onmouseover=alert(3)>x</b>")
    staged.work()
    client = staged.world.browser("slt")
    for path in ("/", "/comments", "/comments/1", "/practice", "/practice/practice_academy"):
        text = client.get(path).text
        for raw in ("<script>alert", "<img src=x", "<b onmouseover"):
            assert raw not in text, (path, raw)
    assert "&lt;script&gt;alert(1)" in client.get("/comments/1").text


def test_an_address_that_would_run_something_is_no_link(staged: Staged) -> None:
    staged.says(THREAT)
    staged.work()
    staged.later("reply", url="javascript:alert(1)")
    assert "javascript:" not in staged.world.browser("slt").get("/comments/1").text


def test_nothing_chosen_changes_nothing(staged: Staged) -> None:
    staged.says(THREAT)
    staged.work()
    answer = staged.world.browser("slt").post("/comments/1", data={"decision": "", "reason_code": "threat"})
    assert answer.status_code == 422
    assert "Choose one of the decisions." in answer.text
    assert staged.reply().review is Review.WAITING


def test_a_leader_without_permission_for_the_account_reads_and_is_told_why(staged: Staged) -> None:
    staged.says(THREAT)
    staged.work()
    client = staged.world.browser("head")
    page = client.get("/comments/1").text
    assert "You can read this, but not decide it. Head person has no live permission" in page
    assert 'name="decision"' not in page
    answer = client.post("/comments/1", data={"decision": "restore", "reason_code": "misread"})
    assert answer.status_code == 403
    assert "no live permission to decide comments" in answer.text


def test_only_leaders_read_comments_and_the_reading_is_on_record(staged: Staged) -> None:
    staged.says(THREAT)
    staged.work()
    for who in ("author", "checker", "dsl", "deputy_dsl", "dpo", "admin", "governor"):
        assert staged.world.browser(who).get("/comments").status_code == 403
        assert staged.world.browser(who).get("/comments/1").status_code == 403
    staged.world.browser("slt").get("/comments/1")
    with staged.world.session() as session:
        assert session.exec(select(Entry).where(Entry.act == "reply:open", Entry.outcome == "read")).one().actor == "Slt person"


def test_a_decision_can_be_changed_and_says_who_made_it(staged: Staged) -> None:
    staged.says(THREAT)
    staged.work()
    client = staged.world.browser("slt")
    client.post("/comments/1", data={"decision": "keep_hidden", "reason_code": "threat"})
    page = client.get("/comments/1").text
    assert "Keep it hidden</strong>, because: Threatens somebody. Slt person" in page
    assert "Change the decision" in page
    assert "Keep it hidden (Threatens somebody)" in client.get("/comments?show=decided").text
    assert "No comment waits for a decision." in client.get("/comments").text


@pytest.mark.parametrize("path", ["/comments/0", "/comments/x", "/comments/-1", "/comments/99", "/comments/1/2"])
def test_an_address_of_nothing_is_not_found(staged: Staged, path: str) -> None:
    assert staged.world.browser("slt").get(path).status_code == 404
