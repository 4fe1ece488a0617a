"""The data protection officer's word (control C06): clear on a stated basis, refuse, or clear once something is changed.

No clearance without a person who gives a basis. What she refused or wanted changed cannot come back as it was, and comes
back to her.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.drafts.data_models import Answer, DataDecision
from bot.drafts.lifecycle import Move, SignKind, State, check_move
from bot.drafts.models import Draft
from bot.drafts.one_human import watched
from bot.drafts.routing import route, tell_author
from bot.drafts.signatures import Signing, bar_contributors, same_digest, sign
from bot.drafts.waiting import put
from bot.drafts.write import locked, void
from bot.errors import BadInput
from bot.notify.send import settled
from bot.people.grants import Place, actor, require
from bot.people.permissions import Verb

LONGEST_WORDS = 2_000


@dataclass(frozen=True)
class _Kind:
    """How one answer is recorded, what is said when its words are missing, and what its author hears."""

    act: Act
    missing: str
    void: str = ""
    told: str = ""


KINDS: dict[Answer, _Kind] = {
    Answer.CLEARED: _Kind(
        Act.DPO_CLEARED, "Say on what basis this may be public, in a few words: consent given, public already, nobody can be recognised."
    ),
    Answer.REFUSED: _Kind(
        Act.DPO_REFUSED,
        "Say why, so that the author knows what to change.",
        "refused by the data protection officer",
        "The data protection officer sent your draft back",
    ),
    Answer.WITH_CHANGES: _Kind(
        Act.DPO_CONDITIONS,
        "Say what has to be changed before this may be public.",
        "to be changed, as the data protection officer wants",
        "The data protection officer clears your draft once you have changed what they name",
    ),
}


def dpo_decide(session: Session, signing: Signing, draft_id: int, digest: str, *, clear: bool, reason: str = "") -> Draft:
    """Clear this digest on the basis given, or refuse it, and then it cannot come back unchanged (S06.3)."""
    return _decide(session, signing, draft_id, digest, Answer.CLEARED if clear else Answer.REFUSED, reason)


def clear_with_changes(session: Session, signing: Signing, draft_id: int, digest: str, condition: str) -> Draft:
    """Back to its author with what has to change. What they make of it comes to the data protection officer again."""
    return _decide(session, signing, draft_id, digest, Answer.WITH_CHANGES, condition)


def _decide(session: Session, signing: Signing, draft_id: int, digest: str, answer: Answer, words: str) -> Draft:
    me, draft, kind, words = signing.me, locked(session, draft_id), KINDS[answer], words.strip()[:LONGEST_WORDS]
    act = kind.act
    place: dict[str, Any] = {"academy_id": draft.academy_id, "reason": words}
    with watched(session, me, draft), recorded(session, actor(me), act, f"draft:{draft_id}", **place, digest=digest):
        require(session, me, Verb.CLEAR_DATA, Place(draft.academy_id))
        bar_contributors(session, me, draft, "clear the data of")
        check_move(draft.state, Move.CLEAR)
        same_digest(session, draft, digest)
        if not words:
            raise BadInput({"reason": kind.missing})
        settled(session, f"draft:{draft_id}")
        session.add(DataDecision(draft_id=draft_id, digest=draft.digest, answer=answer, words=words, by=me.id or 0))
        if answer is Answer.CLEARED:
            sign(session, signing, draft, SignKind.DPO, reason=words)
            route(session, draft, dpo=False)
        else:
            put(session, draft, State.NEEDS_CHANGES)
            draft.note = words
            draft.refused_digest = draft.digest
            void(session, draft, kind.void)
            tell_author(session, draft, kind.told)
    return draft
