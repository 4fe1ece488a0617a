"""The role directory over HTTP: read by all who work here, kept by two roles, and the telephone numbers are not for everybody."""

from sqlmodel import select

from bot.people.directory_models import DirectoryEntry
from tests.web.conftest import World

NIGHT = "text 07700 900123"


def write(world: World, who: str = "admin", **more: str) -> int:
    fields = {"role": "dsl", "person_id": str(world.people["dsl"]), "deputy_id": str(world.people["deputy_dsl"]), "out_of_hours": NIGHT, **more}
    return world.browser(who).post(f"/academies/{world.academy_id}/directory/new", data=fields).status_code


def entry(world: World) -> DirectoryEntry:
    with world.session() as session:
        return session.exec(select(DirectoryEntry)).one()


def test_a_holder_and_a_deputy_are_named_and_found_on_the_page(world: World) -> None:
    assert write(world) == 303
    path = f"/academies/{world.academy_id}/directory"
    assert NIGHT in world.browser("head").get(path).text
    seen = world.browser("author").get(path)
    assert seen.status_code == 200
    assert NIGHT not in seen.text
    assert "Vacant" in seen.text
    assert f'href="{path}"' in world.browser("author").get(f"/academies/{world.academy_id}").text


def test_what_was_typed_stays_beside_what_to_change(world: World) -> None:
    fields = {"role": "ceo", "name": "Chief <b>", "email": "chief@gmail.com", "starts": "not a day"}
    answer = world.browser("admin").post(f"/academies/{world.academy_id}/directory/new", data=fields)
    assert answer.status_code == 422
    assert "Chief &lt;b&gt;" in answer.text
    fields["starts"] = ""
    answer = world.browser("admin").post(f"/academies/{world.academy_id}/directory/new", data=fields)
    assert 'href="#email"' in answer.text
    assert "chief@gmail.com" in answer.text


def test_others_may_not_write_it_and_the_holder_says_when_they_are_away(world: World) -> None:
    assert write(world, "slt") == 403
    assert write(world) == 303
    path = f"/academies/{world.academy_id}/directory/{entry(world).id}/absence"
    assert world.browser("slt").post(path, data={"absent_from": "2026-01-01"}).status_code == 403
    assert world.browser("dsl").post(path, data={"absent_until": "2026-01-01"}).status_code == 422
    assert world.browser("dsl").post(path, data={"absent_from": "2026-01-01"}).status_code == 303
    assert "the deputy acts" in world.browser("author").get(f"/academies/{world.academy_id}/directory").text
    changed = world.browser("admin").get(f"/academies/{world.academy_id}/directory/{entry(world).id}")
    assert NIGHT in changed.text
    assert world.browser("admin").post(f"/academies/{world.academy_id}/directory/{entry(world).id}/end").status_code == 303


def test_an_academy_that_is_not_mine_is_not_there(world: World) -> None:
    for path in ("/academies/999/directory", "/academies/999/directory/new", f"/academies/{world.academy_id}/directory/999/absence"):
        assert world.browser("admin").get(path).status_code == 404
