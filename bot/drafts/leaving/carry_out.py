"""The job: when the time has come, end everything at once, then see to posts and accounts; later, ask for the leaver's word.

1. `NOTIFIED` and its time passed: sign-ins, roles and permissions end and the checks are written down, in one transaction.
2. `REVOKED`: posts are held, drafts offered, custody passed on. A process that dies between the two is taken up here.
3. `CHECKING` a week later without their word: the head of people is told.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import access_review
from bot.clock import now, spoken
from bot.drafts.leaving import checks, custody, posts
from bot.drafts.leaving.moves import leaver as leaver_of
from bot.drafts.leaving.moves import move, subject
from bot.drafts.planning.models import CalendarFeed
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.leaving import end_access, homes
from bot.people.leaving_models import Leaving, LeavingState
from bot.people.models import Person
from bot.people.permissions import Role
from bot.policy.parameter import RoutedRole

WORD_DUE = timedelta(days=7)
WAITS = (LeavingState.NOTIFIED, LeavingState.REVOKED, LeavingState.CHECKING)


def due(session: Session) -> list[int]:
    rows = session.exec(select(Leaving.id).where(col(Leaving.state).in_(WAITS), col(Leaving.not_before) <= now()).order_by(col(Leaving.id)))
    return [key for key in rows if key is not None]


def run(session: Session, leaving_id: int) -> str:
    """Each step under the row's lock and in one transaction: whoever comes second finds that it is done."""
    done = []
    for step in (_revoke, _hand_over, _silent):
        row = session.get(Leaving, leaving_id, with_for_update=True, populate_existing=True)
        if row is None or row.not_before > now() or not step(session, row, leaver_of(session, row)):
            session.rollback()
            continue
        session.commit()
        done.append(row.state.value)
    return ", ".join(done) or "not due"


def _revoke(session: Session, row: Leaving, leaver: Person) -> bool:
    if row.state is not LeavingState.NOTIFIED:
        return False
    row.academy_ids = sorted({*row.academy_ids, *homes(session, leaver)})
    checks.write_down(session, row, leaver)
    end_access(session, leaver)
    _end_feed(session, leaver)
    move(session, row, LeavingState.REVOKED)
    settled(session, subject(row))
    places: list[int | None] = [*row.academy_ids]
    for academy_id in places or [None]:
        append(session, GATEPOST, Act.LEFT, f"person:{leaver.id}", academy_id=academy_id, leaving=row.id, recorded_by=row.recorded_by)
    return True


def _end_feed(session: Session, leaver: Person) -> None:
    feed = session.get(CalendarFeed, leaver.id)
    if feed is not None:
        session.delete(feed)
        append(session, GATEPOST, Act.FEED_ENDED, f"person:{leaver.id}", reason="left")


def _hand_over(session: Session, row: Leaving, leaver: Person) -> bool:
    if row.state is not LeavingState.REVOKED:
        return False
    held = posts.hold(session, leaver)
    offered = posts.offer(session, leaver)
    kept = custody.pass_on(session, row, leaver)
    access_review.over(session, leaver.id or 0)
    append(session, GATEPOST, Act.LEAVING_HELD, f"person:{leaver.id}", leaving=row.id, releases=held, drafts=offered, accounts=kept)
    move(session, row, LeavingState.ATTESTED if row.attested_at else LeavingState.CHECKING)
    row.not_before = row.leaves_at + WORD_DUE
    count = len(checks.of(session, row.id or 0))
    text = f"{leaver.name} has left. {f'{count} checks' if count != 1 else 'One check'} to do: whether they can still get in anywhere."
    for academy_id in row.academy_ids:
        if count:
            tell_roles(session, academy_id, [Role.ADMIN], text, f"/leavers/{row.id}", subject=subject(row), urgency=Urgency.SOON)
    return True


def _silent(session: Session, row: Leaving, leaver: Person) -> bool:
    """Their word did not come. It goes to the head of people (S28.3); nobody looks at anything private."""
    if row.state is not LeavingState.CHECKING or row.attested_at is not None:
        return False
    move(session, row, LeavingState.NOT_ATTESTED)
    text = (
        f"{leaver.name} left on {spoken(row.leaves_at)} and has not confirmed what the policy asks of leavers. Ask them for the signed paper. "
        "Gatepost does not look at private accounts, and nobody should."
    )
    for academy_id in row.academy_ids:
        tell_roles(session, academy_id, [RoutedRole.HEAD_OF_PEOPLE], text, f"/leavers/{row.id}", subject=subject(row), urgency=Urgency.SOON)
        append(session, GATEPOST, Act.LEAVING_SILENT, f"person:{leaver.id}", academy_id=academy_id, leaving=row.id)
    return True
