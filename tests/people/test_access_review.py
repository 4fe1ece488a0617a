"""Three times a year leaders look through who may do what; what nobody used or decided about ends by itself (control C28)."""

from datetime import timedelta
from unittest import mock

import pytest
from sqlmodel import col, select

from bot.audit.actions import Act
from bot.audit.log import append
from bot.cases import access_review
from bot.clock import now
from bot.drafts.leaving.announce import leave
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Notice
from bot.people.grants import actor
from bot.people.models import Grant, RoleHolding, Standing
from bot.people.review import EVERY, TO_DECIDE
from bot.people.review_models import AccessReview, ReviewItem
from tests.scene import Scene


def old(scene: Scene) -> None:
    """As if everybody had been given everything long ago."""
    with scene.session() as session:
        for row in (*session.exec(select(RoleHolding)), *session.exec(select(Grant))):
            row.starts = now() - EVERY - timedelta(days=1)
            session.add(row)
        session.commit()


def item_of(scene: Scene, who: str) -> ReviewItem:
    """Their first permission."""
    with scene.session() as session:
        mine = select(ReviewItem).where(ReviewItem.person_id == scene.people[who], col(ReviewItem.grant_id).is_not(None))
        found = session.exec(mine.order_by(col(ReviewItem.id))).first()
        assert found
        return found


def decide(scene: Scene, by: str, item: ReviewItem, verdict: str, reason: str = "") -> ReviewItem:
    with scene.session() as session:
        return access_review.decide(session, scene.who(session, by), item.id or 0, verdict, reason)


def test_the_review_begins_by_itself_names_what_nobody_used_and_that_ends_if_nobody_keeps_it(scene: Scene) -> None:
    assert scene.work("access-review") == []
    old(scene)
    with scene.session() as session:
        append(session, actor(scene.who(session, "checker")), Act.FACTS_SIGNED, "draft:1", academy_id=scene.academy_id)
        session.commit()
    assert [did.result for did in scene.work("access-review")] == ["opened"]
    assert scene.work("access-review") == []
    assert item_of(scene, "author").dormant
    assert not item_of(scene, "checker").dormant
    with scene.session() as session:  # a role is only ever ended by a person
        assert not any(item.dormant for item in session.exec(select(ReviewItem).where(col(ReviewItem.holding_id).is_not(None))))
    kept = decide(scene, "slt2", item_of(scene, "author2"), "keep")
    assert kept.verdict == "keep"
    assert scene.work("dormant") == []
    with mock.patch("bot.cases.access_review.now") as clock:
        clock.return_value = now() + TO_DECIDE + timedelta(minutes=1)
        assert {did.result for did in scene.work("dormant")} == {"lapsed"}
        assert scene.work("dormant") == []
    with scene.session() as session:
        lapsed = session.get_one(Grant, item_of(scene, "author").grant_id)
        assert (lapsed.standing, lapsed.ended_reason) == (Standing.ENDED, "not used")
        assert session.get_one(Grant, kept.grant_id).standing is Standing.ACTIVE
        told = {n.person_id for n in session.exec(select(Notice)) if "to draft ended by itself" in n.text and "Comms" in n.text}
        assert told == {scene.people["author"], scene.people["head"]}  # the person and their sponsor
    assert {e.actor for e in scene.entries("access:lapse")} == {"Gatepost"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_permission_used_again_meanwhile_is_kept(scene: Scene) -> None:
    old(scene)
    scene.work("access-review")
    scene.draft()
    with mock.patch("bot.cases.access_review.now") as clock:
        clock.return_value = now() + TO_DECIDE + timedelta(minutes=1)
        scene.work("dormant")
    assert item_of(scene, "author").verdict == "keep"
    assert item_of(scene, "author2").verdict == "lapsed"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_decides_about_their_own_and_only_leaders_decide(scene: Scene) -> None:
    old(scene)
    scene.work("access-review")
    with pytest.raises(Refusal, match="your own access"):
        decide(scene, "slt", item_of(scene, "slt"), "keep")
    for other in ("admin", "author", "governor"):
        with pytest.raises(NotFound):
            decide(scene, other, item_of(scene, "slt"), "end", "Mine now.")
    item = item_of(scene, "author")
    for verdict, reason in (("end", " "), ("perhaps", "why"), ("end", "x" * 501)):
        with pytest.raises(BadInput):
            decide(scene, "slt", item, verdict, reason)
    decide(scene, "slt", item, "end", "Moved to another team.")
    with pytest.raises(Refusal, match="decided already"):
        decide(scene, "slt", item, "keep")
    with scene.session() as session:
        grant = session.get_one(Grant, item.grant_id)
        assert (grant.standing, grant.ended_reason) == (Standing.ENDED, "review of access: Moved to another team.")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_leaver_had_is_no_longer_to_be_decided(scene: Scene) -> None:
    old(scene)
    scene.work("access-review")
    with scene.session() as session:
        leave(session, scene.who(session, "admin"), scene.people["author"])
    assert item_of(scene, "author").verdict == "over"
    assert item_of(scene, "author2").verdict is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_review_closes_when_everything_is_decided_and_the_next_comes_after_another_term(scene: Scene) -> None:
    old(scene)
    scene.work("access-review")
    with scene.session() as session:
        ids = [item.id or 0 for item in session.exec(select(ReviewItem))]
        for item_id in ids:
            by = "slt2" if session.get_one(ReviewItem, item_id).person_id == scene.people["head"] else "head"
            access_review.decide(session, scene.who(session, by), item_id, "keep")
        assert session.exec(select(AccessReview)).one().state == "closed"
        assert not [n for n in session.exec(select(Notice)) if "Look through who may still do what" in n.text and not n.read_at]
    with mock.patch("bot.cases.access_review.now") as clock:
        clock.return_value = now() + EVERY - timedelta(days=1)
        assert scene.work("access-review") == []
        clock.return_value = now() + EVERY + timedelta(days=1)
        assert [did.result for did in scene.work("access-review")] == ["opened"]
