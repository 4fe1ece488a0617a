"""What waits around people: leavers, who may still do what, declarations and permissions."""

from sqlmodel import Session, col, select

from bot.cases import access_review, declarations, permissions_register
from bot.cases.declarations_models import DeclarationState, PermissionState, StaffPermission
from bot.cases.permissions_kinds import KINDS
from bot.clock import now
from bot.drafts.leaving import word
from bot.drafts.leaving.announce import OWN_PAGE
from bot.drafts.leaving.moves import OVER
from bot.notify.models import Urgency
from bot.people.grants import may
from bot.people.leaving_models import CheckState, Leaving, LeavingCheck, LeavingState
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.people.review_models import ReviewState

Line = tuple[int, str, str, Urgency]


def lines(session: Session, me: Person) -> list[Line]:
    """(count, sentence, link, urgency)."""
    return [*_own_leaving(session, me), *_declared(session, me), *_leavers(session, me), *_reviews(session, me), *_asked(session, me)]


def _own_leaving(session: Session, me: Person) -> list[Line]:
    row = word.mine(session, me)
    if row is None or row.attested_at is not None:
        return []
    return [(1, "Before you leave: confirm what the policy asks of you", OWN_PAGE, Urgency.SOON)]


def _leavers(session: Session, me: Person) -> list[Line]:
    if not may(session, me, Verb.REVOKE):
        return []
    found: list[Line] = []
    open_rows = session.exec(select(Leaving).where(col(Leaving.state).not_in(OVER)).order_by(col(Leaving.id))).all()
    for row in (each for each in open_rows if word.visible(session, me, each)):
        waiting = session.exec(select(LeavingCheck).where(LeavingCheck.leaving_id == row.id, LeavingCheck.state != CheckState.GONE)).all()
        name, link = session.get_one(Person, row.person_id).name, f"/leavers/{row.id}"
        late = any(check.due_at <= now() or check.state is CheckState.STILL_THERE for check in waiting)
        if waiting:
            words = "1 place" if len(waiting) == 1 else f"{len(waiting)} places"
            found.append(
                (len(waiting), f"Check that {name}, who left, can no longer get in: {words}", link, Urgency.SOON if late else Urgency.ROUTINE)
            )
        elif row.state is LeavingState.NOT_ATTESTED:
            found.append((1, f"Get the signed paper of {name}, who left, or close it without", link, Urgency.ROUTINE))
        elif row.state is LeavingState.ATTESTED:
            found.append((1, f"Close the leaving of {name}: everything is answered", link, Urgency.ROUTINE))
    return found


def _declared(session: Session, me: Person) -> list[Line]:
    rows = [row for row in declarations.visible(session, me) if row.declared_by != me.id and row.state is not DeclarationState.CLOSED]
    unread = [row for row in rows if row.state is DeclarationState.MADE]
    words = "a declaration" if len(unread) == 1 else f"{len(unread)} declarations"
    others = len(rows) - len(unread)
    link = f"/declarations/{unread[0].id}" if len(unread) == 1 else "/declarations"
    return [
        (len(unread), f"Read {words} made to you", link, Urgency.SOON),
        (others, f"Talk over and close {'a declaration' if others == 1 else f'{others} declarations'}", "/declarations", Urgency.ROUTINE),
    ]


def _asked(session: Session, me: Person) -> list[Line]:
    waiting = select(StaffPermission).where(StaffPermission.state == PermissionState.ASKED).order_by(col(StaffPermission.id))
    rows = [row for row in session.exec(waiting).all() if permissions_register.may_decide(session, me, row)]
    return [(1, f"Decide whether to permit: {KINDS[row.kind].label.lower()}", f"/permissions/{row.id}", Urgency.ROUTINE) for row in rows]


def _reviews(session: Session, me: Person) -> list[Line]:
    lines: list[Line] = []
    for row in access_review.mine(session, me):
        if row.state is ReviewState.OPEN:
            mine = [i for i in access_review.items(session, row.id or 0) if i.verdict is None and i.person_id != me.id]
            urgency = Urgency.SOON if row.due_at <= now() else Urgency.ROUTINE
            lines.append((len(mine), f"Keep or end who may do what: {len(mine)} to decide", "/access-review", urgency))
    return lines
