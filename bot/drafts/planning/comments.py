"""Comments on drafts: said by whoever may comment there, dealt with by the author or whoever said it.

A comment is no signature and no change: the digest stays, no sign-off is voided, and who commented may still sign.
"""

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.models import Draft
from bot.drafts.planning.models import DraftComment
from bot.drafts.planning.plain import said
from bot.drafts.routing import named
from bot.drafts.turns import draft_for
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Notice
from bot.notify.send import settled, tell_person
from bot.people.grants import Place, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST, LONGEST_QUOTE, MOST = 2_000, 500, 200


def of_draft(session: Session, draft_id: int) -> list[DraftComment]:
    """Oldest first, as a conversation is read."""
    return list(session.exec(select(DraftComment).where(DraftComment.draft_id == draft_id).order_by(col(DraftComment.id))))


def open_on(session: Session, draft_id: int) -> int:
    """How many nobody has dealt with yet."""
    return sum(row.resolved_at is None for row in of_draft(session, draft_id))


def add(session: Session, me: Person, draft_id: int, text: str, quote: str = "") -> DraftComment:
    """Say something about a draft, or about a few words of it. Its words never reach the record, because a child's name may be in them."""
    draft = draft_for(session, me, draft_id)
    with recorded(session, actor(me), Act.COMMENTED, subject(draft_id), academy_id=draft.academy_id) as note:
        require(session, me, Verb.COMMENT_DRAFTS, Place(draft.academy_id))
        words = said("text", text, LONGEST, "Write what you want to say about the draft.")
        about = said("quote", quote, LONGEST_QUOTE)
        if about and _flat(about) not in _flat(draft.text):
            raise BadInput({"quote": "These words do not stand in the text. Copy them exactly, or leave this empty."})
        earlier = of_draft(session, draft_id)
        if len(earlier) >= MOST:
            raise BadInput({"text": f"There are {MOST} comments on this draft already. Talk to each other, then change the draft."})
        row = DraftComment(draft_id=draft_id, person_id=me.id or 0, version=draft.version, text=words, quote=about)
        session.add(row)
        session.flush()
        note.detail.update(comment=row.id, length=len(words), mark=_mark(session, row), about_words=bool(about))
        _tell(session, me, draft, {draft.author_id, *(each.person_id for each in earlier)})
    return row


def settle(session: Session, me: Person, draft_id: int, comment_id: int, *, resolved: bool) -> DraftComment:
    """Mark a comment as dealt with, or open it again: for the draft's author and for whoever said it."""
    draft = draft_for(session, me, draft_id)
    row = session.get(DraftComment, comment_id, with_for_update=True, populate_existing=True)
    if row is None or row.draft_id != draft_id:
        raise NotFound("That comment is not here.")
    with recorded(session, actor(me), Act.COMMENT_SETTLED, subject(draft_id), academy_id=draft.academy_id, comment=row.id, resolved=resolved):
        require(session, me, Verb.COMMENT_DRAFTS, Place(draft.academy_id))
        if not may_settle(me, draft, row):
            raise Refusal(
                "Only the author of the draft or whoever wrote the comment can say that it is dealt with.",
                rule="comment",
                next_step="Write a comment of your own.",
            )
        row.resolved_at, row.resolved_by = (now(), me.id) if resolved else (None, None)
        session.add(row)
        session.flush()
        if open_on(session, draft_id) == 0:
            settled(session, _notice(draft_id))
    return row


def may_settle(me: Person, draft: Draft, row: DraftComment) -> bool:
    return me.id in (draft.author_id, row.person_id)


def still_there(draft: Draft, row: DraftComment) -> bool:
    """Whether the words a comment is about still stand in the text."""
    return not row.quote or _flat(row.quote) in _flat(draft.text)


def subject(draft_id: int) -> str:
    return f"draft:{draft_id}"


def _notice(draft_id: int) -> str:
    return f"draft-comments:{draft_id}"


def _flat(text: str) -> str:
    """A browser copies a line end as a space."""
    return " ".join(text.split())


def _mark(session: Session, row: DraftComment) -> str:
    """A keyed mark: it proves which words were said, and nobody can try names against it."""
    vault = session.info.get("vault")
    return vault.seal("comment", row.draft_id, row.person_id, row.text) if vault else ""


def _tell(session: Session, me: Person, draft: Draft, people: set[int]) -> None:
    """Once: who has not read the last notice about this conversation gets no second one."""
    about = _notice(draft.id or 0)
    waiting = set(session.exec(select(Notice.person_id).where(Notice.subject == about, col(Notice.read_at).is_(None))))
    for person_id in sorted(people - waiting - {me.id or 0}):
        if may(session, session.get_one(Person, person_id), Verb.READ_DRAFTS, Place(draft.academy_id)):
            text = f"{me.name} commented on {named(draft)}"
            tell_person(session, draft.academy_id, person_id, text, f"/drafts/{draft.id}/comments", subject=about)
