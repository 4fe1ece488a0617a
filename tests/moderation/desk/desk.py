"""What the tests of the desk begin with: a comment that was read, and the people who decide about it."""

from sqlmodel import select

from bot.moderation.desk import decide
from bot.moderation.models import Reply
from bot.platforms.practice_world import PracticePost
from tests.scene import Scene

THREAT = "I'm going to break that PE teacher's legs"
ABUSE = "You are all pathetic scum"
CRITICISM = "Terrible communication from this school, third time this month"


def said(scene: Scene, text: str, handle: str = "a_parent") -> int:
    """Read, judged, and where the profile says so hidden."""
    scene.someone_says(text, handle)
    scene.reread()
    scene.work("replies")
    scene.work("hide")
    return stored_by(scene, text).id or 0


def stored_by(scene: Scene, text: str) -> Reply:
    with scene.session() as session:
        return session.exec(select(Reply).where(Reply.text == text)).one()


def stored(scene: Scene, key: int) -> Reply:
    with scene.session() as session:
        return session.get_one(Reply, key)


def hidden_on_network(scene: Scene, text: str) -> bool:
    with scene.session() as session:
        return session.exec(select(PracticePost).where(PracticePost.text == text)).one().hidden


def decides(scene: Scene, name: str, key: int, decision: str, reason: str, seen: int | None = None) -> Reply:
    with scene.session() as session:
        return decide.decide(session, scene.who(session, name), key, decision, reason, seen=seen)


def called(scene: Scene, name: str, words: str) -> None:
    """Give somebody a name of their own."""
    with scene.session() as session:
        person = scene.who(session, name)
        person.name = words
        session.add(person)
        session.commit()
