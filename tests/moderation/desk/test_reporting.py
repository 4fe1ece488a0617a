"""Reporting a comment to the network's moderators: a leader asks, it is sent once, and a lost answer is not sent again by itself."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.accounts.models import Account
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import reporting
from bot.moderation.desk.reporting_models import ReplyReport, ReportState
from bot.moderation.models import Reply
from bot.platforms.mastodon_account import MastodonAccount
from tests.moderation.desk.desk import called, said
from tests.platforms.mastodon.test_mastodon_journey import ABUSE, Governed, governed, waiting
from tests.scene import Scene

__all__ = ["governed", "waiting"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
S = ReportState


def heard(governed: Governed, text: str = ABUSE) -> int:
    root = governed.published()
    there = governed.server.world.say(governed.server.world.person("a_parent@far.example"), text, to=root)
    governed.reads("replies")
    with governed.gate.session() as session:
        return session.exec(select(Reply.id).where(Reply.remote_id == there.id)).one() or 0


def ask(gate: Scene, key: int, reason: str = "threat", who: str = "slt") -> None:
    with gate.session() as session:
        reporting.ask(session, gate.who(session, who), key, reason)


def stands(gate: Scene, key: int) -> ReplyReport:
    with gate.session() as session:
        return reporting.of(session, key) or pytest.fail("nobody asked")


def again(gate: Scene) -> list[object]:
    with gate.session() as session:
        session.execute(sa.update(ReplyReport).values(not_before=now(), lease_until=now()))
        session.commit()
    return [done.result for done in gate.work("reply-report")]


def test_a_report_is_sent_once_names_nobody_and_decides_nothing(governed: Governed) -> None:
    gate, key = governed.gate, heard(governed)
    with gate.session() as session:
        before = session.get_one(Reply, key)
    with pytest.raises(BadInput):
        ask(gate, key, "criticism")
    with pytest.raises(NotFound):
        ask(gate, key, who="author")
    ask(gate, key)
    with pytest.raises(Refusal, match="reported to the network already"):
        ask(gate, key, who="slt2")
    assert again(gate) == ["sent"]
    (report,) = governed.server.world.reports
    assert report["comment"] == "Reported by the account that this was written to. Reason: threatens somebody."
    assert report["statuses"] == [before.remote_id]
    assert again(gate) == []
    with pytest.raises(Refusal, match="has been reported"):
        ask(gate, key)
    with gate.session() as session:
        after = session.get_one(Reply, key)
        assert (after.state, after.decision, after.review) == (before.state, before.decision, before.review)
    assert [len(gate.entries(act, "done")) for act in ("reply:report", "reply:reported")] == [1, 1]


@on_sqlite
def test_a_lost_answer_is_not_sent_again_until_a_leader_asks_anew(governed: Governed) -> None:
    gate, key = governed.gate, heard(governed)
    ask(gate, key)
    governed.server.fail("lost and cut", "POST", "/api/v1/reports")
    assert again(gate) == ["unsure"]
    assert again(gate) == []
    assert len(governed.server.world.reports) == 1
    ask(gate, key, "abuse", "slt2")
    governed.server.fail("busy", "POST", "/api/v1/reports")
    assert again(gate) == ["waiting"]
    assert again(gate) == ["sent"]
    assert stands(gate, key).reason_code == "abuse"


def test_a_worker_that_dies_while_sending_leaves_it_open_whether_it_arrived(governed: Governed, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, key = governed.gate, heard(governed)
    ask(gate, key)
    real: Callable[..., None] = MastodonAccount.report

    def killed(self: MastodonAccount, *given: str) -> None:
        real(self, *given)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(MastodonAccount, "report", killed)
        with pytest.raises(SystemExit):
            again(gate)
    assert stands(gate, key).state is S.SENDING
    assert again(gate) == ["unsure"]
    assert len(governed.server.world.reports) == 1


@on_sqlite
def test_whom_it_is_about_does_not_report_it_and_a_network_without_reports_says_so(scene: Scene) -> None:
    called(scene, "slt", "Jo Field")
    key = said(scene, "Mrs Jo Field is pathetic scum")
    with pytest.raises(Refusal, match="about you"):
        ask(scene, key)
    with scene.session() as session:
        session.get_one(Account, scene.account_id).platform = "x"
        session.commit()
    with pytest.raises(Refusal, match="takes no reports from a program"):
        ask(scene, key, who="slt2")
