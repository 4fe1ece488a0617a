"""Approving on the page: a reason for a warning, a sensitive topic, how long somebody looked, and whose turn it is on the lists."""

from typing import Any

import pytest
from sqlmodel import select

from bot.drafts import screens
from bot.drafts.lifecycle import SignKind, State
from bot.drafts.models import SignOff
from bot.drafts.screens.base import Finding
from tests.web.drafts.conftest import PLAIN, Desk, hidden

WARNED = "We recommend the fair to every family."
SENSITIVE = "The inspectors came to see us this week."


@pytest.fixture(autouse=True)
def watching(monkeypatch: pytest.MonkeyPatch) -> None:
    def on(words: str, finding: Finding) -> Any:
        return lambda bundle, setting: [finding] if words in bundle.text else []

    mine = {
        "references": on("recommend", Finding("references", "warn", "This reads as a reference.")),
        "sensitive_topic": on("inspectors", Finding("sensitive_topic", "ask", "This speaks of an inspection.", topic="political")),
    }
    monkeypatch.setattr(screens, "SCREENS", (*(s for s in screens.SCREENS if s[0] not in mine), *mine.items()))


def press(desk: Desk, number: int, who: str = "slt", act: str = "approve", **more: str) -> Any:
    """As the form on the page sends it."""
    page = desk.as_(who).get(f"/drafts/{number}").text
    fields = {"digest": hidden(page, "digest"), "opened": hidden(page, "opened"), **more}
    return desk.as_(who).post(f"/drafts/{number}/{act}", data=fields)


def sign_of(desk: Desk, number: int, kind: SignKind = SignKind.APPROVAL) -> SignOff:
    with desk.world.session() as session:
        return session.exec(select(SignOff).where(SignOff.draft_id == number, SignOff.kind == kind)).one()


def test_S08_2_a_warning_wants_its_reason_and_what_was_typed_stays(desk: Desk) -> None:
    number = desk.submitted(text=WARNED)
    assert "This reads as a reference." in desk.as_("slt").get(f"/drafts/{number}").text
    missing = press(desk, number, reason="No <b>")
    assert missing.status_code == 422
    assert 'href="#reason"' in missing.text
    assert "No &lt;b&gt;" in missing.text
    assert press(desk, number, reason="It is about an event, not a person.").status_code == 303
    assert "It is about an event, not a person." in desk.as_("author").get(f"/drafts/{number}").text


def test_S08_1_the_page_says_who_else_and_why_and_the_headteacher_finishes_it(desk: Desk) -> None:
    number = desk.submitted(text=SENSITIVE)
    before = desk.as_("slt").get(f"/drafts/{number}").text
    assert "the Headteacher approves it too" in before
    assert "This speaks of an inspection." in before
    assert press(desk, number).status_code == 303
    assert desk.draft(number).state is State.AWAITING_EXTRA
    assert "sensitive topic" in desk.as_("author").get("/drafts").text
    assert desk.as_("author").post(f"/drafts/{number}/approve-extra", data={"digest": desk.draft(number).digest}).status_code == 403
    assert "/approve-extra" not in desk.as_("slt").get(f"/drafts/{number}").text
    assert f"/drafts/{number}" in desk.as_("head").get("/approvals").text
    assert "because of a sensitive topic" in desk.as_("head").get("/").text
    assert press(desk, number, "head", "approve-extra").status_code == 303
    assert desk.draft(number).state is State.APPROVED


@pytest.mark.parametrize("opened", ["", "1.forged", "nonsense", "99999999999999999999.x"])
def test_a_time_that_is_not_ours_counts_as_unknown(desk: Desk, opened: str) -> None:
    number = desk.submitted()
    digest = desk.draft(number).digest
    assert desk.as_("slt").post(f"/drafts/{number}/approve", data={"digest": digest, "opened": opened}).status_code == 303
    assert sign_of(desk, number).seconds is None


def test_an_approval_within_seconds_is_counted_and_never_refused(desk: Desk) -> None:
    number = desk.submitted()
    assert press(desk, number).status_code == 303
    assert (sign_of(desk, number).seconds or 0) < 10
    assert desk.record("draft:approve", "done")[0].detail["quick"] is True
    assert "1 of 1 approval came within ten seconds" in desk.as_("slt").get("/approvals").text


def test_the_lists_say_since_when_it_waits_and_for_whom(desk: Desk) -> None:
    number = desk.submitted("slt", text=PLAIN)
    mine, theirs = desk.as_("second slt").get("/approvals").text, desk.as_("slt").get("/approvals").text
    assert "Waiting since" in mine
    assert "for Second slt" in theirs
    assert "because you wrote it" in theirs
    assert "Waiting since" in desk.as_("author").get(f"/drafts/{number}").text
