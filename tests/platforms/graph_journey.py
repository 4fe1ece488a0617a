"""What the journeys over Facebook and Instagram have in common: the account proposed and approved, and a comment's whole way."""

from datetime import timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import select

from bot.accounts import register
from bot.accounts.models import Stream
from bot.audit.verify import verify
from bot.cases import evidence
from bot.clock import now
from bot.drafts.models import Stray
from bot.moderation.desk.decide import decide
from bot.moderation.models import Reply, Visibility
from tests import scene as scenes

ABUSE = "You are a useless waste of space and I will find you and break your legs."
CRITICISM = "Disappointed again. The car park was chaos and nobody answers the phone."


class Seen(Protocol):
    """The stand-in, as far as others see it."""

    comments: dict[str, dict[str, object]]

    def visible(self, remote_id: str) -> bool: ...


def proposed(scene: scenes.Scene, platform: str) -> None:
    """By an author, approved by the Headteacher, and not connected yet."""
    with scene.session() as session:
        row = register.propose(
            session,
            scene.who(session, "author"),
            academy_id=scene.academy_id,
            platform=platform,
            handle="oakacademy",
            purpose="News for families of Academy A: events, closures, achievements",
            official_email="office@academy-a.example.sch.uk",
            custodian_ids=[scene.people["author"], scene.people["admin"]],
        )
        scene.account_id = row.id or 0
        register.decide(session, scene.who(session, "head"), scene.account_id, "approve")
        for name, verbs in scenes.GRANTS.items():
            session.add_all([scenes.grant(scene, name, scene.account_id, verb) for verb in verbs])
        session.commit()


def reply(gate: scenes.Scene, remote_id: str) -> Reply:
    with gate.session() as session:
        return session.exec(select(Reply).where(Reply.remote_id == remote_id)).one()


def decided(gate: scenes.Scene, remote_id: str, decision: str, reason: str) -> None:
    key = reply(gate, remote_id).id or 0
    with gate.session() as session:
        decide(session, gate.who(session, "slt"), key, decision, reason)


def hidden_shown_again_and_removed(gate: scenes.Scene, world: Seen, abuse: str, criticism: str, secret: str) -> None:
    """The worker hides, a leader shows it again and then has it removed; each is read back, and the record is whole."""
    assert (world.visible(abuse), world.visible(criticism)) == (True, True)
    gate.reread()
    gate.work("replies")
    gate.work("hide")
    assert (world.visible(abuse), world.visible(criticism)) == (False, True)
    hidden = reply(gate, abuse)
    assert (hidden.state, hidden.read_back, hidden.machine_hid) == (Visibility.HIDDEN, True, True)
    with gate.session() as session:
        (kept,) = evidence.of(session, f"reply:{hidden.id}")
        assert kept.content["text"] == ABUSE
        assert secret not in str(kept.content)
    decided(gate, abuse, "restore", "misread")
    gate.work("hide")
    assert world.visible(abuse)
    gate.reread()
    gate.work("replies", "hide", "timeline", "following")
    assert world.visible(abuse), "what a person showed again is not hidden again"

    decided(gate, abuse, "remove", "abuse")
    assert gate.work("reply-removal") == [], "it can be taken back for two minutes"
    with gate.session() as session:
        session.execute(sa.update(Reply).values(not_before=now() - timedelta(seconds=1)))
        session.commit()
    assert [done.result for done in gate.work("reply-removal")] == ["removed"]
    assert (abuse in world.comments, criticism in world.comments) == (False, True)
    assert (reply(gate, abuse).state, reply(gate, abuse).read_back) == (Visibility.REMOVED, True)
    with gate.session() as session:
        assert len(evidence.of(session, f"reply:{hidden.id}")) == 1
        assert {stream.last_error for stream in session.exec(select(Stream).where(Stream.account_id == gate.account_id))} == {None}
        assert session.exec(select(Stray).where(Stray.account_id == gate.account_id)).all() == []
        assert verify(session, gate.vault, gate.settings.seal_file).whole
