"""What of the comment desk waits for a leader beside the comments themselves: appeals, and what only watches and is to be looked at again."""

from sqlmodel import Session

from bot.clock import now
from bot.moderation.desk import appeals, shadow
from bot.notify.models import Urgency
from bot.people.models import Person

Line = tuple[int, str, str, Urgency]


def lines(session: Session, me: Person) -> list[Line]:
    found = appeals.for_me(session, me)
    late = sum(row.due_at < now() for row in found)
    words = "appeal" if len(found) == 1 else "appeals"
    sentence = f"Decide {len(found)} {words} against a hidden comment" + (f"; {late} should have been decided" if late else "")
    watched = shadow.to_review(session, me)
    again = f"Look again at {len(watched)} {'account or rule' if len(watched) == 1 else 'accounts or rules'} set to watch only"
    return [
        (len(found), sentence, "/appeals", Urgency.SOON if late else Urgency.ROUTINE),
        (len(watched), again, "/watch-only", Urgency.ROUTINE),
    ]
