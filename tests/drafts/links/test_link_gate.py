"""Control C12: every address is opened safely before it goes out, and looked at again while it is live."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clock import now
from bot.drafts.approval import approve
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.links.models import LinkCheck, LinkState, PostLink
from bot.drafts.models import Stray, StrayState
from bot.drafts.signoff import submit
from bot.drafts.take_down import may_come_down, take_down
from bot.errors import BadInput, Refusal
from bot.notify.models import Notice
from tests.scene import Scene

TEXT = "Everything about the open evening is on our website: https://oak-hall.example.org/open-evening"
ADDRESS = "https://oak-hall.example.org/open-evening"


def refused(scene: Scene, key: int) -> Refusal:
    with scene.session() as session, pytest.raises(Refusal) as no:
        submit(session, scene.who(session, "author"), key)
    return no.value


def look_again(scene: Scene) -> None:
    """The next daily look at every address."""
    with scene.session() as session:
        for check in session.exec(select(LinkCheck)):
            check.not_before = now()
            session.add(check)
        session.commit()
    scene.work("links")
    scene.work("link-watch")


def published(scene: Scene) -> int:
    key = scene.approved(TEXT)
    scene.sweep()
    scene.hurry(key)
    scene.sweep()
    assert scene.release(key).state is ReleaseState.VERIFIED
    return key


def pinned(scene: Scene, key: int) -> PostLink:
    with scene.session() as session:
        return session.exec(select(PostLink).where(PostLink.draft_id == key)).one()


def told(scene: Scene, words: str) -> list[Notice]:
    with scene.session() as session:
        return [n for n in session.exec(select(Notice)) if words in n.text and n.read_at is None]


def test_S12_1_a_short_link_to_a_gambling_site_is_unsafe_and_its_end_is_shown(scene: Scene) -> None:
    scene.web.pages["bit.ly/abc"] = (301, "https://www.bestcasino.example.com/win")
    no = refused(scene, scene.draft("Win a prize at https://bit.ly/abc today."))
    assert no.rule == "screen:links"
    assert "bestcasino.example.com" in no.sentence


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/", "file:///etc/passwd", "http://10.0.0.7/list", "http://localhost/x", "https://printer.local/"]
)
def test_S12_2_a_private_address_is_refused_without_being_opened(scene: Scene, address: str) -> None:
    no = refused(scene, scene.draft(f"See {address} for the list."))
    assert no.rule == "screen:links"
    assert scene.web.asked == []


def test_S12_2_a_public_name_that_answers_with_a_private_number_is_never_asked(scene: Scene) -> None:
    scene.web.numbers["oak-hall.example.org"] = "192.168.1.10"
    key = scene.draft(TEXT)
    for _ in range(3):
        look_again(scene)
    assert scene.web.asked == []
    assert "cannot be reached" in refused(scene, key).sentence


def test_S12_3_a_link_that_leads_elsewhere_on_wednesday_is_put_before_leadership(scene: Scene) -> None:
    key = published(scene)
    assert pinned(scene, key).state is LinkState.SAFE
    scene.web.pages["oak-hall.example.org/open-evening"] = (302, "https://parked.example.net/")
    look_again(scene)
    assert pinned(scene, key).state is LinkState.CHANGED
    assert {n.role.value for n in told(scene, "parked.example.net") if n.role} == {"slt", "head"}
    assert [e.subject for e in scene.entries("link:changed")] == [f"draft:{key}"]
    look_again(scene)
    assert len(scene.entries("link:changed")) == 1  # said once for one change


def test_S12_3_a_leader_takes_the_post_down_with_one_reason(scene: Scene) -> None:
    key = published(scene)
    scene.web.pages["oak-hall.example.org/open-evening"] = (302, "https://parked.example.net/")
    look_again(scene)
    with scene.session() as session:
        with pytest.raises(Refusal):
            take_down(session, scene.who(session, "author"), key, "Its link leads elsewhere now.")
        with pytest.raises(BadInput):
            take_down(session, scene.who(session, "slt"), key, "  ")
        assert may_come_down(session, key)
        take_down(session, scene.who(session, "slt"), key, "Its link leads elsewhere now.")
        assert not may_come_down(session, key)
        with pytest.raises(Refusal):
            take_down(session, scene.who(session, "head"), key, "Once more.")
    assert not told(scene, "parked.example.net")
    scene.work("removal")
    assert scene.live() == []
    scene.reread()
    scene.work("timeline")
    with scene.session() as session:
        assert [stray.state for stray in session.exec(select(Stray))] == [StrayState.LEFT]  # taken down on purpose is not drift
    assert [e.outcome for e in scene.entries("publish:take-down")] == ["refused", "done", "refused"]


def test_C12_a_link_that_comes_right_again_leaves_the_pages(scene: Scene) -> None:
    key = published(scene)
    scene.web.pages["oak-hall.example.org/open-evening"] = (404, "")
    look_again(scene)
    assert pinned(scene, key).state is LinkState.GONE_BAD
    assert told(scene, "no longer safe")
    del scene.web.pages["oak-hall.example.org/open-evening"]
    look_again(scene)
    assert pinned(scene, key).state is LinkState.SAFE
    assert not told(scene, "no longer safe")


def test_C12_an_address_that_does_not_answer_once_is_not_dead(scene: Scene) -> None:
    key = published(scene)
    scene.web.pages["oak-hall.example.org/open-evening"] = (0, "")
    look_again(scene)
    look_again(scene)
    assert pinned(scene, key).state is LinkState.SAFE
    look_again(scene)
    assert pinned(scene, key).state is LinkState.GONE_BAD


def test_C12_nobody_approves_an_address_that_was_never_opened(scene: Scene) -> None:
    key = scene.submitted(TEXT)
    digest = scene.digest(key)
    with scene.session() as session:
        for check in session.exec(select(LinkCheck)):
            check.checked_at = now() - timedelta(days=2)
            session.add(check)
        session.commit()
        with pytest.raises(Refusal) as no:
            approve(session, scene.signing(session, "slt"), key, digest)
    assert "has not been opened yet" in no.value.sentence


def test_C12_an_approved_post_is_held_when_its_link_leads_elsewhere_before_it_goes_out(scene: Scene) -> None:
    key = scene.approved(TEXT)
    scene.web.pages["oak-hall.example.org/open-evening"] = (302, "https://parked.example.net/")
    look_again(scene)
    scene.work("publish")
    assert scene.release(key).state is ReleaseState.HELD
    assert "leads to another site" in scene.release(key).reason
    assert scene.live() == []


def test_C12_an_address_is_watched_daily_and_later_weekly(scene: Scene) -> None:
    published(scene)

    def wait() -> timedelta:
        look_again(scene)
        with scene.session() as session:
            return session.exec(select(LinkCheck)).one().not_before - now()

    assert timedelta(hours=23) < wait() < timedelta(hours=25)
    with scene.session() as session:
        link = session.exec(select(PostLink)).one()
        link.approved_at -= timedelta(days=31)
        session.add(link)
        session.commit()
    assert timedelta(days=6) < wait() < timedelta(days=8)
