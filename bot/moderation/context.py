"""What a comment answers: the academy's own post, or a comment stored here. The judge reads "good riddance" by it.

Asked for between the reading and the writing, with no transaction open. An own post that nobody answered before is looked up on
its network, once; where that fails the comment is judged without it, because a comment is never lost for its context.
"""

from collections.abc import Iterable, Sequence

import structlog
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.moderation.models import Reply
from bot.platforms.base import Platform, Post

log = structlog.get_logger()
LOOKED_UP = 10  # own posts in one reading: a network may need a call for each, and the reading's lease is short
LONGEST = 3_000


def parents(session: Session, account: Account, platform: Platform, posts: Sequence[Post]) -> dict[str, str]:
    """Remote id of the answered -> its words, as far as known. Leaves no transaction open."""
    texts = {post.remote_id: post.text for post in posts}  # answers within what was just read
    wanted = list(dict.fromkeys(post.parent_id for post in posts if post.parent_id))
    stored = _stored(session, account, [parent for parent in wanted if parent not in texts])
    session.commit()
    texts |= stored
    own = _own(account, platform, [parent for parent in wanted if parent not in texts][:LOOKED_UP])
    return {parent: text[:LONGEST] for parent, text in (texts | own).items()}


def _stored(session: Session, account: Account, wanted: list[str]) -> dict[str, str]:
    """Comments stored here, and own posts that an earlier comment answered."""
    mine = Reply.account_id == account.id
    said = session.exec(select(Reply.remote_id, Reply.text).where(mine, col(Reply.remote_id).in_(wanted)))
    texts = dict(said.all())
    answered = select(Reply.parent_id, Reply.parent_text).where(mine, col(Reply.parent_id).in_(wanted), Reply.parent_text != "")
    return {parent: text for parent, text in session.exec(answered.distinct()) if parent} | texts


def _own(account: Account, platform: Platform, wanted: Iterable[str]) -> dict[str, str]:
    """The academy's own; anybody else's is left out, because it is not ours to keep (invariant I7)."""
    asked = list(wanted)
    if not asked:
        return {}
    try:
        found = platform.lookup(asked)
    except Exception as problem:  # noqa: BLE001 -- judged without its context rather than not at all
        log.warning("context not found", kind=type(problem).__name__)
        return {}
    return {remote_id: post.text for remote_id, post in found.items() if post is not None and post.author_id == account.remote_id}
