"""What the tests of police steps begin with: a threat that was read, and a member of staff whom it threatens."""

from typing import Any

from bot.cases.police_models import PoliceStep
from bot.moderation.police import asking, telling
from tests.moderation.desk.desk import THREAT, said
from tests.scene import Scene

WHY = "The writer says that they wait at the gate with a knife this afternoon."


def threat(scene: Scene) -> int:
    return said(scene, THREAT)


def ask(scene: Scene, key: int, by: str = "slt", **more: Any) -> int:
    """A leader writes down that the author of posts, whom it threatens, was asked."""
    values: dict[str, Any] = {"who": str(scene.people["author"]), "answer": "asked"} | more
    with scene.session() as session:
        return asking.ask(session, scene.who(session, by), key, **values).id or 0


def change(scene: Scene, step: int, answer: str, who: str = "slt", **more: Any) -> None:
    with scene.session() as session:
        asking.change(session, scene.who(session, who), step, answer=answer, **more)


def answer(scene: Scene, step: int, value: str, who: str = "author", words: str = "") -> None:
    with scene.session() as session:
        asking.answer_own(session, scene.who(session, who), step, answer=value, words=words)


def tell(scene: Scene, step: int, who: str = "slt", way: str = "101", **more: Any) -> None:
    with scene.session() as session:
        telling.tell(session, scene.who(session, who), step, way=way, **more)


def claim(scene: Scene, step: int, who: str = "slt", risk: str = "life", reason: str = WHY) -> None:
    with scene.session() as session:
        telling.claim_risk(session, scene.who(session, who), step, risk=risk, reason=reason)


def sign(scene: Scene, step: int, who: str) -> None:
    with scene.session() as session:
        telling.sign(session, scene.who(session, who), step)


def stands(scene: Scene, step: int) -> PoliceStep:
    with scene.session() as session:
        return session.get_one(PoliceStep, step)
