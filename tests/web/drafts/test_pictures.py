"""Pictures: kept when another field is wrong, shown only to those who may see them, and nothing but pictures."""

import re

import pytest
from sqlmodel import select

from bot.drafts.models import Blob, DraftMedia
from tests.web.drafts.conftest import Desk, hidden, png

ALT = "A green field beside the hall on a sunny day"


def _file(data: bytes, name: str = "field.png", kind: str = "image/png") -> dict[str, tuple[str, bytes, str]]:
    return {"picture_1": (name, data, kind)}


def _with_picture(desk: Desk) -> tuple[int, str]:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(alt_1=ALT, shows_1=["nobody"], origin_1="own"), files=_file(png()))
    assert answer.status_code == 303, answer.text
    number = int(answer.headers["location"].rpartition("/")[2])
    with desk.world.session() as session:
        return number, session.exec(select(DraftMedia.sha256).where(DraftMedia.draft_id == number)).one()


def test_an_upload_survives_a_mistake_in_another_field(desk: Desk) -> None:
    wrong = desk.as_("author").post("/drafts/new", data=desk.form(alt_1=ALT, not_after=""), files=_file(png()))
    assert wrong.status_code == 422
    kept = hidden(wrong.text, "kept_1")
    assert f'src="/drafts/pictures/{kept}"' in wrong.text
    assert desk.as_("author").get(f"/drafts/pictures/{kept}").content == png()
    saved = desk.as_("author").post("/drafts/new", data=desk.form(alt_1=ALT, kept_1=kept, filename_1="field.png"))
    assert saved.status_code == 303
    page = desk.as_("author").get(saved.headers["location"]).text
    assert ALT in page
    assert '<img class="gp-preview"' in page


def test_what_one_person_uploaded_is_no_use_to_another(desk: Desk) -> None:
    wrong = desk.as_("author").post("/drafts/new", data=desk.form(not_after=""), files=_file(png()))
    kept = hidden(wrong.text, "kept_1")
    assert desk.as_("slt").get(f"/drafts/pictures/{kept}").status_code == 404
    taken = desk.as_("slt").post("/drafts/new", data=desk.form(kept_1=kept))
    assert taken.status_code == 303
    assert "<img" not in desk.as_("slt").get(taken.headers["location"]).text


def test_knowing_the_hash_alone_attaches_nothing(desk: Desk) -> None:
    _, sha256 = _with_picture(desk)
    answer = desk.as_("slt").post("/drafts/new", data=desk.form(text="Another post for families.", kept_1=f"{sha256}."))
    assert "<img" not in desk.as_("slt").get(answer.headers["location"]).text
    assert desk.as_("author").get(f"/drafts/pictures/{sha256}.é").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.svg", "image/svg+xml"),
        (b"<html><script>alert(1)</script>", "field.png", "image/png"),
        (b"", "empty.png", "image/png"),
        (png()[:40], "half.png", "image/png"),
        (b"BM" + b"\0" * 60, "old.bmp", "image/bmp"),
    ],
)
def test_what_is_not_a_picture_is_refused_in_words_and_not_stored(desk: Desk, data: bytes, name: str, kind: str) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(alt_1=ALT), files=_file(data, name, kind))
    assert answer.status_code == 422
    assert 'href="#picture_1"' in answer.text
    assert ALT in answer.text
    with desk.world.session() as session:
        assert session.exec(select(Blob)).first() is None


def test_a_picture_is_served_as_what_it_is_whatever_the_browser_said(desk: Desk) -> None:
    answer = desk.as_("author").post("/drafts/new", data=desk.form(alt_1=ALT), files=_file(png(), 'a"><script>.html', "text/html"))
    number = int(answer.headers["location"].rpartition("/")[2])
    page = desk.as_("author").get(f"/drafts/{number}").text
    found = re.search(r'src="(/drafts/\d+/pictures/[0-9a-f]{64})"', page)
    assert found
    served = desk.as_("author").get(found[1])
    assert served.headers["content-type"] == "image/png"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in served.headers["content-security-policy"]


def test_a_picture_is_only_for_those_who_may_read_the_draft(desk: Desk) -> None:
    number, sha256 = _with_picture(desk)
    assert desk.as_("governor").get(f"/drafts/{number}/pictures/{sha256}").status_code == 200
    assert desk.as_("dsl").get(f"/drafts/{number}/pictures/{sha256}").status_code == 403
    assert desk.world.stranger().get(f"/drafts/{number}/pictures/{sha256}").status_code == 303
    other = desk.write(text="A draft without a picture.")
    assert desk.as_("author").get(f"/drafts/{other}/pictures/{sha256}").status_code == 404


def test_taking_a_picture_out_and_keeping_it(desk: Desk) -> None:
    number, sha256 = _with_picture(desk)
    kept = hidden(desk.as_("author").get(f"/drafts/{number}/edit").text, "kept_1")
    same = desk.edited(number, "author", kept_1=kept, filename_1="field.png", alt_1=ALT, shows_1=["nobody"], origin_1="own")
    answer = desk.as_("author").post(f"/drafts/{number}/edit", data=same)
    assert "Nothing changed" in desk.as_("author").get(answer.headers["location"]).text
    assert desk.as_("author").post(f"/drafts/{number}/edit", data={**same, "remove_1": "yes"}).status_code == 303
    assert desk.as_("author").get(f"/drafts/{number}/pictures/{sha256}").status_code == 404


def test_S05_2_one_character_of_the_alt_text_voids_the_approval(desk: Desk) -> None:
    number, _ = _with_picture(desk)
    assert desk.as_("author").post(f"/drafts/{number}/submit").status_code == 303
    desk.approve(number)
    kept = hidden(desk.as_("author").get(f"/drafts/{number}/edit").text, "kept_1")
    changed = desk.edited(number, "author", kept_1=kept, filename_1="field.png", alt_1=ALT + ".", shows_1=["nobody"], origin_1="own")
    assert desk.as_("author").post(f"/drafts/{number}/edit", data=changed).status_code == 303
    assert all(sign.voided_at for sign in desk.signs(number))
    assert "the pictures or their descriptions" in desk.as_("author").get(f"/drafts/{number}").text
