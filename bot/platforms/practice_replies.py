"""What the practice network lets the owner of a thread do about what others write in it, for good: remove it, and report it."""

from sqlmodel import Session

from bot.platforms.base import Refused, Unsupported
from bot.platforms.practice_world import PracticePost


def there(session: Session, me: int, reply_id: str) -> PracticePost:
    """A reply under an own post."""
    row = session.get(PracticePost, int(reply_id)) if reply_id.isdigit() else None
    if row is None or row.gone:
        raise Refused("The reply is no longer there.")
    root = session.get(PracticePost, row.root_id) if row.root_id else None
    if root is None or root.author_id != me:
        raise Unsupported("Only replies under the academy's own posts can be hidden.")
    return row


def stands(session: Session, reply_id: str) -> bool:
    row = session.get(PracticePost, int(reply_id)) if reply_id.isdigit() else None
    return row is not None and not row.gone


def remove(session: Session, me: int, reply_id: str) -> None:
    """One that is gone already needs nothing."""
    if stands(session, reply_id):
        row = there(session, me, reply_id)
        row.gone = row.removed = True
        session.add(row)
        session.commit()


def report(session: Session, reply_id: str, author_id: str, words: str) -> None:
    """Anything that others write, in a thread of ours or not."""
    row = session.get(PracticePost, int(reply_id)) if reply_id.isdigit() else None
    if row is None or row.gone or str(row.author_id) != author_id:
        raise Refused("There is no such reply of that writer.")
    row.reported = words
    session.add(row)
    session.commit()
