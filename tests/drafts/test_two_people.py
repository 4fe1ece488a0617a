"""C05: two people at least, one digest, and each way round the gate tried and refused."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.clock import now
from bot.drafts.content import digest_of
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Contribution, Draft
from bot.drafts.signoff import send_back, submit, withdraw
from bot.errors import BadInput, Conflict
from bot.settings import Settings
from tests.drafts.gate import PICTURE, approve_as, behind_the_back, check_as, policy_folder, refused, releases, save_as, signs, typed
from tests.scene import PLAIN, WITH_FIGURE, Scene, build


def test_S05_1_nobody_approves_what_they_wrote(scene: Scene) -> None:
    key = scene.submitted(by="slt")
    for _ in range(3):
        with refused("self-approval attempt"):
            approve_as(scene, "slt", key)
    assert scene.state(key) == "waiting for approval"
    entries = scene.entries("draft:approve", "refused")
    assert [e.detail["rule"] for e in entries] == ["self-approval attempt"] * 3
    assert not releases(scene, key)


def test_S05_1_nobody_checks_what_they_wrote(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE, by="slt")
    with refused("self-check attempt"):
        check_as(scene, "slt", key)
    assert scene.entries("draft:check-claim", "refused")[0].detail["rule"] == "self-check attempt"


def test_an_author_has_no_permission_to_approve_anything(scene: Scene) -> None:
    key = scene.submitted(by="author2")
    with refused("role"):
        approve_as(scene, "author", key)


def test_S05_2_one_character_of_alt_text_voids_both_signatures(scene: Scene) -> None:
    key = scene.approved(WITH_FIGURE, pictures=(PICTURE,), not_before=now() + timedelta(hours=1))
    old = scene.digest(key)
    content, version = typed(scene, key)
    picture = replace(content.pictures[0], alt=content.pictures[0].alt + "!")
    assert save_as(scene, "author", key, replace(content, pictures=(picture,)), version)
    assert scene.state(key) == "submitted"
    assert {k: s.voided_at is not None for k, s in signs(scene, key).items()} == {SignKind.FACTS: True, SignKind.APPROVAL: True}
    assert scene.digest(key) != old
    assert scene.release(key).state == "void"
    scene.hurry(key)
    scene.work("publish")
    assert scene.live() == []


def test_S05_2_the_old_digest_cannot_be_approved_again(scene: Scene) -> None:
    key = scene.submitted()
    seen = scene.digest(key)
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, text=PLAIN + " See you."), version)
    check_as(scene, "checker", key)
    with refused("digest"):
        approve_as(scene, "slt", key, seen)


@pytest.mark.parametrize(
    "change",
    [
        {"text": PLAIN + " Bring a coat."},
        {"reply_setting": "nobody"},
        {"sources": ("The hall diary",)},
        {"not_after": now() + timedelta(days=5)},
        {"pictures": (PICTURE,)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_I3_any_change_voids_the_approval(scene: Scene, change: dict[str, object]) -> None:
    key = scene.approved(not_before=now() + timedelta(hours=1))
    content, version = typed(scene, key)
    assert save_as(scene, "author", key, replace(content, **change), version)  # type: ignore[arg-type]
    assert signs(scene, key)[SignKind.APPROVAL].voided_at is not None
    assert scene.release(key).state == "void"


def test_an_identical_save_voids_nothing_and_records_nothing(scene: Scene) -> None:
    key = scene.approved(WITH_FIGURE, pictures=(PICTURE,), not_before=now() + timedelta(hours=1))
    content, version = typed(scene, key)
    assert not save_as(scene, "slt", key, content, version)
    assert scene.state(key) == "approved"
    assert all(s.voided_at is None for s in signs(scene, key).values())
    assert scene.release(key).state == "queued"
    assert not scene.entries("draft:save")
    with scene.session() as session:  # and who saved it is not an editor by it
        touched = session.exec(select(Contribution.person_id).where(Contribution.draft_id == key)).all()
    assert list(touched) == [scene.people["author"]]


def test_S05_3_an_approver_who_fixes_a_typo_may_not_approve(scene: Scene) -> None:
    key = scene.submitted()
    content, version = typed(scene, key)
    save_as(scene, "slt", key, replace(content, text=PLAIN.replace("Well done", "Very well done")), version)
    check_as(scene, "checker", key)
    with refused("self-approval attempt"):
        approve_as(scene, "slt", key)
    approve_as(scene, "slt2", key)
    assert scene.state(key) == "approved"


def test_S05_3_taking_the_record_of_it_out_of_the_database_does_not_help(scene: Scene) -> None:
    key = scene.submitted(by="slt")
    behind_the_back(scene, "DELETE FROM contribution WHERE draft_id = :key", key=key)
    with refused("self-approval attempt"):
        approve_as(scene, "slt", key)


def test_S05_4_nothing_is_approved_by_waiting(scene: Scene) -> None:
    key = scene.submitted()
    behind_the_back(scene, "UPDATE draft SET submitted_at = :then, changed_at = :then", then=now() - timedelta(days=13))
    scene.sweep()
    assert scene.state(key) == "waiting for approval"
    behind_the_back(scene, "UPDATE draft SET changed_at = :then", then=now() - timedelta(days=15))
    scene.sweep()
    assert scene.state(key) == "expired"
    assert scene.live() == []


def test_two_people_editing_at_once_lose_nothing(scene: Scene) -> None:
    key = scene.draft()
    content, version = typed(scene, key)
    assert save_as(scene, "author", key, replace(content, text="The first of the two texts."), version)
    with pytest.raises(Conflict) as clash:
        save_as(scene, "author2", key, replace(content, text="The second of the two texts."), version)
    assert (clash.value.theirs, clash.value.yours) == ("The first of the two texts.", "The second of the two texts.")
    assert typed(scene, key)[0].text == "The first of the two texts."
    with scene.session() as session:  # who only tried is no editor
        assert scene.people["author2"] not in session.exec(select(Contribution.person_id).where(Contribution.draft_id == key)).all()


def test_a_late_approval_is_missed_and_never_sent(scene: Scene) -> None:
    key = scene.submitted()
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        draft.not_after = now() - timedelta(minutes=1)
        session.add(draft)
        session.flush()
        draft.digest = digest_of(session, draft)
        session.add(draft)
        session.commit()
    approve_as(scene, "slt", key)
    assert scene.release(key).state == "missed"
    scene.sweep()
    assert scene.live() == []
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, not_after=now() + timedelta(days=1)), version)
    check_as(scene, "checker", key)
    approve_as(scene, "slt", key)
    scene.sweep()
    assert scene.live() == [PLAIN]
    assert [r.state for r in releases(scene, key)] == ["void", "verified"]


def test_three_people_where_the_policy_wants_three(engine: Engine, gate_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(policy_folder(tmp_path, people_per_post="3", checker_may_approve="false")))
    scene = build(engine, gate_settings)
    key = scene.submitted()
    assert scene.state(key) == "submitted", "a post without a fact is checked by a second person too"
    with refused("move"):
        approve_as(scene, "slt", key)
    check_as(scene, "slt", key)
    with refused("three-people"):
        approve_as(scene, "slt", key)
    approve_as(scene, "slt2", key)
    scene.sweep()
    assert scene.live() == [PLAIN]


def test_the_checker_may_approve_where_the_policy_says_so(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE)
    check_as(scene, "slt", key)
    approve_as(scene, "slt", key)
    scene.sweep()
    assert scene.live() == [WITH_FIGURE]


def test_a_person_who_left_signs_nothing(scene: Scene) -> None:
    key = scene.submitted()
    with scene.session() as session:
        person = scene.who(session, "slt")
        person.left_at = now() - timedelta(minutes=1)
        session.add(person)
        session.commit()
    with refused("left"):
        approve_as(scene, "slt", key)


def test_what_is_decided_is_not_decided_again(scene: Scene) -> None:
    key = scene.submitted()
    with scene.session() as session:
        send_back(session, scene.who(session, "slt"), key, "Not for this account.", reject=True)
    with refused("move"):
        approve_as(scene, "slt2", key)
    with refused("move"):
        _submit(scene, key)
    with refused("move"):
        _withdraw(scene, key)
    content, version = typed(scene, key)
    with refused("move"):
        save_as(scene, "author", key, content, version)


def test_a_withdrawn_post_does_not_go_out(scene: Scene) -> None:
    key = scene.approved(not_before=now() + timedelta(hours=1))
    with refused("role"), scene.session() as session:
        withdraw(session, scene.who(session, "checker"), key)
    _withdraw(scene, key)
    scene.hurry(key)
    scene.work("publish")
    assert (scene.live(), scene.release(key).state) == ([], "void")


def test_a_post_that_went_out_is_not_called_back(scene: Scene) -> None:
    key = scene.approved()
    scene.sweep()
    content, version = typed(scene, key)
    with refused("gone-out"):
        save_as(scene, "author", key, replace(content, text="Something else."), version)
    with refused("gone-out"):
        _withdraw(scene, key)
    assert scene.state(key) == "approved"
    assert typed(scene, key)[0].text == PLAIN


def test_a_submitted_draft_whose_time_passed_is_said_at_submit(scene: Scene) -> None:
    key = scene.draft()
    behind_the_back(scene, "UPDATE draft SET not_after = :then", then=now() - timedelta(minutes=1))
    with pytest.raises(BadInput, match="later time"):
        _submit(scene, key)
    assert scene.state(key) == "draft"


def _submit(scene: Scene, key: int) -> None:
    with scene.session() as session:
        submit(session, scene.who(session, "author"), key)


def _withdraw(scene: Scene, key: int) -> None:
    with scene.session() as session:
        withdraw(session, scene.who(session, "author"), key)
