"""A thread on the pages: choosing the post to continue, its parts in order, and the way to the next one."""

import re

from bot.drafts.signoff import withdraw
from bot.people.models import Person
from tests.web.drafts.conftest import PLAIN, Desk

SECOND = "It closes at five on Fridays."


def test_the_next_part_is_added_from_the_page_of_the_one_before(desk: Desk) -> None:
    first = desk.write()
    page = desk.as_("author").get(f"/drafts/{first}").text
    link = f"/drafts/new?continues={first}"
    assert link in page
    form = desk.as_("author").get(link).text
    assert f'<option value="{first}" selected>Draft {first} for @practice_academy (' in form
    second = desk.write(text=SECOND, continues_id=str(first))
    assert desk.draft(second).continues_id == first
    for number in (first, second):
        shown = desk.as_("slt").get(f"/drafts/{number}").text
        assert shown.index(PLAIN, shown.index('id="thread"')) < shown.index(SECOND, shown.index('id="thread"'))
        assert shown.count("this draft</strong>") == 1
        assert "Add the next part" in desk.as_("author").get(f"/drafts/{number}").text
        assert f"continues={second}" in desk.as_("author").get(f"/drafts/{number}").text
    assert (
        f'value="{first}"' not in re.findall(r'<select[^>]*name="continues_id".*?</select>', desk.as_("author").get("/drafts/new").text, re.DOTALL)[0]
    )


def test_a_thread_part_keeps_what_it_continues_when_it_is_saved_and_can_stand_alone(desk: Desk) -> None:
    first = desk.write()
    second = desk.write(text=SECOND, continues_id=str(first))
    assert f'<option value="{first}" selected>' in desk.as_("author").get(f"/drafts/{second}/edit").text
    same = desk.edited(second, "author", continues_id=str(first))
    assert desk.as_("author").post(f"/drafts/{second}/edit", data=same).status_code == 303
    assert desk.draft(second).version == 1
    alone = desk.edited(second, "author", continues_id="")
    assert desk.as_("author").post(f"/drafts/{second}/edit", data=alone).status_code == 303
    assert desk.draft(second).continues_id is None
    assert "the post it continues" in desk.as_("author").get(f"/drafts/{second}").text


def test_a_post_that_is_over_cannot_be_continued_and_nothing_typed_is_lost(desk: Desk) -> None:
    first = desk.write()
    with desk.world.session() as session:
        withdraw(session, session.get_one(Person, desk.world.people["author"]), first)
    for number, words in ((str(first), f"Draft {first} was withdrawn"), ("nonsense", "Choose one of the drafts in the list.")):
        answer = desk.as_("author").post("/drafts/new", data=desk.form(SECOND, continues_id=number))
        assert answer.status_code == 422
        assert words in answer.text
        assert SECOND in answer.text
        assert 'href="#continues_id"' in answer.text
        assert 'id="continues_id"' in answer.text
    assert "Add the next part" not in desk.as_("author").get(f"/drafts/{first}").text
