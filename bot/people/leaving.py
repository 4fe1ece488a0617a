"""What ends in Gatepost when somebody leaves: their sign-ins, invitations, roles and permissions, in one transaction."""

from sqlmodel import Session, col, select

from bot.clock import now
from bot.errors import Refusal
from bot.people.grants import Place, require, require_everywhere, same_human, workplaces
from bot.people.models import Academy, Grant, Invitation, Person, RoleHolding, SignedIn, Standing
from bot.people.permissions import Verb


def require_wherever(session: Session, me: Person, verb: Verb, other: Person) -> None:
    """At every academy where the other works: one academy's administrator must not reach into another's people."""
    require(session, me, verb)
    for academy_id in workplaces(session, other):
        if academy_id is None:
            require_everywhere(session, me, verb)
        else:
            require(session, me, verb, Place(academy_id))


def require_recorder(session: Session, me: Person, leaver: Person) -> None:
    """Who may put somebody's leaving on record: never the leaver, under any of their sign-ins."""
    require_wherever(session, me, Verb.REVOKE, leaver)
    if same_human(me, leaver):
        raise Refusal("You cannot record your own leaving.", rule="self", next_step="Ask another administrator or a leader.")


def homes(session: Session, leaver: Person) -> list[int]:
    """The academies where they work, each by its own id."""
    at = workplaces(session, leaver)
    every = session.exec(select(Academy.id).order_by(col(Academy.id))).all()
    return [key for key in every if key is not None and (None in at or key in at)]


def end_access(session: Session, leaver: Person) -> None:
    """Commits nothing."""
    leaver.left_at = now()
    session.add(leaver)
    for signed_in in session.exec(select(SignedIn).where(SignedIn.person_id == leaver.id)):
        session.delete(signed_in)
    void_invitations(session, leaver.id or 0)
    for holding in session.exec(select(RoleHolding).where(RoleHolding.person_id == leaver.id, RoleHolding.standing != Standing.ENDED)):
        holding.standing, holding.ends = Standing.ENDED, now()
    for grant in session.exec(select(Grant).where(Grant.person_id == leaver.id, Grant.standing != Standing.ENDED)):
        grant.standing, grant.ended_reason = Standing.ENDED, "left"


def void_invitations(session: Session, person_id: int) -> None:
    """Commits nothing."""
    for old in session.exec(select(Invitation).where(Invitation.person_id == person_id, col(Invitation.used_at).is_(None))):
        old.used_at = now()
