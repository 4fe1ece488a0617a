"""Who held access to an account at a moment: what SLT is told when something happened there outside the gate."""

from sqlmodel import Session, col, select

from bot.clock import now
from bot.people.models import Grant, Person, Standing


def grant_holders(session: Session, account_id: int) -> list[str]:
    """Names, once each, of those with a live grant on the account now."""
    moment = now()
    query = (
        select(Person)
        .join(Grant, col(Grant.person_id) == col(Person.id))
        .where(Grant.account_id == account_id, Grant.standing == Standing.ACTIVE, col(Grant.starts) <= moment, col(Grant.ends) > moment)
        .order_by(Person.name)
    )
    return list(dict.fromkeys(p.name for p in session.exec(query)))
