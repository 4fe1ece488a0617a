"""The only list of official accounts: proposed, decided, connected, kept by two people, and its credential never seen again (C02)."""

from typing import Any, cast

import pytest
import structlog
from sqlmodel import select

from bot.accounts import register
from bot.accounts.models import Account, AccountState
from bot.db import open_session
from bot.drafts.leaving.announce import leave
from bot.errors import BadInput, Misconfigured, Refusal
from bot.people.models import Academy, Person
from bot.platforms.practice_world import Fault, someone
from bot.secrets import Vault, new_key
from tests.scene import Scene, add_account

SECRET = "4815162342"


def held_to(scene: Scene, policy: str) -> None:
    with scene.session() as session:
        academy = session.get_one(Academy, scene.academy_id)
        academy.policy = policy
        session.add(academy)
        session.commit()


def propose(scene: Scene, by: str = "author", **more: object) -> int:
    wanted = {
        "academy_id": scene.academy_id,
        "platform": "practice",
        "handle": "AcademyAYear7",
        "purpose": "News for the families of Year 7: trips, dates, homework",
        "official_email": "year7@academy-a.example.sch.uk",
        "custodian_ids": [scene.people["author"], scene.people["admin"]],
    } | more
    with scene.session() as session:
        return register.propose(session, scene.who(session, by), **cast("Any", wanted)).id or 0


def decide(scene: Scene, key: int, by: str, decision: str = "approve", reason: str = "") -> AccountState:
    with scene.session() as session:
        return register.decide(session, scene.who(session, by), key, decision, reason).state


def state(scene: Scene, key: int) -> AccountState:
    with scene.session() as session:
        return session.get_one(Account, key).state


def test_S02_1_only_the_headteacher_decides_under_core(scene: Scene) -> None:
    held_to(scene, "core")
    key = propose(scene)
    for name in ("slt", "admin", "author"):
        with pytest.raises(Refusal):
            decide(scene, key, name)
    assert state(scene, key) is AccountState.PROPOSED
    assert scene.entries("account:approve", "refused")[0].detail["rule"] == "role"
    assert decide(scene, key, "head") is AccountState.APPROVED


def test_S02_1_the_proposer_does_not_decide_and_a_return_needs_a_reason(scene: Scene) -> None:
    own = propose(scene, by="head")
    with pytest.raises(Refusal) as refused:
        decide(scene, own, "head")
    assert refused.value.rule == "self-approval"
    key = propose(scene, handle="Another")
    with pytest.raises(BadInput):
        decide(scene, key, "head", "return")
    assert decide(scene, key, "head", "return", "Which year?") is AccountState.RETURNED


def test_S02_2_pupils_use_it_and_nobody_has_acknowledged_it(scene: Scene) -> None:
    held_to(scene, "bet")
    with scene.session() as session:
        account = session.get_one(Account, scene.account_id)
        account.pupil_facing = True
        session.add(account)
        session.commit()
        assert "nobody in leadership has acknowledged" in (register.unfit(session, account) or "")
    with scene.session() as session, pytest.raises(Refusal):
        register.acknowledge(session, scene.who(session, "dsl"), scene.account_id)
    with scene.session() as session:
        register.acknowledge(session, scene.who(session, "slt"), scene.account_id)
        assert register.unfit(session, session.get_one(Account, scene.account_id)) is None


@pytest.mark.parametrize(
    ("change", "field", "part"),
    [
        ({"handle": "academya"}, "handle", "already registered to this academy"),
        ({"handle": "two words"}, "handle", "handle"),
        ({"platform": "myspace"}, "platform", "list"),
        ({"purpose": "News"}, "purpose", "30"),
        ({"official_email": "year7@free-mail.example"}, "official_email", "private address"),
    ],
)
def test_S02_3_a_poor_proposal_is_refused_with_its_reason(scene: Scene, change: dict[str, object], field: str, part: str) -> None:
    with pytest.raises(BadInput) as bad:
        propose(scene, **cast("Any", change))
    assert part in bad.value.fields[field]


def test_S02_3_a_handle_of_another_academy_is_named_so(scene: Scene) -> None:
    with scene.session() as session:
        other = Academy(name="Academy B", email_domain="academy-b.example.sch.uk")
        session.add(other)
        session.flush()
        session.add(Account(academy_id=other.id or 0, platform="practice", handle="AcademyB", purpose="x", official_email="x"))
        session.commit()
    with pytest.raises(BadInput, match="already registered to Academy B"):
        propose(scene, handle="@academyb")


def test_two_logins_of_one_person_are_one_custodian(scene: Scene) -> None:
    with scene.session() as session:
        twin = Person(name="Second login", email="two@academy-a.example.sch.uk", staff_id="staff-0")  # the author's number
        session.add(twin)
        session.commit()
        scene.people["twin"] = twin.id or 0
    with pytest.raises(BadInput) as bad:
        propose(scene, custodian_ids=[scene.people["author"], scene.people["twin"]])
    assert "custodian_ids" in bad.value.fields
    with scene.session() as session, pytest.raises(BadInput, match="under another sign-in"):
        register.set_custodian(session, scene.who(session, "admin"), scene.account_id, scene.people["twin"], keep=True)


@pytest.mark.parametrize("policy", ["acet", "default"])
def test_S02_4_one_custodian_leaves_and_publishing_waits(scene: Scene, policy: str) -> None:
    held_to(scene, policy)
    with scene.session() as session:
        leave(session, scene.who(session, "admin"), scene.people["author"])
    with scene.session() as session:
        why = register.unfit(session, session.get_one(Account, scene.account_id))
    assert "the Headteacher must name another" in (why or "")


class TestConnecting:
    @pytest.fixture
    def second(self, scene: Scene) -> tuple[int, int]:
        with scene.session() as session:
            made = add_account(session, scene, scene.academy_id, "SecondAccount")
            session.commit()
        return made

    def connect(self, scene: Scene, key: int, remote: int | str, by: str = "admin") -> None:
        with scene.session() as session:
            register.connect(session, scene.who(session, by), key, {"account": str(remote)}, scene.means.doors, scene.vault)

    def test_the_details_must_open_the_registered_account(self, scene: Scene, second: tuple[int, int]) -> None:
        key, _ = second
        with scene.session() as session:
            other = someone(session, "SomebodyElse").id or 0
        with pytest.raises(Refusal) as refused:
            self.connect(scene, key, other)
        assert refused.value.rule == "account-identity"
        assert state(scene, key) is AccountState.APPROVED

    def test_who_may_not_is_refused_on_record(self, scene: Scene, second: tuple[int, int]) -> None:
        for name in ("head", "slt", "author"):
            with pytest.raises(Refusal):
                self.connect(scene, *second, by=name)
        assert len(scene.entries("account:connect", "refused")) == 3

    def test_an_account_that_nobody_approved_is_refused_on_record(self, scene: Scene) -> None:
        key = propose(scene)
        with pytest.raises(Refusal):
            self.connect(scene, key, 1)
        assert scene.entries("account:connect", "refused")[-1].detail["rule"] == "account-approved"

    def test_a_suspended_account_stays_suspended_when_it_is_connected_again(self, scene: Scene) -> None:
        with scene.session() as session:
            register.suspend(session, scene.who(session, "slt"), scene.account_id, "Taken over?")
        self.connect(scene, scene.account_id, scene.remote_id)
        assert state(scene, scene.account_id) is AccountState.SUSPENDED
        with scene.session() as session, pytest.raises(Refusal):
            register.resume(session, scene.who(session, "slt"), scene.account_id)
        with scene.session() as session:
            assert register.resume(session, scene.who(session, "head"), scene.account_id).state is AccountState.CONNECTED

    @pytest.mark.parametrize(
        ("fault", "part"),
        [(Fault.TURNED_AWAY, "does not accept"), (Fault.DOWN, "could not be asked"), (Fault.LOST, "could not be asked")],
    )
    def test_a_network_in_trouble_saves_nothing(self, scene: Scene, second: tuple[int, int], fault: Fault, part: str) -> None:
        key, remote = second
        with scene.session() as session:
            from bot.platforms.practice_world import order_fault

            order_fault(session, remote, fault, call="whoami")
        with pytest.raises(BadInput, match=part):
            self.connect(scene, key, remote)
        with scene.session() as session:
            assert session.get_one(Account, key).credential is None
        self.connect(scene, key, remote)
        assert state(scene, key) is AccountState.CONNECTED

    def test_nothing_typed_is_a_sentence(self, scene: Scene, second: tuple[int, int]) -> None:
        with pytest.raises(BadInput, match="Enter the practice account"):
            self.connect(scene, second[0], " ")


class TestCredentials:
    def test_is_nowhere_in_clear(self, scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
        locked = scene.vault.lock({"access_token": SECRET, "consumer_secret": SECRET})
        with scene.session() as session:
            account = session.get_one(Account, scene.account_id)
            account.credential = locked
            session.add(account)
            session.commit()
            assert SECRET not in str(account.model_dump())
        assert SECRET not in repr(scene.settings) + repr(scene.vault) + str(scene.vault)
        if scene.engine.dialect.name == "sqlite":
            from pathlib import Path

            file = Path(scene.engine.url.database or "")
            assert all(SECRET.encode() not in f.read_bytes() for f in file.parent.glob(file.name + "*"))
        assert scene.vault.unlock(locked)["access_token"] == SECRET

    def test_another_key_is_a_sentence_without_the_content(self, scene: Scene) -> None:
        locked = scene.vault.lock({"access_token": SECRET})
        other = Vault([new_key()])
        for use in (other.unlock, other.relock):
            with pytest.raises(Misconfigured) as said:
                use(locked)
            assert "GATEPOST_SECRET_KEYS" in said.value.sentence
            assert SECRET not in said.value.sentence
            assert locked not in said.value.sentence

    def test_a_key_is_turned_over(self, scene: Scene) -> None:
        newest = new_key()
        locked = scene.vault.lock({"access_token": SECRET})
        both = Vault([newest, *scene.settings.keys])
        assert both.unlock(locked) == {"access_token": SECRET}
        assert Vault([newest]).unlock(both.relock(locked)) == {"access_token": SECRET}
        assert both.sealed(scene.vault.seal("a", 1), "a", 1)
        assert not both.sealed(scene.vault.seal("a", 1), "a", 2)

    def test_the_log_blanks_what_is_called_or_looks_like_a_secret(self, capsys: pytest.CaptureFixture[str]) -> None:
        from bot import log

        before = structlog.get_config()
        log.configure("info")
        try:
            logger = structlog.get_logger()
            try:
                raise RuntimeError(f"header was Bearer {SECRET}abcdef")  # noqa: TRY301
            except RuntimeError:
                logger.exception("failed", access_token=SECRET, password=SECRET, header=f"Authorization: Bearer {SECRET}abcdef")
        finally:
            structlog.configure(**before)
        said = capsys.readouterr()
        assert "failed" in said.err
        assert SECRET not in said.err + said.out


def test_a_new_roll_of_names_replaces_the_one_in_use(scene: Scene) -> None:
    from bot.consent.register import import_names, names_at

    def roll(surname: str) -> set[tuple[int, int]]:
        with open_session(scene.engine, vault=scene.vault) as session:
            import_names(session, scene.who(session, "admin"), scene.academy_id, f"forename,surname\nPlainfore,{surname}\n")
        with open_session(scene.engine, vault=scene.vault) as session:
            register_ = names_at(session, scene.academy_id)
            assert register_ is not None
            return set(register_.hashes())

    assert roll("Firstsur") != roll("Secondsur")
    with scene.session() as session:
        assert session.exec(select(Academy)).all()
