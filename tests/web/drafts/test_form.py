"""The form: what can be saved, what cannot, and that nothing typed is lost on the way."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.drafts.lifecycle import State
from bot.drafts.models import Draft
from bot.people.models import Grant
from bot.people.permissions import Verb
from tests.web.drafts.conftest import FIGURES, PLAIN, Desk, at, hidden, png


def test_a_draft_is_saved_and_shown_as_it_will_be_seen(desk: Desk) -> None:
    number = desk.write()
    page = desk.as_("author").get(f"/drafts/{number}").text
    assert PLAIN in page
    assert f"{len(PLAIN)} of 500 characters" in page
    assert "Draft, not submitted yet" in page
    assert PLAIN in desk.as_("author").get("/drafts").text


def test_checking_saves_nothing_and_keeps_everything_typed(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(FIGURES + " Call 07700 900123.", then="check", sources="The exam board"))
    assert answer.status_code == 200
    assert "Has to be changed" in answer.text or "Somebody decides" in answer.text
    assert 'name="source_1"' in answer.text
    assert "The exam board" in answer.text
    assert "of 500 characters" in answer.text
    with desk.world.session() as session:
        assert session.exec(select(Draft)).first() is None


def test_the_script_gets_only_the_part_that_changes(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/check", data=desk.form("x" * 600))
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "100 too many" in answer.text
    assert desk.as_("author").get("/drafts/page.js").headers["content-type"].startswith("text/javascript")
    assert desk.as_("author").get("/drafts/page.css").headers["content-type"].startswith("text/css")


def test_every_mistake_is_said_at_once_and_nothing_typed_is_lost(desk: Desk) -> None:
    wrong = desk.form(not_after="soon", begin="later", not_before="", reply_setting="", account_ids=[], source_added="The prospectus")
    answer = desk.as_("author").post("/drafts/new", data=wrong)
    assert answer.status_code == 422
    for name in ("not_after", "not_before", "reply_setting", "account_ids"):
        assert f'href="#{name}"' in answer.text, name
        assert f'id="{name}"' in answer.text, name
    assert PLAIN in answer.text
    assert 'value="soon"' in answer.text
    assert "The prospectus" in answer.text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("not_before", "2027-03-28T01:30"),  # the clocks go forward over it
        ("not_before", "2026-02-30T10:00"),
        ("not_after", "0001-01-01T00:00+14:00"),
        ("not_after", ""),
        ("not_after", "9999-99-99T99:99"),
    ],
)
def test_a_time_that_does_not_exist_is_refused_in_words(desk: Desk, name: str, typed: str) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(begin="later", **{"not_before": at(1), "not_after": at(3), name: typed}))
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text


def test_a_window_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(begin="later", not_before=at(3), not_after=at(2)))
    assert answer.status_code == 422
    assert "must be after the time" in answer.text


def test_a_draft_whose_window_has_passed_is_saved_but_not_submitted(desk: Desk) -> None:
    number = desk.write(not_after=at(-1))
    answer = desk.as_("author").post(f"/drafts/{number}/submit")
    assert answer.status_code == 422
    assert "latest time has passed" in answer.text
    assert desk.draft(number).state is State.DRAFT
    assert "Choose a later one" in desk.as_("author").get(f"/drafts/{number}").text


def test_saving_and_submitting_in_one_press(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(then="submit"))
    number = int(answer.headers["location"].rpartition("/")[2])
    assert desk.draft(number).state is State.AWAITING_APPROVAL


def test_what_cannot_be_submitted_is_saved_all_the_same_and_says_why(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form("x" * 600, then="submit"))
    assert answer.status_code == 303
    page = desk.as_("author").get(answer.headers["location"]).text
    assert "saved, but it cannot be submitted yet" in page
    assert "100 too long" in page


def test_S03_1_a_direct_post_for_another_account_is_refused_and_on_record(desk: Desk, other_account: int) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(account_ids=[str(other_account)]))
    assert answer.status_code == 403
    assert PLAIN in answer.text
    assert "other_academy" not in desk.as_("author").get("/drafts/new").text
    assert desk.record("draft:create", "refused")
    with desk.world.session() as session:
        assert session.exec(select(Draft)).first() is None


def test_an_account_that_does_not_exist_loses_nothing_typed(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(account_ids=["999"]))
    assert answer.status_code == 422
    assert PLAIN in answer.text


def test_S03_3_words_only_refuses_a_picture_and_names_who_set_it(desk: Desk, allow: Callable[..., None]) -> None:
    with desk.world.session() as session:
        grant = session.exec(select(Grant).where(Grant.person_id == desk.world.people["author"], Grant.verb == Verb.DRAFT)).one()
        grant.no_images = True
        session.commit()
    answer = desk.as_("author").post("/drafts/new", data=desk.form(alt_1="A green field"), files={"picture_1": ("field.png", png(), "image/png")})
    assert answer.status_code == 403
    assert "words only" in answer.text
    assert "Headteacher person" in answer.text or "Head person" in answer.text
    assert PLAIN in answer.text


def test_without_a_permission_the_form_says_whom_to_ask(desk: Desk) -> None:
    page = desk.as_("checker").get("/drafts/new").text
    assert "no permission in force to write" in page
    assert "Headteacher co-signs" in page
    assert "<textarea" not in page


def test_an_identical_save_keeps_every_signature(desk: Desk) -> None:
    number = desk.submitted()
    desk.approve(number)
    before = desk.draft(number)
    answer = desk.as_("author").post(f"/drafts/{number}/edit", data=desk.edited(number, "author"))
    assert answer.status_code == 303
    assert "Nothing changed, so every signature still stands." in desk.as_("author").get(answer.headers["location"]).text
    after = desk.draft(number)
    assert (after.digest, after.version, after.state) == (before.digest, before.version, before.state)
    assert not any(sign.voided_at for sign in desk.signs(number))


def test_two_people_at_once_both_texts_are_shown_and_the_second_can_save_on_top(desk: Desk) -> None:
    number = desk.write()
    mine = desk.edited(number, "author", text="The library is open to families before school.", not_after=at(5))
    theirs = desk.edited(number, "slt", text="The hall is open to families after school.")
    assert desk.as_("slt").post(f"/drafts/{number}/edit", data=theirs).status_code == 303
    answer = desk.as_("author").post(f"/drafts/{number}/edit", data=mine)
    assert answer.status_code == 409
    assert "Slt person changed this draft while you were writing" in answer.text
    assert re.search(r"<mark[^>]*><span[^>]*>\[only as saved: </span>hall<", answer.text)
    assert re.search(r"<mark[^>]*><span[^>]*>\[only yours: </span>before<", answer.text)
    assert "Latest time" in answer.text
    assert ">The library is open to families before school.</textarea>" in answer.text
    assert desk.draft(number).text == "The hall is open to families after school."
    merged = {**mine, "text": "The hall is open to families before school.", "version": hidden(answer.text, "version")}
    assert desk.as_("author").post(f"/drafts/{number}/edit", data=merged).status_code == 303
    assert desk.draft(number).text == "The hall is open to families before school."


def test_the_source_of_a_fact_survives_saving_and_editing(desk: Desk) -> None:
    number = desk.write(text=FIGURES, claim_1="87%", source_1="https://academy.example/results")
    page = desk.as_("author").get(f"/drafts/{number}/edit").text
    assert 'value="https://academy.example/results"' in page
    same = desk.edited(number, "author", claim_1="87%", source_1="https://academy.example/results")
    same["claim_2"], same["source_2"] = "grade 5", ""
    answer = desk.as_("author").post(f"/drafts/{number}/edit", data=same)
    assert "Nothing changed" in desk.as_("author").get(answer.headers["location"]).text


@pytest.mark.parametrize(
    "text", ["Open\0ed", "Open \ud800 day".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "x" * 1_000_000, "  \n "]
)
def test_odd_texts_never_break_the_page(desk: Desk, text: str) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(text))
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert "\0" not in desk.draft(int(answer.headers["location"].rpartition("/")[2])).text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_half_a_character_sent_as_bytes_never_breaks_the_page(desk: Desk, kind: str) -> None:
    body = b"text=Open+%ED%A0%80+day&then=check&not_after=x"
    if "boundary" in kind:
        body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nOpen \xed\xa0\x80 day\r\n--b--\r\n'
    answer = desk.as_("author").post("/drafts/new", content=body, headers={"content-type": kind})
    assert answer.status_code in (200, 422)


def test_far_too_many_sources_are_refused_and_stay_in_the_form(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(sources="\n".join(f"Document {n}" for n in range(30))))
    assert answer.status_code == 422
    assert 'href="#sources"' in answer.text
    assert "Document 29" in answer.text


def test_a_text_of_a_megabyte_is_kept_in_the_form_with_the_reason(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form("x" * 1_000_000))
    assert answer.status_code == 422
    assert "far longer than any network takes" in answer.text
    assert "x" * 1_000_000 in answer.text
