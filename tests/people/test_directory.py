"""C01: each role has a holder, a deputy and a way to reach them at night; what is sent to a role reaches somebody who is there."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session, col, select

from bot.accounts.register import account
from bot.cases.models import Case
from bot.cases.tasks import ask, open_for
from bot.clock import from_london, today
from bot.errors import BadInput, Refusal
from bot.notify.models import Notice, Urgency
from bot.notify.send import tell_roles, unread
from bot.people import directory
from bot.people.academies import agree_profile, empty_roles, propose_profile
from bot.people.directory import Seat
from bot.people.directory_models import DirectoryEntry
from bot.people.directory_write import end_entry, name_holder, set_absence
from bot.people.models import Academy, RoleHolding, Standing
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole
from tests.scene import Scene

NIGHT = "Text 07700 900123"
DAY = timedelta(days=1)


def named(scene: Scene, role: str, who: str | None = None, deputy: str | None = None, by: str = "admin", **more: Any) -> int:
    """An entry of the directory; `more` may hold any text or date of it."""
    dates = {key: more.pop(key) for key in ("starts", "ends", "entry_id") if key in more}
    with scene.session() as session:
        people: dict[str, Any] = {"person_id": scene.people[who] if who else None, "deputy_id": scene.people[deputy] if deputy else None}
        return name_holder(session, scene.who(session, by), scene.academy_id, role, more, **people, **dates).id or 0


def away(scene: Scene, entry: int, first: date | None, last: date | None = None, by: str = "admin") -> None:
    with scene.session() as session:
        set_absence(session, scene.who(session, by), entry, first, last)


def seat(scene: Scene, role: RoutedRole) -> Seat:
    with scene.session() as session:
        return directory.seat(session, scene.academy_id, role)


def without(scene: Scene, *roles: Role) -> None:
    """Nobody holds these any more."""
    with scene.session() as session:
        for holding in session.exec(select(RoleHolding).where(col(RoleHolding.role).in_(roles))):
            holding.standing = Standing.ENDED
            session.add(holding)
        session.commit()


def notices(session: Session, subject: str = "it") -> list[Notice]:
    return list(session.exec(select(Notice).where(Notice.subject == subject).order_by(col(Notice.id))))


def tell(scene: Scene, *to: Role | RoutedRole) -> list[Notice]:
    with scene.session() as session:
        tell_roles(session, scene.academy_id, to, "Look at this.", "/drafts/1", subject="it", urgency=Urgency.SOON)
        session.commit()
        return notices(session)


def test_S01_4_on_a_saturday_evening_the_deputy_is_told_by_the_route_for_nights_and_the_lead_is_copied(scene: Scene) -> None:
    entry = named(scene, "dsl", "dsl", "deputy", deputy_out_of_hours=NIGHT)
    saturday = from_london((today() + DAY * ((5 - today().weekday()) % 7 or 7)).isoformat() + "T19:40")
    away(scene, entry, today(), today() + 9 * DAY)
    with time_machine.travel(saturday, tick=True):
        scene.someone_says("i want to kill myself tonight")
        scene.sweep()
        with scene.session() as session:
            case = session.exec(select(Case)).one()
            told = notices(session, f"case:{case.id}")
            (deputy,) = [n for n in told if n.person_id == scene.people["deputy"]]
            (lead,) = [n for n in told if n.role is Role.DSL]
            assert deputy.id in {n.id for n in unread(session, scene.who(session, "deputy"))}
            assert lead.id in {n.id for n in unread(session, scene.who(session, "dsl"))}
    assert (deputy.route, deputy.urgency, lead.copied) == (NIGHT, Urgency.NOW, True)
    assert "You stand in for" in deputy.text
    assert "kill" not in deputy.text


def test_S01_4_by_day_the_route_is_the_usual_one(scene: Scene) -> None:
    away(scene, named(scene, "dsl", "dsl", "deputy", deputy_out_of_hours=NIGHT), today(), today() + 9 * DAY)
    monday = from_london((today() + DAY * ((7 - today().weekday()) % 7 or 7)).isoformat() + "T10:00")
    with time_machine.travel(monday, tick=True):
        (deputy,) = [n for n in tell(scene, Role.DSL) if n.person_id]
    assert deputy.route == "deputy@academy-a.example.sch.uk"


def nobody_outside(scene: Scene) -> None:
    with scene.session() as session:
        for entry in session.exec(select(DirectoryEntry)):
            session.delete(entry)
        session.commit()


def test_each_state_of_a_role(scene: Scene) -> None:
    nobody_outside(scene)
    assert (seat(scene, RoutedRole.DSL), seat(scene, RoutedRole.EXEC_LEAD)) == (Seat.FILLED, Seat.VACANT)
    entry = named(scene, "dsl", "dsl", "deputy")
    away(scene, entry, today())
    assert seat(scene, RoutedRole.DSL) is Seat.ABSENT
    away(scene, entry, None)
    assert seat(scene, RoutedRole.DSL) is Seat.FILLED
    named(scene, "exec_lead", name="Trust lead", email="lead@trust.example.org", starts=today() - 9 * DAY, ends=today() - DAY)
    assert seat(scene, RoutedRole.EXEC_LEAD) is Seat.EXPIRED


def test_an_absence_begins_and_ends_by_itself(scene: Scene) -> None:
    away(scene, named(scene, "dsl", "dsl", "deputy"), today() + 2 * DAY, today() + 3 * DAY)
    seen = []
    for days in range(1, 5):
        with time_machine.travel(from_london((today() + days * DAY).isoformat() + "T12:00"), tick=True):
            seen.append(seat(scene, RoutedRole.DSL))
    assert seen == [Seat.FILLED, Seat.ABSENT, Seat.ABSENT, Seat.FILLED]


def test_a_vacant_role_goes_higher_up_with_one_alarm_and_nothing_is_dropped(scene: Scene) -> None:
    without(scene, Role.DPO)
    first = tell(scene, Role.DPO)
    assert {n.role for n in first} == {Role.DPO, Role.HEAD}
    assert any("Nobody is there as data protection officer" in n.text for n in first if n.role is Role.HEAD)
    tell(scene, Role.DPO)
    with scene.session() as session:
        alarms = notices(session, f"role-gap:{scene.academy_id}:dpo")
    assert sorted(n.role or "" for n in alarms) == [Role.ADMIN, Role.HEAD]


def test_a_vacant_role_goes_to_its_deputy_before_the_headteacher(scene: Scene) -> None:
    named(scene, "dpo", "dpo", deputy_name="Deputy of the officer", deputy_email="deputy.dpo@trust.example.org", deputy_phone="01632 960111")
    without(scene, Role.DPO)
    told = tell(scene, Role.DPO)
    (passed_on,) = [n for n in told if n.route]
    assert passed_on.role is Role.HEAD
    assert "Pass this on to Deputy of the officer" in passed_on.text


def test_without_a_headteacher_it_goes_to_the_executive_lead(scene: Scene) -> None:
    nobody_outside(scene)
    named(scene, "exec_lead", name="Trust lead", email="lead@trust.example.org", out_of_hours=NIGHT)
    without(scene, Role.DPO, Role.HEAD)
    (told,) = [n for n in tell(scene, Role.DPO) if n.route]
    assert "Trust lead" in told.text


def test_a_vacant_safeguarding_lead_is_never_passed_on_with_a_link_nobody_may_open(scene: Scene) -> None:
    without(scene, Role.DSL, Role.DEPUTY_DSL)
    told = [n for n in tell(scene, Role.DSL) if n.role is Role.HEAD]
    assert [n.link for n in told] == ["/"]
    assert "ring 999" in told[0].text


@pytest.mark.parametrize("email", ["dsl@gmail.com", "DSL@Outlook.com", "dsl@mail.yahoo.co.uk"])
def test_S01_2_a_private_address_is_refused_the_old_value_stays_and_the_try_is_on_record(scene: Scene, email: str) -> None:
    entry = named(scene, "dsl", name="Lead of the trust", email="lead@academy-a.example.sch.uk")
    with pytest.raises(BadInput) as wrong:
        named(scene, "dsl", name="Lead of the trust", email=email, entry_id=entry)
    assert set(wrong.value.fields) == {"email"}
    with scene.session() as session:
        assert session.get_one(DirectoryEntry, entry).email == "lead@academy-a.example.sch.uk"
    (tried,) = scene.entries("directory:set", "refused")
    assert tried.detail["rule"] == "official-email"
    assert email not in str(tried.detail)


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("no such role", {"who": "dsl"}, "role"),
    ("dsl", {}, "person_id"),
    ("dsl", {"who": "author"}, "person_id"),
    ("dsl", {"who": "dsl", "deputy": "slt"}, "deputy_id"),
    ("dsl", {"who": "dsl", "deputy": "dsl"}, "deputy_id"),
    ("dpo", {"who": "dpo", "deputy": "admin"}, "deputy_id"),
    ("slt", {"who": "slt", "deputy": "checker"}, "deputy_id"),
    ("exec_lead", {"name": "Trust lead"}, "email"),
    ("exec_lead", {"name": "Trust lead", "email": "lead"}, "email"),
    ("exec_lead", {"name": "Trust lead", "email": "lead@trust.example.org", "phone": "123"}, "phone"),
    ("exec_lead", {"name": "Trust lead", "email": "lead@trust.example.org", "ends": today() - DAY}, "ends"),
    ("exec_lead", {"who": "head", "name": "Trust lead", "email": "lead@trust.example.org"}, "name"),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_right_is_said_beside_the_field(scene: Scene) -> None:
    for role, typed, field in WRONG:
        with pytest.raises(BadInput) as wrong:
            named(scene, role, **typed)
        assert field in wrong.value.fields, (role, typed, wrong.value.fields)
    assert not scene.entries("directory:set", "done")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_keep_it_and_who_may_say_that_they_are_away(scene: Scene) -> None:
    for name in ("author", "slt", "dsl", "governor"):
        with pytest.raises(Refusal):
            named(scene, "dsl", "dsl", "deputy", by=name)
    entry = named(scene, "dsl", "dsl", "deputy", by="head")
    with pytest.raises(Refusal):
        away(scene, entry, today(), by="slt")
    away(scene, entry, today(), by="dsl")
    assert seat(scene, RoutedRole.DSL) is Seat.ABSENT
    with scene.session() as session:
        end_entry(session, scene.who(session, "admin"), entry)
    assert seat(scene, RoutedRole.DSL) is Seat.FILLED, "the lead holds the role in Gatepost all the same"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_away_without_a_deputy(scene: Scene) -> None:
    entry = named(scene, "dsl", "dsl")
    with pytest.raises(BadInput, match="Name one first"):
        away(scene, entry, today())
    named(scene, "dsl", "dsl", "deputy", entry_id=entry)
    for first, last in ((None, today()), (today(), today() - DAY)):
        with pytest.raises(BadInput):
            away(scene, entry, first, last)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_academys_administrator_names_nobody_for_the_whole_trust(scene: Scene) -> None:
    with scene.session() as session:
        session.add(Academy(name="Academy B", email_domain="academy-b.example.sch.uk"))
        session.commit()
        with pytest.raises(Refusal):
            name_holder(session, scene.who(session, "admin"), None, "ceo", {"name": "Chief", "email": "ceo@trust.example.org"})


def test_a_deputy_has_the_tasks_of_whoever_is_away(scene: Scene) -> None:
    entry = named(scene, "head", "head", "slt")
    with scene.session() as session:
        ask(session, account(session, scene.account_id), "it", "Ring the press office", ("Ring them.",), role=Role.HEAD)
        session.commit()
        assert not open_for(session, scene.who(session, "slt"))
    away(scene, entry, today())
    with scene.session() as session:
        assert [t.title for t in open_for(session, scene.who(session, "slt"))] == ["Ring the press office"]
        assert not open_for(session, scene.who(session, "slt2"))


def test_S01_1_a_role_outside_gatepost_counts_once_the_directory_names_somebody(scene: Scene) -> None:
    nobody_outside(scene)
    with scene.session() as session:
        propose_profile(session, scene.who(session, "admin"), scene.academy_id, "att")
        assert any("exec_lead" in sentence for sentence in empty_roles(session, scene.academy_id, "att"))
        with pytest.raises(Refusal, match="cannot count yet"):
            agree_profile(session, scene.who(session, "head"), scene.academy_id)
    for role in directory.OUTSIDE:
        named(scene, role.value, name=f"Somebody as {role.value}", email=f"{role.value}@trust.example.org")
    with scene.session() as session:
        assert empty_roles(session, scene.academy_id, "att") == []
        agree_profile(session, scene.who(session, "head"), scene.academy_id)
