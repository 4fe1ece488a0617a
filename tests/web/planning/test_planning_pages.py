"""Calendar, comments, versions, previews, templates and the calendar address over HTTP, with bad input (C05)."""

import re
from datetime import timedelta
from typing import Any

from icalendar import Calendar

from bot.clock import london, now
from tests.web.conftest import World
from tests.web.drafts.conftest import FIGURES, PLAIN, Desk, at, hidden
from tests.web.drafts.conftest import desk as desk  # noqa: PLC0414 -- the fixture of the draft pages


def planned(desk: Desk, text: str = PLAIN, days: float = 1, **more: Any) -> int:
    return desk.write(text=text, begin="later", not_before=at(days), not_after=at(days + 2), **more)


def month(days: float) -> str:
    return f"/calendar?on={london(now() + timedelta(days=days)).date()}"


def test_C05_the_calendar_shows_each_post_with_its_state_in_words_and_filters_by_links(desk: Desk) -> None:
    number = planned(desk)
    page = desk.as_("governor").get(month(1))
    assert page.status_code == 200
    assert f'href="/drafts/{number}"' in page.text
    assert "Draft, not submitted yet" in page.text
    assert "@practice_academy" in page.text
    assert "Move it" not in page.text
    week = desk.as_("author").get(month(1) + "&view=week").text
    assert "Move it" in week
    assert "every signature it has is void" in week
    assert f'href="/drafts/{number}"' not in desk.as_("author").get(month(1) + "&account=999&on=2031-01-01").text


UNREADABLE = ("on=2026-13-45", "on=0001-01-01", "on=9999-12-31", "on=2026-11-20%00", "view=year", "academy=x&account=%F0%9F%98%80", "academy=-1")


def test_an_address_nobody_can_read_shows_a_calendar_all_the_same(world: World) -> None:
    client = world.browser("author")
    for asked in UNREADABLE:
        for view in ("month", "week"):
            page = client.get(f"/calendar?{asked}&view={view}")
            assert page.status_code == 200
    ends = client.get("/calendar?on=9999-12-31").text + client.get("/calendar?on=0001-01-01&view=week").text
    for link in set(re.findall(r'href="(/calendar\?[^"]+)"', ends)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_C05_moving_from_the_calendar_leads_back_to_it_and_says_that_approval_is_needed_again(desk: Desk) -> None:
    number = planned(desk)
    assert desk.as_("author").post(f"/drafts/{number}/submit").status_code == 303
    assert desk.approve(number).status_code == 303
    assert "needs approval again" in desk.as_("author").get(f"/drafts/{number}/move").text
    to = at(4)
    answer = desk.as_("author").post(f"/drafts/{number}/move", data={"not_before": to, "version": desk.draft(number).version, "back": "calendar"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/calendar?view=week&on={to[:10]}"
    assert "It needs approval again." in desk.as_("author").get(answer.headers["location"]).text
    assert desk.draft(number).state.value == "submitted" or desk.draft(number).state.value == "waiting for approval"
    assert all(sign.voided_at for sign in desk.signs(number))


NO_TIME = ("", "2026-02-30T10:00", "yesterday", "2020-01-01T10:00", "2027-03-28T01:30", "9999-12-31T23:59", "2190-01-01T10:00")


def test_a_time_that_does_not_exist_or_has_passed_is_said_beside_the_field_and_kept(desk: Desk) -> None:
    number = planned(desk)
    before = desk.draft(number)
    for typed in NO_TIME:
        answer = desk.as_("author").post(f"/drafts/{number}/move", data={"not_before": typed, "version": "1"})
        assert answer.status_code == 422
        assert 'href="#not_before"' in answer.text
        assert f'value="{typed}"' in answer.text or not typed
    assert desk.draft(number).digest == before.digest


def test_whoever_may_not_write_moves_nothing(desk: Desk) -> None:
    number = planned(desk)
    for who in ("governor", "dpo", "checker"):
        assert desk.as_(who).post(f"/drafts/{number}/move", data={"not_before": at(5), "version": "1"}).status_code == 403
    assert desk.as_("author").post("/drafts/999/move", data={"not_before": at(5)}).status_code == 404
    assert desk.draft(number).version == 1


def test_C05_a_comment_is_read_by_the_author_and_settled(desk: Desk) -> None:
    number = desk.write()
    path = f"/drafts/{number}/comments"
    assert "Do not write a child’s name" in desk.as_("checker").get(path).text
    assert desk.as_("checker").post(path, data={"text": "Until <b>when</b>?", "quote": "after school"}).status_code == 303
    page = desk.as_("author").get(path).text
    assert "Until &lt;b&gt;when&lt;/b&gt;?" in page
    assert "(1 open, 1 in all)" in desk.as_("author").get(f"/drafts/{number}").text
    settle = re.search(r'action="(/drafts/\d+/comments/\d+/settle)"', page)
    assert settle
    assert desk.as_("slt").post(settle[1], data={"resolved": "yes"}).status_code == 403
    assert desk.as_("author").post(settle[1], data={"resolved": "yes"}).status_code == 303
    assert "Dealt with (1)" in desk.as_("author").get(path).text
    assert desk.draft(number).version == 1


def test_a_comment_that_cannot_be_kept_stays_in_the_form(desk: Desk) -> None:
    number = desk.write()
    for text, quote, field in (("  \r\n ", "", "text"), ("x" * 2_001, "", "text"), ("Why?", "not in it", "quote")):
        answer = desk.as_("checker").post(f"/drafts/{number}/comments", data={"text": text, "quote": quote})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert text.strip() in answer.text
        assert quote in answer.text


def test_who_may_not_read_drafts_finds_no_comments_and_a_governor_cannot_write_one(desk: Desk) -> None:
    number = desk.write()
    assert desk.as_("dsl").get(f"/drafts/{number}/comments").status_code == 403
    assert desk.as_("governor").get(f"/drafts/{number}/comments").status_code == 200
    assert "Write a comment" not in desk.as_("governor").get(f"/drafts/{number}/comments").text
    assert desk.as_("governor").post(f"/drafts/{number}/comments", data={"text": "Hello"}).status_code == 403
    assert desk.as_("author").get("/drafts/999/comments").status_code == 404


def test_C05_versions_are_compared_word_by_word_in_words_and_marks(desk: Desk) -> None:
    number = desk.write()
    changed = desk.edited(number, "author", text=PLAIN.replace("families", "all families"), reply_setting="nobody", misread="unsure")
    assert desk.as_("author").post(f"/drafts/{number}/edit", data=changed).status_code == 303
    page = desk.as_("checker").get(f"/drafts/{number}/versions").text
    assert '<ins><span class="govuk-visually-hidden">[put in: </span>all' in page
    assert "Everyone" in page
    assert "Nobody" in page
    assert "I am not sure" in page
    assert "From version 1 to version 2" in page
    back = desk.as_("checker").get(f"/drafts/{number}/versions?old=2&new=1").text
    assert '<del><span class="govuk-visually-hidden">[taken out: </span>all' in back
    for asked in ("old=2&new=2", "old=x&new=999", "old=%00", "old=99999999999999999999"):
        assert desk.as_("checker").get(f"/drafts/{number}/versions?{asked}").status_code == 200


def test_C05_the_approver_sees_what_will_appear_on_each_account(desk: Desk) -> None:
    number = desk.submitted(text="Read https://www.academy.example/page and <i>come</i>. #OpenEvening")
    for path in (f"/drafts/{number}", f"/drafts/{number}/preview"):
        page = desk.as_("slt").get(path).text
        assert '<span class="gp-look__tag">#OpenEvening</span>' in page
        assert '<span class="gp-look__link">https://www.academy.example/page</span>' in page
        assert "&lt;i&gt;come" in page
        assert "of 500 characters" in page


def test_C05_a_draft_is_begun_from_a_template_and_passes_every_gate(desk: Desk) -> None:
    author = desk.as_("author")
    assert "Parents’ evening" in author.get("/drafts/templates").text
    assert "{team}" in author.get("/drafts/templates/new?begin=match-report").text
    form = {"name": "Library", "text": "The library is open on {day}.", "account_ids": [str(desk.world.account_id)], "reply_setting": "nobody"}
    assert author.post("/drafts/templates/new", data={**form, "alt_hint": "Say which shelf."}).status_code == 303
    path = re.search(r'href="(/drafts/templates/\d+)/use"', author.get("/drafts/templates").text)
    assert path
    assert 'name="gap_1"' in author.get(path[1] + "/use").text
    page = author.post(path[1] + "/use", data={"gap_1": "<Monday>"}).text
    assert "The library is open on &lt;Monday&gt;." in page
    assert "Say which shelf." in page
    assert re.search(r'name="account_ids"[^>]*value="\d+"[^>]*checked', page)
    assert not re.search(r'name="(?:facts|misread|conflict|personal_data|pupil_safety)"[^>]*checked', page)
    number = desk.write(text="The library is open on {day}.")
    refused = author.post(f"/drafts/{number}/submit")
    assert refused.status_code in (403, 422)
    assert "gap for the day is still open" in refused.text
    assert author.post(path[1] + "/retire").status_code == 303
    for gone in ("", "/use"):
        assert author.get(path[1] + gone).status_code == 403


WRONG = (("name", " "), ("name", "x" * 81), ("text", ""), ("text", "y" * 5_001), ("alt_hint", "z" * 501), ("reply_setting", "me"))


def test_a_template_that_cannot_be_kept_stays_in_the_form(world: World) -> None:
    good = {"name": "Library", "text": "Open on {day}.", "reply_setting": "everyone", "alt_hint": ""}
    author = world.browser("author")
    for field, value in (*WRONG, ("account_ids", "77")):
        answer = author.post("/drafts/templates/new", data={**good, field: value})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert "Open on {day}." in answer.text or field == "text"
        assert value.strip() in answer.text or field == "account_ids"
    assert world.browser("dpo").post("/drafts/templates/new", data=good).status_code == 403
    assert "There is no template yet" in author.get("/drafts/templates").text


def test_C05_the_address_is_shown_once_and_read_without_signing_in(desk: Desk) -> None:
    number = planned(desk)
    author = desk.as_("author")
    assert author.post("/calendar/feed", data={"shows": "all"}).status_code == 422
    page = author.post("/calendar/feed", data={"shows": "words"})
    link = re.search(r"http://testserver(/calendar/feed/[\w.-]+\.ics)", page.text)
    assert link
    assert link[1] not in author.get("/calendar/feed").text
    stranger = desk.world.stranger()
    answer = stranger.get(link[1])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"].startswith("private")
    assert [str(e["UID"]) for e in Calendar.from_ical(answer.content).walk("VEVENT")] == [f"draft-{number}-account-{desk.world.account_id}@gatepost"]
    assert "library" not in answer.text
    assert author.post("/calendar/feed/end").status_code == 303
    assert stranger.get(link[1]).status_code == 404
    assert author.post("/calendar/feed/end").status_code == 404


def test_C05_whatever_is_no_address_gets_the_same_answer(desk: Desk) -> None:
    page = desk.as_("author").post("/calendar/feed", data={"shows": "handle"}).text
    good = re.search(r"/calendar/feed/([\w-]+)\.(\w+)\.ics", page)
    assert good
    stranger = desk.world.stranger()
    wrong = [f"{good[1]}.{good[2][:-1]}x", good[1], f"{good[1][::-1]}.{good[2]}", "x", "%00", "%F0%9F%98%80", "a" * 3_000, f"{good[2]}.{good[1]}"]
    answers = {(a.status_code, a.text) for token in wrong for a in [stranger.get(f"/calendar/feed/{token}.ics")]}
    assert answers == {(404, "There is no calendar at this address.")}
    assert stranger.get("/calendar/feed/x").status_code == 404
    assert desk.as_("governor").post("/calendar/feed", data={"shows": "handle"}).status_code == 403
    assert desk.record("calendar:feed-read", "read") == []


def test_moving_keeps_the_sources_of_the_facts(desk: Desk) -> None:
    page = desk.as_("author").post("/drafts/new", data=desk.form(FIGURES, then="check", facts="yes")).text
    sources = {"claim_1": hidden(page, "claim_1"), "source_1": "School results file"}
    number = desk.write(text=FIGURES, facts="yes", **sources)
    assert desk.as_("author").post(f"/drafts/{number}/move", data={"not_before": at(2), "version": "1"}).status_code == 303
    assert [claim.source for claim in desk.claims(number) if claim.source] == ["School results file"]
