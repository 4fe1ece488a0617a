"""What a person removed or cut off counts like what they hid (I9), and its writer is told why and may appeal (S15.2, S15.3)."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.accounts import register
from bot.clock import now, today
from bot.errors import BadInput, Refusal
from bot.moderation.desk import appeals, decide
from bot.moderation.desk.appeals_models import Appeal, AppealState
from bot.moderation.desk.wording import FOR_GOOD, why_hidden
from bot.moderation.models import Reply, Visibility
from bot.people.grants import academy
from tests.moderation.desk.desk import CRITICISM, decides, said, stored
from tests.moderation.desk.test_appeals import appeal, settle
from tests.moderation.desk.test_cutting_off import cuts, quoted, works
from tests.platforms.mastodon.test_mastodon_journey import ABUSE, Governed, governed, waiting
from tests.scene import Scene

__all__ = ["governed", "waiting"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
V = Visibility


def removed(scene: Scene, text: str = CRITICISM) -> int:
    key = said(scene, text)
    decides(scene, "slt", key, "remove", "abuse")
    with scene.session() as session:
        session.execute(sa.update(Reply).values(not_before=now()))
        session.commit()
    assert [done.result for done in scene.work("reply-removal")] == ["removed"]
    return key


def letter(session: Session, scene: Scene, key: int) -> str:
    reply = session.get_one(Reply, key)
    return why_hidden(reply, register.account(session, reply.account_id), academy(session, scene.academy_id))


def test_I9_criticism_that_a_person_removes_is_counted(scene: Scene) -> None:
    removed(scene)
    (entry,) = scene.entries("reply:decide")
    assert entry.detail["criticism_hidden"] is True


@on_sqlite
def test_I9_criticism_that_a_person_cuts_off_is_counted_and_what_is_missing_is_said_at_once(governed: Governed) -> None:
    gate = governed.gate
    key, _ = quoted(governed, "Disappointed again. The car park was chaos.")
    with gate.session() as session, pytest.raises(BadInput) as wrong:
        decide.decide(session, gate.who(session, "slt"), key, "cut_off", "criticism")
    assert list(wrong.value.fields) == ["reason_code", "sure"]
    cuts(gate, key)
    assert gate.entries("reply:decide", "done")[-1].detail["criticism_hidden"] is True


def test_S15_3_an_appeal_against_a_removal_is_upheld_by_a_second_person_and_counted_as_our_mistake(scene: Scene) -> None:
    key = removed(scene)
    with scene.session() as session:
        assert "has been removed" in letter(session, scene, key)
        assert "We remove comments that abuse or harass somebody." in letter(session, scene, key)
        assert FOR_GOOD in letter(session, scene, key)
    number = appeal(scene)
    with pytest.raises(Refusal, match="decided against this comment"):
        settle(scene, "slt", number)
    with scene.session() as session:
        row = session.get_one(Appeal, number)
        assert row.reply_id == key, "the only one of that writer out of sight"
        assert appeals.outcomes([session.get_one(Reply, key)])[AppealState.RESTORED].startswith("It was wrong. Nothing brings it back")
    assert settle(scene, "slt2", number).state is AppealState.UPHELD
    assert (stored(scene, key).state, stored(scene, key).decision) == (V.REMOVED, "remove"), "it still counts as removed"
    assert scene.entries("appeal:decide", "done")[0].detail["outcome_is"] == "upheld"
    with scene.session() as session:
        counted = appeals.counts(session, scene.academy_id, now().replace(hour=0))
    assert (counted.made, counted.restored, counted.upheld, counted.stands) == (1, 0, 1, 0)


@on_sqlite
def test_S15_3_an_appeal_stops_a_quote_from_being_cut_off_and_afterwards_says_that_it_was_wrong(governed: Governed) -> None:
    gate, world = governed.gate, governed.server.world
    key, quote = quoted(governed)
    cuts(gate, key)
    about: dict[str, Any] = {"reply_id": key, "complained_on": today()}
    settle(gate, "slt2", appeal(gate, **about))
    assert (works(gate), world.statuses[quote].quote_state) == ([], "accepted")
    assert (stored(gate, key).state, stored(gate, key).decision) == (V.VISIBLE, "leave")
    cuts(gate, key)
    assert works(gate) == ["cut off"]
    with gate.session() as session:
        words = letter(session, gate, key)
    assert "has been cut off from the post of @oak_academy@social.example that it quotes" in words
    assert "We keep our posts out of comments that abuse or harass somebody. Cut off means: The quote stays" in words
    assert FOR_GOOD in words
    assert ABUSE not in words
    assert settle(gate, "slt2", appeal(gate, **about)).state is AppealState.UPHELD
