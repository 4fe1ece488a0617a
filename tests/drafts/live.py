"""The live account as the watch sees it: for the tests of stray posts."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.clock import now
from bot.drafts import strays
from bot.drafts.models import Stray
from bot.platforms import practice_world as world
from tests.scene import Scene

NATIVE = "Buy tickets from me, cash only."


def found(scene: Scene) -> list[Stray]:
    with scene.session() as session:
        return list(session.exec(select(Stray).order_by("id")))


def read(scene: Scene) -> None:
    scene.reread()
    scene.work("timeline")


def decide(scene: Scene, name: str, decision: str, reason: str = "Sent from the telephone by mistake.") -> None:
    key = found(scene)[0].id or 0
    with scene.session() as session:
        strays.decide(session, scene.who(session, name), key, decision, reason)


def post(session: Session) -> world.PracticePost:
    return session.exec(select(world.PracticePost)).one()


def published(scene: Scene) -> int:
    key = scene.approved()
    scene.sweep()
    assert scene.release(key).state == "verified"
    return key


def seen_long_ago(scene: Scene) -> None:
    with scene.session() as session:
        for stray in session.exec(select(Stray)):
            stray.seen_at = now() - timedelta(minutes=16)
            session.add(stray)
        session.commit()


def again(scene: Scene) -> None:
    with scene.session() as session:
        for stray in session.exec(select(Stray)):
            stray.not_before = now()
            session.add(stray)
        session.commit()
    scene.work("remove")
