"""Somebody leaves: everything ends by itself, and what no network tells is looked at by people (control C28)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest import mock

import pytest
from sqlmodel import col, select

from bot.accounts.models import Account, Custodian
from bot.audit.actions import Act
from bot.audit.log import append
from bot.clock import LONDON, now, today
from bot.drafts.adopt import adopt
from bot.drafts.leaving import checks, word
from bot.drafts.leaving.announce import announce, cancel, change_time
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Notice
from bot.people.grants import actor, roles
from bot.people.leaving_models import CheckKind, Leaving, LeavingCheck
from bot.people.models import Academy, Attestation, Person, SignedIn
from bot.people.permissions import Role
from bot.policy.profile import load
from bot.policy.show import version_hash
from tests.scene import Scene

TODAY = datetime.now(LONDON)
FRIDAY = (TODAY + timedelta(days=7 + (4 - TODAY.weekday()) % 7)).replace(hour=17, minute=0, second=0, microsecond=0)
CLOCKS = (
    "bot.drafts.leaving.carry_out.now",
    "bot.drafts.leaving.announce.now",
    "bot.drafts.leaving.checks.now",
    "bot.people.leaving.now",
    "bot.people.grants.now",
)


class Clock:
    """What the leaving's own rooms read as the time."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Iterator[Clock]:
    held = Clock()
    patches = [mock.patch(name, held) for name in CLOCKS]
    for patch in patches:
        patch.start()
    yield held
    for patch in patches:
        patch.stop()


def announced(scene: Scene, who: str = "author", at: datetime | None = FRIDAY, by: str = "admin", **more: object) -> int:
    with scene.session() as session:
        return announce(session, scene.who(session, by), scene.people[who], leaves_at=at, **more).id or 0  # type: ignore[arg-type]


def row_of(scene: Scene, key: int) -> Leaving:
    with scene.session() as session:
        return session.get_one(Leaving, key)


def checks_of(scene: Scene, key: int) -> list[LeavingCheck]:
    with scene.session() as session:
        return checks.of(session, key)


def notices(scene: Scene, words: str) -> list[Notice]:
    with scene.session() as session:
        return [n for n in session.exec(select(Notice).order_by(col(Notice.id))) if words in n.text]


def answer(scene: Scene, check: LeavingCheck, said: str, by: str = "admin") -> None:
    with scene.session() as session:
        checks.answer(session, scene.who(session, by), check.id or 0, said, "I looked at its list of people.")


def under(scene: Scene, policy: str) -> None:
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = policy
        for person_id in scene.people.values():
            session.add(Attestation(person_id=person_id, policy=policy, version_hash=version_hash(load(policy))))
        session.commit()


def connected_by(scene: Scene, who: str) -> None:
    with scene.session() as session:
        me = actor(scene.who(session, who))
        append(session, me, Act.ACCOUNT_CONNECTED, f"account:{scene.account_id}", academy_id=scene.academy_id, account_id=scene.account_id)
        session.commit()


def test_S28_1_when_friday_1700_passes_everything_ends_and_the_rest_is_asked_of_people(scene: Scene, clock: Clock) -> None:
    connected_by(scene, "author")
    scheduled = scene.approved(not_before=now() + timedelta(hours=1))
    unfinished = scene.draft("Come and see the play on the field.")
    with scene.session() as session:
        session.add(SignedIn(token_hash="a" * 64, person_id=scene.people["author"]))
        session.commit()
    key = announced(scene, held_items="Shared telephone\n\n  Mailbox that gets the codes ", successor_id=scene.people["slt"])
    clock.at = FRIDAY - timedelta(minutes=1)
    assert scene.work("leaving") == []
    assert row_of(scene, key).state == "notified"

    clock.at = FRIDAY
    scene.work("leaving")
    assert row_of(scene, key).state == "checking"
    with scene.session() as session:
        leaver = scene.who(session, "author")
        assert leaver.left_at is not None
        assert roles(session, leaver) == set()
        assert session.exec(select(SignedIn).where(SignedIn.person_id == leaver.id)).all() == []
        keepers = set(session.exec(select(Custodian.person_id).where(Custodian.account_id == scene.account_id)))
        assert keepers == {scene.people["admin"], scene.people["slt"]}
    assert scene.release(scheduled).state == "held"
    assert "has left" in scene.release(scheduled).reason
    assert notices(scene, f"Take over draft {unfinished}")
    asked = {check.kind for check in checks_of(scene, key)}
    assert asked == {CheckKind.ADMINISTRATOR, CheckKind.KEYS, CheckKind.HELD}
    held = [c.question.removeprefix(f"{leaver.name} held: ") for c in checks_of(scene, key) if c.kind is CheckKind.HELD]
    assert held == ["Shared telephone. Is it back, or changed?", "Mailbox that gets the codes. Is it back, or changed?"]
    assert [entry.actor for entry in scene.entries("people:leave")] == ["Gatepost"]
    with scene.session() as session:  # and somebody else takes the post over, which needs fresh signatures
        adopt(session, scene.who(session, "author2"), scheduled)
    assert scene.state(scheduled) == "submitted"


def test_S28_1_now_is_at_once_and_a_job_that_died_half_way_is_taken_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled = scene.approved(not_before=now() + timedelta(hours=1))

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("bot.drafts.leaving.posts.offer", dies)
        with pytest.raises(KeyboardInterrupt):
            announced(scene, at=None)
    with scene.session() as session:
        key = session.exec(select(Leaving.id)).one() or 0
        assert roles(session, scene.who(session, "author")) == set()
    assert (row_of(scene, key).state, scene.release(scheduled).state) == ("revoked", "queued")
    scene.work("leaving")
    assert (row_of(scene, key).state, scene.release(scheduled).state) == ("checking", "held")
    assert scene.work("leaving") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_post_that_the_leaver_signed_is_held_too_and_its_author_told(scene: Scene) -> None:
    scheduled = scene.approved(not_before=now() + timedelta(hours=1))
    announced(scene, "slt", at=None)
    assert "who signed it, has left" in scene.release(scheduled).reason
    assert [n.person_id for n in notices(scene, f"Draft {scheduled} was held") if n.person_id] == [scene.people["author"]]


def test_the_last_keeper_of_an_account_leaves_and_it_is_suspended(scene: Scene) -> None:
    announced(scene, at=None)
    with scene.session() as session:
        assert session.get_one(Account, scene.account_id).state == "connected"
    assert notices(scene, "Name 1 more: nothing goes out until then.")
    with scene.session() as session:
        announce(session, scene.who(session, "head"), scene.people["admin"], leaves_at=None)
        account = session.get_one(Account, scene.account_id)
        assert (account.state, "was the last to keep this account" in account.reason) == ("suspended", True)
    assert [e.actor for e in scene.entries("account:suspend")] == ["Gatepost"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_new_keys_count_only_when_the_record_shows_the_new_connection(scene: Scene) -> None:
    connected_by(scene, "author")
    key = announced(scene, at=None)
    keys = next(check for check in checks_of(scene, key) if check.kind is CheckKind.KEYS)
    with pytest.raises(Refusal, match="the old keys still count"):
        answer(scene, keys, "gone")
    connected_by(scene, "admin")
    answer(scene, keys, "gone")
    assert next(check for check in checks_of(scene, key) if check.id == keys.id).state == "gone"


def test_S28_2_still_an_administrator_on_monday_is_an_incident_and_is_looked_at_again(scene: Scene, clock: Clock) -> None:
    key = announced(scene)
    clock.at = FRIDAY
    scene.work("leaving")
    (check,) = checks_of(scene, key)
    monday = FRIDAY + timedelta(days=3)
    assert check.due_at.astimezone(LONDON) == monday.replace(hour=16)
    clock.at = monday.replace(hour=9)
    answer(scene, check, "still_there")
    told = {n.role for n in notices(scene, "Incident: a leaver can still get in.")}
    assert told == {Role.ADMIN, Role.HEAD}
    (check,) = checks_of(scene, key)
    assert (check.state, check.found_there, check.due_at > monday) == ("still_there", 1, True)
    with scene.session() as session, pytest.raises(Refusal):
        word.close(session, scene.who(session, "admin"), key)
    clock.at = check.due_at + timedelta(minutes=1)
    assert [did.result for did in scene.work("leaving-checks")] == ["told"]
    assert scene.work("leaving-checks") == []
    answer(scene, check, "gone")
    assert all(n.read_at for n in notices(scene, "Incident: a leaver can still get in."))


def test_S28_3_without_the_business_contacts_declaration_it_goes_to_the_head_of_people(scene: Scene, clock: Clock) -> None:
    under(scene, "core")
    key = announced(scene)
    with scene.session() as session:
        said, clauses = word.duty(session, row_of(scene, key))
        assert any("business contacts" in sentence for sentence in said)
        assert clauses == ["CORE-7.5"]
    clock.at = FRIDAY
    scene.work("leaving")
    clock.at = FRIDAY + timedelta(days=7)
    scene.work("leaving")
    assert row_of(scene, key).state == "not_attested"
    assert [n.role for n in notices(scene, "has not confirmed what the policy asks of leavers")] == [Role.HEAD]  # nobody is head of people here
    assert "Gatepost does not look at private accounts" in notices(scene, "has not confirmed")[0].text
    with scene.session() as session:
        late = word.paper(session, scene.who(session, "slt"), key, today())
        assert (late.state, late.paper_seen_by) == ("attested", scene.people["slt"])
    for check in checks_of(scene, key):
        answer(scene, check, "gone", by="slt")
    with scene.session() as session:
        assert word.close(session, scene.who(session, "slt"), key).state == "closed"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_leaver_confirms_before_leaving_and_is_not_asked_again(scene: Scene, clock: Clock) -> None:
    key = announced(scene)
    with scene.session() as session:
        with pytest.raises(BadInput):
            word.confirm(session, scene.who(session, "author"), agreed=False)
        with pytest.raises(NotFound):
            word.confirm(session, scene.who(session, "slt"), agreed=True)
        word.confirm(session, scene.who(session, "author"), agreed=True)
    clock.at = FRIDAY
    scene.work("leaving")
    assert row_of(scene, key).state == "attested"
    clock.at = FRIDAY + timedelta(days=8)
    assert scene.work("leaving") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_time_can_be_changed_and_the_leaving_called_off_only_while_it_is_to_come(scene: Scene, clock: Clock) -> None:
    key = announced(scene)
    with scene.session() as session:
        admin = scene.who(session, "admin")
        change_time(session, admin, key, FRIDAY + timedelta(days=1))
        clock.at = FRIDAY
        assert scene.work("leaving") == []
        with pytest.raises(BadInput):
            cancel(session, admin, key, "  ")
        cancel(session, admin, key, "They stay after all.")
        clock.at = FRIDAY + timedelta(days=2)
        assert scene.work("leaving") == []
        with pytest.raises(Refusal):
            cancel(session, admin, key, "Again.")
        assert scene.who(session, "author").left_at is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_recorded(scene: Scene) -> None:
    with scene.session() as session:
        admin, author = scene.who(session, "admin"), scene.people["author"]
        for at in (now() - timedelta(hours=1), now() + timedelta(days=800)):
            with pytest.raises(BadInput):
                announce(session, admin, author, leaves_at=at)
        for more in ({"successor_id": author}, {"successor_id": 999_999}, {"held_items": "x" * 300}, {"held_items": "x\n" * 30}):
            with pytest.raises(BadInput):
                announce(session, admin, author, leaves_at=None, **more)
        with pytest.raises(NotFound):
            announce(session, admin, 999_999, leaves_at=None)
        with pytest.raises(Refusal, match="your own leaving"):
            announce(session, admin, scene.people["admin"], leaves_at=None)
        with pytest.raises(Refusal):
            announce(session, scene.who(session, "checker"), author, leaves_at=None)
        assert session.exec(select(Leaving)).all() == []
        announce(session, admin, author, leaves_at=None)
        with pytest.raises(Refusal, match="has left already"):
            announce(session, admin, author, leaves_at=None)
        check = session.exec(select(LeavingCheck)).one()
        for said, note in (("gone", ""), ("", "I looked."), ("perhaps", "I looked.")):
            with pytest.raises(BadInput):
                checks.answer(session, admin, check.id or 0, said, note)
        with pytest.raises(BadInput):
            word.paper(session, admin, check.leaving_id, today() + timedelta(days=1))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_person_s_second_sign_in_cannot_do_their_checks(scene: Scene) -> None:
    key = announced(scene, at=None)
    with scene.session() as session:
        scene.who(session, "slt").staff_id = session.get_one(Person, scene.people["author"]).staff_id
        session.commit()
    with pytest.raises(Refusal, match="check on yourself"):
        answer(scene, checks_of(scene, key)[0], "gone", by="slt")
