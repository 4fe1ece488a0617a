"""Signing in: throttled, the same words and work for everybody, sessions that end, invitations that work once (C03)."""

import threading
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from bot.clock import now
from bot.drafts.leaving.announce import leave
from bot.errors import BadInput, Refusal
from bot.people import passwords
from bot.people.models import Invitation, Person, SignedIn, SignInAttempt
from bot.people.register import invite
from bot.people.sessions import LONGEST, TRIES, WINDOW, accept_invitation, invited, sign_in, sign_out, who
from tests.scene import Scene

PASSWORD = "three random words"
HASH = passwords.hashed(PASSWORD)
EMAIL = "author@academy-a.example.sch.uk"


@pytest.fixture
def door(scene: Scene) -> Scene:
    with scene.session() as session:
        author = scene.who(session, "author")
        author.password_hash = HASH
        session.add(author)
        session.commit()
    return scene


def let_in(scene: Scene, email: str = EMAIL, password: str = PASSWORD) -> str:
    with scene.session() as session:
        return sign_in(session, email, password)


def refused(scene: Scene, email: str = EMAIL, password: str = "wrong words here") -> Refusal:  # noqa: S107
    with pytest.raises(Refusal) as told:
        let_in(scene, email, password)
    return told.value


def is_in(scene: Scene, token: str) -> bool:
    with scene.session() as session:
        return who(session, token) is not None


def test_the_right_password_lets_in_whatever_the_case_of_the_email(door: Scene) -> None:
    token = let_in(door, f"  {EMAIL.upper()} ")
    with door.session() as session:
        person = who(session, token)
        assert person is not None
        assert person.email == EMAIL
        assert token not in str([row.model_dump() for row in session.exec(select(SignedIn))])


def test_every_sign_in_gets_a_token_of_its_own(door: Scene) -> None:
    first, second = let_in(door), let_in(door)
    assert first != second
    with door.session() as session:
        sign_out(session, first)
    assert not is_in(door, first)
    assert is_in(door, second)


def test_signing_out_everywhere_ends_every_session(door: Scene) -> None:
    tokens = [let_in(door) for _ in range(3)]
    with door.session() as session:
        sign_out(session, tokens[0], everywhere=True)
    assert not any(is_in(door, token) for token in tokens)


def test_a_stranger_and_a_wrong_password_are_told_the_same_after_the_same_work(door: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[tuple[bool, float]] = []
    real = passwords.matches

    def counted(stored: str | None, password: str) -> bool:
        began = time.perf_counter()
        answer = real(stored, password)
        checked.append((stored is None, time.perf_counter() - began))
        return answer

    monkeypatch.setattr(passwords, "matches", counted)
    told = [refused(door), refused(door, "nobody@academy-a.example.sch.uk")]
    assert {(t.sentence, t.rule, t.next_step) for t in told} == {(told[0].sentence, "sign-in", told[0].next_step)}
    assert [unknown for unknown, _ in checked] == [False, True]
    (_, known), (_, unknown) = checked
    assert unknown > known / 4, "an unknown email must cost an argon2 as well"


def test_somebody_who_left_is_told_no_more_than_a_stranger(door: Scene) -> None:
    token = let_in(door)
    with door.session() as session:
        leave(session, door.who(session, "admin"), door.people["author"])
    assert not is_in(door, token)
    assert refused(door, password=PASSWORD).rule == "sign-in"


def test_guesses_are_slowed_down_and_the_right_password_waits_too(door: Scene) -> None:
    start = datetime(2026, 11, 20, 9, 0).astimezone()
    with time_machine.travel(start, tick=False) as clock:
        assert {refused(door).rule for _ in range(TRIES)} == {"sign-in"}
        assert refused(door, password=PASSWORD).rule == "throttled"
        assert refused(door, f" {EMAIL.upper()}").rule == "throttled"
        clock.shift(WINDOW + timedelta(seconds=1))
        assert let_in(door)
        assert len(door.entries("people:sign-in", "refused")) == TRIES + 2


def test_a_burst_of_guesses_at_once_is_counted_too(door: Scene) -> None:
    rules: list[str] = []
    threads = [threading.Thread(target=lambda: rules.append(refused(door).rule)) for _ in range(TRIES + 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rules.count("throttled") >= 6
    with door.session() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == TRIES + 6


def test_a_good_sign_in_clears_the_count(door: Scene) -> None:
    for _ in range(TRIES - 1):
        refused(door)
    let_in(door)
    for _ in range(TRIES - 1):
        assert refused(door).rule == "sign-in"


def test_an_idle_session_ends_and_a_used_one_lives_twelve_hours(door: Scene) -> None:
    start = datetime(2026, 11, 20, 8, 0).astimezone()
    with time_machine.travel(start, tick=False) as clock:
        idle, used = let_in(door), let_in(door)
        for _ in range(14):
            clock.shift(timedelta(minutes=50))
            assert is_in(door, used)
        assert not is_in(door, idle)
        clock.move_to(start + LONGEST + timedelta(seconds=1))
        assert not is_in(door, used)
    with door.session() as session:
        assert not session.exec(select(SignedIn)).all()


def test_a_token_that_was_never_given_is_nobody(door: Scene) -> None:
    with door.session() as session:
        assert [who(session, token) for token in (None, "", "x" * 43, "' OR 1=1 --")] == [None] * 4


class TestInvitation:
    def invitation(self, scene: Scene, name: str = "author") -> str:
        with scene.session() as session:
            return invite(session, scene.who(session, "admin"), scene.people[name])

    def accept(self, scene: Scene, token: str, password: str = "a new set of words") -> None:  # noqa: S107
        with scene.session() as session:
            accept_invitation(session, token, password, password)

    def test_works_once_and_ends_older_sessions(self, door: Scene) -> None:
        old = let_in(door)
        token = self.invitation(door)
        self.accept(door, token)
        assert not is_in(door, old)
        assert let_in(door, password="a new set of words")
        with pytest.raises(Refusal, match="used already"):
            self.accept(door, token, "another set of words")
        assert let_in(door, password="a new set of words")

    def test_two_at_once_are_one(self, door: Scene) -> None:
        token = self.invitation(door)
        told: list[str] = []

        def accept(number: int) -> None:
            try:
                self.accept(door, token, f"set of words number {number}")
                told.append("done")
            except Refusal:
                told.append("refused")

        threads = [threading.Thread(target=accept, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == ["done", "refused", "refused", "refused"]

    def test_runs_out_after_three_days(self, door: Scene) -> None:
        with time_machine.travel(now(), tick=False) as clock:
            token = self.invitation(door)
            clock.shift(timedelta(days=3))
            with pytest.raises(Refusal, match="run out"):
                self.accept(door, token)

    def test_a_newer_one_voids_the_older(self, door: Scene) -> None:
        old, new = self.invitation(door), self.invitation(door)
        with door.session() as session:
            assert invited(session, old) is None
            assert invited(session, new) is not None

    def test_ends_when_the_person_leaves(self, door: Scene) -> None:
        token = self.invitation(door)
        with door.session() as session:
            leave(session, door.who(session, "admin"), door.people["author"])
            assert invited(session, token) is None
        with door.session() as session, pytest.raises(Refusal):
            invite(session, door.who(session, "admin"), door.people["author"])

    @pytest.mark.parametrize(
        ("password", "again", "field"),
        [
            ("short", "short", "password"),
            ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "password"),
            ("x1" * 200, "x1" * 200, "password"),
            ("the author of words", "the author of words", "password"),
            ("three random words", "three random word", "again"),
        ],
    )
    def test_a_poor_choice_leaves_the_invitation_open(self, door: Scene, password: str, again: str, field: str) -> None:
        token = self.invitation(door)
        with door.session() as session, pytest.raises(BadInput) as bad:
            accept_invitation(session, token, password, again)
        assert list(bad.value.fields) == [field]
        self.accept(door, token)

    def test_is_not_kept_in_clear(self, door: Scene) -> None:
        token = self.invitation(door)
        with door.session() as session:
            kept = str([row.model_dump() for row in session.exec(select(Invitation))])
            assert token not in kept
        assert all(token not in str(entry.model_dump()) for entry in door.entries("people:invite"))


def test_the_password_is_stored_as_argon2_only(door: Scene) -> None:
    with door.session() as session:
        stored = session.get_one(Person, door.people["author"]).password_hash or ""
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
