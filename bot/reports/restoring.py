"""What everybody reads while a database that was put back sends nothing, and what leaders have to do about it."""

from sqlmodel import Session

from bot.clock import spoken
from bot.drafts import reconcile


def banner(session: Session) -> str:
    """The sentence on every page; empty when nothing was put back."""
    row = reconcile.standing(session)
    if row is None:
        return ""
    return f"Gatepost was put back from a backup of {spoken(row.backup_at)}. Nothing goes out until leaders have looked at each account."


def left(session: Session) -> int:
    """How many accounts are not accounted for yet; 1 when only the end of the mode is left to press."""
    row = reconcile.standing(session)
    return max(1, len(reconcile.open_accounts(session, row))) if row is not None else 0
