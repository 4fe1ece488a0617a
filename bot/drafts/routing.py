"""Into the next queue, and telling its author what became of it."""

from sqlmodel import Session

from bot.drafts.lifecycle import SignKind, State
from bot.drafts.models import Draft
from bot.drafts.screening import needs_fact_check
from bot.drafts.signatures import live_signs
from bot.drafts.waiting import put
from bot.notify.send import tell_person


def route(session: Session, draft: Draft, *, dpo: bool) -> None:
    """Facts first, then data, then leadership. Commits nothing."""
    signed = {s.kind for s in live_signs(session, draft.id or 0) if s.digest == draft.digest}
    if SignKind.FACTS not in signed and needs_fact_check(session, draft):
        put(session, draft, State.SUBMITTED)
    elif dpo and SignKind.DPO not in signed:
        put(session, draft, State.WITH_DPO)
    else:
        put(session, draft, State.AWAITING_APPROVAL)


def tell_author(session: Session, draft: Draft, text: str) -> None:
    """Commits nothing."""
    tell_person(session, draft.academy_id, draft.author_id, f"{text}: {named(draft)}", f"/drafts/{draft.id}")


def named(draft: Draft) -> str:
    """The draft as a notice names it: its number and how it begins."""
    words = " ".join(draft.text.split())
    return f"draft {draft.id}, “{words[:60]}{'…' if len(words) > 60 else ''}”"
