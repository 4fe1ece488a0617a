"""What one person chose for the notices that reach them and can wait: quiet hours, and one by one or twice a day."""

from datetime import time

from sqlmodel import Session, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput
from bot.notify.channel_models import NoticePreference
from bot.people.grants import actor, require
from bot.people.models import Person
from bot.people.permissions import Verb


def of(session: Session, person_id: int) -> NoticePreference:
    """As chosen, or what holds where nobody chose: at once, and no quiet hours."""
    found = session.exec(select(NoticePreference).where(NoticePreference.person_id == person_id)).first()
    return found or NoticePreference(person_id=person_id)


def choose(session: Session, me: Person, how: str, quiet_from: str, quiet_until: str) -> NoticePreference:
    """Times as a `time` field sends them ("21:30"), London time; both or neither."""
    with recorded(session, actor(me), Act.NOTICES_CHOSEN, f"person:{me.id}") as note:
        require(session, me, Verb.CHOOSE_NOTICES)
        wrong: dict[str, str] = {} if how in ("at_once", "digest") else {"how": "Choose how you get what can wait."}
        times = {name: _time(text) for name, text in {"quiet_from": quiet_from, "quiet_until": quiet_until}.items()}
        wrong |= {name: "Enter a time like 21:30." for name, (_, fine) in times.items() if not fine}
        begins, ends = times["quiet_from"][0], times["quiet_until"][0]
        if not wrong and (begins is None) != (ends is None):
            wrong["quiet_until" if ends is None else "quiet_from"] = "Enter both times, or neither."
        if not wrong and begins is not None and begins == ends:
            wrong["quiet_until"] = "Quiet hours that end when they begin would be none, or the whole day. Choose another time."
        if wrong:
            raise BadInput(wrong)
        row = of(session, me.id or 0)
        row.digest, row.quiet_from, row.quiet_until = how == "digest", begins, ends
        session.add(row)
        note.detail.update(digest=row.digest, quiet=begins is not None)
    return row


def _time(text: str) -> tuple[time | None, bool]:
    """The time, and whether the text was one (or nothing)."""
    if not text.strip():
        return None, True
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None), True
    except ValueError:
        return None, False
