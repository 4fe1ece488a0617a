"""What changed since I looked, and another time for a draft (C05)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.clock import from_london, london, now
from bot.drafts.models import Draft, SignOff, Version
from bot.drafts.planning import versions
from bot.drafts.planning.models import DraftSeen
from bot.drafts.planning.move import move
from bot.drafts.signoff import approve
from bot.drafts.write import content_of, save_if_changed
from bot.errors import BadInput, Refusal
from tests.scene import PLAIN, Scene


def change(scene: Scene, key: int, text: str, who: str = "author") -> None:
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        assert save_if_changed(session, scene.who(session, who), key, replace(content_of(session, draft), text=text), draft.version)


def open_page(scene: Scene, key: int, who: str) -> None:
    with scene.session() as session:
        versions.saw(session, scene.who(session, who), session.get_one(Draft, key))
        session.commit()


def first_shown(scene: Scene, key: int, who: str) -> tuple[int, int, str]:
    with scene.session() as session:
        return versions.to_compare(session, scene.who(session, who), versions.of_draft(session, key))


def shift(scene: Scene, key: int, to: datetime | None, who: str = "author", version: int | None = None) -> bool:
    with scene.session() as session:
        stands = session.get_one(Draft, key).version
        return move(session, scene.who(session, who), key, to, stands if version is None else version)


def test_C05_the_comparison_begins_at_what_i_signed_or_else_at_what_i_saw(scene: Scene) -> None:
    key = scene.submitted()
    open_page(scene, key, "checker")
    with scene.session() as session:
        approve(session, scene.signing(session, "slt"), key, session.get_one(Draft, key).digest)
    change(scene, key, PLAIN + " See you.")
    change(scene, key, PLAIN + " See you soon.")
    assert first_shown(scene, key, "slt") == (1, 3, "the version you signed")
    assert first_shown(scene, key, "checker") == (1, 3, "the version you saw before")
    assert first_shown(scene, key, "head") == (2, 3, "the version before it")
    open_page(scene, key, "checker")  # looking at the newest does not take away what there is to compare it with
    open_page(scene, key, "checker")
    assert first_shown(scene, key, "checker") == (1, 3, "the version you saw before")
    with scene.session() as session:
        assert len(session.exec(select(DraftSeen)).all()) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C05_a_version_remembers_everything_that_is_signed_and_an_older_one_is_still_read(scene: Scene) -> None:
    key = scene.draft()
    with scene.session() as session:
        (row,) = versions.of_draft(session, key)
        assert row.content["answers"]["personal_data"] == "no"
        assert row.content["reply_setting"] == "everyone"
        old = Version(
            draft_id=key, version=9, digest="d", by=scene.people["author"], content={"text": "x", "pictures": [["a.png", "0" * 64, "A hall"]]}
        )
        assert versions.pictures(old) == [{"filename": "a.png", "sha256": "0" * 64, "alt": "A hall"}]


def test_C05_moving_an_approved_post_voids_its_signatures_and_it_waits_again(scene: Scene) -> None:
    begin = now() + timedelta(hours=2)
    key = scene.approved(not_before=begin, not_after=begin + timedelta(hours=5))
    assert shift(scene, key, begin + timedelta(days=1))
    assert scene.state(key) == "submitted"
    assert scene.release(key).state.value == "void"
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        assert draft.not_after - (draft.not_before or now()) == timedelta(hours=5)
        assert session.exec(select(SignOff).where(SignOff.draft_id == key, col(SignOff.voided_at).is_(None))).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C05_whoever_moves_a_post_can_no_longer_sign_it(scene: Scene) -> None:
    key = scene.submitted()
    assert shift(scene, key, now() + timedelta(hours=3), who="slt")
    with scene.session() as session, pytest.raises(Refusal):
        approve(session, scene.signing(session, "slt"), key, session.get_one(Draft, key).digest)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_time_again_is_no_change(scene: Scene) -> None:
    begin = now() + timedelta(hours=2)
    key = scene.approved(not_before=begin)
    assert not shift(scene, key, begin)
    assert scene.state(key) == "approved"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_post_without_a_time_gets_one_and_a_latest_time_after_it(scene: Scene) -> None:
    key = scene.draft()
    with scene.session() as session:
        latest = session.get_one(Draft, key).not_after
    assert shift(scene, key, now() + timedelta(hours=1))
    with scene.session() as session:
        assert session.get_one(Draft, key).not_after == latest
    other = scene.draft("Thank you all for coming.")
    far = latest + timedelta(days=4)
    assert shift(scene, other, far)
    with scene.session() as session:
        assert session.get_one(Draft, other).not_after == far + timedelta(days=1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_time_that_cannot_be_kept_changes_nothing(scene: Scene) -> None:
    key = scene.approved(not_before=now() + timedelta(hours=2))
    for wrong in (None, now() - timedelta(minutes=1), now() - timedelta(days=900), now() + timedelta(days=740)):
        with pytest.raises(BadInput) as said:
            shift(scene, key, wrong)
        assert set(said.value.fields) == {"not_before"}
    assert scene.state(key) == "approved"


def test_a_draft_that_somebody_changed_meanwhile_is_not_moved_unseen(scene: Scene) -> None:
    key = scene.draft()
    change(scene, key, PLAIN + " Bye.")
    with pytest.raises(BadInput, match="Somebody changed"):
        shift(scene, key, now() + timedelta(hours=2), version=1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_post_that_has_gone_out_is_not_moved(scene: Scene) -> None:
    key = scene.approved()
    scene.work("publish")
    with pytest.raises(Refusal, match="gone out"):
        shift(scene, key, now() + timedelta(hours=2))


@pytest.mark.usefixtures("october")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_move_over_the_change_of_the_clocks_keeps_the_time_that_was_typed(scene: Scene) -> None:
    key = scene.draft(not_before=from_london("2026-10-23T16:00"), not_after=from_london("2026-10-23T18:00"))
    assert shift(scene, key, from_london("2026-10-27T16:00"))
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        assert london(draft.not_before or now()).hour == 16
        assert london(draft.not_after).hour == 18
