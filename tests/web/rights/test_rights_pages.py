"""Rights over HTTP: putting a picture on record, permissions with their letters, rulings, and what bad input is answered."""

from datetime import timedelta

from starlette.testclient import TestClient

from bot.clock import now, today
from bot.db import open_session
from bot.drafts.content import Content, Picture
from bot.drafts.models import Draft
from bot.drafts.write import create
from bot.people.models import Person
from bot.secrets import Vault
from tests.web.conftest import World
from tests.web.drafts.conftest import png

LOGO = {"name": "The crest", "origin": "brand", "owner": "The academy"}
PERMISSION = {"grantor": "head", "grantor_name": "The Headteacher", "letter_date": today().isoformat()}
NASTY = '<script>alert(1)</script>"'


def draft_with(world: World, origin: str, **more: str) -> Draft:
    picture = Picture("a.png", "image/png", "A drawing of the old school", data=png("navy"), shows=("nobody",), origin=origin, **more)  # type: ignore[arg-type]
    answers = dict.fromkeys(("facts", "personal_data", "pupil_safety", "conflict", "misread"), "no")
    content = Content("Our old school.", (world.account_id,), now() + timedelta(days=2), pictures=(picture,), answers=answers)
    with open_session(world.engine, vault=Vault(world.settings.keys)) as session:
        return create(session, session.get_one(Person, world.people["author"]), world.academy_id, content)


def add_logo(client: TestClient, **more: str) -> str:
    answer = client.post("/rights/new", data={**LOGO, **more}, files={"file": ("crest.png", png(), "image/png")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_logo_its_letter_and_its_end(world: World) -> None:
    author, head = world.browser("author"), world.browser("head")
    where = add_logo(author)
    page = author.get(where).text
    assert "No live permission" in page
    assert author.get(f"{where}/picture").headers["content-type"] == "image/png"
    refused = author.post(f"{where}/account", data={"account_id": str(world.account_id)})
    assert refused.status_code == 403
    assert "needs a live permission of the Headteacher" in refused.text
    assert author.post(f"{where}/permissions", data=PERMISSION).status_code == 422
    letter = {"letter": ("letter.html", b"%PDF-1.4 <script>alert(1)</script>", "text/html")}
    soon = (today() + timedelta(days=3)).isoformat()
    assert author.post(f"{where}/permissions", data={**PERMISSION, "expires": soon}, files=letter).status_code == 303
    assert "May be used" in author.get(where).text
    assert "The permission for “The crest” ends on" in head.get("/").text
    file = author.get("/rights/letters/1")
    assert (file.headers["content-type"], file.headers["content-disposition"]) == ("application/pdf", 'attachment; filename="permission-1.pdf"')
    assert "sandbox" in file.headers["content-security-policy"]
    assert author.post(f"{where}/account", data={"account_id": str(world.account_id)}).status_code == 303
    assert "Put “The crest” on @practice_academy as its picture" in world.browser("admin").get("/tasks").text
    empty = author.post("/rights/permissions/1/revoke", data={"reason_1": " "})
    assert empty.status_code == 422
    assert 'href="#reason_1"' in empty.text
    assert author.post("/rights/permissions/1/revoke", data={"reason_1": "The head changed the crest."}).status_code == 303
    assert author.post("/rights/permissions/1/revoke", data={"reason_1": "Again."}).status_code == 403
    assert "Taken back" in author.get(where).text
    assert head.post(f"{where}/permissions", data=PERMISSION).status_code == 303


def test_S11_2_the_author_is_led_from_the_list_to_the_permission(world: World) -> None:
    author = world.browser("author")
    draft = draft_with(world, "third party", credit="Photo: Placeholder Studio")
    assert author.post(f"/drafts/{draft.id}/submit").status_code == 403
    page = author.get("/rights").text
    assert f"Say who owns the picture of draft {draft.id}" in page
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith("/rights/new?draft")).replace("&amp;", "&")
    assert "A drawing of the old school" in author.get(link).text
    sha256 = link.rpartition("=")[2]
    form = {"draft": str(draft.id), "picture_of": sha256, "name": "Old school", "origin": "third party", "owner": "Placeholder Studio"}
    where = author.post("/rights/new", data=form).headers["location"]
    assert "Write down the permission for “Old school”" in author.get("/rights").text
    licence = {"grantor": "licence", "grantor_name": "Placeholder Studio", "letter_date": today().isoformat(), "reference": "No. 4711"}
    said = author.post(f"{where}/permissions", data=licence)
    assert said.status_code == 303
    assert "was first submitted" in author.get(where).text
    assert author.post(f"/drafts/{draft.id}/submit").status_code == 303


def test_S11_3_the_headteacher_is_asked_and_rules(world: World) -> None:
    author, head = world.browser("author"), world.browser("head")
    draft = draft_with(world, "unsure")
    assert author.post(f"/drafts/{draft.id}/submit").status_code == 303
    page = head.get("/").text
    assert f"Rule whether the picture of draft {draft.id} may be used" in page
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith("/rights/doubts/"))
    for who in ("author", "slt", "admin", "governor"):
        assert world.browser(who).get(link).status_code == 403, who
        assert world.browser(who).post(link, data={"ruling": "permitted", "reason": "Fine."}).status_code == 403, who
    for wrong in ({}, {"ruling": "maybe", "reason": "x"}, {"ruling": "permitted", "reason": " "}):
        answer = head.post(link, data=wrong)
        assert answer.status_code == 422
    ruled = head.post(link, data={"ruling": "permitted", "reason": "The owner is a parent and agreed."})
    assert ruled.headers["location"] == "/advice/1"
    assert "The picture of draft" in author.get("/").text
    assert head.get(link).status_code == 200


def test_bad_input_is_answered_beside_the_field_and_loses_nothing(world: World) -> None:
    author = world.browser("author")
    answer = author.post("/rights/new", data={"name": NASTY, "origin": NASTY, "owner": NASTY, "source": NASTY})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
    for data in (b"", b"not a picture", b"GIF89a" + b"\0" * 40):
        answer = author.post("/rights/new", data=LOGO, files={"file": ("a.png", data, "image/png")})
        assert answer.status_code == 422
        assert "The crest" in answer.text
        assert 'href="#file"' in answer.text
    assert author.post("/rights/new", data={**LOGO, "picture_of": "f" * 64}).status_code == 404
    where = add_logo(author)
    wrong = {"grantor": "cat", "grantor_name": NASTY, "letter_date": "32 May", "expires": "never", "reference": NASTY, "credit": NASTY}
    for change in ({}, {"letter_date": "2126-01-01"}, {"letter_date": "", "expires": ""}):
        answer = author.post(f"{where}/permissions", data={**wrong, **change})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;" in answer.text
    program = {"letter": ("letter.pdf", b"MZ\x90\x00\x03", "application/pdf")}
    answer = author.post(f"{where}/permissions", data=PERMISSION, files=program)
    assert answer.status_code == 422
    assert "Use a PDF, JPEG, PNG or plain text file." in answer.text
    assert author.post(f"{where}/account", data={"account_id": "x"}).status_code == 422
    for path in ("/rights/999", "/rights/999/picture", "/rights/letters/999", f"/rights/new?picture={'e' * 64}"):
        assert author.get(path).status_code == 404, path
