"""Each page is drawn for whoever may see it and refused, in words, to whoever may not."""

import pytest

from bot.accounts import stop
from bot.accounts.models import Stop
from bot.cases.models import Task
from bot.clock import now
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.models import Academy, Person
from bot.people.permissions import TABLE, Role, Verb
from tests.web.conftest import World

PAGES: dict[str, tuple[str, Verb | None]] = {
    "/": ("Today", None),
    "/people": ("People", Verb.READ_PEOPLE),
    "/people/1": ("Roles", Verb.READ_PEOPLE),
    "/people/new": ("Register a person", Verb.REGISTER_PEOPLE),
    "/people/1/role": ("Propose a role", Verb.REGISTER_PEOPLE),
    "/people/1/permission": ("Propose a permission", Verb.REGISTER_PEOPLE),
    "/people/1/training": ("Record training", Verb.REGISTER_PEOPLE),
    "/people/1/leave": ("Has Author person left?", Verb.REVOKE),
    "/people/permissions/1/revoke": ("Take a permission away", Verb.REVOKE),
    "/accounts": ("Official accounts", Verb.READ_ACCOUNTS),
    "/accounts/1": ("@practice_academy", Verb.READ_ACCOUNTS),
    "/accounts/new": ("Propose an account", Verb.PROPOSE_ACCOUNT),
    "/accounts/1/decide": ("become an official account?", Verb.APPROVE_ACCOUNT),
    "/accounts/1/connect": ("Connect @practice_academy", Verb.CONNECT_ACCOUNT),
    "/accounts/1/suspend": ("Suspend @practice_academy", Verb.SUSPEND_ACCOUNT),
    "/stop": ("Stop now", Verb.STOP),
    "/tasks": ("Tasks", Verb.DO_TASKS),
    "/policy": ("Confirm that you read it", Verb.READ_POLICY),
    "/audit": ("The record", Verb.READ_AUDIT),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_page_for_each_role(world: World, role: Role) -> None:
    client = world.browser(role.value)
    for path, (words, verb) in PAGES.items():
        answer = client.get(path)
        if verb is None or role in TABLE[verb]:
            assert answer.status_code == 200, path
            assert words in answer.text, path
        else:
            assert answer.status_code == 403, path
            assert "Your role does not let you" in answer.text, path
            assert "What to do next:" in answer.text, path


@pytest.mark.parametrize("role", list(Role))
def test_the_navigation_leads_only_where_one_may_go(world: World, role: Role) -> None:
    client = world.browser(role.value)
    text = client.get("/").text
    for path, (_, verb) in PAGES.items():
        if verb and f'class="govuk-service-navigation__link" href="{path}"' in text:
            assert role in TABLE[verb], path
    assert ('href="/stop"' in text) is (role in TABLE[Verb.STOP])


def test_everybody_is_told_that_this_is_practice(world: World) -> None:
    assert "nothing here reaches a real network" in world.browser("author").get("/").text
    with world.session() as session:
        session.get_one(Academy, world.academy_id).practice = False
        session.commit()
    assert "nothing here reaches a real network" not in world.browser("author").get("/").text


def test_everybody_is_told_that_publishing_is_stopped(world: World) -> None:
    with world.session() as session:
        stop.press(session, session.get_one(Person, world.people["slt"]), reason="An incident", academy_id=world.academy_id)
    text = world.browser("author").get("/accounts").text
    assert "Publishing is stopped for Practice Academy: An incident" in text
    assert "See or lift the stop" not in text
    assert "See or lift the stop" in world.browser("head").get("/").text


def test_a_stop_at_another_academy_is_not_ours_to_know(world: World) -> None:
    with world.session() as session:
        other = Academy(name="Another Academy", email_domain="other.example")
        session.add(other)
        session.flush()
        session.add(Stop(academy_id=other.id, reason="Their own matter", pressed_by=world.people["slt"]))
        session.commit()
    assert "Their own matter" not in world.browser("author").get("/").text
    assert "Their own matter" not in world.browser("slt").get("/stop").text


def test_safeguarding_notices_reach_the_lead_and_never_the_administrator(world: World) -> None:
    with world.session() as session:
        to = [Role.DSL, Role.DEPUTY_DSL]
        tell_roles(session, world.academy_id, to, "Safeguarding: a child may be at risk.", "/cases/1", subject="case:1", urgency=Urgency.NOW)
        session.commit()
    for role in Role:
        seen = "a child may be at risk" in world.browser(role.value).get("/").text
        assert seen is (role in (Role.DSL, Role.DEPUTY_DSL)), role
    lead = world.browser("dsl")
    lead.post("/notices/1/read")
    assert "a child may be at risk" in lead.get("/").text  # it stays until the case is acknowledged


def test_the_administrator_cannot_tell_a_safeguarding_page_from_one_that_is_not_there(world: World) -> None:
    client = world.browser("admin")
    there, nowhere = client.get("/cases/1"), client.get("/nowhere/1")
    assert there.status_code == nowhere.status_code == 404
    assert "/cases" not in client.get("/").text


def test_an_ordinary_notice_leaves_today_once_seen(world: World) -> None:
    with world.session() as session:
        tell_roles(session, world.academy_id, [Role.HEAD], "A post went out", "/accounts/1")
        session.commit()
    client = world.browser("head")
    assert "A post went out" in client.get("/").text
    assert client.post("/notices/1/read").headers["location"] == "/"
    assert "A post went out" not in client.get("/").text


def test_today_says_the_next_step_and_a_task_is_done_once(world: World) -> None:
    with world.session() as session:
        moment = now()
        session.add(
            Task(
                academy_id=world.academy_id, account_id=world.account_id, subject="reply:1", role=Role.SLT, title="Hide a reply",
                steps=["Sign in to the network.", "Hide it."], due_at=moment, not_before=moment, link="javascript:alert(1)",
            )
        )  # fmt: skip
        session.commit()
    client = world.browser("slt")
    assert "Do this by hand: Hide a reply" in client.get("/").text
    page = client.get("/tasks").text
    assert "Sign in to the network." in page
    assert 'href="javascript' not in page
    assert client.post("/tasks/1/done").status_code == 303
    assert "Thank you" in client.get("/tasks").text
    again = client.post("/tasks/1/done")
    assert again.status_code == 403
    assert "done already" in again.text
    assert client.post("/tasks/99/done").status_code == 404
