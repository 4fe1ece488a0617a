"""What a message says, and when what can wait leaves. Pure."""

from datetime import datetime, time

import pytest

from bot.clock import from_london, london
from bot.notify import words
from bot.notify.digests import AT_ONCE, Choice, leaving
from bot.notify.models import Notice, Urgency
from bot.people.hours import USUAL
from bot.platforms.channels import Answer, Trouble

U = Urgency
DIGEST, NIGHT = Choice(digest=True), Choice(quiet_from=time(21, 30), quiet_until=time(7))
CONTENT = "Jordan Plain said that a teacher hit him"
WEDNESDAY, FRIDAY, SATURDAY = "2026-11-18", "2026-11-20", "2026-11-21"


def at(text: str) -> datetime:
    return from_london(text)


@pytest.mark.parametrize("urgency", list(U))
@pytest.mark.parametrize("subject", ["case:7", "reply:12", "draft:3", "role-gap:1:dsl", "", "unheard-of:9"])
def test_a_message_names_the_item_and_one_link_and_nothing_of_the_content(urgency: Urgency, subject: str) -> None:
    notice = Notice(id=5, academy_id=1, urgency=urgency, text=CONTENT, link="/comments/12", subject=subject)
    letter = words.letter(notice, "Comment 12 on @oakfield", "https://gate.academy.example")
    assert letter.subject.startswith("Gatepost, ")
    assert letter.subject.endswith(": Comment 12 on @oakfield")
    assert letter.body.count("https://") == 1
    assert "https://gate.academy.example/comments/12" in letter.body
    assert not any(word in letter.body + letter.subject for word in CONTENT.split() if len(word) > 3)
    assert ("999" in letter.body) is letter.urgent is (urgency is U.NOW)


def test_a_digest_lists_each_item_once() -> None:
    notices = [(Notice(id=n, academy_id=1, text=CONTENT, link=f"/drafts/{n}", subject=f"draft:{n}"), f"Draft {n}") for n in (1, 2)]
    letter = words.digest(notices, "https://gate.academy.example")
    assert letter.subject == "Gatepost, when you can: 2 notices"
    assert CONTENT not in letter.body
    assert "Draft 2: A draft is at your step, or came back to you. https://gate.academy.example/drafts/2" in letter.body


def test_every_trouble_has_a_reason_and_a_next_step() -> None:
    assert set(words.REASONS) == set(Trouble) - {Trouble.NONE}
    for trouble, found in words.REASONS.items():
        for code in (0, 410):
            assert words.what_to_do(words.reason(Answer(trouble, code))) == found.do


@pytest.mark.parametrize(
    ("urgency", "choice", "moment", "leaves"),
    [
        (U.NOW, DIGEST, f"{WEDNESDAY}T03:00", f"{WEDNESDAY}T03:00"),
        (U.NOW, NIGHT, f"{WEDNESDAY}T03:00", f"{WEDNESDAY}T03:00"),
        (U.ROUTINE, AT_ONCE, f"{WEDNESDAY}T03:00", f"{WEDNESDAY}T03:00"),
        (U.ROUTINE, NIGHT, f"{WEDNESDAY}T03:00", f"{WEDNESDAY}T07:00"),
        (U.ROUTINE, NIGHT, f"{WEDNESDAY}T22:00", "2026-11-19T07:00"),
        (U.ROUTINE, NIGHT, f"{WEDNESDAY}T12:00", f"{WEDNESDAY}T12:00"),
        (U.ROUTINE, DIGEST, f"{WEDNESDAY}T06:00", f"{WEDNESDAY}T07:30"),
        (U.ROUTINE, DIGEST, f"{WEDNESDAY}T07:30", f"{WEDNESDAY}T15:45"),
        (U.ROUTINE, DIGEST, f"{FRIDAY}T16:00", "2026-11-23T07:30"),
        (U.SOON, DIGEST, f"{WEDNESDAY}T12:00", f"{WEDNESDAY}T12:00"),
        (U.SOON, NIGHT, f"{WEDNESDAY}T03:00", f"{WEDNESDAY}T07:00"),
        (U.SOON, Choice(quiet_from=time(6), quiet_until=time(12)), f"{WEDNESDAY}T06:30", f"{WEDNESDAY}T08:00"),  # the clock runs from eight
        (U.SOON, Choice(quiet_from=time(9), quiet_until=time(12)), f"{WEDNESDAY}T10:00", f"{WEDNESDAY}T10:00"),
        (U.SOON, NIGHT, f"{SATURDAY}T23:00", "2026-11-22T07:00"),
    ],
)
def test_when_it_leaves(urgency: Urgency, choice: Choice, moment: str, leaves: str) -> None:
    assert london(leaving(urgency, choice, USUAL, at(moment), may_wait=True).at) == london(at(leaves))


def test_what_is_for_today_does_not_wait_where_the_profile_counts_real_time() -> None:
    moment = at(f"{WEDNESDAY}T03:00")
    assert leaving(U.SOON, NIGHT, USUAL, moment, may_wait=False).at == moment


def test_quiet_hours_that_are_none() -> None:
    for choice in (AT_ONCE, Choice(quiet_from=time(9)), Choice(quiet_from=time(9), quiet_until=time(9))):
        assert choice.quiet_end(at(f"{WEDNESDAY}T09:00")) is None
    same_day = Choice(quiet_from=time(0), quiet_until=time(6))
    assert same_day.quiet_end(at(f"{WEDNESDAY}T00:00")) == at(f"{WEDNESDAY}T06:00")
    assert same_day.quiet_end(at(f"{WEDNESDAY}T06:00")) is None
