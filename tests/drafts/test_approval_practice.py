"""C05 as a school lives it: the only approver is on leave, a topic is sensitive, a check warns, the rules change overnight."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bot.clock import today
from bot.drafts import screens
from bot.drafts.content import digest_of
from bot.drafts.lifecycle import Move, SignKind
from bot.drafts.models import Draft
from bot.drafts.resolve import release_again
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.signoff import approve, approve_extra, send_back
from bot.errors import BadInput
from bot.people.directory_write import name_holder, set_absence
from bot.people.grants import profile_at
from bot.people.models import Attestation, Grant, Person
from bot.people.permissions import Role, Verb
from bot.policy.show import version_hash
from bot.settings import Settings
from tests.drafts.gate import approve_as, behind_the_back, check_as, policy_folder, refused, releases, signs, told
from tests.drafts.test_waiting import LATER, mine, next_day, notices_to
from tests.scene import PLAIN, WITH_FIGURE, Scene, build

POLITICS = "Our debate with the candidates for the council is on Thursday."
REASON = "All parties are invited, and nobody is endorsed."


def on(words: str, finding: Finding) -> Any:
    """A screen that finds this where the text holds these words."""
    return lambda bundle, setting: [finding] if words in bundle.text else []


TOPIC = Finding("sensitive_topic", "ask", "This speaks of politics.", topic="political")
WARNING = Finding("references", "warn", "This reads as a reference for a person.")
BLOCK = Finding("hard_stop", "block", "This word is never published.")


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three screens of our own beside the real ones."""
    mine = (("sensitive_topic", on("candidates", TOPIC)), ("references", on("recommend", WARNING)), ("hard_stop", on("Never", BLOCK)))
    monkeypatch.setattr(screens, "SCREENS", (*(s for s in screens.SCREENS if s[0] not in dict(mine)), *mine))


def extra_as(scene: Scene, name: str, key: int) -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        approve_extra(session, scene.signing(session, name), key, digest)


@pytest.mark.usefixtures("watching")
class TestSensitiveTopic:
    def test_S08_1_after_senior_leadership_it_still_waits_for_the_headteacher(self, scene: Scene) -> None:
        key = self._ready(scene)
        approve_as(scene, "slt", key)
        assert scene.state(key) == "waiting for the extra approval"
        assert releases(scene, key) == []
        assert any("sensitive topic waits" in text for text in told(scene, Role.HEAD))
        with refused("role"):
            extra_as(scene, "slt2", key)
        assert (mine(scene, "head", Move.APPROVE_EXTRA), mine(scene, "slt", Move.APPROVE_EXTRA)) == ([key], [])
        extra_as(scene, "head", key)
        assert set(signs(scene, key)) >= {SignKind.APPROVAL, SignKind.EXTRA}
        scene.work("publish")
        assert scene.live() == [POLITICS]

    def test_one_signature_of_the_headteacher_counts_for_both(self, scene: Scene) -> None:
        key = self._ready(scene)
        approve_as(scene, "head", key)
        assert scene.state(key) == "approved"
        assert {s.person_id for k, s in signs(scene, key).items() if k in (SignKind.APPROVAL, SignKind.EXTRA)} == {scene.people["head"]}

    def test_while_the_headteacher_is_away_the_deputy_is_told_and_may_not_sign_in_their_place(self, scene: Scene) -> None:
        with scene.session() as session:
            people: dict[str, Any] = {"person_id": scene.people["head"], "deputy_id": scene.people["slt2"]}
            entry = name_holder(session, scene.who(session, "admin"), scene.academy_id, "head", {}, **people)
            set_absence(session, scene.who(session, "head"), entry.id or 0, today(), today() + timedelta(days=30))
        with time_machine.travel(next_day(0, "09:00"), tick=True):
            key = self._ready(scene, not_after=next_day(0, "09:00") + LATER)
            approve_as(scene, "slt", key)
        with time_machine.travel(next_day(0, "13:05"), tick=True):
            scene.work("remind")
            assert any("You stand in" in text for text in notices_to(scene, "slt2"))
            with refused("role"):
                extra_as(scene, "slt2", key)
        assert scene.state(key) == "waiting for the extra approval"

    def test_a_headteacher_who_wrote_it_gives_neither(self, scene: Scene) -> None:
        with scene.session() as session:
            row = session.exec(select(Grant).where(Grant.person_id == scene.people["head"])).first()
            session.add(Grant(**{**row.model_dump(exclude={"id"}), "verb": Verb.DRAFT}))  # type: ignore[union-attr]
            session.commit()
        key = self._ready(scene, by="head")
        approve_as(scene, "slt", key)
        with refused("self-approval attempt"):
            extra_as(scene, "head", key)

    @pytest.mark.parametrize("policy", ["att", "core", "inspire"])
    def test_S08_1_in_each_trust_it_is_the_headteacher_or_who_stands_for_a_role_outside(
        self, engine: Engine, gate_settings: Settings, policy: str
    ) -> None:
        scene = build(engine, gate_settings, policy=policy)
        key = self._ready(scene)
        approve_as(scene, "slt", key)
        assert scene.state(key) == "waiting for the extra approval"
        with refused("role"):
            extra_as(scene, "slt2", key)
        extra_as(scene, "head", key)
        assert scene.state(key) == "approved"

    def test_a_change_voids_the_extra_approval_too_and_the_headteacher_can_send_it_back(self, scene: Scene) -> None:
        key = self._ready(scene)
        approve_as(scene, "slt", key)
        behind_the_back(scene, 'DELETE FROM "grant" WHERE person_id = :who', who=scene.people["head"])
        with scene.session() as session:
            send_back(session, scene.who(session, "head"), key, "Say who organises it.")
        assert scene.state(key) == "needs changes"
        assert all(s.voided_at for s in signs(scene, key).values())

    @pytest.mark.parametrize("how", ["sign", "state"])
    def test_the_last_test_before_sending_asks_for_it(self, scene: Scene, how: str) -> None:
        key = self._ready(scene)
        approve_as(scene, "head", key)
        if how == "sign":
            behind_the_back(scene, "DELETE FROM sign_off WHERE kind = 'extra approval'")
        else:
            behind_the_back(scene, "UPDATE sign_off SET mark = :zero WHERE kind = 'extra approval'", zero="0" * 64)
        scene.work("publish")
        assert scene.live() == []
        assert "extra approval" in scene.release(key).reason

    def _ready(self, scene: Scene, by: str = "author", **more: Any) -> int:
        key = scene.submitted(POLITICS, by=by, **more)
        if scene.state(key) == "submitted":
            check_as(scene, "checker", key)
        return key


@pytest.mark.usefixtures("watching")
class TestWarnings:
    TEXT = "We can recommend the school fair to everyone."

    def test_S08_2_a_warning_is_accepted_only_with_the_reason_in_writing(self, scene: Scene) -> None:
        key = scene.submitted(self.TEXT)
        for reason in ("", "   ", "ok"):
            with pytest.raises(BadInput) as wrong:
                self._approve(scene, key, reason)
            assert set(wrong.value.fields) == {"reason"}
        assert scene.state(key) == "waiting for approval"
        self._approve(scene, key, "It recommends an event, not a person.")
        sign = signs(scene, key)[SignKind.APPROVAL]
        assert (sign.reason, sign.warnings) == ("It recommends an event, not a person.", [WARNING.message])
        (entry,) = scene.entries("draft:approve", "done")
        assert (entry.detail["reason"], entry.detail["warnings"]) == (sign.reason, ["references"])

    def test_S08_3_what_is_stopped_is_never_accepted_with_a_reason(self, scene: Scene) -> None:
        key = scene.submitted()
        behind_the_back(scene, "UPDATE draft SET text = 'Never say this.'")
        with scene.session() as session:
            draft = session.get_one(Draft, key)
            draft.digest = digest_of(session, draft)
            session.add(draft)
            session.commit()
        with refused("screen:hard_stop"):
            self._approve(scene, key, "I accept this all the same.")
        assert scene.state(key) == "waiting for approval"

    def test_without_a_warning_no_reason_is_kept(self, scene: Scene) -> None:
        key = scene.submitted()
        self._approve(scene, key, "Nothing to say about it.")
        assert signs(scene, key)[SignKind.APPROVAL].reason == ""

    @pytest.mark.parametrize(("seconds", "quick"), [(3, True), (10, False), (None, False)])
    def test_an_approval_within_seconds_is_marked_and_never_refused(self, scene: Scene, seconds: int | None, quick: bool) -> None:
        key = scene.submitted()
        self._approve(scene, key, seconds=seconds)
        (entry,) = scene.entries("draft:approve", "done")
        assert (entry.detail["seconds"], entry.detail["quick"]) == (seconds, quick)
        assert signs(scene, key)[SignKind.APPROVAL].seconds == seconds

    def _approve(self, scene: Scene, key: int, reason: str = "", seconds: int | None = None) -> None:
        digest = scene.digest(key)
        with scene.session() as session:
            approve(session, scene.signing(session, "slt"), key, digest, reason=reason, seconds=seconds)


class TestBeforeSending:
    def test_what_blocks_since_holds_it_names_the_reason_and_is_tested_again_when_released(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = scene.approved()
        before = screens.SCREENS
        monkeypatch.setattr(screens, "SCREENS", (*before, ("consent", on("sang", Finding("consent", "block", "Consent was withdrawn.")))))
        scene.work("publish")
        release = scene.release(key)
        assert (release.state, scene.live()) == ("held", [])
        assert "Consent was withdrawn." in release.reason
        assert "policy profile was changed" not in release.reason
        self._release(scene, release.id or 0)
        scene.work("publish")
        assert scene.release(key).state == "held"
        monkeypatch.setattr(screens, "SCREENS", before)
        self._release(scene, release.id or 0)
        scene.work("publish")
        assert scene.live() == [PLAIN]

    def _release(self, scene: Scene, release_id: int) -> None:
        with scene.session() as session:
            release_again(session, scene.who(session, "slt"), release_id)

    def test_a_profile_that_blocks_now_holds_it_and_says_that_it_changed(self, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def strict(bundle: Any, setting: Setting) -> list[Finding]:
            return [Finding("references", "block", "References are not published.")] if setting.profile.references.value == "block" else []

        monkeypatch.setattr(screens, "SCREENS", (*screens.SCREENS, ("references", strict)))
        monkeypatch.setenv("GATEPOST_POLICY_DIR", str(_folder(tmp_path / "one", references='"warn"')))
        with scene.session() as session:
            _attest_all(session, scene)
        key = scene.approved()
        monkeypatch.setenv("GATEPOST_POLICY_DIR", str(_folder(tmp_path / "two", references='"block"')))
        with scene.session() as session:
            _attest_all(session, scene)
        scene.work("publish")
        release = scene.release(key)
        assert release.state == "held"
        assert "References are not published. The policy profile was changed after it was approved." in release.reason

    def test_a_screen_that_cannot_run_holds_it(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(bundle: Any, setting: Setting) -> list[Finding]:
            raise RuntimeError("down")

        key = scene.approved()
        monkeypatch.setattr(screens, "SCREENS", (*screens.SCREENS, ("names", broken)))
        scene.work("publish")
        assert "could not run" in scene.release(key).reason


def test_S03_4_the_headteacher_is_told_of_two_logins_of_one_person_once(scene: Scene) -> None:
    for name in ("author", "checker"):
        behind_the_back(scene, "UPDATE person SET staff_id = 'STAFF-77' WHERE id = :who", who=scene.people[name])
    key = scene.submitted(WITH_FIGURE)
    for _ in range(2):
        with refused("same-person"):
            check_as(scene, "checker", key)
    (text,) = [t for t in told(scene, Role.HEAD) if "same person" in t]
    assert f"draft {key}" in text
    assert scene.entries("draft:check-claim", "refused")


def _folder(folder: Path, **values: str) -> Path:
    folder.mkdir()
    return policy_folder(folder, **values)


def _attest_all(session: Session, scene: Scene) -> None:
    """Everybody has read the policy that is in force now."""
    profile = profile_at(session, scene.academy_id)
    session.add_all([Attestation(person_id=p.id or 0, policy=profile.name, version_hash=version_hash(profile)) for p in session.exec(select(Person))])
    session.commit()
