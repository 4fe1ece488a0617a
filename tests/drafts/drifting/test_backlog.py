"""C14, ATT-6.12: what stood on an account before the gate is listed once, judged, and gone through by a leader."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from bot.clock import now
from bot.drafts.drifting import backlog_decide
from bot.drafts.drifting.models import Backlog, BacklogPost, BacklogState, TakeOver
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.platforms.practice_world import Fault
from tests.drafts.drifting.outside import ONE, rows
from tests.drafts.gate import refused, told
from tests.drafts.live import again, read
from tests.scene import Scene

OLD = ["Ring Mrs Example's mobile on 07700 900123.", "The choir sang on Friday.", "Thank you for the cakes."]


def listed(scene: Scene) -> list[BacklogPost]:
    """The posts are put where the timeline's cursor is past them, as if they had been there when it was connected."""
    for text in OLD:
        scene.academy_says_natively(text)
    with scene.session() as session:
        session.execute(sa.text("UPDATE stream SET cursor = '99999' WHERE kind = 'timeline'"))
        session.commit()
    scene.work("backlog")
    return rows(scene, BacklogPost)


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
