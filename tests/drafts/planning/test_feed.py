"""The secret calendar address: what it shows, to whom, and when it ends (C05)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar
from sqlmodel import select

from bot.clock import from_london, now
from bot.drafts.planning import feed
from bot.drafts.planning.ical import written
from bot.drafts.planning.models import CalendarFeed
from bot.errors import NotFound, Refusal
from bot.people.models import RoleHolding, Standing
from tests.scene import Scene

ADDRESS = "https://gatepost.academy.example"


def made(scene: Scene, who: str = "author", *, words: bool = False) -> str:
    with scene.session() as session:
        return feed.make(session, scene.who(session, who), scene.vault, shows_words=words)


def read(scene: Scene, token: str) -> feed.Read | None:
    with scene.session() as session:
        return feed.read(session, scene.vault, token)


def events(scene: Scene, token: str) -> list[dict[str, Any]]:
    answer = read(scene, token)
    assert answer is not None
    content = written(answer.entries, shows_words=answer.shows_words, address=ADDRESS)
    found: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    return [dict(event) | {"zone": event["dtstart"].params.get("TZID"), "at": event["dtstart"].dt} for event in found]


@pytest.mark.usefixtures("monday")
def test_C05_the_feed_has_set_times_with_their_zone_and_only_the_account(scene: Scene) -> None:
    begin = from_london("2026-11-18T15:00")
    key = scene.approved(not_before=begin, not_after=begin + timedelta(hours=3))
    scene.draft("No set time for this one.")
    (event,) = events(scene, made(scene))
    assert event["at"] == begin
    assert event["zone"] == "Europe/London"
    assert str(event["SUMMARY"]) == "Post for @AcademyA"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["URL"]) == f"{ADDRESS}/drafts/{key}"
    assert "sang" not in str(event)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C05_by_choice_the_first_words_of_what_is_approved_and_never_of_what_is_not(scene: Scene) -> None:
    begin = now() + timedelta(days=1)
    scene.approved(not_before=begin, not_after=begin + timedelta(hours=3))
    scene.draft("Pupil Example won.", not_before=begin + timedelta(hours=1), not_after=begin + timedelta(hours=3))
    first, second = events(scene, made(scene, words=True))
    assert str(first["SUMMARY"]).startswith("@AcademyA: Well done to everyone who sang")
    assert len(str(first["SUMMARY"])) < 80
    assert str(second["SUMMARY"]) == "Post for @AcademyA"
    assert str(second["STATUS"]) == "TENTATIVE"
    assert "Example" not in str(second)


def test_C05_an_address_is_kept_as_a_fingerprint_and_ends_when_renewed_or_ended(scene: Scene) -> None:
    token = made(scene)
    with scene.session() as session:
        (row,) = session.exec(select(CalendarFeed)).all()
        assert token not in str(row)
        assert row.token_hash != token
    assert read(scene, token) is not None
    renewed = made(scene)
    assert read(scene, token) is None
    assert read(scene, renewed) is not None
    with scene.session() as session:
        feed.end(session, scene.who(session, "author"))
    assert read(scene, renewed) is None
    with scene.session() as session, pytest.raises(NotFound):
        feed.end(session, scene.who(session, "author"))
    assert [e.detail["renewed"] for e in scene.entries("calendar:feed")] == [False, True]
    assert token not in str([e.detail for e in scene.entries("calendar:feed")])


@pytest.mark.parametrize("how", ["left", "role"])
def test_C05_the_address_ends_with_the_person_or_their_right_to_read(scene: Scene, how: str) -> None:
    token = made(scene)
    with scene.session() as session:
        if how == "left":
            person = scene.who(session, "author")
            person.left_at = now()
            session.add(person)
        else:
            for held in session.exec(select(RoleHolding).where(RoleHolding.person_id == scene.people["author"])):
                held.standing = Standing.ENDED
                session.add(held)
        session.commit()
    assert read(scene, token) is None
    with scene.session() as session:
        assert session.exec(select(CalendarFeed)).all() == []
    (entry,) = scene.entries("calendar:feed-end")
    assert entry.actor == "Gatepost"


def test_one_line_a_day_is_on_record_however_often_it_is_read_and_too_often_is_turned_away(scene: Scene) -> None:
    token = made(scene)
    for _ in range(3):
        read(scene, token)
    assert len(scene.entries("calendar:feed-read")) == 1
    with scene.session() as session:
        row = session.get_one(CalendarFeed, scene.people["author"])
        row.reads = feed.MOST_READS
        session.add(row)
        session.commit()
    with pytest.raises(feed.TooOften):
        read(scene, token)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert read(scene, token) is not None
    assert len(scene.entries("calendar:feed-read")) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_somebody_makes_up_is_no_address_and_a_governor_has_none(scene: Scene) -> None:
    token = made(scene)
    secret, _, mark = token.partition(".")
    for wrong in ("", ".", "x", secret, f"{secret}.", f"{secret}.{mark[:-1]}x", f"x{secret[1:]}.{mark}", f"é.{mark}", f"{secret}.é", token + ".x"):
        assert read(scene, wrong) is None
    with pytest.raises(Refusal):
        made(scene, "governor")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_feed_reaches_thirty_days_back_and_a_year_ahead(october: time_machine.Traveller, scene: Scene) -> None:
    _planned(scene, "Too long ago.", 1)
    _planned(scene, "Last month.", 3)
    october.shift(timedelta(days=32))
    _planned(scene, "Next autumn.", 364)
    _planned(scene, "Too far ahead.", 367)
    assert len(events(scene, made(scene))) == 2


def _planned(scene: Scene, text: str, days: int) -> None:
    begin = now() + timedelta(days=days)
    scene.draft(text, not_before=begin, not_after=begin + timedelta(hours=3))
