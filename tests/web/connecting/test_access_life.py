"""How long a connection lasts, what is said before it ends, and that nothing waits in vain (controls C13, S13.3)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.accounts import connecting_life as life
from bot.accounts.connecting_models import Access
from bot.accounts.models import Account, Stream
from bot.accounts.register import connect
from bot.clock import now
from bot.drafts.access_hold_models import AccessHold
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft
from bot.notify.models import Notice
from bot.platforms import practice_world as world
from bot.platforms.offers import Rights
from bot.platforms.practice_world import Fault
from bot.platforms.tokens import Token
from tests.scene import Scene
from tests.web.connecting.conftest import Desk


def notices(scene: Scene) -> list[Notice]:
    with scene.session() as session:
        return list(session.exec(select(Notice).where(Notice.subject == f"access:{scene.account_id}", Notice.read_at == None)))  # noqa: E711


def ends_in(scene: Scene, **left: int) -> None:
    with scene.session() as session:
        row = session.exec(select(Access)).one()
        row.ends_at, row.not_before = now() + timedelta(**left), now()
        session.add(row)
        session.commit()


def test_S13_3_a_revoked_access_is_told_and_nothing_is_lost(scene: Scene) -> None:
    waiting = scene.approved()
    scene.fault(Fault.TURNED_AWAY, "replies")
    scene.reread()
    scene.work("replies")
    scene.work("access")
    with scene.session() as session:
        account = session.get_one(Account, scene.account_id)
        assert life.standing(account, life.access_of(session, scene.account_id)) is life.TokenState.REAUTH_NEEDED
        blind = [s.blind_since for s in session.exec(select(Stream)) if s.blind_since]
        row = session.exec(select(Access)).one()
        assert row.lost_at == min(blind)
    told = notices(scene)
    assert {notice.role for notice in told} == {"admin", "slt"}
    assert all("have not been seen since" in notice.text and "Nothing is lost" in notice.text for notice in told)
    scene.work("access")
    assert len(notices(scene)) == 2
    scene.work("publish")
    assert scene.release(waiting).state is ReleaseState.HELD
    with scene.session() as session:
        connect(session, scene.who(session, "admin"), scene.account_id, {"account": str(scene.remote_id)}, scene.means.doors, scene.vault)
    scene.work("access", "access-back")
    assert notices(scene) == []
    assert scene.release(waiting).state is ReleaseState.QUEUED
    scene.work("publish")
    assert len(scene.live()) == 1
    with scene.session() as session:
        assert session.exec(select(AccessHold)).all() == []


def test_S13_3_a_post_turned_away_while_it_was_sent_goes_on_too(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.TURNED_AWAY, "publish")
    scene.work("publish")
    assert scene.release(key).state is ReleaseState.HELD
    assert scene.work("access-back") == []
    with scene.session() as session:
        account = session.get_one(Account, scene.account_id)
        account.reauthorise = False
        session.add(account)
        session.commit()
    scene.work("access-back", "publish")
    assert len(scene.live()) == 1


def test_a_post_held_for_another_reason_since_stays_held(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.TURNED_AWAY, "publish")
    scene.work("publish")
    scene.hurry(key, reason="Somebody looked: it is not on the account.")
    with scene.session() as session:
        account = session.get_one(Account, scene.account_id)
        account.reauthorise = False
        session.add(account)
        session.commit()
    scene.work("access-back")
    assert scene.release(key).state is ReleaseState.HELD


def test_a_window_that_has_passed_is_missed_and_not_sent(scene: Scene) -> None:
    key = scene.approved(not_after=now() + timedelta(hours=1))
    scene.fault(Fault.TURNED_AWAY, "publish")
    scene.work("publish")
    with scene.session() as session:
        account, draft = session.get_one(Account, scene.account_id), session.get_one(Draft, key)
        account.reauthorise, draft.not_after = False, now() - timedelta(minutes=1)
        session.add_all([account, draft])
        session.commit()
    scene.work("access-back", "publish")
    assert scene.release(key).state is ReleaseState.MISSED
    assert scene.live() == []


def test_C13_each_warning_is_given_once(scene: Scene) -> None:
    for hours, count in ((480, 0), (312, 1), (288, 1), (168, 2), (72, 4), (20, 6), (19, 6)):
        ends_in(scene, hours=hours)
        scene.work("access")
        assert len(notices(scene)) == count, hours
    assert len(scene.entries("account:access-ends")) == 4


def test_C13_a_right_taken_away_at_the_network_is_told_the_night_after(desk: Desk) -> None:
    admin = desk.browser()
    assert admin.get(desk.back(admin, desk.go(admin))).status_code == 303
    desk.rights = Rights(("tweet.read",), missing=("tweet.write",), excess=("dm.write",))
    ends_in(desk.scene, days=30)
    desk.scene.work("access")
    assert desk.access().missing == ["tweet.write"]
    assert any("It may do more than it should: dm.write" in notice.text for notice in notices(desk.scene))
    assert "with fewer rights" in admin.get("/").text
    shown = admin.get(f"/accounts/{desk.scene.account_id}").text
    assert "Nothing could be published or taken down." in shown
    desk.revoked = True
    ends_in(desk.scene, days=30)
    desk.scene.work("access")
    assert desk.account().reauthorise


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("left", "words", "state"),
    [({"days": 40}, "It ends in 40 days", "Live"), ({"days": 5}, "It ends in 5 days", "Ends soon"), ({"hours": -1}, "It ended on", "Ended")],
)
def test_the_countdown_stands_on_the_account_page_and_on_today(desk: Desk, left: dict[str, int], words: str, state: str) -> None:
    admin = desk.browser()
    admin.get(desk.back(admin, desk.go(admin)))
    ends_in(desk.scene, **left)
    shown = admin.get(f"/accounts/{desk.scene.account_id}").text
    assert words in shown
    assert f">{state}</strong>" in shown
    assert ("#connection" in admin.get("/").text) == (state != "Live")


def test_C13_connecting_again_keeps_the_cursors(desk: Desk) -> None:
    admin = desk.browser()
    admin.get(desk.back(admin, desk.go(admin)))
    with desk.scene.session() as session:
        before = {s.kind: s.cursor for s in session.exec(select(Stream))}
        world.say(session, session.get_one(world.PracticeAccount, desk.remote_id), "Posted since.")
    admin.get(desk.back(admin, desk.go(admin)))
    with desk.scene.session() as session:
        assert {s.kind: s.cursor for s in session.exec(select(Stream))} == before


def test_a_token_of_two_hours_that_renews_itself_is_not_the_end(scene: Scene) -> None:
    with scene.session() as session:
        for lives, refresh, ends in ((timedelta(hours=2), "r", False), (timedelta(days=60), "r", True), (timedelta(hours=2), "", True)):
            row = session.exec(select(Access)).one()
            row.ends_at = None
            session.add(row)
            session.flush()
            life.renewed(session, scene.account_id, Token("a", refresh, now() + lives).saved())
            assert (session.exec(select(Access)).one().ends_at is not None) == ends
        life.renewed(session, scene.account_id, "handle:::did:::a:::b:::c")  # Bluesky's own way says nothing of an end
        session.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_google_says_when_even_the_refresh_token_ends(desk: Desk) -> None:
    desk.on("youtube")
    desk.server.world.refresh_ends_in = 7 * 24 * 3600
    admin = desk.browser()
    admin.get(desk.back(admin, desk.go(admin)))
    ends = desk.access().ends_at
    assert ends is not None
    assert life.days_left(ends) == 7
    assert "ends_at" not in desk.scene.vault.unlock(desk.account().credential or "")
