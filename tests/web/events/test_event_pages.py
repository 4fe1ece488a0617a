"""Events over HTTP: from planning to the deletion of the list, what bad input is answered, and who sees the names."""

from datetime import timedelta

import sqlalchemy as sa
from starlette.testclient import TestClient

from bot.clock import now, today
from bot.consent.events_models import Event
from bot.db import open_session
from bot.drafts.content import Content, Picture
from bot.drafts.models import Draft
from bot.drafts.write import create
from bot.people.models import Person
from bot.secrets import Vault
from tests.web.conftest import World
from tests.web.drafts.conftest import png

FORM = {"name": "Cross-country", "schools": "Alpha Primary, the office\nBeta Primary"}
SECRET = "Testa Placeholder"


def planned(world: World, client: TestClient, **more: str) -> str:
    form = {**FORM, "academy_id": str(world.academy_id), "day": today().isoformat(), "lead_id": str(world.people["checker"]), **more}
    answer = client.post("/events/new", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def posted(world: World, event_id: int, by: str = "author") -> Draft:
    """A draft with a picture that shows pupils at the event."""
    photo = Picture("run.png", "image/png", "Runners at the start line", data=png(), shows=("pupils",), origin="own", event_id=event_id)
    answers = dict.fromkeys(("facts", "personal_data", "pupil_safety", "conflict", "misread"), "no")
    content = Content("A great run.", (world.account_id,), now() + timedelta(days=2), pictures=(photo,), answers=answers)
    with open_session(world.engine, vault=Vault(world.settings.keys)) as session:
        return create(session, session.get_one(Person, world.people[by]), world.academy_id, content)


def test_an_event_from_its_plan_to_the_end(world: World) -> None:
    lead, sheet_reader = world.browser("checker"), world.browser("dsl")
    where = planned(world, lead)
    assert "Ask the schools who come to “Cross-country”" in lead.get("/").text
    assert lead.post(f"{where}/ask").status_code == 303
    assert lead.post(f"{where}/schools/1", data={"said_1": "answered with a list", "names_1": f"{SECRET}, Year 4"}).status_code == 303
    assert lead.post(f"{where}/schools/2", data={"said_2": "silent"}).status_code == 303
    page = lead.get(where).text
    assert "Every school is settled" in page
    assert SECRET not in page
    assert lead.post(f"{where}/marker", data={"marker": "A green lanyard"}).status_code == 303
    assert lead.post(f"{where}/expected", data={"person_ids": [str(world.people["author"])], "volunteers": "Volunteer One"}).status_code == 303
    assert lead.post(f"{where}/brief").status_code == 303
    late = lead.post(f"{where}/live", data={"reason": ""})
    assert late.status_code == 422
    assert "Author person, Volunteer One have not signed the briefing" in late.text
    assert "Sign the briefing of “Cross-country”" in world.browser("author").get("/").text
    author = world.browser("author")
    assert author.get(f"{where}/sheet").status_code == 403
    assert author.post(f"{where}/sign").status_code == 303
    assert SECRET in author.get(f"{where}/sheet").text
    assert lead.post(f"{where}/sign", data={"briefing_id": "2"}).status_code == 303
    assert lead.post(f"{where}/live").status_code == 303
    sheet = sheet_reader.get(f"{where}/sheet")
    assert SECRET in sheet.text
    assert "no child" in sheet.text.lower()
    assert sheet.headers["cache-control"] == "no-store"
    assert sheet_reader.post(f"{where}/notes", data={"note": "A spectator was asked to stop."}).status_code == 303
    assert "A spectator was asked to stop." in lead.get(where).text
    assert "A spectator was asked to stop." not in author.get(where).text
    assert lead.post(f"{where}/close").status_code == 303
    assert author.get(f"{where}/sheet").status_code == 403
    assert "Over: the list is deleted 7 days later" in lead.get("/events").text


def test_S10_1_the_author_says_whose_children_are_in_the_picture(world: World) -> None:
    lead, author = world.browser("checker"), world.browser("author")
    where = planned(world, lead)
    lead.post(f"{where}/ask")
    lead.post(f"{where}/schools/1", data={"said_1": "answered: no child"})
    draft = posted(world, 1)
    refused = author.post(f"/drafts/{draft.id}/submit")
    assert refused.status_code == 403
    page = author.get(f"{where}/pictures").text
    assert "Beta Primary" in page
    assert "It has not said whom it may show" in page
    address = next(part.split('"')[0] for part in page.split('action="') if part.startswith(f"{where}/pictures/"))
    field = "schools_" + address.rpartition("/")[2][:12]
    for wrong in ([], ["s99"], ["own", "<script>"]):
        answer = author.post(address, data={field: wrong})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
    assert author.post(f"{where}/pictures/{'f' * 64}", data={"schools_ffffffffffff": ["own"]}).status_code == 422
    assert author.post(address, data={field: ["own", "s2"]}).status_code == 303
    assert "Beta Primary" in author.post(f"/drafts/{draft.id}/submit").text


def test_bad_input_is_answered_beside_the_field_and_loses_nothing(world: World) -> None:
    lead = world.browser("checker")
    odd = '<script>alert(1)</script>"'
    answer = lead.post("/events/new", data={"name": odd * 9, "day": "yesterday", "lead_id": "x", "schools": odd, "academy_id": "1"})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    for academy_id in ("", "99", "x"):
        answer = lead.post("/events/new", data={**FORM, "academy_id": academy_id})
        assert answer.status_code == 422
        assert "Choose the academy." in answer.text
        assert "Alpha Primary, the office" in answer.text
    where = planned(world, lead)
    lead.post(f"{where}/ask")
    answer = lead.post(f"{where}/schools/1", data={"said_1": "answered: no child", "names_1": SECRET})
    assert answer.status_code == 422
    assert SECRET in answer.text
    assert "You typed names" in answer.text
    for path, data in (("marker", {"marker": " "}), ("expected", {}), ("expected", {"person_ids": "999"}), ("brief", {}), ("schools/1", {})):
        assert lead.post(f"{where}/{path}", data=data).status_code in (403, 422), path
    assert lead.post(f"{where}/schools/999", data={"said_999": "silent"}).status_code == 404
    assert lead.get("/events/999").status_code == 404


def test_the_names_are_for_few_and_other_academies_see_nothing(world: World) -> None:
    where = planned(world, world.browser("checker"))
    for who in ("author", "head", "admin", "governor", "dpo"):
        assert world.browser(who).get(f"{where}/sheet").status_code == 403, who
    with world.session() as session:
        session.execute(sa.text("INSERT INTO academy (id, name, policy, email_domain, contacts, practice, proposed_policy) "
                                "VALUES (77, 'Other', 'default', 'other.example', '', false, '')"))  # fmt: skip
        session.execute(sa.update(Event).values(academy_id=77))
        session.commit()
    lead = world.browser("checker")
    for path in ("", "/sheet", "/pictures"):
        assert lead.get(where + path).status_code == 404
    assert lead.post(f"{where}/ask").status_code == 404
