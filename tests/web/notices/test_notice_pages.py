"""Channels and notices over HTTP: bad input loses nothing but the password, and no page shows an address."""

from sqlmodel import select

from bot.db import open_session
from bot.engine.jobs import JOBS
from bot.engine.sweep import due, perform
from bot.notify.channel_models import NoticeChannel, NoticePreference
from bot.notify.models import Notice, Urgency
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.platforms.registry import Doors, Means
from bot.secrets import Vault
from tests.notify.far_side import hook
from tests.web.conftest import World

SECRET = "very-secret-token"


def work(world: World, *names: str) -> None:
    means = Means(Doors(world.settings, world.engine), Vault(world.settings.keys), 60)
    for job in JOBS:
        if job.name in names:
            for row, account in due(world.engine, means, job):
                perform(world.engine, means, job, row, account)


def alarm(world: World, subject: str = "case:3", urgency: Urgency = Urgency.NOW, role: Role = Role.DSL) -> None:
    with world.session() as session:
        session.add(Notice(academy_id=world.academy_id, role=role, urgency=urgency, text="Open it now", link="/cases/3", subject=subject))
        session.commit()
    work(world, "notices")


def base(world: World) -> str:
    return f"/academies/{world.academy_id}/channels"


def add(world: World, address: str, whom: str = "dsl", **more: str) -> int:
    fields = {"label": "Our hook", "kind": "webhook", "whom": whom, "address": address, **more}
    return world.browser("admin").post(f"{base(world)}/new", data=fields).status_code


def only(world: World) -> NoticeChannel:
    with world.session() as session:
        return session.exec(select(NoticeChannel)).one()


def test_a_channel_is_added_agreed_tested_and_ended(world: World) -> None:
    with hook() as far:
        assert add(world, far.address) == 303
        path = f"{base(world)}/{only(world).id}"
        assert "Waits for a leader" in world.browser("admin").get(base(world)).text
        assert "Agree to 1 channel" in world.browser("dsl").get("/").text
        assert world.browser("admin").post(f"{path}/agree").status_code == 403
        assert world.browser("slt").post(f"{path}/agree").status_code == 403
        assert world.browser("dsl").post(f"{path}/agree").status_code == 303
        admin = world.browser("admin")
        assert admin.post(f"{path}/test").status_code == 303
        assert "Look whether it arrived" in admin.get(base(world)).text
        assert far.taken[0]["title"] == "Gatepost: a test notice"
        far.answers = 401
        answer = world.browser("admin").post(f"{path}/test")
        assert "did not get through" in answer.text
        assert "Make a new password or webhook" in answer.text
        for who in ("admin", "dsl", "head"):
            assert SECRET not in world.browser(who).get(base(world)).text
        assert world.browser("dsl").post(f"{path}/end").status_code == 403
        assert world.browser("admin").post(f"{path}/end").status_code == 303
        assert world.browser("admin").post(f"{path}/end").status_code == 403
        assert world.browser("admin").post(f"{path}/test").status_code == 403
    assert only(world).credential == ""


WRONG: list[tuple[dict[str, str], str]] = [
    ({"label": ""}, "label"),
    ({"label": "https://x.example/secret"}, "label"),
    ({"kind": "pigeon"}, "kind"),
    ({"whom": "nobody"}, "whom"),
    ({"whom": "everybody"}, "whom"),
    ({"whom": "person", "person_id": "999"}, "person_id"),
    ({"address": "http://hooks.example.org/x"}, "address"),
    ({"kind": "email", "server": "a b", "password": "hunter2hunter2"}, "server"),
    ({"kind": "email", "whom": "everybody", "server": "mail", "recipient": "a@b.example"}, "recipient"),
]


def test_bad_input_is_said_beside_the_field_and_everything_else_stays(world: World) -> None:
    admin = world.browser("admin")
    for fields, field in WRONG:
        typed = {"label": "Ours <b>", "kind": "webhook", "whom": "slt", "address": "https://hooks.example.org/x"} | fields
        answer = admin.post(f"{base(world)}/new", data=typed)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text, fields
        assert "Ours &lt;b&gt;" in answer.text or "label" in fields
        assert "hunter2hunter2" not in answer.text
    with world.session() as session:
        assert session.exec(select(NoticeChannel)).all() == []


def test_others_see_no_channels_and_numbers_that_are_not_there_are_not_there(world: World) -> None:
    for who in ("author", "slt", "deputy_dsl", "governor"):
        assert world.browser(who).get(base(world)).status_code == 403
    admin = world.browser("admin")
    for path in ("/academies/999/channels", "/academies/999/channels/new"):
        assert admin.get(path).status_code == 404
    for path in (f"{base(world)}/999/test", f"{base(world)}/999/end", "/notices/undelivered/999/retry"):
        assert admin.post(path).status_code == 404


def test_S16_1_while_an_alarm_reaches_nobody_the_pages_of_those_it_concerns_are_red(world: World) -> None:
    with world.session() as session:
        session.get_one(Academy, world.academy_id).practice = False  # a practice school needs no channel
        session.commit()
    alarm(world)
    red = 'aria-label="Alarms that do not get through"'
    for who in ("dsl", "head", "admin"):
        page = world.browser(who).get("/policy").text
        assert red in page, who
        assert "has no channel to leave by" in page
    for who in ("author", "slt", "governor"):
        assert red not in world.browser(who).get("/policy").text, who
    assert "Safeguarding case 3" in world.browser("dsl").get("/").text
    assert "Safeguarding case 3" not in world.browser("admin").get("/").text


def test_what_did_not_get_through_stands_before_the_administrator_with_the_reason_and_is_tried_again(world: World) -> None:
    with hook() as far:
        far.answers = 410
        add(world, far.address, "slt")
        alarm(world, "reply:12", Urgency.SOON, Role.SLT)
        work(world, "notices-later")
        admin = world.browser("admin")
        assert "Look at 1 notice that did not get through" in admin.get("/").text
        shown = admin.get("/notices/undelivered").text
        assert "The address no longer exists (it answered 410)." in shown
        assert "Make a new one, add it here" in shown
        assert "Comment 12" in shown
        assert SECRET not in shown
        assert world.browser("head").get("/notices/undelivered").status_code == 403
        far.answers = 200
        assert admin.post("/notices/undelivered/1/retry").status_code == 303
        work(world, "notices-later")
        assert "Everything got through" in admin.get("/notices/undelivered").text
        assert admin.post("/notices/undelivered/1/retry").status_code == 403


def test_everybody_chooses_for_themselves_how_what_can_wait_comes(world: World) -> None:
    slt = world.browser("slt")
    assert slt.get("/notices/mine").status_code == 200
    answer = slt.post("/notices/mine", data={"how": "digest", "quiet_from": "late", "quiet_until": "07:00"})
    assert answer.status_code == 422
    assert 'href="#quiet_from"' in answer.text
    assert slt.post("/notices/mine", data={"how": "digest", "quiet_from": "21:30", "quiet_until": "07:00"}).status_code == 303
    assert 'value="21:30"' in slt.get("/notices/mine").text
    with open_session(world.engine) as session:
        assert session.exec(select(NoticePreference)).one().person_id == world.people["slt"]
