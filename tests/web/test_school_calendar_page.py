"""The school calendar over HTTP."""

from datetime import timedelta

from bot.clock import today
from tests.people.test_school_calendar import event, ics
from tests.web.conftest import World


def where(world: World) -> str:
    return f"/academies/{world.academy_id}/calendar"


def test_C33_days_are_added_taken_in_and_removed(world: World) -> None:
    admin, soon = world.browser("admin"), today() + timedelta(days=20)
    assert "No school holidays or inset days are entered." in admin.get(where(world)).text
    answer = admin.post(where(world), data={"kind": "", "name": "Half <term>", "first": "", "last": ""})
    assert answer.status_code == 422
    assert "Choose what kind of days these are." in answer.text
    assert "Half &lt;term&gt;" in answer.text
    assert admin.post(where(world), data={"kind": "inset day", "name": "Training", "first": "never"}).status_code == 422
    given = {"kind": "school holiday", "name": "Half term", "first": str(soon), "last": str(soon + timedelta(days=4)), "staffed": "yes"}
    assert admin.post(where(world), data=given).status_code == 303
    assert admin.post(where(world), data=given).status_code == 422, "they are there already"
    page = world.browser("author").get(where(world)).text
    assert "Half term" in page
    assert "Remove" not in page
    assert admin.post(f"{where(world)}/1/remove").status_code == 303
    assert admin.post(f"{where(world)}/1/remove").status_code == 404


def test_C33_a_file_lists_what_was_not_used(world: World) -> None:
    admin, day = world.browser("admin"), f"{today() + timedelta(days=30):%Y%m%d}"
    upload = {"file": ("terms.ics", ics(event("INSET day", day), event("Winter concert", day)), "text/calendar")}
    page = admin.post(f"{where(world)}/file", files=upload)
    assert page.status_code == 200
    assert "1 range added." in page.text
    assert "Winter concert: its name does not say that the school is closed." in page.text
    only = {"file": ("terms.ics", ics(event("INSET day", day)), "text/calendar")}
    assert admin.post(f"{where(world)}/file", files=only).status_code == 303
    for data in (b"", b"not a calendar"):
        answer = admin.post(f"{where(world)}/file", files={"file": ("terms.ics", data, "text/calendar")})
        assert answer.status_code == 422
        assert "Nothing was taken in." in answer.text


def test_C33_hours_are_kept_by_those_who_may(world: World) -> None:
    admin = world.browser("admin")
    assert admin.post(f"{where(world)}/hours", data={"opens": "09:00", "closes": "15:30"}).status_code == 303
    assert "Monday to Friday, 9am to 3:30pm" in admin.get(where(world)).text
    assert admin.post(f"{where(world)}/hours", data={"opens": "25:00", "closes": "15:30"}).status_code == 422
    assert world.browser("author").post(f"{where(world)}/hours", data={"opens": "09:00", "closes": "10:30"}).status_code == 403
    assert world.browser("admin").get("/academies/99/calendar").status_code == 404
