"""Splitting a text that is too long, on the pages: the parts first, nothing made before somebody presses, nothing typed lost."""

import html
import re
from typing import Any

import pytest
from sqlmodel import col, select

from bot.drafts.models import Draft, DraftMedia
from bot.drafts.write import content_of
from tests.web.drafts.conftest import PLAIN, Desk, png

SONG = "Everybody sang together in the hall and then they had tea with their families. " * 4
LONG = f"{PLAIN} {SONG}\n\nAt our academy 87% of pupils achieved grade 5. {SONG}".strip()
TITLE = "Split into a thread"


def drafts(desk: Desk) -> list[Draft]:
    with desk.world.session() as session:
        return list(session.exec(select(Draft).order_by(col(Draft.id))))


def fields(page: str) -> dict[str, Any]:
    """What a browser would send back from the page of a split, before anybody types or presses."""
    form = page[page.index('/split" novalidate') :]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    found |= {name: html.unescape(text) for name, text in re.findall(r'<textarea[^>]*name="(part_\d+)"[^>]*>([^<]*)</textarea>', form)}
    for name, options in re.findall(r'<select[^>]*name="(picture_on_\d+)"(.*?)</select>', form, re.DOTALL):
        found[name] = re.findall(r'value="(\d+)" selected', options)[0]
    return found


def split_new(desk: Desk, who: str = "author", text: str = LONG, **more: Any) -> Any:
    return desk.as_(who).post("/drafts/new", data=desk.form(text, then="split", **more))


def test_it_is_offered_where_the_text_is_too_long_and_nowhere_else(desk: Desk) -> None:
    author = desk.as_("author")
    assert TITLE in author.post("/drafts/check", data=desk.form(LONG)).text
    assert TITLE not in author.post("/drafts/check", data=desk.form(PLAIN)).text
    assert TITLE not in author.post("/drafts/check", data=desk.form(LONG, account_ids=[])).text, "which networks it is for decides"
    assert TITLE in author.get(f"/drafts/{desk.write(text=LONG)}").text
    assert TITLE not in author.get(f"/drafts/{desk.write()}").text
    assert TITLE not in desk.as_("checker").get("/drafts/1").text


def test_a_new_text_is_shown_in_parts_and_made_when_somebody_presses(desk: Desk) -> None:
    files = {"picture_1": ("hall.png", png(), "image/png")}
    more = {"alt_1": "The hall", "sources": "The programme", "claim_1": "87%", "source_1": "Results file", "shows_1": "nobody", "origin_1": "own"}
    page = desk.as_("author").post("/drafts/new", data=desk.form(LONG, then="split", facts="yes", **more), files=files).text
    assert drafts(desk) == []
    assert "Part 2 of 2" in page
    assert page.count(" of 500 characters") == 2
    assert page.count('alt="The hall"') == 1
    sent = fields(page)
    assert " ".join([sent["part_1"], sent["part_2"]]).split() == LONG.split()
    answer = desk.as_("author").post("/drafts/new/split", data={**sent, "then": "make", "numbered": "yes", "picture_on_1": "2"})
    assert answer.headers["location"] == "/drafts/1"
    first, second = drafts(desk)
    assert second.continues_id == first.id
    assert (first.text[-4:], second.text[-4:]) == ("\n1/2", "\n2/2")
    with desk.world.session() as session:
        assert [row.draft_id for row in session.exec(select(DraftMedia))] == [second.id], "the picture was moved to the second part"
        parts = [content_of(session, session.get_one(Draft, each.id)) for each in (first, second)]
    assert [(part.sources, dict(part.claim_sources)) for part in parts] == [(("The programme",), {}), ((), {"87%": "Results file"})]
    assert parts[1].pictures[0].alt == "The hall"
    assert "Each is submitted, checked and approved for itself." in desk.as_("author").get("/drafts/1").text


def test_back_from_the_parts_the_form_is_as_it_was(desk: Desk) -> None:
    sent = fields(split_new(desk, sources="The programme", alt_2="Half a picture").text)
    back = desk.as_("author").post("/drafts/new", data={**sent, "then": "check"})
    assert back.status_code == 200
    for words in (LONG, "The programme", "Half a picture"):
        assert words in html.unescape(back.text)
    assert drafts(desk) == []


def test_a_saved_draft_is_split_from_its_page_and_becomes_the_first_part(desk: Desk) -> None:
    key = desk.write(text=LONG)
    page = desk.as_("author").get(f"/drafts/{key}/split").text
    assert f'href="/drafts/{key}" role="button"' in page, "the way back"
    answer = desk.as_("author").post(f"/drafts/{key}/split", data={**fields(page), "then": "make"})
    assert answer.headers["location"] == f"/drafts/{key}"
    assert [(each.id, each.continues_id, each.version) for each in drafts(desk)] == [(key, None, 2), (key + 1, key, 1)]


def test_what_was_changed_in_the_form_of_a_saved_draft_is_what_is_split(desk: Desk) -> None:
    key = desk.write()
    page = desk.as_("author").post(f"/drafts/{key}/edit", data=desk.edited(key, "author", text=LONG, then="split")).text
    assert desk.draft(key).text == PLAIN
    assert desk.as_("author").post(f"/drafts/{key}/split", data={**fields(page), "then": "make"}).status_code == 303
    assert " ".join(each.text for each in drafts(desk)).split() == LONG.split()


def test_counting_again_keeps_what_was_changed_and_splitting_again_begins_anew(desk: Desk) -> None:
    sent = fields(split_new(desk).text) | {"part_2": "Shorter.", "numbered": "yes"}
    counted = desk.as_("author").post("/drafts/new/split", data={**sent, "then": "count"}).text
    assert "Shorter." in counted
    assert f"{len('Shorter.') + 4} of 500 characters" in counted, "its number counts"
    assert "<strong>2/2</strong>" in counted
    anew = fields(desk.as_("author").post("/drafts/new/split", data={**sent, "then": "again"}).text)
    assert " ".join([anew["part_1"], anew["part_2"]]).split() == LONG.split()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"part_2": "long " * 120}, "part_2", "Part 2: This is 99 too long for Practice network"),
        ({"part_1": " "}, "part_1", "A thread needs two parts at least"),
        ({"reply_setting": "cousins"}, "part_1", "Choose who may reply."),
        ({"not_after": "soon"}, "part_1", "Enter a date and a time that exist"),
        ({"part_2": "A bell \x07 rings"}, "part_1", "cannot be stored"),
    ],
)
def test_what_cannot_be_is_said_and_every_part_stays_as_typed(desk: Desk, change: dict[str, str], field: str, words: str) -> None:
    sent = fields(split_new(desk).text) | {"part_1": "My own first part.", **change}
    answer = desk.as_("author").post("/drafts/new/split", data={**sent, "then": "make"})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert words in answer.text
    kept = fields(answer.text)
    assert (kept["part_1"], kept["part_2"]) == (sent["part_1"], sent["part_2"])
    assert drafts(desk) == []


def test_what_cannot_be_split_is_said_on_the_form(desk: Desk) -> None:
    one_word = split_new(desk, text="Llanfair" * 80)
    assert one_word.status_code == 422
    assert "cannot be divided" in one_word.text
    assert "nothing to split" in split_new(desk, text=PLAIN).text
    assert "nothing to split" in desk.as_("author").get(f"/drafts/{desk.write()}/split").text
    assert "Choose at least one account." in split_new(desk, account_ids=[]).text
    assert len(drafts(desk)) == 1


def test_a_draft_that_somebody_changed_meanwhile_is_not_split_and_nothing_typed_is_lost(desk: Desk) -> None:
    key = desk.write(text=LONG)
    sent = fields(desk.as_("author").get(f"/drafts/{key}/split").text) | {"part_1": "My own first part."}
    desk.as_("slt").post(f"/drafts/{key}/edit", data=desk.edited(key, "slt", text=LONG + " Bye."))
    answer = desk.as_("author").post(f"/drafts/{key}/split", data={**sent, "then": "make"})
    assert answer.status_code == 422
    assert "Somebody else changed this draft meanwhile" in answer.text
    assert "My own first part." in answer.text
    assert len(drafts(desk)) == 1


def test_only_somebody_who_may_write_may_split_and_only_from_our_own_pages(desk: Desk) -> None:
    key = desk.write(text=LONG)
    sent = fields(desk.as_("author").get(f"/drafts/{key}/split").text) | {"then": "make"}
    new = fields(split_new(desk).text) | {"then": "make"}
    shown = desk.as_("checker").get(f"/drafts/{key}/split").text
    assert "has no live permission to write drafts for this account" in shown
    assert "Make 2 drafts" not in shown
    assert desk.as_("governor").get(f"/drafts/{key}/split").status_code == 403
    for who in ("governor", "checker"):
        assert desk.as_(who).post(f"/drafts/{key}/split", data=sent).status_code == 403
        assert desk.as_(who).post("/drafts/new/split", data=new).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert desk.as_("author").post(f"/drafts/{key}/split", data=sent, headers=elsewhere).status_code == 403
    assert desk.as_("author").post("/drafts/99/split", data=sent).status_code == 404
    assert [each.text for each in drafts(desk)] == [LONG]


def test_a_draft_that_another_one_continues_is_refused_with_the_next_step(desk: Desk) -> None:
    key = desk.write(text=LONG)
    later = desk.write(continues_id=str(key))
    assert f"Draft {later} goes on from this one already" in desk.as_("author").get(f"/drafts/{key}/split").text
    sent = {"version": "1", "part_1": "One.", "part_2": "Two.", "then": "make"}
    answer = desk.as_("author").post(f"/drafts/{key}/split", data=sent)
    assert answer.status_code == 403
    assert "let it stand alone" in answer.text
    assert "One." in answer.text
