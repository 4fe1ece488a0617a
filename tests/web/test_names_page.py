"""The register of names on its page: imported, told, refused in words, and never a name shown."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import World

Browser = Callable[[str], TestClient]
ROLL = b"Forename,Surname\nTesta,Placeholder\n,Secretname\n"


def test_a_roll_is_imported_and_what_was_wrong_can_be_downloaded(browser: Browser, world: World) -> None:
    admin, path = browser("admin"), f"/academies/{world.academy_id}/names"
    assert "No register was imported yet" in admin.get(path).text
    assert "Import the register of names" in admin.get("/").text
    assert admin.post(path, files={"file": ("roll.csv", ROLL, "text/csv")}).status_code == 303
    shown = admin.get(path).text
    assert "The row was left out: the forename is missing." in shown
    assert "Secretname" not in shown
    assert "Placeholder" not in shown
    report = admin.get(f"{path}/1/rows.csv")
    assert (report.headers["content-type"].split(";")[0], report.text) == (
        "text/csv",
        "row,what is wrong\r\n3,was left out: the forename is missing.\r\n",
    )
    assert admin.get(f"{path}/99/rows.csv").status_code == 404
    assert "Import the register of names" not in admin.get("/").text


@pytest.mark.parametrize("content", [b"", b"colour,size\nred,large\n", b"PK\x03\x04", b"\x89PNG\r\n"])
def test_a_file_that_is_no_roll_is_refused_in_a_sentence(browser: Browser, world: World, content: bytes) -> None:
    answer = browser("admin").post(f"/academies/{world.academy_id}/names", files={"file": ("roll.csv", content, "text/csv")})
    assert answer.status_code == 422
    assert "Something needs to be put right" in answer.text


def test_nothing_chosen_is_said(browser: Browser, world: World) -> None:
    answer = browser("dpo").post(f"/academies/{world.academy_id}/names", data={"x": "y"})
    assert (answer.status_code, "Choose the CSV file" in answer.text) == (422, True)


@pytest.mark.parametrize("who", ["author", "slt", "governor"])
def test_who_does_not_look_after_the_register_does_not_see_it(browser: Browser, world: World, who: str) -> None:
    assert browser(who).get(f"/academies/{world.academy_id}/names").status_code in {403, 404}
