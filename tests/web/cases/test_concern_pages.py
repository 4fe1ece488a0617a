"""I am worried about a child, over HTTP: from any page, and back comes nothing but where it went (C16)."""

import pytest
from sqlmodel import select

from bot.audit.models import Entry
from bot.cases.models import Case
from bot.people.permissions import Role
from tests.web.staged import Staged

CRITICISM = "Terrible communication from this school, third time this month"


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMIN])
def test_any_member_of_staff_passes_it_on_and_learns_only_to_whom(staged: Staged, role: Role) -> None:
    client = staged.world.browser(role.value)
    assert "I am worried about a child" in client.get("/").text
    answer = client.post("/concerns/new", data={"words": "He came in with bruises"})
    assert answer.headers["location"] == "/concerns/1"
    page = client.get("/concerns/1").text
    assert "Passed on to the designated safeguarding lead and deputy safeguarding lead" in page
    assert "ring 999" in page
    for path in ("/concerns/1", "/concerns", "/"):
        text = client.get(path).text
        assert "bruises" not in text
        assert "/cases" not in text
    assert client.get("/cases/1").status_code == 404
    lead = staged.world.browser("dsl").get("/cases/1").text
    assert "He came in with bruises" in lead
    assert f"{role.value.replace('_', ' ').capitalize()} person" in lead


def test_others_see_nothing_of_what_somebody_passed_on(staged: Staged) -> None:
    staged.world.browser("author").post("/concerns/new", data={"words": "Worried"})
    for who in ("slt", "dsl", "head", "admin"):
        client = staged.world.browser(who)
        assert client.get("/concerns/1").status_code == 404
        assert "Nothing yet." in client.get("/concerns").text
    governor = staged.world.browser("governor")
    assert governor.get("/concerns").status_code == 403
    assert governor.post("/concerns/new", data={"words": "x"}).status_code == 403
    assert "I am worried" not in governor.get("/").text


def test_from_a_comments_page_it_leaves_the_ordinary_desk(staged: Staged) -> None:
    staged.says(CRITICISM)
    staged.work()
    client = staged.world.browser("slt")
    assert "/concerns/new?seen=/comments/1" in client.get("/comments/1").text
    form = client.get("/concerns/new", params={"seen": "/comments/1"}).text
    assert "the comment you were looking at" in form
    assert CRITICISM not in form
    assert client.post("/concerns/new", data={"seen": "/comments/1", "words": ""}).status_code == 303
    assert client.get("/comments/1").status_code == 404
    assert "Criticism" not in client.get("/concerns/1").text
    assert CRITICISM in staged.world.browser("deputy_dsl").get("/cases/1").text


def test_from_a_drafts_page_the_lead_reads_the_draft_as_it_was_seen(staged: Staged) -> None:
    draft_id, _ = staged.approved("Come to the trip with Sam Example, whom we found in the park.")
    client = staged.world.browser("author")
    assert f"/concerns/new?seen=/drafts/{draft_id}" in client.get(f"/drafts/{draft_id}").text
    client.post("/concerns/new", data={"seen": f"/drafts/{draft_id}", "words": "Is this child safe?"})
    page = staged.world.browser("dsl").get("/cases/1").text
    assert "Sam Example" in page
    assert f"Draft {draft_id}, as the member of staff saw it" in page


def test_a_strange_address_loses_no_concern(staged: Staged) -> None:
    client = staged.world.browser("author")
    strange = ("/comments/999", "/drafts/0", "/comments/1/../../audit", "javascript:alert(1)", "/comments/" + "9" * 30, "<b>")
    for seen in strange:
        assert client.get("/concerns/new", params={"seen": seen}).status_code == 200
        assert client.post("/concerns/new", data={"seen": seen, "words": f"Worried {seen}"}).status_code == 303
    with staged.world.session() as session:
        assert [case.link for case in session.exec(select(Case))] == [""] * len(strange)


def test_bad_input_keeps_what_was_typed_and_raises_nothing(staged: Staged) -> None:
    client = staged.world.browser("author")
    empty = client.post("/concerns/new", data={"words": "  ", "imagery": "yes"})
    assert empty.status_code == 422
    assert "Write in a few words what worries you." in empty.text
    long = client.post("/concerns/new", data={"words": "<i>x</i>" + "y" * 4_000})
    assert long.status_code == 422
    assert "&lt;i&gt;x" in long.text
    odd = client.post("/concerns/new", data={"words": "Worried", "about": "everyone", "person_id": "nobody"})
    assert odd.status_code == 422
    assert "Worried</textarea>" in odd.text
    with staged.world.session() as session:
        assert session.exec(select(Case)).all() == []


def test_about_the_headteacher_only_whoever_raises_it_rings_the_chair(staged: Staged) -> None:
    client = staged.world.browser("author")
    client.post("/concerns/new", data={"words": "The Headteacher hit a child", "about": "head"})
    page = client.get("/concerns/1").text
    assert "only you can tell them" in page
    assert "local authority designated officer" in page
    head = staged.world.browser("head")
    for path in ("/", "/audit", "/audit?act=case:raise", "/audit?subject=case:1", "/concerns"):
        text = head.get(path).text.lower()
        assert "hit a child" not in text
        assert "case:1" not in text.replace('value="case:1"', "")
        assert "safeguarding:" not in text.replace("safeguarding: kept for the safeguarding lead", "")
    assert head.get("/cases/1").status_code == head.get("/cases").status_code == 404
    assert "do not tell them" in staged.world.browser("dsl").get("/").text


def test_about_a_member_of_staff_the_headteacher_works_it(staged: Staged) -> None:
    staged.world.browser("author").post("/concerns/new", data={"words": "A colleague messages pupils", "about": "staff"})
    head = staged.world.browser("head")
    assert "Safeguarding: acknowledge 1 new case now" in head.get("/").text
    assert "A colleague messages pupils" in head.get("/cases/1").text
    assert head.post("/cases/1/acknowledge").status_code == 303
    assert head.post("/cases/1/refer", data={"channel": "lado", "referral": "Rang at 4pm"}).status_code == 303
    assert "Rang at 4pm" in head.get("/cases/1").text
    assert "Set it aside" not in head.get("/cases/1").text
    assert staged.world.browser("deputy_dsl").get("/cases/1").status_code == 404
    assert "case:concern" in [e.act for e in _entries(staged)]


def _entries(staged: Staged) -> list[Entry]:
    with staged.world.session() as session:
        return list(session.exec(select(Entry)))
