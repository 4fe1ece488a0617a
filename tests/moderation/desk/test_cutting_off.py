"""A quote on Mastodon is cut off by a leader who knows that it cannot be undone: never by the machine, and read back (I6, I8)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.accounts import register
from bot.cases import evidence
from bot.cases.models import Task
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.moderation import safeguarded
from bot.moderation.crowd import repeat
from bot.moderation.desk import by_hand, decide, for_good
from bot.moderation.desk import undo as desk_undo
from bot.moderation.models import Reply, Visibility
from bot.platforms.able.mastodon import AFTER_BLOCK
from bot.web.pages.account_words import abilities
from bot.web.pages.comment_rows import card, effect, hints
from tests.moderation.desk.desk import decides, stored
from tests.platforms.mastodon.test_mastodon_journey import ABUSE, Governed, governed, waiting
from tests.scene import Scene

__all__ = ["governed", "waiting"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
V = Visibility
CUT = for_good.CUT_OFF


def quoted(governed: Governed, text: str = ABUSE) -> tuple[int, str]:
    """(comment, its number on the server): somebody quotes an own post."""
    own = governed.published()
    world = governed.server.world
    quote = world.say(world.person("stranger@elsewhere.example"), text, quotes=own).id
    governed.reads("replies")
    governed.gate.work("hide")
    with governed.gate.session() as session:
        return session.exec(select(Reply.id).where(Reply.remote_id == quote)).one() or 0, quote


def cuts(gate: Scene, key: int, *, sure: bool = True) -> None:
    with gate.session() as session:
        decide.decide(session, gate.who(session, "slt"), key, "cut_off", "abuse", sure=sure)


def works(gate: Scene, job: str = "reply-removal") -> list[object]:
    """The time to take it back is over."""
    with gate.session() as session:
        session.execute(sa.update(Reply).values(not_before=now() - timedelta(seconds=1), lease_until=None))
        session.commit()
    return [done.result for done in gate.work(job)]


def test_I6_a_quote_is_cut_off_once_a_leader_is_sure_and_nothing_brings_it_back(governed: Governed) -> None:
    gate, statuses = governed.gate, governed.server.world.statuses
    key, quote = quoted(governed)
    assert statuses[quote].quote_state == "accepted", "the machine does nothing that cannot be undone"
    with gate.session() as session:
        reply = session.get_one(Reply, key)
        account = register.account(session, gate.account_id)
        assert "cut_off" in decide.choices(reply, account)
        assert "cannot be undone on Mastodon" in hints(reply, account)["cut_off"]
    with pytest.raises(BadInput) as wrong:
        cuts(gate, key, sure=False)
    assert wrong.value.fields.keys() == {"sure"}
    cuts(gate, key)
    assert gate.work("reply-removal") == [], "it can be taken back for two minutes"
    with gate.session() as session:
        desk_undo.undo(session, gate.who(session, "slt"), key)
    assert (works(gate), statuses[quote].quote_state) == ([], "accepted")

    gate.work("hide")
    cuts(gate, key)
    assert works(gate) == ["cut off"]
    assert statuses[quote].quote_state == "revoked"
    reply = stored(gate, key)
    assert (reply.state, reply.read_back) == (V.CUT_OFF, True)
    with gate.session() as session:
        shown = card(session, reply)
        assert (shown.seen, "no longer shows the academy's post" in shown.seen_words) == ("Cut off", True)
        assert effect(reply) == "Decided: cut it off from the academy's post. It no longer shows the academy's post."
        assert len(evidence.of(session, f"reply:{key}")) == 1
        assert decide.choices(reply, register.account(session, gate.account_id)) == {}
    (entry,) = gate.entries("reply:hidden")
    assert (entry.detail["now"], entry.detail["decided_by"]) == ("cut off", gate.people["slt"])
    with gate.session() as session, pytest.raises(Refusal, match="cut off for good"):
        desk_undo.undo(session, gate.who(session, "slt"), key)
    with pytest.raises(Refusal, match="cut off for good"):
        decides(gate, "slt2", key, "leave", "not_abuse")


@on_sqlite
def test_a_no_becomes_a_task_that_ends_it(governed: Governed) -> None:
    gate, server = governed.gate, governed.server
    key, quote = quoted(governed)
    cuts(gate, key)
    server.world.version = (4, 4)  # where quotes cannot be cut off
    assert works(gate) == ["cannot hide"]
    with gate.session() as session:
        task = session.exec(select(Task).where(Task.title == CUT.task)).one()
        assert any("Remove my post" in step for step in task.steps)
        server.world.statuses[quote].quote_state = "revoked"
        by_hand.finish(session, gate.who(session, "slt"), task.id or 0)
    assert stored(gate, key).state is V.CUT_OFF
    with gate.session() as session:
        assert card(session, stored(gate, key)).seen_words.startswith("Cut off by hand by Senior leadership")
    assert works(gate, "reply-by-hand") == ["read back"]


@on_sqlite
def test_an_answer_that_is_no_quote_is_not_offered_it_and_the_safeguarding_lead_stops_it(governed: Governed) -> None:
    gate = governed.gate
    key, quote = quoted(governed, "Disappointed again. The car park was chaos.")
    world = governed.server.world
    world.say(world.person("a_parent"), ABUSE, to=world.statuses[quote].quotes)
    governed.reads("replies")
    with gate.session() as session:
        other = session.exec(select(Reply).where(Reply.text == ABUSE)).one()
        assert "cut_off" not in decide.choices(other, register.account(session, gate.account_id))
    cuts(gate, key)
    with gate.session() as session:
        lead = gate.who(session, "slt")
        safeguarded.raise_concern(session, lead, gate.academy_id, words="A pupil wrote this.", about="nobody", link=f"reply:{key}")
    assert works(gate) == []
    assert world.statuses[quote].quote_state == "accepted"


def test_who_blocks_on_mastodon_reads_first_that_gatepost_no_longer_sees_them() -> None:
    steps = repeat.steps(Reply(url="https://social.example/1", repeats=3), "mastodon")  # type: ignore[call-arg]
    assert steps[1] == AFTER_BLOCK
    assert any(AFTER_BLOCK in one.words for one in abilities("mastodon"))
    assert any("cannot be undone on Mastodon" in one.words for one in abilities("mastodon"))
    assert not any("no longer sees" in one.words for one in abilities("bluesky"))
