"""What of private messages waits for one person: those on the desk, blocks to decide, and what was sent outside Gatepost."""

from sqlmodel import Session

from bot.clock import now
from bot.moderation.messages import blocks, desk, sent
from bot.moderation.messages.models import BlockState
from bot.notify.models import Urgency
from bot.people.grants import may
from bot.people.models import Person
from bot.people.permissions import Verb

Line = tuple[int, str, str, Urgency]


def lines(session: Session, me: Person) -> list[Line]:
    found: list[Line] = [
        (1, "Find out who sent a private message from the account, outside Gatepost", f"/messages/sent/{row.id}", Urgency.SOON)
        for row in sent.visible(session, me)
        if row.settled_at is None
    ]
    waiting = desk.queue(session, me)
    pressing = [row for row in waiting if row.decide_by is not None]
    late = sum(row.decide_by is not None and row.decide_by < now() for row in pressing)
    words = f"Close {len(waiting)} private {'message' if len(waiting) == 1 else 'messages'}"
    if pressing:
        words += f"; {len(pressing)} should be read first" + (f", {late} of them late" if late else "")
    found.append((len(waiting), words, "/messages", Urgency.SOON if pressing else Urgency.ROUTINE))
    if may(session, me, Verb.BLOCK_SENDERS):
        for row in blocks.visible(session, me):
            again = row.state is not BlockState.PROPOSED
            sentence = "Look again at a block that is a year old" if again else "Confirm or refuse that a sender is blocked"
            found.append((1, sentence, f"/messages/blocks/{row.id}", Urgency.ROUTINE))
    return found
