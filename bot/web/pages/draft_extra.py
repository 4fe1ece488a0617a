"""What a page says of a sensitive topic: which, who approves it too, and the clause that wants it (P16)."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.drafts.lifecycle import WORDS, ReleaseState, State
from bot.drafts.models import Draft
from bot.drafts.screening import sensitive
from bot.drafts.screens.base import Finding
from bot.people.directory import OUTSIDE
from bot.people.directory import WORDS as ROLES
from bot.people.grants import profile_at

SHOWN = (State.SUBMITTED, State.CHECKING, State.WITH_DPO, State.AWAITING_APPROVAL, State.AWAITING_EXTRA)


@dataclass(frozen=True)
class Extra:
    topics: str
    messages: list[str]
    who: str
    instead: str  # said where the policy's role is outside Gatepost
    clause: str


def extra(session: Session, draft: Draft, found: list[Finding]) -> Extra | None:
    """None where no topic of the profile's list is in it, and once it is decided."""
    topics = sensitive(session, draft, found)
    if not topics or draft.state not in SHOWN:
        return None
    profile = profile_at(session, draft.academy_id)
    role, listed = profile.extra_approver, profile.extra_approval_topics
    outside = role.value in OUTSIDE
    return Extra(
        ", ".join(sorted({f.topic.replace("_", " ") for f in topics})),
        list(dict.fromkeys(f.message for f in topics)),
        f"the {profile.head_word}" if outside or role.value.value == "head" else ROLES[role.value].lower(),
        f"The policy names the {ROLES[role.value].lower()}, who does not use Gatepost." if outside else "",
        listed.clause if listed.stated else "",
    )


def state_words(session: Session, draft: Draft, state: State | ReleaseState) -> str:
    """Where it is, with the school's own word for its Headteacher."""
    words = WORDS[state]
    return words.replace("Headteacher", profile_at(session, draft.academy_id).head_word) if state is State.AWAITING_EXTRA else words
