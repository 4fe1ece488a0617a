"""C14, ATT-6.12: what stood on an account before the gate is listed once, judged, and gone through by a leader."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from bot.accounts.models import Account
from bot.clock import now
from bot.drafts.drifting import backlog, backlog_decide
from bot.drafts.drifting.backlog import judge
from bot.drafts.drifting.models import Backlog, BacklogPost, BacklogState, TakeOver
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.drafts.screens.base import Setting
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.platforms import practice
from bot.platforms.base import Post
from bot.platforms.practice_world import Fault
from bot.reports import drifting
from bot.work import hand_back_all
from tests.drafts.drifting.outside import ONE, account, rows
from tests.drafts.gate import refused, told
from tests.drafts.live import again, read
from tests.scene import Scene

OLD = ["Ring Mrs Example's mobile on 07700 900123.", "The choir sang on Friday.", "Thank you for the cakes."]


def listed(scene: Scene) -> list[BacklogPost]:
    """The posts are put where the timeline's cursor is past them, as if they had been there when it was connected."""
    for text in OLD:
        scene.academy_says_natively(text)
    past_the_cursor(scene)
    scene.work("backlog")
    return sorted(rows(scene, BacklogPost), key=lambda row: int(row.remote_id))


def past_the_cursor(scene: Scene) -> None:
    with scene.session() as session:
        session.execute(sa.text("UPDATE stream SET cursor = '99999' WHERE kind = 'timeline'"))
        session.commit()


def decide(
    scene: Scene, who: str, shown: Sequence[int | None], remove: Sequence[int | None], reason: str = "A private number."
) -> backlog_decide.Progress:
    with scene.session() as session:
        return backlog_decide.decide(session, scene.who(session, who), 1, [k or 0 for k in shown], [k or 0 for k in remove], reason)


@ONE
def test_C14_the_backlog_is_listed_once_with_what_would_be_stopped_today(scene: Scene) -> None:
    posts = listed(scene)
    assert [post.text for post in posts] == OLD
    assert [bool(post.findings) for post in posts] == [True, False, False]
    assert rows(scene, Backlog)[0].state is BacklogState.LOOKING
    assert [text for text in told(scene, Role.SLT) if "Go through 3 posts" in text and "1 would be stopped" in text]
    scene.work("backlog")
    assert len(rows(scene, BacklogPost)) == 3
    assert scene.live() == OLD, "nothing is removed by itself"
    with scene.session() as session:
        assert backlog_decide.following(session, 1)[0].findings, "what is worst comes first"


def test_C14_a_leader_goes_through_it_some_at_a_time_and_what_comes_down_is_read_back(scene: Scene) -> None:
    one, two, three = (post.id for post in listed(scene))
    with refused("role"):
        decide(scene, "author", [one], [])
    for shown, remove, reason in (([one], [one], " "), ([], [], "x"), ([one], [two], "x")):
        with pytest.raises(BadInput):
            decide(scene, "slt", shown, remove, reason)
    assert decide(scene, "slt", [one, two], [one]).left == 1
    assert decide(scene, "head", [two], [two]).left == 1, "what somebody decided stands"
    again(scene)
    assert scene.live() == OLD[1:]
    (stray,) = rows(scene, Stray)
    assert (stray.kind, stray.state, stray.decision_reason) == (StrayKind.BACKLOG, StrayState.REMOVED, "A private number.")
    assert stray.evidence_id is not None
    assert decide(scene, "head", [three], []).left == 0
    assert rows(scene, Backlog)[0].state is BacklogState.DONE
    assert [len(scene.entries(act, "done")) for act in ("backlog:list", "backlog:done", "stray:gone")] == [1, 1, 1]
    assert not [text for text in told(scene, Role.SLT) if "Go through" in text]
    with refused("already-decided"):
        decide(scene, "slt", [three], [])
    read(scene)
    assert rows(scene, TakeOver) == []


@ONE
def test_C14_a_network_that_is_down_is_asked_again_for_the_backlog_and_an_empty_one_is_done(scene: Scene) -> None:
    scene.fault(Fault.DOWN, "timeline")
    scene.work("backlog")
    assert rows(scene, Backlog)[0].state is BacklogState.LISTING
    with scene.session() as session:
        session.execute(sa.update(Backlog).values(not_before=now()))
        session.commit()
    scene.work("backlog")
    assert rows(scene, Backlog)[0].state is BacklogState.DONE
    assert not told(scene, Role.SLT)


def test_C14_the_backlog_is_read_page_by_page_and_a_worker_that_dies_passes_nothing_over(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "A_PAGE", 2)
    for number in range(5):
        scene.academy_says_natively(f"News of day {number}.")
    past_the_cursor(scene)

    def dies(ours: Account, post: Post, setting: Setting) -> list[str]:
        if post.text == "News of day 1.":
            raise KeyboardInterrupt
        return judge(ours, post, setting)

    monkeypatch.setattr(backlog, "judge", dies)
    with pytest.raises(KeyboardInterrupt):
        scene.work("backlog")
    monkeypatch.undo()
    assert [post.text for post in rows(scene, BacklogPost)] == ["News of day 4.", "News of day 3."]
    assert not told(scene, Role.SLT)
    shown = [post.id for post in rows(scene, BacklogPost)]
    assert decide(scene, "slt", shown, []).left == 0
    assert rows(scene, Backlog)[0].state is BacklogState.LISTING, "older ones are still to come"
    with scene.session() as session:
        hand_back_all(session)
        session.commit()
    scene.work("backlog")
    assert sorted(post.text for post in rows(scene, BacklogPost)) == [f"News of day {number}." for number in range(5)]
    (row,) = rows(scene, Backlog)
    assert (row.state, row.read, row.capped) == (BacklogState.LOOKING, 5, False)
    (entry,) = scene.entries("backlog:list", "done")
    assert (entry.detail["posts"], entry.detail["flagged"], entry.detail["capped"]) == (5, 0, False)
    assert [text for text in told(scene, Role.SLT) if "Go through 5 posts" in text]


@ONE
def test_C14_the_list_ends_at_its_bound_and_says_so(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "A_PAGE", 2)
    monkeypatch.setattr(backlog, "MOST", 4)
    for number in range(5):
        scene.academy_says_natively(f"News of day {number}.")
    past_the_cursor(scene)
    scene.work("backlog")
    (row,) = rows(scene, Backlog)
    assert (row.state, row.read, row.capped) == (BacklogState.LOOKING, 4, True)
    assert "News of day 0." not in [post.text for post in rows(scene, BacklogPost)]
    practised = account(scene)
    with scene.session() as session:
        ours = Account(id=99, academy_id=1, platform="x", handle="academy_a", purpose="News.", official_email="office@academy.example")
        assert drifting.backlog_cost(session, Backlog(account_id=99, read=312), ours) == "X charged at most $0.31 for showing 312 posts."
        assert drifting.backlog_cost(session, row, practised) == "", "the practice network charges nothing"


@ONE
def test_C14_a_network_that_goes_down_between_two_pages_is_asked_for_the_next_one_later(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "A_PAGE", 2)
    listed(scene)
    with scene.session() as session:
        session.execute(sa.delete(BacklogPost))
        session.execute(sa.update(Backlog).values(state=BacklogState.LISTING, cursor="3", read=1))
        session.commit()
    scene.fault(Fault.DOWN, "timeline")
    scene.work("backlog")
    (row,) = rows(scene, Backlog)
    assert (row.state, row.cursor, row.last_error) == (BacklogState.LISTING, "3", "The practice network is down.")
    with scene.session() as session:
        session.execute(sa.update(Backlog).values(not_before=now()))
        session.commit()
    scene.work("backlog")
    assert sorted(post.text for post in rows(scene, BacklogPost)) == sorted(OLD[:2])
    assert rows(scene, Backlog)[0].last_error is None
