"""A safeguarding case on a scene, and its clock moved by hand."""

from sqlmodel import col, select

from bot.cases.models import Case
from bot.cases.safeguarding_models import Concern
from bot.clock import now
from bot.moderation import safeguarded
from bot.moderation.models import Reply
from bot.notify.send import unread
from tests.scene import Scene

DISTRESS = "cant do this anymore, ive got the tablets ready"
CRITICISM = "Terrible communication from this school, third time this month"


def said(scene: Scene, text: str = DISTRESS) -> int:
    """Somebody answers, and it is read. The reply's id."""
    scene.someone_says(text)
    scene.work("replies")
    scene.work("hide")
    with scene.session() as session:
        return session.exec(select(Reply).where(Reply.text == text)).one().id or 0


def case(scene: Scene) -> Case:
    """The newest."""
    with scene.session() as session:
        return session.exec(select(Case).order_by(col(Case.id).desc()).limit(1)).one()


def reply(scene: Scene, key: int) -> Reply:
    with scene.session() as session:
        return session.get_one(Reply, key)


def worried(scene: Scene, by: str = "author", words: str = "He came in with bruises", about: str = "nobody", **more: object) -> Concern:
    with scene.session() as session:
        return safeguarded.raise_concern(session, scene.who(session, by), scene.academy_id, words=words, about=about, **more)  # type: ignore[arg-type]


def nobody_answers(scene: Scene) -> None:
    """The minutes are over; the next ring is told."""
    with scene.session() as session:
        row = session.exec(select(Case).order_by(col(Case.id).desc()).limit(1)).one()
        row.not_before = now()
        session.add(row)
        session.commit()
    scene.work("safeguarding")


def told(scene: Scene, who: str) -> list[str]:
    """What stands on somebody's Today about a safeguarding case."""
    with scene.session() as session:
        return [n.text for n in unread(session, scene.who(session, who)) if n.subject.startswith("case:")]
