"""Channels on a scene, and what became of the deliveries over them."""

from sqlmodel import col, select

from bot.clock import now
from bot.notify import channels
from bot.notify.channel_models import DeliveryState, NoticeChannel, NoticeDelivery
from bot.notify.models import Notice, Urgency
from bot.people.permissions import Role
from tests.scene import Scene


def webhook(scene: Scene, address: str, whom: str = "dsl", *, agreed: bool = True, person: str = "", digest: bool = False) -> int:
    typed = {"label": f"Hook for {whom or person} {address[-4:]}", "kind": "webhook", "whom": whom, "address": address}
    return added(scene, typed, agreed=agreed, person=person, digest=digest)


def added(scene: Scene, typed: dict[str, str], *, agreed: bool = True, person: str = "", digest: bool = False) -> int:
    """Added by the administrator, and agreed by the Headteacher where it has to be."""
    with scene.session() as session:
        admin, head = scene.who(session, "admin"), scene.who(session, "head")
        key = scene.people[person] if person else None
        notifier = scene.means.doors.notifier
        row = channels.add(session, admin, scene.academy_id, typed, scene.vault, notifier, person_id=key, digest=digest)
        if agreed and channels.waits_for_agreement(session, row):
            channels.agree(session, head, scene.academy_id, row.id or 0)
        return row.id or 0


def channel(scene: Scene, key: int) -> NoticeChannel:
    with scene.session() as session:
        return session.get_one(NoticeChannel, key)


def notice(scene: Scene, to: Role = Role.DSL, urgency: Urgency = Urgency.NOW, subject: str = "reply:1", link: str = "/comments/1") -> int:
    with scene.session() as session:
        row = Notice(academy_id=scene.academy_id, role=to, urgency=urgency, text="What a child wrote", link=link, subject=subject)
        session.add(row)
        session.commit()
        return row.id or 0


def deliveries(scene: Scene) -> list[NoticeDelivery]:
    with scene.session() as session:
        return list(session.exec(select(NoticeDelivery).order_by(col(NoticeDelivery.id))))


def states(scene: Scene) -> list[DeliveryState]:
    return [row.state for row in deliveries(scene)]


def hurry(scene: Scene) -> None:
    """Every wait and every lease is over."""
    with scene.session() as session:
        for row in session.exec(select(NoticeDelivery)):
            row.not_before = now()
            row.lease_until = now() if row.lease_until else None
            session.add(row)
        session.commit()
