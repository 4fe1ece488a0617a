"""C13: everything that was true when people signed is tested again inside the claim, and what was changed by hand is found."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.accounts import register, stop
from bot.accounts.models import Custodian
from bot.clock import now
from bot.drafts.leaving.announce import leave
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.resolve import release_again
from bot.drafts.signoff import send_back
from bot.people.models import Academy, Grant
from bot.people.permissions import Role, Verb
from bot.people.register import revoke_grant
from tests.drafts.gate import PICTURE, behind_the_back, end_grant, policy_folder, refused, releases, told
from tests.scene import PLAIN, WITH_FIGURE, Scene, add_account

LATER = timedelta(hours=1)


def waiting(scene: Scene, text: str = WITH_FIGURE, **more: object) -> int:
    """Approved, checked, and due now."""
    return scene.approved(text, **more)


def held(scene: Scene, key: int, rule: str, state: str = "held") -> Release:
    scene.work("publish")
    release = scene.release(key)
    assert release.state == state, release.reason
    assert scene.live() == []
    act = {"tamper": "publish:tamper", "window": "publish:missed"}.get(rule, "publish:held")
    (entry,) = scene.entries(act)
    assert entry.detail["rule"] == rule
    assert not scene.entries("publish:intent")
    return release


@pytest.mark.parametrize(("name", "verb"), [("author", Verb.DRAFT), ("checker", Verb.CHECK), ("slt", Verb.APPROVE)])
def test_S03_2_a_permission_that_ran_out_since_holds_the_post(scene: Scene, name: str, verb: Verb) -> None:
    key = waiting(scene)
    end_grant(scene, name, verb)
    assert "may no longer do so" in held(scene, key, "authority").reason


def test_a_permission_taken_away_since_holds_the_post(scene: Scene) -> None:
    key = waiting(scene)
    with scene.session() as session:
        row = session.exec(select(Grant).where(Grant.person_id == scene.people["checker"], Grant.verb == Verb.CHECK)).one()
        revoke_grant(session, scene.who(session, "head"), row.id or 0, scene.academy_id, "Moved to another post.")
    held(scene, key, "authority")


def test_a_person_who_left_since_holds_the_post(scene: Scene) -> None:
    key = waiting(scene)
    with scene.session() as session:
        leave(session, scene.who(session, "head"), scene.people["checker"])
    assert "has left" in held(scene, key, "authority").reason


def test_training_that_lapsed_since_holds_the_post(scene: Scene) -> None:
    key = waiting(scene)
    behind_the_back(scene, "DELETE FROM training WHERE person_id = :who", who=scene.people["author"])
    assert "training" in held(scene, key, "authority").reason


def test_a_suspended_account_holds_the_post_and_a_leader_lets_it_go(scene: Scene) -> None:
    key = waiting(scene)
    with scene.session() as session:
        register.suspend(session, scene.who(session, "slt"), scene.account_id, "A strange sign-in.")
    release = held(scene, key, "account")
    assert "A strange sign-in." in release.reason
    with scene.session() as session:
        register.resume(session, scene.who(session, "head"), scene.account_id)
    scene.work("publish")
    assert scene.live() == [], "nothing goes out by itself afterwards"
    with refused("role"), scene.session() as session:
        release_again(session, scene.who(session, "author"), release.id or 0)
    with scene.session() as session:
        release_again(session, scene.who(session, "slt2"), release.id or 0)
    scene.sweep()
    assert scene.live() == [WITH_FIGURE]


def test_S02_4_too_few_custodians_hold_the_post(scene: Scene) -> None:
    key = waiting(scene)
    with scene.session() as session:
        session.delete(session.exec(select(Custodian).where(Custodian.person_id == scene.people["admin"])).one())
        session.commit()
    assert "custodians" in held(scene, key, "account").reason


@pytest.mark.parametrize("where", ["account", "academy", "trust"])
def test_S13_4_the_stop_switch_holds_what_comes_due(scene: Scene, where: str) -> None:
    keys = [waiting(scene, f"{PLAIN} Part {word}.") for word in ("amber", "blue", "cream")]
    with scene.session() as session:
        places: dict[str, Any] = {"account": {"account_id": scene.account_id}, "academy": {"academy_id": scene.academy_id}, "trust": {}}
        stop.press(session, scene.who(session, "head"), reason="Police at the gate.", **places[where])
    scene.work("publish")
    assert scene.live() == []
    assert {scene.release(key).reason for key in keys} == {"The stop switch is on: Police at the gate."}
    with scene.session() as session:
        stop.lift(session, scene.who(session, "head"), stop.pressed(session)[0].id or 0)
    scene.sweep()
    assert scene.live() == [], "each waits for a person"


def test_the_stop_of_another_account_stops_only_that(scene: Scene) -> None:
    with scene.session() as session:
        other, _ = add_account(session, scene, scene.academy_id, "AcademyA_sport")
        session.commit()
        stop.press(session, scene.who(session, "head"), reason="Lost telephone.", account_id=other)
    waiting(scene)
    scene.work("publish")
    assert scene.live() == [WITH_FIGURE]


def test_a_time_that_passed_is_missed_and_never_sent(scene: Scene) -> None:
    key = waiting(scene, not_after=now() + timedelta(seconds=1))
    _wait_until_past(scene, key)
    release = held(scene, key, "window", "missed")
    assert "not sent" in release.reason
    with refused("move"), scene.session() as session:
        release_again(session, scene.who(session, "slt"), release.id or 0)


def test_a_stricter_policy_since_holds_the_post_without_crying_tamper(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = waiting(scene, PLAIN)
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(policy_folder(tmp_path, people_per_post="3", checker_may_approve="false")))
    assert "policy now wants" in held(scene, key, "policy").reason
    assert not scene.entries("publish:tamper")


TAMPERED: dict[str, str] = {
    "the text": "UPDATE draft SET text = 'Something nobody approved.'",
    "the text and its digest": "UPDATE draft SET text = 'Something nobody approved.', digest = '" + "0" * 64 + "'",
    "the reply setting": "UPDATE draft SET reply_setting = 'nobody'",
    "the latest time": "UPDATE draft SET not_after = '2031-01-01 00:00:00+00:00'",
    "the alt text": "UPDATE draft_media SET alt = 'Something else'",
    "the bytes of the picture": "UPDATE blob SET data = mime_bytes",
    "a source": "UPDATE claim SET source = ''",
    "the release's digest": "UPDATE release SET digest = '" + "0" * 64 + "'",
    "the approval": "UPDATE sign_off SET mark = '" + "0" * 64 + "' WHERE kind = 'approval'",
    "the approver": "UPDATE sign_off SET person_id = (SELECT id FROM person WHERE email LIKE 'head@%') WHERE kind = 'approval'",
    "the fact check": "DELETE FROM sign_off WHERE kind = 'facts'",
    "the state": "UPDATE draft SET state = 'waiting for approval'",
}


@pytest.mark.parametrize("what", list(TAMPERED))
def test_S13_2_a_row_changed_by_hand_is_found_and_nothing_is_sent(scene: Scene, what: str) -> None:
    key = waiting(scene, pictures=(PICTURE,))
    if what == "the bytes of the picture":
        behind_the_back(scene, "UPDATE blob SET data = :other", other=b"other bytes")
    else:
        behind_the_back(scene, TAMPERED[what])
    held(scene, key, "tamper")
    for role in (Role.HEAD, Role.SLT):
        assert any("Nothing was sent" in text for text in told(scene, role))


def test_S13_2_a_post_moved_to_an_account_it_was_not_approved_for(scene: Scene) -> None:
    with scene.session() as session:
        other, remote_id = add_account(session, scene, scene.academy_id, "AcademyA_sport")
        session.commit()
        register.connect(session, scene.who(session, "admin"), other, {"account": str(remote_id)}, scene.means.doors, scene.vault)
    key = waiting(scene)
    behind_the_back(scene, "UPDATE release SET account_id = :other", other=other)
    assert "not approved for this account" in held(scene, key, "tamper").reason


def test_S13_2_a_forged_approval_is_not_one(scene: Scene) -> None:
    key = scene.submitted()
    digest = scene.digest(key)
    with scene.session() as session:
        session.add(SignOff(draft_id=key, kind=SignKind.APPROVAL, person_id=scene.people["slt"], digest=digest, mark="f" * 64))
        session.add(Release(key="f" * 32, draft_id=key, account_id=scene.account_id, digest=digest))
        session.commit()
    behind_the_back(scene, "UPDATE draft SET state = 'approved'")
    assert "no valid approval" in held(scene, key, "tamper").reason


def test_S13_2_a_mark_copied_from_another_draft_is_not_one(scene: Scene) -> None:
    scene.approved("Thank you for all the cakes.", not_before=now() + LATER)
    key = waiting(scene, PLAIN)
    behind_the_back(scene, "UPDATE sign_off SET mark = (SELECT mark FROM sign_off ORDER BY id LIMIT 1) WHERE draft_id = :key", key=key)
    held(scene, key, "tamper")


@pytest.mark.parametrize("again", [False, True])
def test_S13_2_a_draft_said_to_be_approved_is_put_back_and_the_alarm_raised(scene: Scene, again: bool) -> None:
    key = scene.approved(not_before=now() + LATER) if again else scene.submitted()
    if again:  # it was approved once, and sent back since
        with scene.session() as session:
            send_back(session, scene.who(session, "slt"), key, "Not for this account.", reject=True)
    behind_the_back(scene, "UPDATE draft SET state = 'approved'")
    scene.work("integrity")
    assert scene.state(key) == "needs changes"
    (entry,) = scene.entries("publish:tamper")
    assert entry.subject == f"draft:{key}"
    assert any("nobody approved it" in text for text in told(scene, Role.HEAD))


@pytest.mark.parametrize("state", ["published", "verified"])
def test_S13_2_a_post_that_went_out_and_is_put_back_in_the_queue_by_hand_does_not_go_out_twice(scene: Scene, state: str) -> None:
    key = waiting(scene)
    scene.work("publish")
    if state == "verified":
        scene.work("publish")
    assert scene.release(key).state == state
    behind_the_back(scene, "UPDATE release SET state = 'queued', remote_id = NULL, published_at = NULL, intent_at = NULL, lease_until = NULL")
    scene.hurry(key)
    scene.work("publish")
    assert scene.live() == [WITH_FIGURE]
    assert "went out on this account already" in scene.release(key).reason
    assert scene.entries("publish:tamper")


def test_a_draft_for_two_accounts_is_not_sent_twice_to_one(scene: Scene) -> None:
    with scene.session() as session:
        other, remote_id = add_account(session, scene, scene.academy_id, "AcademyA_sport")
        session.commit()
        register.connect(session, scene.who(session, "admin"), other, {"account": str(remote_id)}, scene.means.doors, scene.vault)
    key = waiting(scene, account_ids=(scene.account_id, other))
    behind_the_back(scene, "UPDATE release SET account_id = :one", one=scene.account_id)
    scene.work("publish")
    assert scene.live() == [WITH_FIGURE]
    assert sorted(r.state.value for r in releases(scene, key)) == ["held", "published"]


def test_the_same_words_approved_twice_go_out_twice(scene: Scene) -> None:
    for _ in range(2):
        waiting(scene, PLAIN)
    scene.sweep()
    assert scene.live() == [PLAIN, PLAIN]


def test_an_academy_moved_to_another_policy_is_held_to_that(scene: Scene) -> None:
    key = waiting(scene, PLAIN)
    with scene.session() as session:
        academy = session.get_one(Academy, scene.academy_id)
        academy.policy = "core"
        session.add(academy)
        session.commit()
    scene.work("publish")
    assert scene.release(key).state == "held"
    assert not scene.entries("publish:tamper")


def _wait_until_past(scene: Scene, key: int) -> None:
    with scene.session() as session:
        last = session.get_one(Draft, key).not_after
    while now() <= last:
        time.sleep(0.05)
