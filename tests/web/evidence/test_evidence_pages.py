"""The evidence locker over HTTP: adding, reading, holding, taking out, and what bad input is answered (C23)."""

import io
import zipfile

from PIL import Image
from sqlmodel import col, select
from starlette.testclient import TestClient

from bot.cases.evidence_models import EvidenceFile
from bot.cases.models import Case, Evidence
from bot.clock import today
from tests.web.conftest import World
from tests.web.staged import Staged

NASTY = '<script>alert(1)</script>"'
THREAT = "I'm going to break that PE teacher's legs"
WHOLE = {
    "kind": "text",
    "words": "Wait till I see you at the gate",
    "day": today().isoformat(),
    "time": "00:00",
    "address": "+44 7700 900123",
    "no_imagery": "yes",
}


def photo() -> bytes:
    """With camera data that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Taken at home"
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def add(client: TestClient, **more: str) -> str:
    answer = client.post("/add-evidence", data={**WHOLE, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def last(world: World) -> Evidence:
    with world.session() as session:
        return session.exec(select(Evidence).order_by(col(Evidence.id).desc()).limit(1)).one()


def test_S23_1_a_screenshot_without_time_date_and_address_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    author = world.browser("author")
    assert "Never add a sexual picture of a child" in author.get("/add-evidence").text
    typed = {"kind": "screenshot", "note": f"What it shows {NASTY}", "no_imagery": "yes"}
    file = {"file": ("a.jpg", photo(), "image/jpeg")}
    answer = author.post("/add-evidence", data=typed, files=file)
    assert answer.status_code == 422
    for field in ("day", "time", "address"):
        assert f'href="#{field}"' in answer.text
    assert "or write why it is unknown" in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    with world.session() as session:
        assert session.exec(select(Evidence)).all() == []
    why = {"day_unknown": "a pupil showed it", "time_unknown": "it was cut off", "address_unknown": "the account is gone"}
    assert author.post("/add-evidence", data={**typed, **why}, files=file).status_code == 303
    content = last(world).content
    assert content["address"] == "unknown because the account is gone"
    assert content["happened"] == "unknown because a pupil showed it, time unknown because it was cut off"


def test_a_picture_loses_its_camera_data_and_its_own_hash_is_kept(world: World) -> None:
    author = world.browser("author")
    assert author.post("/add-evidence", data={**WHOLE, "kind": "screenshot"}, files={"file": ("../x.png", photo(), "image/png")}).status_code == 303
    (told,) = last(world).content["files"]
    assert (told["name"], told["mime"], told["taken_out"]) == ("1.jpg", "image/jpeg", ["camera data (EXIF)"])
    assert told["original_sha256"] != told["sha256"]
    with world.session() as session:
        assert b"Taken at home" not in (session.exec(select(EvidenceFile)).one().data or b"")
    answer = author.get("/evidence/1/files/1")
    assert answer.headers["content-type"] == "image/jpeg"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_pdf_is_only_ever_handed_out(world: World) -> None:
    author = world.browser("author")
    letter = {"file": ("a.html", b"%PDF-1.4 <script>alert(1)</script>", "text/html")}
    assert author.post("/add-evidence", data={**WHOLE, "kind": "document"}, files=letter).status_code == 303
    answer = author.get("/evidence/1/files/1")
    assert answer.headers["content-disposition"] == 'attachment; filename="evidence-1-1.pdf"'
    assert answer.headers["content-type"] == "application/pdf"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert author.get("/evidence/1/files/2").status_code == 404


BAD: tuple[tuple[dict[str, str], bytes | None, str], ...] = (
    ({"kind": NASTY}, None, "kind"),
    ({"day": "32 May"}, None, "day"),
    ({"day": "2126-01-01"}, None, "day"),
    ({"time": "noon"}, None, "time"),
    ({"words": "  "}, None, "file"),
    ({"words": "x" * 9_000}, None, "words"),
    ({"no_imagery": ""}, None, "no_imagery"),
    ({"words": " "}, b"", "file"),
    ({}, b"MZ not a picture", "file"),
    ({}, b"\x89PNG\r\n\x1a\n broken", "file"),
    ({}, b"%PDF-" + b"0" * 10_000_001, "file"),
    ({"time": NASTY, "day": NASTY}, b"<svg onload=alert(1)>", "file"),
)


def test_bad_input_gets_a_sentence_beside_its_field(world: World) -> None:
    author = world.browser("author")
    for more, file, field in BAD:
        files = {"file": ("a.png", file, "image/png")} if file is not None else None
        answer = author.post("/add-evidence", data={**WHOLE, **more}, files=files)
        assert answer.status_code == 422, (more, file)
        assert f'href="#{field}"' in answer.text, (more, file)
        assert "<script>alert" not in answer.text
        assert "+44 7700 900123" in answer.text
    with world.session() as session:
        assert session.exec(select(Evidence)).all() == []


def test_what_concerns_a_child_is_only_the_safeguarding_leads(world: World) -> None:
    author = world.browser("author")
    assert add(author, child="yes") == "/"
    assert world.browser("dsl").get("/evidence/1").status_code == 200
    for who in ("author", "slt", "head", "dpo", "admin", "governor"):
        client = world.browser(who)
        assert client.get("/evidence/1").status_code in (403, 404), who
        assert client.post("/evidence/1/export", data={"purpose": "police", "recipient": "x"}).status_code in (403, 404), who
        assert "Evidence 1" not in client.get("/evidence").text, who
    assert "Evidence 1" in world.browser("deputy_dsl").get("/evidence").text


def test_a_case_that_may_be_about_imagery_takes_nothing(staged: Staged) -> None:
    world = staged.world
    staged.says("He sent me nudes of a year 8 girl")
    staged.work()
    with world.session() as session:
        case = session.exec(select(Case)).one()
    lead = world.browser("dsl")
    answer = lead.post("/add-evidence", data={**WHOLE, "about": f"case:{case.id}"})
    assert answer.status_code == 403
    assert "Wait till I see you at the gate" in answer.text
    held = last(world)
    assert "text" not in held.content
    assert "raw" not in held.content
    assert "Nothing of it was fetched" in lead.get(f"/evidence/{held.id}").text


def test_a_hold_is_lifted_by_somebody_else(world: World) -> None:
    where = add(world.browser("author"))
    head, dpo = world.browser("head"), world.browser("dpo")
    for wrong in ({}, {"hold_reason": "short", "review_on": "never"}, {"hold_reason": "A claim was made.", "review_on": today().isoformat()}):
        assert head.post(f"{where}/hold", data=wrong).status_code == 422
    review = today().replace(year=today().year + 1).isoformat()
    typed = {"hold_reason": "A claim was made.", "review_on": review}
    assert head.post(f"{where}/hold", data=typed).status_code == 303
    assert head.post(f"{where}/hold", data=typed).status_code == 403
    assert "Under legal hold since" in dpo.get(where).text
    mine = head.post(f"{where}/lift", data={"lift_reason": "The claim was withdrawn."})
    assert mine.status_code == 403
    assert "You set this hold, so somebody else has to lift it." in mine.text
    assert dpo.post(f"{where}/lift", data={"lift_reason": " "}).status_code == 422
    assert dpo.post(f"{where}/lift", data={"lift_reason": "The claim was withdrawn."}).status_code == 303
    assert world.browser("slt").post(f"{where}/hold", data=typed).status_code == 403


def test_taking_out_asks_what_for_and_gives_a_zip(world: World) -> None:
    where = add(world.browser("author"))
    slt = world.browser("slt")
    for wrong in ({}, {"purpose": NASTY, "recipient": "x"}, {"purpose": "hr", "recipient": " "}, {"purpose": "hr", "recipient": "x" * 400}):
        answer = slt.post(f"{where}/export", data=wrong)
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    answer = slt.post(f"{where}/export", data={"purpose": "hr", "recipient": "Head of people"})
    assert answer.headers["content-disposition"].startswith('attachment; filename="evidence-1-')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "record.pdf" in archive.namelist()
    assert "for Head of people (HR: a matter about a member of staff)" in slt.get(where).text


def test_TAMPERED_stands_on_the_page_and_in_the_list(staged: Staged) -> None:
    world = staged.world
    staged.says(THREAT)
    staged.work()
    slt = world.browser("slt")
    page = slt.get("/evidence?about=reply:1").text
    assert "A comment by practice_parent" in page
    assert "TAMPERED" not in slt.get("/evidence/1").text
    assert "Unchanged since" in slt.get("/evidence/1").text
    staged.later("evidence", content='{"text": "Well done"}')
    page = slt.get("/evidence/1").text
    assert "TAMPERED" in page
    assert "They were changed after they were sealed" in page


def test_a_search_finds_by_account_kind_day_and_standing_and_answers_nonsense(staged: Staged) -> None:
    world = staged.world
    staged.says(THREAT)
    staged.work()
    slt = world.browser("slt")
    day = today().isoformat()
    for query in (f"account={world.account_id}", "about=reply", f"since={day}&until={day}"):
        assert "Evidence 1:" in slt.get(f"/evidence?{query}").text, query
    for query in ("account=77", "about=stray", "until=2020-01-01", "state=held", "state=expired", "about=%25"):
        assert "Nothing was found." in slt.get(f"/evidence?{query}").text, query
    assert slt.get("/evidence?since=32+May").status_code == 422
    assert slt.get("/evidence/77").status_code == 404
