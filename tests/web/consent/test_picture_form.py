"""The pictures of the draft form: who is in them, found and kept; the approver who sees children; who looked at a picture."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select

from bot.audit.models import Entry
from bot.drafts.models import Blob, DraftMedia
from tests.drafts.drawn import group, written
from tests.web.consent.test_consent_pages import added
from tests.web.drafts.conftest import Desk, desk, hidden  # noqa: F401 -- the fixture is used by its name

LONG = "x" * 2_001
ALT = "A pupil crosses the finishing line on the field"


def sent(desk: Desk, data: bytes | None = None, **more: Any) -> Any:  # noqa: F811
    fields = {"alt_1": ALT, "shows_1": ["pupils"], "origin_1": "own", **more}
    files = {"picture_1": ("field.png", data or group(1), "image/png")} if data != b"" else None
    return desk.as_("author").post("/drafts/new", data=desk.form(**fields), files=files)


def media(desk: Desk, number: int) -> DraftMedia:  # noqa: F811
    with desk.world.session() as session:
        return session.exec(select(DraftMedia).where(DraftMedia.draft_id == number)).one()


def number_of(answer: Any) -> int:
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


def test_everything_about_a_picture_is_kept_and_comes_back(desk: Desk) -> None:  # noqa: F811
    added(desk.world.browser("dpo"))
    number = number_of(
        sent(desk, people_1="testa placeholder, 7b", transcript_1="Sports Day", credit_1="Photo: the academy", faces_note_1="", origin_1="unsure")
    )
    row = media(desk, number)
    assert (row.people, row.transcript, row.credit, row.origin, row.shows) == ([1], "Sports Day", "Photo: the academy", "unsure", ["pupils"])
    page = desk.as_("author").get(f"/drafts/{number}/edit").text
    for words in ("T.P., 7B", "Sports Day", "Photo: the academy"):
        assert words in page
    assert "Testa" not in page
    assert "Placeholder" not in page
    person = re.findall(r'name="person_1"[^>]*value="([^"]+)"', page)
    same = desk.edited(
        number, "author", kept_1=hidden(page, "kept_1"), filename_1="field.png", alt_1=ALT, shows_1=["pupils"], person_1=person, origin_1="unsure"
    )
    kept = {**same, "transcript_1": "Sports Day", "credit_1": "Photo: the academy"}
    assert "Nothing changed" in desk.as_("author").get(desk.as_("author").post(f"/drafts/{number}/edit", data=kept).headers["location"]).text
    assert desk.as_("author").post(f"/drafts/{number}/edit", data={**kept, "person_1": []}).status_code == 303
    assert media(desk, number).people == []


def test_somebody_unknown_is_said_and_nothing_typed_is_lost(desk: Desk) -> None:  # noqa: F811
    answer = sent(desk, people_1="Nobody Unknownson, 7B", transcript_1="Sports Day")
    assert answer.status_code == 422
    assert 'href="#people_1"' in answer.text
    assert "not in the consent register" in answer.text
    for words in ("Nobody Unknownson, 7B", "Sports Day", ALT, 'name="kept_1"'):
        assert words in answer.text
    with desk.world.session() as session:
        assert session.exec(select(DraftMedia)).first() is None


def test_a_row_of_the_register_cannot_be_counted_up_to(desk: Desk) -> None:  # noqa: F811
    added(desk.world.browser("dpo"))
    number = number_of(sent(desk, person_1=["1.", "1.00", "1", "²." + "0" * 64, "1.é"]))
    assert media(desk, number).people == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"transcript_1": "x" * 2_001}, "transcript_1"),
        ({"credit_1": "x" * 2_001}, "credit_1"),
        ({"people_1": "Testa Placeholder\n" * 70}, "people_1"),
    ],
)
def test_too_much_is_said_beside_the_field(desk: Desk, fields: dict[str, Any], field: str) -> None:  # noqa: F811
    answer = sent(desk, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_S09_3_three_faces_are_asked_about_and_explained(desk: Desk) -> None:  # noqa: F811
    added(desk.world.browser("dpo"))
    number = number_of(sent(desk, group(3), people_1="Testa Placeholder"))
    page = desk.as_("author").get(f"/drafts/{number}")
    assert "3 faces, 1 person declared" in page.text
    form = desk.as_("author").get(f"/drafts/{number}/edit").text
    assert "3 faces were counted" in form
    assert 'name="faces_note_1"' in form
    assert 'name="faces_note_2"' not in form


def test_what_is_uploaded_is_stripped_before_anything_is_kept(desk: Desk) -> None:  # noqa: F811
    exif = Image.Exif()
    exif[0x0110] = "Phone 9"
    number = number_of(sent(desk, written(Image.open(io.BytesIO(group(0))), "JPEG", exif=exif), shows_1=["nobody"]))
    with desk.world.session() as session:
        assert [b"Phone 9" in blob.data for blob in session.exec(select(Blob))] == [False]
    served = desk.as_("author").get(f"/drafts/{number}/pictures/{media(desk, number).sha256}/download")
    assert b"Phone 9" not in served.content
    assert served.headers["content-disposition"] == f'attachment; filename="draft-{number}-{media(desk, number).sha256[:8]}.jpg"'


def test_a_damaged_file_is_refused_in_words_and_not_kept(desk: Desk) -> None:  # noqa: F811
    answer = sent(desk, written(Image.open(io.BytesIO(group(0))), "JPEG")[:-2])
    assert answer.status_code == 422
    assert "the file is damaged" in answer.text
    with desk.world.session() as session:
        assert session.exec(select(Blob)).first() is None


def test_who_opens_a_picture_of_children_is_on_record(desk: Desk) -> None:  # noqa: F811
    added(desk.world.browser("dpo"))
    number = number_of(sent(desk, people_1="Testa Placeholder"))
    path = f"/drafts/{number}/pictures/{media(desk, number).sha256}"
    for ending in ("", "", "/download", "/download"):
        assert desk.as_("slt").get(path + ending).status_code == 200
    plain = number_of(sent(desk, group(0), text="Another post for families.", shows_1=["nobody"]))
    desk.as_("slt").get(f"/drafts/{plain}/pictures/{media(desk, plain).sha256}/download")
    with desk.world.session() as session:
        looks = session.exec(select(Entry).where(Entry.act == "consent:picture")).all()
        assert [(look.subject, look.detail["download"]) for look in looks] == [(f"draft:{number}", download) for download in (False, True, True)]


def test_S09_4_the_approver_says_that_children_can_be_seen(desk: Desk) -> None:  # noqa: F811
    number = number_of(sent(desk, shows_1=["adults"]))
    assert desk.as_("author").post(f"/drafts/{number}/submit").status_code == 303
    assert "children-seen" not in desk.as_("author").get(f"/drafts/{number}").text
    assert "Can children be seen in the pictures?" in desk.as_("slt").get(f"/drafts/{number}").text
    unanswered = desk.as_("slt").post(f"/drafts/{number}/approve", data={"digest": desk.draft(number).digest})
    assert unanswered.status_code == 422
    assert "Say whether children can be seen" in unanswered.text
    assert desk.as_("slt").get(f"/drafts/{number}/children-seen").status_code == 200
    bad = desk.as_("slt").post(f"/drafts/{number}/children-seen", data={"pictures": ["0" * 64]})
    assert bad.status_code == 422
    seen = desk.as_("slt").post(f"/drafts/{number}/approve", data={"digest": desk.draft(number).digest, "faces": "children"})
    assert seen.status_code == 303
    page = desk.as_("author").get(f"/drafts/{number}").text
    assert "An approver saw children" in page
    assert desk.as_("author").post(f"/drafts/{number}/submit").status_code == 403
    assert "Children in a picture declared to show none" in desk.as_("head").get("/tasks").text
    assert "Children in a picture declared to show none" in desk.as_("dsl").get("/tasks").text
