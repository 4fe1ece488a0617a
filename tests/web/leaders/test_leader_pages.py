"""Ask first, break-glass and sensitive periods over HTTP: bad input keeps what was typed, and a refusal says why."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.clock import now
from bot.drafts.advice_models import Advice, GuidanceLink
from bot.drafts.break_glass_models import BreakGlass
from bot.drafts.guidance import read
from bot.drafts.lifecycle import ReleaseState, State
from bot.drafts.models import Release
from bot.drafts.modes_models import Mode, ModeState
from tests.web.drafts.conftest import Desk, at
from tests.web.staged import Staged

TICKED = {"pupil_safety": "unsure"}


def test_S31_1_unsure_shows_nobody_an_approve_button_until_the_adviser_answered(desk: Desk) -> None:
    number = desk.submitted(**TICKED)
    page = desk.as_("author").get(f"/drafts/{number}").text
    assert "It waits for advice from the Headteacher" in page
    assert "Nobody can approve it" in page
    for who in ("slt", "head", "second slt"):
        assert "Approve it" not in desk.as_(who).get(f"/drafts/{number}").text
        assert desk.approve(number, who).status_code == 403
    head = desk.as_("head")
    assert "Answer 1 question: somebody asked first and waits" in head.get("/").text
    asked = head.get("/advice/1").text
    assert "whether it could put a pupil at risk" in asked
    digest = desk.digest("head", "/advice/1")
    assert head.post("/advice/1", data={"digest": digest, "verdict": "go on", "answer": "Nobody can be recognised."}).status_code == 303
    assert desk.draft(number).state is State.AWAITING_APPROVAL
    page = desk.as_("slt").get(f"/drafts/{number}").text
    assert "Approve it" in page
    assert "Nobody can be recognised." in page, "the answer stays with the draft"
    assert desk.approve(number).status_code == 303


def test_ask_first_keeps_what_was_typed_and_says_what_is_missing(desk: Desk) -> None:
    number = desk.write()
    author = desk.as_("author")
    assert f'href="/drafts/{number}/ask-first"' in author.get(f"/drafts/{number}").text
    answer = author.post(f"/drafts/{number}/ask-first", data={"question": "  "})
    assert (answer.status_code, "Say what you are not sure about." in answer.text) == (422, True)
    answer = author.post(f"/drafts/{number}/ask-first", data={"question": "x<b>" * 700})
    assert answer.status_code == 422
    assert "x&lt;b&gt;" * 700 in answer.text
    assert author.post(f"/drafts/{number}/ask-first", data={"question": "May we?"}).status_code == 303
    assert desk.as_("governor").post(f"/drafts/{number}/ask-first", data={"question": "May we?"}).status_code == 403
    assert author.post(f"/drafts/{number}/ask-first", data={"question": "May we?"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "data", "status", "words"),
    [
        ("head", {"verdict": "", "answer": "Fine."}, 422, "Choose whether it may go on"),
        ("head", {"verdict": "<script>", "answer": "Fine."}, 422, "Choose whether it may go on"),
        ("head", {"verdict": "go on", "answer": " "}, 422, "Write your answer"),
        ("head", {"verdict": "go on", "answer": "Fine.", "digest": "old"}, 403, "changed after you opened it"),
        ("author", {"verdict": "go on", "answer": "Fine."}, 403, "You asked this"),
        ("slt", {"verdict": "go on", "answer": "Fine."}, 403, "not put to you"),
        ("governor", {"verdict": "go on", "answer": "Fine."}, 403, "not put to you"),
        ("dsl", {"verdict": "go on", "answer": "Fine."}, 404, "not yours to see"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_shown_again(desk: Desk, who: str, data: dict[str, str], status: int, words: str) -> None:
    number = desk.submitted(**TICKED)
    answer = desk.as_(who).post("/advice/1", data={"digest": desk.draft(number).digest, **data})
    assert (answer.status_code, words in answer.text) == (status, True)
    assert desk.draft(number).state is State.ADVICE
    with desk.world.session() as session:
        assert session.exec(select(Advice)).one().answered_at is None


def test_S31_2_the_guidance_page_leaves_a_dead_link_out(desk: Desk) -> None:
    dead = read().links[0][0]
    with desk.world.session() as session:
        session.add(GuidanceLink(url=dead.url, dead_since=now()))
        session.commit()
    page = desk.as_("governor").get("/guidance").text
    assert dead.url not in page
    assert read().links[1][0].url in page
    assert "@practice_academy on Practice network" in page


def test_S14_2_declared_matched_reviewed(staged: Staged, desk: Desk) -> None:
    head, slt = desk.as_("head"), desk.as_("slt")
    form = {"account_id": str(staged.world.account_id), "reason": "Snow at six.", "expected_text": ""}
    assert head.post("/break-glass/new", data=form).headers["location"] == "/break-glass/1"
    posted = staged.posts("Closed today because of snow.")
    staged.work()
    assert "Review within the hour" in slt.get("/").text
    assert "You declared this" in head.get("/break-glass/1").text
    given = {"facts": "", "reason": "Urgent & true"}
    answer = slt.post("/break-glass/1/adopt", data=given)
    assert (answer.status_code, "Say which facts you looked at" in answer.text, "Urgent &amp; true" in answer.text) == (422, True, True)
    assert head.post("/break-glass/1/adopt", data=given | {"facts": "The gate."}).status_code == 403
    assert head.post("/strays/1", data={"decision": "adopt", "reason": "Mine."}).status_code == 403
    assert slt.post("/break-glass/1/adopt", data=given | {"facts": "The council's page."}).status_code == 303
    page = desk.as_("second slt").get("/break-glass/1").text
    assert "Reviewed and adopted" in page
    assert "The council&#39;s page." in page
    staged.later("stray", seen_at=(now() - timedelta(minutes=90)).isoformat(sep=" ").removesuffix("+00:00"))
    staged.work()
    assert not staged.live(posted).gone


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"account_id": "", "reason": "Snow."}, "Choose the account you post on."),
        ({"account_id": "999", "reason": "Snow."}, "Choose the account you post on."),
        ({"account_id": "x", "reason": "Snow."}, "Choose the account you post on."),
        ({"account_id": "1", "reason": " "}, "Say why it cannot wait"),
        ({"account_id": "1", "reason": "Snow.", "expected_text": "y" * 2_001}, "Keep it under 2,000 characters."),
    ],
)
def test_a_notice_that_cannot_be_taken_is_shown_again(desk: Desk, data: dict[str, str], words: str) -> None:
    answer = desk.as_("head").post("/break-glass/new", data=data)
    assert (answer.status_code, words in answer.text, "There is a problem" in answer.text or "put right" in answer.text) == (422, True, True)
    with desk.world.session() as session:
        assert session.exec(select(BreakGlass)).all() == []


def test_the_headteacher_names_who_else_may_declare(desk: Desk) -> None:
    head, slt = desk.as_("head"), desk.as_("slt")
    assert "has not named you" in slt.get("/break-glass/new").text
    assert slt.post("/break-glass/leaders/1", data={"person_id": str(desk.world.people["slt"])}).status_code == 403
    for wrong in ("", "999", str(desk.world.people["author"])):
        assert head.post("/break-glass/leaders/1", data={"person_id": wrong}).status_code == 422
    assert head.post("/break-glass/leaders/1", data={"person_id": str(desk.world.people["slt"])}).status_code == 303
    assert "Which account" in slt.get("/break-glass/new").text
    assert "Take away" in head.get("/break-glass").text


def test_S34_2_one_press_on_the_stop_page_holds_what_is_scheduled(staged: Staged, desk: Desk) -> None:
    number, _ = staged.approved("Cake sale on Friday.")
    with staged.world.session() as session:
        session.execute(sa.update(Release).values(state=ReleaseState.QUEUED, not_before=now() + timedelta(hours=2)))
        session.commit()
    head = desk.as_("head")
    for page in ("/", "/stop"):
        assert "Start incident mode now" in head.get(page).text
    assert "Start incident mode now" not in desk.as_("slt").get("/stop").text
    assert desk.as_("slt").post("/modes/start", data={"scope": "trust"}).status_code == 403
    assert head.post("/modes/start", data={"scope": str(staged.world.academy_id)}).status_code == 303
    with staged.world.session() as session:
        assert session.exec(select(Release)).one().state is ReleaseState.HELD
    for who in ("author", "governor"):
        assert "Incident mode since" in desk.as_(who).get("/drafts").text
        assert "nothing goes out" in desk.as_(who).get("/drafts").text
    assert "Held now: 1" in head.get("/modes").text
    assert head.post("/modes/start", data={"scope": str(staged.world.academy_id)}).status_code == 403, "it stands already"
    assert desk.as_("slt").post("/modes/1/end").status_code == 403
    assert head.post("/modes/1/end").status_code == 303
    assert desk.draft(number).state is State.AWAITING_APPROVAL
    assert "Incident mode since" not in head.get("/drafts").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": ""}, "Choose what kind of period it is."),
        ({"scope": "7"}, "Choose which accounts it is for."),
        ({"starts": "yesterday"}, "Enter a date and a time that exist"),
        ({"starts": ""}, "Say when it begins."),
        ({"ends": ""}, "Say when it ends."),
        ({"ends": at(-3)}, "The end must be after the beginning"),
        ({"reason": " "}, "Say why, in up to 500 characters."),
    ],
)
def test_a_period_that_cannot_be_prepared_is_shown_again(desk: Desk, changed: dict[str, str], words: str) -> None:
    given = {"kind": "election", "scope": "trust", "starts": at(1), "ends": at(20), "reason": "The <local> election.", **changed}
    answer = desk.as_("admin").post("/modes/new", data=given)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert changed.get("reason") or "The &lt;local&gt; election." in answer.text
    with desk.world.session() as session:
        assert session.exec(select(Mode)).all() == []


def test_an_administrator_prepares_and_the_headteacher_agrees(desk: Desk) -> None:
    given = {"kind": "election", "scope": "trust", "starts": at(1), "ends": at(20), "reason": "The local election."}
    assert desk.as_("admin").post("/modes/new", data=given).status_code == 303
    assert "The Headteacher has not agreed yet" in desk.as_("admin").get("/modes").text
    assert desk.as_("admin").post("/modes/1/agree").status_code == 403
    assert "Agree to 1 sensitive period" in desk.as_("head").get("/").text
    assert desk.as_("head").post("/modes/1/agree").status_code == 303
    assert desk.as_("head").post("/modes/999/agree").status_code == 404
    with desk.world.session() as session:
        assert session.exec(select(Mode)).one().state is ModeState.PLANNED


@pytest.mark.parametrize("path", ["/modes", "/modes/new", "/modes/start", "/break-glass", "/break-glass/new", "/advice", "/guidance", "/stop", "/"])
def test_each_page_can_be_drawn(desk: Desk, path: str) -> None:
    page = desk.as_("head").get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
