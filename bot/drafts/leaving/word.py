"""The leaver's word: given on their own page before they leave, or on a signed paper that the office saw afterwards."""

from datetime import date, timedelta

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now, today
from bot.drafts.leaving import checks
from bot.drafts.leaving.moves import leaver as leaver_of
from bot.drafts.leaving.moves import locked, move, of_person, subject
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled
from bot.people.grants import Place, academies, actor, may, profile_at, require
from bot.people.leaver_duty import clauses, sentences
from bot.people.leaving import require_recorder
from bot.people.leaving_models import Leaving, LeavingState
from bot.people.models import Person
from bot.people.permissions import Verb

OLDEST_PAPER = timedelta(days=366)


def mine(session: Session, me: Person) -> Leaving | None:
    """My own leaving, while it is still to come."""
    row = of_person(session, me.id or 0)
    return row if row is not None and row.state is LeavingState.NOTIFIED else None


def duty(session: Session, row: Leaving) -> tuple[list[str], list[str]]:
    """What is to be confirmed, and the clauses behind it."""
    profiles = [profile_at(session, key) for key in row.academy_ids]
    return sentences(profiles), clauses(profiles)


def confirm(session: Session, me: Person, *, agreed: bool) -> Leaving:
    """Nobody can do this for somebody else."""
    row = mine(session, me)
    if row is None:
        raise NotFound("Nothing is on record about your leaving.")
    row = locked(session, row.id or 0)
    with recorded(session, actor(me), Act.LEAVING_ATTESTED, f"person:{me.id}", leaving=row.id) as note:
        if row.attested_at is not None:
            raise Refusal("You have confirmed this already.", rule="already-decided")
        if not agreed:
            raise BadInput({"agreed": "Tick the box if you confirm it. If you cannot, talk to the office before you leave."})
        row.attested_at, row.attested_text = now(), "\n".join(duty(session, row)[0])
        note.detail |= {"text": row.attested_text, "how": "own page"}
        session.add(row)
        settled(session, subject(row))
    return row


def paper(session: Session, me: Person, leaving_id: int, signed_on: date | None) -> Leaving:
    """The office saw the signed paper, after they left; it comes late too."""
    row = locked(session, leaving_id)
    leaver = leaver_of(session, row)
    with recorded(session, actor(me), Act.LEAVING_ATTESTED, f"person:{leaver.id}", leaving=leaving_id) as note:
        require_office(session, me, row, leaver)
        if row.attested_at is not None:
            raise Refusal("Their word is on record already.", rule="already-decided")
        if row.state in (LeavingState.NOTIFIED, LeavingState.REVOKED):
            raise Refusal("They have not left yet, so they confirm it themselves.", rule="move", next_step="They find it on their Today page.")
        if signed_on is None:
            raise BadInput({"signed_on": "Enter the date on the signed paper."})
        if signed_on > today() or signed_on < today() - OLDEST_PAPER:
            raise BadInput({"signed_on": "Enter the date on the signed paper: today or earlier, and within the last year."})
        move(session, row, LeavingState.ATTESTED)
        row.attested_at, row.attested_text = now(), "\n".join(duty(session, row)[0])
        row.paper_date, row.paper_seen_by = signed_on, me.id
        note.detail |= {"text": row.attested_text, "how": "paper", "signed_on": signed_on}
        settled(session, subject(row))
    return row


def close(session: Session, me: Person, leaving_id: int) -> Leaving:
    """When every check was answered. Their missing word does not keep it open for ever: that it is missing stays on record."""
    row = locked(session, leaving_id)
    leaver = leaver_of(session, row)
    with recorded(session, actor(me), Act.LEAVING_CLOSED, f"person:{leaver.id}", leaving=leaving_id) as note:
        require_office(session, me, row, leaver)
        left = checks.unanswered(session, leaving_id)
        if left:
            raise Refusal(
                f"{left} {'check is' if left == 1 else 'checks are'} not answered with “gone” yet.",
                rule="checks-open",
                next_step="Look at each on the network itself, then answer it. This cannot close on an assumption.",
            )
        note.detail["attested"] = row.attested_at is not None
        move(session, row, LeavingState.CLOSED)
        row.closed_by, row.closed_at = me.id, now()
        settled(session, subject(row))
    return row


def require_office(session: Session, me: Person, row: Leaving, leaver: Person) -> None:
    """After they left their roles are gone, so the academies of the row count."""
    require_recorder(session, me, leaver)
    for academy_id in row.academy_ids:
        require(session, me, Verb.REVOKE, Place(academy_id))


def visible(session: Session, me: Person, row: Leaving) -> bool:
    """To those who may see to it, and never to the leaver."""
    homes = {home.id for home in academies(session, me) if home.id is not None and may(session, me, Verb.REVOKE, Place(home.id))}
    return row.person_id != me.id and bool(homes & set(row.academy_ids) or (homes and not row.academy_ids))
