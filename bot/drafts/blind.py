"""Telling people that an account cannot be read: from then on nobody sees what is said under its posts (S13.3)."""

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Stream
from bot.accounts.streams import BLIND_AFTER
from bot.clock import spoken
from bot.notify.models import Notice, Urgency
from bot.notify.send import settled, tell_roles
from bot.people.permissions import Role


def tell(session: Session, stream_id: int) -> None:
    """After each reading: once when sight is lost, and the notice leaves everyone's page when it is back."""
    stream = session.get_one(Stream, stream_id, populate_existing=True)
    account = register.account(session, stream.account_id)
    subject = f"blind:{account.id}"
    told = session.exec(select(Notice).where(Notice.subject == subject, col(Notice.read_at).is_(None))).first() is not None
    if stream.blind_since is None and told:
        settled(session, subject)
    elif stream.blind_since is not None and not told and (account.reauthorise or stream.failures >= BLIND_AFTER):
        next_step = "An administrator must connect it again." if account.reauthorise else "Gatepost goes on trying."
        text = f"@{account.handle} cannot be read since {spoken(stream.blind_since)}: replies to it are not watched. {next_step}"
        link = f"/accounts/{account.id}"
        tell_roles(session, account.academy_id, [Role.ADMIN, Role.SLT], text, link, subject=subject, urgency=Urgency.SOON)
    session.commit()
