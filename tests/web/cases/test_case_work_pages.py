"""Working a case over HTTP: refer, hand over, tag, set aside, take out; and nothing of a picture anywhere (C16)."""

import json

import pytest

from bot.cases import paper
from bot.cases.paper import PaperMissing
from tests.web.staged import Staged

ALARM = "cant do this anymore, ive got the tablets ready"
ADDRESS = "https://pictures.example/x1.jpg"
ACTS = ("refer", "transfer", "tags", "about", "hide", "set-aside", "export")


@pytest.fixture
def alarmed(staged: Staged) -> Staged:
    staged.says(ALARM, who="somebody_sad")
    staged.work()
    return staged


def test_a_case_goes_to_social_care_and_into_the_schools_own_system(alarmed: Staged) -> None:
    client = alarmed.world.browser("dsl")
    assert "Acknowledge the case before you mark it as transferred" in client.get("/cases/1").text
    client.post("/cases/1/acknowledge")
    client.post("/cases/1/refer", data={"channel": "social_care", "referral": "Duty desk at 9pm"})
    pdf = client.post("/cases/1/export", data={"kind": "pdf"})
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["content-disposition"] == 'attachment; filename="safeguarding-case-1.pdf"'
    assert "no-store" in pdf.headers["cache-control"]
    record = json.loads(client.post("/cases/1/export", data={"kind": "json"}).content)
    assert record["case"]["state"] == "Referred"
    client.post("/cases/1/transfer", data={"system": "Our records", "reference": "R-5"})
    page = client.get("/cases/1").text
    assert "The record stands in Our records, reference R-5." in page
    assert "In the school&#39;s own system" in page
    client.post("/cases/1/close", data={"outcome": "Social care has it now."})
    assert "What came of it" in client.get("/cases/1").text


def test_words_are_veiled_until_opened(alarmed: Staged) -> None:
    client = alarmed.world.browser("dsl")
    page = client.get("/cases/1").text
    before = page[: page.index(ALARM)]
    assert "Show the words (they may upset)" in before
    assert before.count("<details") == before.count("</details>") + 1, "the words stand inside what is closed"
    assert page.count(ALARM) == 1
    assert "tablets" not in client.get("/cases").text


def test_the_clock_says_how_long_nobody_answered_and_when_the_next_call_is(alarmed: Staged) -> None:
    client = alarmed.world.browser("deputy_dsl")
    for path in ("/cases", "/cases/1"):
        text = client.get(path).text
        assert "for less than a minute" in text
        assert "next call goes out" in text
        assert "ring 999" in text


BAD: tuple[tuple[str, dict[str, str], str], ...] = (
    ("refer", {"channel": "the pub", "referral": "kept words"}, "Choose to whom it was referred."),
    ("refer", {"channel": "police", "referral": " "}, "Write to whom you spoke"),
    ("transfer", {"system": "", "reference": "kept words"}, "Write the name of your system."),
    ("transfer", {"system": "x" * 201, "reference": "kept words"}, "Keep it under 200 characters."),
    ("about", {"about": "them", "route_reason": "kept words"}, "Choose whom it is about."),
    ("about", {"about": "staff", "route_reason": ""}, "Write why, in a few words."),
    ("set-aside", {"then": "desk", "reason": "short"}, "Write why it is not a safeguarding matter"),
    ("set-aside", {"then": "", "reason": "kept words, and long enough"}, "Choose what happens to the comment."),
    ("notes", {"text": "y" * 4_001}, "Keep it under 4,000 characters."),
    ("export", {"kind": "exe"}, "Choose PDF or JSON."),
)


def test_bad_input_is_explained_and_nothing_typed_is_lost(alarmed: Staged) -> None:
    client = alarmed.world.browser("dsl")
    client.post("/cases/1/acknowledge")
    for act, data, sentence in BAD:
        answer = client.post(f"/cases/1/{act}", data=data)
        assert answer.status_code == 422, act
        assert sentence in answer.text
        assert all(words in answer.text for words in data.values() if words.startswith("kept words"))


def test_S16_4_a_deputy_cannot_set_it_aside_and_the_lead_sees_the_try(alarmed: Staged) -> None:
    deputy, lead = alarmed.world.browser("deputy_dsl"), alarmed.world.browser("dsl")
    assert "Set it aside" not in deputy.get("/cases/1").text
    assert deputy.post("/cases/1/set-aside", data={"reason": "Only spam, I think", "then": "leave"}).status_code == 403
    page = lead.get("/cases/1").text
    assert "Others who tried to open or clear it" in page
    assert "Deputy dsl person" in page
    lead.post("/cases/1/set-aside", data={"reason": "A line from a play", "then": "desk"})
    assert "Set aside: not a safeguarding matter" in lead.get("/cases/1").text
    assert alarmed.world.browser("slt").get("/comments/1").status_code == 200


def test_for_everybody_else_no_act_is_there(alarmed: Staged) -> None:
    for who in ("slt", "head", "admin", "governor"):
        client = alarmed.world.browser(who)
        assert {client.post(f"/cases/{key}/{act}", data={"kind": "json"}).status_code for act in ACTS for key in (1, 77)} == {404}


def test_without_pango_the_page_says_what_to_do_instead(alarmed: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(html: str) -> bytes:
        raise PaperMissing

    monkeypatch.setattr(paper, "pdf", missing)
    answer = alarmed.world.browser("dsl").post("/cases/1/export", data={"kind": "pdf"})
    assert answer.status_code == 403
    assert "Take the record out as JSON" in answer.text


def test_S16_3_no_page_shows_previews_or_links_to_such_a_picture(staged: Staged) -> None:
    staged.says(f"look what she sent {ADDRESS}", who="somebody_else")
    staged.work()
    slt = staged.world.browser("slt")
    flagged = slt.post("/concerns/new", data={"seen": "/comments/1", "words": f"It is at {ADDRESS}", "imagery": "yes"})
    card = slt.get(flagged.headers["location"]).text
    assert "Ring the safeguarding lead now." in card
    assert "Do not copy" in card
    lead = staged.world.browser("dsl")
    lead.post("/cases/1/acknowledge")
    pages = [slt.get(path) for path in ("/comments", "/comments?show=decided", "/concerns/1", "/concerns")]
    pages += [lead.get("/cases"), lead.get("/cases/1"), lead.post("/cases/1/export", data={"kind": "json"})]
    for answer in pages:
        assert answer.status_code == 200
        assert "pictures.example" not in answer.text
        assert "<img" not in answer.text
        assert "download" not in answer.text.replace("no download", "")
    assert "See it on the network" not in lead.get("/cases/1").text
    assert "give them the address on this page" in lead.get("/cases/1").text
    staged.work()
    assert staged.live(2).hidden


def test_tagging_it_later_takes_the_addresses_out_of_the_words(staged: Staged) -> None:
    staged.says(f"{ALARM} {ADDRESS}")
    staged.work()
    client = staged.world.browser("dsl")
    assert "pictures.example" in client.get("/cases/1").text
    client.post("/cases/1/tags", data={"tags": ["imagery", "kcsie", "no such"]})
    page = client.get("/cases/1").text
    assert "pictures.example" not in page
    assert "It may be a nude or sexual picture of a child" in page
    assert "Child protection (KCSIE)." in page
