"""What the tests of private messages do outside: strangers write, somebody answers in the app, and a year passes."""

from sqlmodel import col, select

from bot.accounts.models import Account
from bot.moderation.messages.models import PrivateMessage, SenderBlock
from bot.people.models import Academy
from bot.platforms import practice_messages, practice_world
from tests.scene import Scene

HOMEWORK = "miss can u tell me the homework"
DISCLOSURE = "my uncle touches me at night and he said not to tell anyone"
ABUSE = "Mr Smith I know where you live and I am going to break your legs"


def arrives(scene: Scene, text: str, handle: str = "someone_new", *, read: bool = True) -> None:
    """Somebody writes to the academy; with `read`, the worker sees it."""
    with scene.session() as session:
        me = session.get_one(practice_world.PracticeAccount, scene.remote_id)
        practice_messages.write(session, practice_world.someone(session, handle), me, text)
    if read:
        looks(scene)


def answered_in_the_app(scene: Scene, text: str, handle: str = "someone_new") -> None:
    with scene.session() as session:
        me = session.get_one(practice_world.PracticeAccount, scene.remote_id)
        practice_messages.write(session, me, practice_world.someone(session, handle), text)
    looks(scene)


def looks(scene: Scene) -> None:
    """The worker looks after the account's messages, and reads them."""
    scene.work("message-guard")
    scene.reread()
    scene.work("messages")


def messages(scene: Scene) -> list[PrivateMessage]:
    with scene.session() as session:
        return list(session.exec(select(PrivateMessage).order_by(col(PrivateMessage.id))))


def newest_block(scene: Scene) -> SenderBlock:
    with scene.session() as session:
        return session.exec(select(SenderBlock).order_by(col(SenderBlock.id).desc())).first() or SenderBlock(
            academy_id=0, account_id=0, message_id=0, sender_id="", sender_handle="", reason="none"
        )


def policy(scene: Scene, name: str) -> None:
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = name
        session.commit()


def on_network(scene: Scene, name: str) -> None:
    """As if the account were on another network, which the worker cannot reach from here."""
    with scene.session() as session:
        session.get_one(Account, scene.account_id).platform = name
        session.commit()
