"""The consent register over HTTP: what the consent officer types, and that nobody else learns a name."""

from typing import Any

from sqlmodel import select
from starlette.testclient import TestClient

from bot.audit.models import Entry
from bot.consent.people import ImageConsent, Pictured
from tests.web.conftest import World

NASTY = "<script>alert('x')</script>"
CSV = """Forename,Surname,Form,Type,Consent,Given by,Reference,Date,Use,Platforms,Until,Never show
Testa,Placeholder,7B,pupil,yes,parent,Folder 3,01/09/2026,,,,
Demo,Exampleson,8C,pupil,yes,mother,Folder 4,2026-09-01,Sports Day 2026,website only,2026-12-31,
Demo,Teacherly,,staff,no,,,2026-09-01,,,,
Quietly,Hiddenson,9A,pupil,yes,parent,Folder 5,2026-09-01,,,,yes
Sample,Nodate,9A,pupil,yes,parent,Folder 6,,,,,
Sample,Nopaper,9A,pupil,yes,parent,,2026-09-01,,,,
Sample,Oddword,9A,pupil,perhaps,parent,Folder 7,2026-09-01,,,,
,Noforename,9A,pupil,,,,,,,,
Sample,Oddplace,9A,pupil,yes,parent,Folder 8,2026-09-01,,the moon,,
"""


def form(**more: Any) -> dict[str, Any]:
    said = {"word": "given", "giver": "parent or carer", "form_ref": "Folder 3", "given_on": "2026-09-01"}
    return {"kind": "pupil", "forename": "Testa", "surname": "Placeholder", "form": "7B", **said, **more}


def added(client: TestClient, **more: Any) -> str:
    answer = client.post("/consent/new", data=form(**more))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_person_is_added_found_and_opened_on_record(world: World) -> None:
    client = world.browser("dpo")
    place = added(client)
    assert client.post("/consent", data={"name": "testa placeholder"}).headers["location"] == place
    page = client.get(place).text
    assert "Testa Placeholder, 7B" in page
    assert "Folder 3" in page
    with world.session() as session:
        opened = session.exec(select(Entry).where(Entry.act == "consent:open")).all()
        assert "Testa" not in str([entry.detail for entry in opened])
        assert opened


def test_nobody_else_gets_in_and_nothing_is_learnt(world: World) -> None:
    place = added(world.browser("admin"))
    for who in ("author", "checker", "slt", "head", "dsl", "governor"):
        client = world.browser(who)
        for answer in (client.get("/consent"), client.get(place), client.post("/consent", data={"name": "Testa Placeholder"})):
            assert answer.status_code == 403
            assert "Placeholder" not in answer.text


def test_the_register_is_not_a_list_to_look_through(world: World) -> None:
    client = world.browser("dpo")
    client.get(added(client))  # the message that it was added is shown once
    assert "T.P." not in client.get("/consent").text
    unknown = client.post("/consent", data={"name": "Somebody Unknownson"})
    assert unknown.status_code == 422
    assert "Nobody of this name" in unknown.text


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"forename": ""}, "forename"),
    ({"surname": "123"}, "surname"),
    ({"form": ""}, "form"),
    ({"kind": "dog"}, "kind"),
    ({"word": "maybe"}, "word"),
    ({"giver": ""}, "giver"),
    ({"form_ref": " "}, "form_ref"),
    ({"given_on": "yesterday"}, "given_on"),
    ({"given_on": "2999-01-01"}, "given_on"),
    ({"given_on": "0001-01-01"}, "given_on"),
    ({"starts": "2026-09-02", "ends": "2026-09-01"}, "ends"),
    ({"platforms": ["website", "the moon"]}, "platforms"),
    ({"use": "x" * 300}, "use"),
    ({"forename": "x" * 300}, "forename"),
)


def test_bad_input_gets_a_sentence_and_loses_nothing(world: World) -> None:
    client = world.browser("dpo")
    for changed, field in WRONG:
        answer = client.post("/consent/new", data=form(**changed))
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert 'value="Folder 3"' in answer.text or field == "form_ref"
    with world.session() as session:
        assert session.exec(select(Pictured)).first() is None


def test_the_same_person_twice_is_refused(world: World) -> None:
    client = world.browser("dpo")
    added(client)
    assert "in the register already" in client.post("/consent/new", data=form()).text
    added(client, form="9A")
    both = client.post("/consent", data={"name": "Testa Placeholder"}).text
    assert "2 people have this name" in both
    assert "T.P., 9A" in both


def test_a_word_is_added_and_a_consent_withdrawn(world: World) -> None:
    client = world.browser("dpo")
    place = added(client)
    wrong = client.post(place, data={"word": "given", "giver": "the pupil", "use": NASTY})
    assert wrong.status_code == 422
    assert NASTY not in wrong.text
    assert "&lt;script&gt;" in wrong.text
    assert client.post(place, data={"word": "refused", "giver": "second parent or carer", "given_on": "2026-10-01"}).status_code == 303
    empty = client.post("/consent/records/1/withdraw", data={"note": " "})
    assert empty.status_code == 422
    assert client.post("/consent/records/1/withdraw", data={"note": "Letter of today"}).status_code == 303
    page = client.get(place).text
    assert "Letter of today" in page
    again = client.post("/consent/records/1/withdraw", data={"note": "Again"})
    assert again.status_code == 403
    assert client.post("/consent/records/99/withdraw", data={"note": "x"}).status_code == 404
    assert client.get("/consent/people/99").status_code == 404


def test_why_somebody_is_never_shown_is_for_the_consent_officer_alone(world: World) -> None:
    client = world.browser("dpo")
    place = added(client)
    assert client.post(f"{place}/never", data={"reason": ""}).status_code == 422
    assert client.post(f"{place}/never", data={"reason": "Court order kept by the DSL"}).status_code == 303
    assert "Court order" in client.get(place).text
    with world.session() as session:
        row = session.exec(select(Pictured)).one()
        assert row.no_identify
        assert "Court" not in row.sealed_reason
        assert "Court" not in str([entry.detail for entry in session.exec(select(Entry))])


def test_a_file_is_imported_and_its_bad_rows_are_named_by_number(world: World) -> None:
    client = world.browser("dpo")
    answer = client.post("/consent/import", files={"file": ("consents.csv", CSV.encode(), "text/csv")})
    assert "4 new people, 4 new entries" in answer.text
    for row in (6, 7, 8, 9, 10):
        assert f"Row {row}:" in answer.text
    assert "Nodate" not in answer.text
    again = client.post("/consent/import", files={"file": ("consents.csv", CSV.encode(), "text/csv")})
    assert "0 new people, 0 new entries" in again.text
    with world.session() as session:
        said = session.exec(select(ImageConsent)).all()
        assert [each.platforms for each in said if each.use] == [["website"]]
        assert [row.label for row in session.exec(select(Pictured)) if row.no_identify] == ["Q.H., 9A"]


def test_a_pupil_who_moved_up_keeps_what_was_said(world: World) -> None:
    client = world.browser("dpo")
    place = added(client)
    client.post("/consent/import", files={"file": ("c.csv", b"Forename;Surname;Form;Previous form\nTesta;Placeholder;8B;7B\n", "text/csv")})
    page = client.get(place).text
    assert "Testa Placeholder, 8B" in page
    assert "Folder 3" in page


def test_what_is_no_register_changes_nothing(world: World) -> None:
    client = world.browser("dpo")
    for data in (b"", b"\xff\xfe\x00\x01", b"a,b\n1,2\n", b'Forename,Surname\n"open', b"Forename,Surname\n"):
        answer = client.post("/consent/import", files={"file": ("c.csv", data, "text/csv")})
        assert answer.status_code == 422
        assert 'href="#file"' in answer.text
    assert client.post("/consent/import").status_code == 422
    with world.session() as session:
        assert session.exec(select(Pictured)).first() is None


def test_removals_are_for_those_who_may_and_say_when_there_is_none(world: World) -> None:
    assert "There is none." in world.browser("slt").get("/consent/removals").text
    assert world.browser("author").get("/consent/removals").status_code == 403
    assert world.browser("dpo").post("/consent/removals/9/remove").status_code == 404
