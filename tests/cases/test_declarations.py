"""What staff declare and what they ask permission for: who gets it, who cannot read it, what is never permitted (control C25)."""

from datetime import timedelta
from unittest import mock

import pytest
from sqlmodel import col, select

from bot.cases import declarations, permissions_register
from bot.cases.declarations_kinds import CLASS_CLAUSE, CLAUSES_SHOWN, CONFLICT_CLAUSE, KINDS, advice, routed
from bot.cases.declarations_models import Declaration, DeclarationKind, PermissionKind
from bot.cases.permissions_kinds import CONTACT, WORK_TIME
from bot.cases.permissions_kinds import KINDS as GIVEN
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Notice
from bot.people.directory_models import DirectoryEntry
from bot.people.hours import USUAL
from bot.people.models import Academy, Person
from bot.people.permissions import Role
from bot.policy.clauses import register
from bot.policy.parameter import RoutedRole
from bot.policy.profile import load, names
from tests.scene import Scene

K, R = DeclarationKind, RoutedRole


def under(scene: Scene, policy: str) -> None:
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = policy
        session.commit()


def declared(scene: Scene, kind: str = "friend_request", by: str = "author", **more: object) -> int:
    given: dict[str, object] = {"happened_at": now() - timedelta(hours=3), "platform": "Instagram", "text": "It came this morning."} | more
    with scene.session() as session:
        return declarations.make(session, scene.who(session, by), scene.academy_id, kind=kind, **given).id or 0  # type: ignore[arg-type]


def row_of(scene: Scene, key: int) -> Declaration:
    with scene.session() as session:
        return session.get_one(Declaration, key)


def told(scene: Scene, words: str) -> list[Role | None]:
    with scene.session() as session:
        return [n.role for n in session.exec(select(Notice).order_by(col(Notice.id))) if words in n.text]


def test_S25_1_the_safeguarding_lead_gets_it_discusses_it_and_closes_it_and_slt_cannot_read_it(scene: Scene) -> None:
    under(scene, "att")
    key = declared(scene)
    assert row_of(scene, key).recipients == ["dsl"]
    assert row_of(scene, key).clause == "ATT-6.3b"
    assert told(scene, "A declaration for you to read") == [Role.DSL]
    with scene.session() as session:
        for other in ("slt", "head", "admin", "governor", "author2"):
            with pytest.raises(NotFound):
                declarations.opened(session, scene.who(session, other), key)
            assert declarations.visible(session, scene.who(session, other)) == []
        dsl = scene.who(session, "dsl")
        row, text, _ = declarations.opened(session, dsl, key)
        assert (row.state, row.platform, text) == ("seen", "Instagram", "It came this morning.")
        assert row.happened_at < row.declared_at
        declarations.discuss(session, dsl, key)
        declarations.close(session, scene.who(session, "deputy"), key, "Declined. Nothing further.")
        assert declarations.opened(session, scene.who(session, "author"), key)[2] == "Declined. Nothing further."
        with pytest.raises(NotFound):
            declarations.close(session, scene.who(session, "slt"), key, "Closed by somebody else.")
    assert [e.actor_id for e in scene.entries("declaration:open", "read")] == [scene.people["dsl"]]
    assert len(scene.entries("declaration:open", "refused")) == 6
    written = scene.entries("declaration:make")[0]
    assert "this morning" not in f"{written.detail}{row_of(scene, key).text_locked}"


def test_S25_2_the_author_is_shown_talking_points_and_the_official_page(scene: Scene) -> None:
    under(scene, "bet")
    key = declared(scene, text="")
    shown = advice(row_of(scene, key).kind, load("bet"))
    assert shown.signpost
    assert shown.talking_points
    assert [clause for _, clause in shown.steps] == ["BET-3.3a", "BET-3.3a", "BET-3.3b", "BET-3.3c"]
    done = row_of(scene, declared(scene, "class_signpost", platform="", text=""))
    assert (done.state, done.clause) == ("closed", "BET-3.3b")


def test_each_policy_sends_a_friend_request_where_it_says() -> None:
    to = {name: routed(K.FRIEND_REQUEST, load(name), pupil=True) for name in names()}
    assert to == {
        "default": ((R.DSL,), "default"),
        "att": ((R.DSL,), "ATT-6.3b"),
        "bet": ((R.DSL,), "default"),
        "core": ((R.LINE_MANAGER,), "CORE-10.2b"),
        "acet": ((R.DSL,), "default"),
        "inspire": ((R.HEAD, R.DSL), "INSP-11.4c"),
    }
    assert routed(K.ODD_REQUESTS, load("core"), pupil=True)[0] == (R.LINE_MANAGER, R.DSL)
    assert routed(K.ODD_REQUESTS, load("core"), pupil=False)[0] == (R.LINE_MANAGER,)
    assert set(KINDS) == set(K)


def test_every_clause_in_the_tables_is_in_the_register_under_its_own_policy() -> None:
    steps = {(name, clause) for name, shown in CLAUSES_SHOWN.items() for clause in shown.values()}
    more = {(name, clause) for table in (CONFLICT_CLAUSE, CLASS_CLAUSE) for name, clause in table.items()}
    given = {(name, clause) for table in (CONTACT, WORK_TIME) for name, (_, clause) in table.items()}
    for name, clause in steps | more | given:
        assert clause in register()
        assert clause.startswith({"inspire": "INSP"}.get(name, name.upper()))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_nobody_is_line_manager_it_goes_to_somebody_who_can_read_it(scene: Scene) -> None:
    under(scene, "core")
    assert row_of(scene, declared(scene)).recipients == ["line_manager", "dsl"]
    with scene.session() as session:
        manager = scene.people["checker"]
        session.add(DirectoryEntry(academy_id=scene.academy_id, role=R.LINE_MANAGER, person_id=manager, starts=today()))
        session.commit()
    key = declared(scene)
    assert row_of(scene, key).recipients == ["line_manager"]
    with scene.session() as session:
        assert declarations.opened(session, scene.who(session, "checker"), key)[0].seen_by == manager
        with pytest.raises(NotFound):
            declarations.opened(session, scene.who(session, "dsl"), key)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_safeguarding_lead_does_not_receive_their_own(scene: Scene) -> None:
    with scene.session() as session:
        session.get_one(Person, scene.people["deputy"]).staff_id = session.get_one(Person, scene.people["dsl"]).staff_id
        session.commit()
    key = declared(scene, by="dsl")
    assert row_of(scene, key).recipients == ["dsl", "head"]
    with scene.session() as session:
        with pytest.raises(Refusal):
            declarations.discuss(session, scene.who(session, "dsl"), key)
        with pytest.raises(NotFound):
            declarations.opened(session, scene.who(session, "deputy"), key)
        declarations.discuss(session, scene.who(session, "head"), key)


def test_what_nobody_read_is_chased_after_one_working_day_and_after_three(scene: Scene) -> None:
    key = declared(scene)
    made = row_of(scene, key).declared_at
    with mock.patch("bot.cases.declarations.now") as clock:
        clock.return_value = USUAL.after(made, timedelta(hours=8))
        assert scene.work("declarations") == []
        clock.return_value = USUAL.after(made, timedelta(hours=10))
        assert [did.result for did in scene.work("declarations")] == ["told"]
        assert scene.work("declarations") == []
        clock.return_value = USUAL.after(made, timedelta(hours=28))
        assert [did.result for did in scene.work("declarations")] == ["told"]
        clock.return_value += timedelta(days=9)
        assert scene.work("declarations") == []
    assert told(scene, "Not read for 1 working day.") == [Role.DSL]
    assert told(scene, "Not read for 3 working days.") == [Role.DSL]
    assert told(scene, "A declaration has waited 3 working days") == [Role.HEAD]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_declarations_change_nothing(scene: Scene) -> None:
    for wrong in (
        {"kind": "gossip"},
        {"happened_at": None},
        {"happened_at": now() + timedelta(days=1)},
        {"happened_at": now() - timedelta(days=9_000)},
        {"platform": ""},
        {"platform": "A wall"},
        {"text": "x" * 501},
        {"kind": "conflict", "text": " "},
    ):
        with pytest.raises(BadInput):
            declared(scene, **wrong)
    with pytest.raises(Refusal):
        declared(scene, by="governor")
    with scene.session() as session:
        assert session.exec(select(Declaration)).all() == []
    key = declared(scene)
    with scene.session() as session:
        for outcome in ("", "x" * 501):
            with pytest.raises(BadInput):
                declarations.close(session, scene.who(session, "dsl"), key, outcome)


def asked(scene: Scene, kind: str = "speaking", by: str = "author", **more: object) -> int:
    given = {"purpose": "To speak about our sports day.", "scope": "The local paper, once.", "starts": today(), "ends": today() + timedelta(days=7)}
    with scene.session() as session:
        return permissions_register.ask(session, scene.who(session, by), scene.academy_id, kind=kind, **(given | more)).id or 0  # type: ignore[arg-type]


ALUMNI = {"adult": "yes", "still_pupil": "no", "channel": "official", "contact": "work"}


def test_S25_3_a_permit_for_a_seventeen_year_old_s_personal_account_is_refused(scene: Scene) -> None:
    under(scene, "bet")
    with pytest.raises(Refusal, match=r"work contact of an adult.*never anybody under 18") as refused:
        asked(scene, "alumni", adult="no", still_pupil="yes", channel="personal", contact="personal")
    assert refused.value.clause == "BET-3.19a"
    for wrong in ({"adult": "no"}, {"still_pupil": "yes"}, {"channel": "personal"}, {"contact": "personal"}):
        with pytest.raises(Refusal):
            asked(scene, "alumni", **(ALUMNI | wrong))
    with pytest.raises(BadInput):
        asked(scene, "alumni", **(ALUMNI | {"adult": ""}))
    assert len(scene.entries("permission:ask", "refused")) == 5
    key = asked(scene, "alumni", **ALUMNI)
    with scene.session() as session:
        assert permissions_register.decide(session, scene.who(session, "head"), key, "grant").state == "live"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_whom_the_policy_names_gives_a_permission_and_never_to_themselves(scene: Scene) -> None:
    under(scene, "bet")
    key = asked(scene, "contact")
    with scene.session() as session:
        for other in ("slt", "dsl", "admin"):
            with pytest.raises(Refusal, match="Your role does not let you") as refused:
                permissions_register.decide(session, scene.who(session, other), key, "grant")
            assert refused.value.clause == "BET-3.15c"
        with pytest.raises(NotFound):
            permissions_register.decide(session, scene.who(session, "author2"), key, "grant")
        with pytest.raises(BadInput):
            permissions_register.decide(session, scene.who(session, "head"), key, "refuse", " ")
        assert permissions_register.decide(session, scene.who(session, "head"), key, "refuse", "Use the office line.").state == "refused"
    channel = asked(scene, "pupil_channel", by="slt")
    with scene.session() as session:
        with pytest.raises(Refusal, match="You asked for this"):
            permissions_register.decide(session, scene.who(session, "slt"), channel, "grant")
        assert permissions_register.decide(session, scene.who(session, "slt2"), channel, "grant").clause == "BET-3.2"


def test_a_permission_begins_ends_and_is_taken_back(scene: Scene) -> None:
    later = asked(scene, starts=today() + timedelta(days=2))
    taken = asked(scene)
    unanswered = asked(scene)
    with scene.session() as session:
        head = scene.who(session, "head")
        assert permissions_register.decide(session, head, later, "grant").state == "granted"
        permissions_register.decide(session, head, taken, "grant")
        with pytest.raises(BadInput):
            permissions_register.revoke(session, head, taken, "")
        assert permissions_register.revoke(session, head, taken, "The event is off.").state == "revoked"
        with pytest.raises(Refusal):
            permissions_register.revoke(session, head, taken, "Again.")
    assert scene.work("permissions") == []
    with mock.patch("bot.cases.permissions_register.now") as clock:
        clock.return_value = now() + timedelta(days=3)
        assert [did.result for did in scene.work("permissions")] == ["live"]
        clock.return_value = now() + timedelta(days=9)
        assert {did.row: did.result for did in scene.work("permissions")} == {later: "expired", unanswered: "expired"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_requests_for_a_permission_change_nothing(scene: Scene) -> None:
    for wrong in (
        {"kind": "holiday"},
        {"purpose": ""},
        {"scope": "x" * 501},
        {"starts": today() - timedelta(days=1)},
        {"starts": None},
        {"ends": None},
        {"ends": today() - timedelta(days=1)},
        {"ends": today() + timedelta(days=900)},
    ):
        with pytest.raises(BadInput):
            asked(scene, **wrong)
    assert set(PermissionKind) == set(GIVEN)
