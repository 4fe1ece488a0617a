"""The pages for leavers and for the review of access, with what people type wrongly."""

from datetime import timedelta

from sqlmodel import select

from bot.cases.access_review import begin
from bot.clock import london, now
from bot.people.models import Grant, RoleHolding
from bot.people.review import EVERY
from tests.web.conftest import World

LATER = {"when": "later", "successor_id": "", "held_items": "Shared telephone"}


def typed(days: float) -> str:
    return london(now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_an_absurd_time_or_person_changes_nothing_and_keeps_what_was_typed(world: World) -> None:
    admin, author = world.browser("admin"), world.people["author"]
    for more, words in (
        ({"leaves_at": typed(-2)}, "That time has passed."),
        ({"leaves_at": typed(900)}, "more than a year away"),
        ({"leaves_at": "9999-99-99T99:99"}, "a date and a time that exist"),
        ({"leaves_at": ""}, "Enter the date and time when they leave."),
        ({"when": "never"}, "Choose whether they have left"),
        ({"when": "now", "successor_id": "abc"}, "Choose somebody else who works here"),
        ({"when": "now", "held_items": "x" * 500}, "one thing a line"),
    ):
        answer = admin.post(f"/people/{author}/leave", data=LATER | more)
        assert answer.status_code == 422, more
        assert words in answer.text
        assert ("Shared telephone" in answer.text) is ("held_items" not in more)
    assert admin.post("/people/9999/leave", data={"when": "now"}).status_code == 404
    assert admin.post(f"/people/{world.people['admin']}/leave", data={"when": "now"}).status_code == 403
    assert world.browser("author").post(f"/people/{author}/leave", data={"when": "now"}).status_code == 403
    assert "Nobody is leaving." in admin.get("/leavers").text


def test_the_leaver_finds_it_on_today_and_confirms_and_the_office_changes_the_time_and_calls_it_off(world: World) -> None:
    admin, author = world.browser("admin"), world.browser("author")
    assert author.get("/before-you-leave").status_code == 404
    answer = admin.post(f"/people/{world.people['author']}/leave", data=LATER | {"leaves_at": typed(3)})
    where = answer.headers["location"]
    assert "Before you leave: confirm what the policy asks of you" in author.get("/").text
    assert author.post("/before-you-leave", data={}).status_code == 422
    assert author.post("/before-you-leave", data={"agreed": "yes"}).status_code == 303
    assert "You confirmed this" in author.get("/before-you-leave").text
    assert "confirmed it themselves" in admin.get(where).text
    assert admin.post(f"{where}/time", data={"leaves_at": typed(-1)}).status_code == 422
    assert admin.post(f"{where}/time", data={"leaves_at": typed(5)}).status_code == 303
    assert admin.post(f"{where}/cancel", data={"reason": ""}).status_code == 422
    assert author.get(where).status_code == 403
    assert admin.post(f"{where}/cancel", data={"reason": "They stay."}).status_code == 303
    assert author.get("/").status_code == 200


def test_now_signs_them_out_and_the_checks_are_answered_on_the_page(world: World) -> None:
    admin, author = world.browser("admin"), world.browser("author")
    where = admin.post(f"/people/{world.people['author']}/leave", data={"when": "now", "held_items": "Shared telephone"}).headers["location"]
    assert author.get("/").headers["location"].startswith("/sign-in")
    shown = admin.get(where).text
    assert "still an administrator of @practice_academy" in shown
    assert "Author person held: Shared telephone." in shown
    wrong = admin.post("/leavers/checks/1", data={"answer_1": "gone", "note_1": ""})
    assert wrong.status_code == 422
    assert "where you looked" in wrong.text
    assert admin.post("/leavers/checks/999", data={}).status_code == 404
    assert admin.post(f"{where}/close", data={}).status_code == 403
    assert admin.post("/leavers/checks/1", data={"answer_1": "still_there", "note_1": "In the list."}).status_code == 303
    assert "Incident: a leaver can still get in." in world.browser("head").get("/").text
    assert "Check that Author person, who left" in admin.get("/").text
    for number in (1, 2):
        admin.post(f"/leavers/checks/{number}", data={f"answer_{number}": "gone", f"note_{number}": "Looked."})
    for date, status in (("", 422), ("3026-01-01", 422), ("nonsense", 422), (now().date().isoformat(), 303)):
        assert admin.post(f"{where}/paper", data={"signed_on": date}).status_code == status
    assert admin.post(f"{where}/close", data={}).status_code == 303


def test_the_review_of_access_is_for_leaders_and_says_what_to_put_right(world: World) -> None:
    head = world.browser("head")
    assert "No review has begun yet" in head.get("/access-review").text
    with world.session() as session:
        for row in (*session.exec(select(RoleHolding)), *session.exec(select(Grant))):
            row.starts = now() - EVERY - timedelta(days=1)
            session.add(row)
        session.commit()
        begin(session, world.academy_id)
    shown = head.get("/access-review").text
    assert "Not used: ends" in shown
    assert "This is yours, so another leader decides." in shown
    assert "Keep or end who may do what" in head.get("/").text
    empty = head.post("/access-review/items/1", data={"verdict": "end", "reason_1": ""})
    assert empty.status_code == 422
    assert "Say why it ends" in empty.text
    assert head.post("/access-review/items/999", data={"verdict": "keep"}).status_code == 404
    assert head.post("/access-review/items/1", data={"verdict": "keep"}).status_code == 303
    assert world.browser("admin").get("/access-review").status_code == 403
