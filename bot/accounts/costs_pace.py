"""Reading more rarely as a month's budget nears its end, and never what keeps children safe."""

from sqlmodel import Session

from bot.accounts import costs
from bot.accounts.models import Account, StreamKind

SAFEGUARDING = frozenset({StreamKind.REPLIES, StreamKind.MESSAGES})


def times(session: Session, account: Account, kind: StreamKind) -> int:
    """How many times its usual interval a stream waits. The search of own threads, inside the replies, slows by `Ledger.slowed`."""
    if kind in SAFEGUARDING or account.id is None:
        return 1
    return costs.slowed(session, account.id, account.platform)
