"""What waits on Today for those who work safeguarding cases."""

from sqlmodel import Session

from bot.cases import safeguarding
from bot.cases.models import CaseState
from bot.cases.safeguarding_moves import UNANSWERED
from bot.notify.models import Urgency
from bot.people.models import Person


def lines(session: Session, me: Person) -> list[tuple[int, str, str, Urgency]]:
    """How many, the sentence, the page, how urgent."""
    rows = safeguarding.visible(session, me)
    paged = sum(case.state in UNANSWERED for case in rows)
    working = sum(case.state not in (*UNANSWERED, CaseState.CLOSED) for case in rows)
    return [
        (paged, f"Safeguarding: acknowledge {paged} new case{'' if paged == 1 else 's'} now", "/cases", Urgency.NOW),
        (working, f"Safeguarding: {working} case{'' if working == 1 else 's'} to work and close", "/cases", Urgency.SOON),
    ]
