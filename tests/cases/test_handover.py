"""The record for the school's own system: complete, marked with its reader, on record, and made without fetching anything (C16)."""

import json
import sys
from pathlib import Path
from urllib.request import OpenerDirector, Request

import pytest
from PIL import ImageFile

from bot.cases import handover, paper, safeguarding
from bot.cases.models import Case
from bot.cases.paper import PaperMissing, library
from bot.errors import BadInput, NotFound
from tests.cases.desk import DISTRESS, case, said, worried
from tests.scene import Scene


def exported(scene: Scene, kind: str, by: str = "dsl") -> bytes:
    key = case(scene).id or 0
    with scene.session() as session:
        return handover.export(session, scene.who(session, by), key, kind)


def words_of(html: str) -> str:
    """What stands on the pages, as WeasyPrint laid them out."""
    found: list[str] = []
    for page in library().HTML(string=html, url_fetcher=library().urls.URLFetcher(allowed_protocols=("data",))).render().pages:
        found += [box.text for box in page._page_box.descendants() if hasattr(box, "text")]
    return " ".join(found)


def test_the_json_holds_everything_under_the_documented_keys(scene: Scene) -> None:
    key = said(scene)
    worried(scene, by="slt", words="She is in my form", link=f"reply:{key}")
    with scene.session() as session:
        safeguarding.note(session, scene.who(session, "deputy"), case_id := 1, "Rang home")
        assert session.get_one(Case, case_id).id == 1
    content = json.loads(exported(scene, "json"))
    documented = handover.__doc__ or ""
    for name, value in content.items():
        assert f"`{name}`" in documented
        first = value[0] if isinstance(value, list) and value else value
        assert all(inner in documented for inner in (first if isinstance(first, dict) else {}))
    assert content["source"]["text"] == DISTRESS
    assert content["evidence"]["intact"] is True
    assert [each["words"] for each in content["concerns"]] == ["She is in my form"]
    assert ("Noted", "Rang home") in [(each["what"], each["words"]) for each in content["chronology"]]
    assert content["taken_out"]["role"] == "Designated safeguarding lead"
    assert content["chronology"][-1]["what"] == "The record was taken out"
    assert [e.detail["kind"] for e in scene.entries("case:export", "done")] == ["json"]


def test_the_pdf_carries_the_words_the_reader_and_the_time(scene: Scene) -> None:
    said(scene, DISTRESS + " <script>alert(1)</script> <img src=http://127.0.0.1:9/x.png>")
    made = exported(scene, "pdf", by="deputy")
    assert made.startswith(b"%PDF")
    assert len(made) > 5_000
    with scene.session() as session:
        html = handover.as_html(handover.record(session, scene.who(session, "deputy"), session.get_one(Case, 1)))
    assert "<script>" not in html
    assert "<img" not in html
    text = words_of(html)
    for wanted in (
        "Safeguarding case 1",
        "ive got the tablets ready",
        "Told",
        "Confidential: safeguarding",
        "Deputy safeguarding lead",
        "Page 1 of",
    ):
        assert wanted.replace(" ", "") in text.replace(" ", "")


def test_nobody_else_takes_it_out_and_an_unknown_kind_is_refused(scene: Scene) -> None:
    said(scene)
    for name in ("head", "slt", "governor", "admin"):
        with pytest.raises(NotFound):
            exported(scene, "json", by=name)
    with pytest.raises(BadInput):
        exported(scene, "docx")
    assert scene.entries("case:export", "done") == []


def test_a_pdf_fetches_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No socket is opened and no file is read, whatever the page asks for; what carries its content with it is drawn."""
    asked: list[str] = []
    opens = OpenerDirector.open

    def noted(self: OpenerDirector, request: Request, *more: object, **named: object) -> object:
        asked.append(request.full_url)
        return opens(self, request, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(OpenerDirector, "open", noted)
    (tmp_path / "secret.css").write_text("p { color: red }", encoding="utf-8")
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    outside = ("http://127.0.0.1:9/a.css", (tmp_path / "secret.css").as_uri())
    html = "".join(f'<link rel="stylesheet" href="{address}"><img src="{address}">' for address in outside)
    assert paper.pdf(f'{html}<img src="{dot}"><p>Words</p>').startswith(b"%PDF")
    assert asked == [dot]


def test_without_pango_it_says_so_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PaperMissing, match="Pango is missing"):
        paper.pdf("<p>Words</p>")


def test_printing_does_not_let_damaged_pictures_pass_elsewhere() -> None:
    """WeasyPrint tells Pillow, for the whole process, to make do with half a picture."""
    library()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
