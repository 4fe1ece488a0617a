"""What an account's own page says of its costs."""

from sqlmodel import Session

from bot.accounts import costs_budget
from bot.accounts.costs_prices import dollars
from bot.accounts.models import Account


def slowed_words(session: Session, account: Account, poll_s: int) -> str:
    """Why an account is read more rarely now; empty when it is not."""
    found = costs_budget.of(session, account)
    if found is None or found.slowed == 1:
        return ""
    minutes = max(1, round(poll_s * found.slowed / 60))
    return (
        f"This month's calls have used {found.percent}% of the budget ({dollars(found.spent)} of {dollars(found.limit)}). Because of the "
        f"budget the account's own posts and whom it follows are read every {minutes} minutes. Replies and mentions are read as always."
    )
