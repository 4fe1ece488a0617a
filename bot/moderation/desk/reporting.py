"""Reporting a comment to the network's own moderators, where a network takes that from a program. A leader asks; it is sent once.

It decides nothing: what others see of the comment stays as it is until the network acts.
"""

from typing import Any

from sqlmodel import Session, select

from bot.accounts import register
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.moderation.desk.decide import HIDE_REASONS, mine
from bot.moderation.desk.reporting_models import ReplyReport, ReportState
from bot.moderation.desk.subject import require_other
from bot.moderation.models import Reply, Visibility
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import AccessLost, Busy, Platform, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import ReportsReplies
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

S = ReportState
ONCE: dict[ReportState, str] = {  # what cannot be asked for again, as the page says it
    S.WAITING: "It is reported to the network already: the worker sends it within a minute.",
    S.SENDING: "It is reported to the network already: the worker sends it at this moment.",
    S.SENT: "It has been reported to the network already.",
}


def of(session: Session, reply_id: int) -> ReplyReport | None:
    return session.exec(select(ReplyReport).where(ReplyReport.reply_id == reply_id)).first()


def ask(session: Session, me: Person, reply_id: int, reason_code: str) -> ReplyReport:
    """Have it reported. A second time is refused, unless the first one did not surely arrive."""
    reply, account = mine(session, me, reply_id)
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    with recorded(session, actor(me), Act.REPLY_REPORT_ASKED, f"reply:{reply_id}", **place, reason_code=reason_code[:20]):
        require(session, me, Verb.MODERATE, Place(account.academy_id, account.id))
        reply = session.get_one(Reply, reply_id, with_for_update=True, populate_existing=True)
        require_other(session, me, reply, account)
        can = CAPABILITIES[account.platform]
        if not can.report:
            next_step = "Open it on the network, signed in as the academy, and report it there."
            raise Refusal(f"{can.label} takes no reports from a program.", rule="report", next_step=next_step)
        if reply.state is Visibility.REMOVED:
            raise Refusal("It is gone from the network.", rule="removed", next_step="Nothing is left to report.")
        if reason_code not in HIDE_REASONS:
            raise BadInput({"report_reason": "Choose what is wrong with it: it must be one of the published house rules."})
        row = of(session, reply_id)
        if row is not None and row.state in ONCE:
            raise Refusal(ONCE[row.state], rule="already-reported", next_step="The network's moderators decide what they do. You can hide it here.")
        row = row or ReplyReport(reply_id=reply_id, account_id=account.id or 0, reason_code=reason_code, asked_by=me.id or 0)
        row.reason_code, row.asked_by, row.asked_at = reason_code, me.id or 0, now()
        row.state, row.not_before, row.failures, row.last_error = S.WAITING, now(), 0, None
        session.add(row)
    return row


def due(session: Session) -> list[tuple[int, int]]:
    rows = session.exec(select(ReplyReport).where(ready(ReplyReport, (S.WAITING,), S.SENDING)))
    return [(row.id or 0, row.account_id) for row in rows]


def run(session: Session, key: int, means: Means) -> str:
    """Send it once. Whoever died while sending may have sent it, so that one is not sent again by itself."""
    attempt = claim(session, ReplyReport, key, (S.WAITING,), S.SENDING, take_over=False)
    if attempt is None:
        return _left(session, key)
    row = session.get_one(ReplyReport, key)
    reply, account = session.get_one(Reply, row.reply_id), register.account(session, row.account_id)
    subject = f"reply:{reply.id}"
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    remote_id, author_id, words, failures = reply.remote_id, reply.author_id, worded(row.reason_code), row.failures
    session.commit()
    try:
        _send(register.open_platform(account, means.doors, means.vault), remote_id, author_id, words)
    except (Busy, AccessLost) as later:  # surely not sent
        if isinstance(later, AccessLost):
            register.access_lost(session, account.id or 0)
        until = later.until if isinstance(later, Busy) and later.until else now() + backoff(failures)
        return _settle(session, key, attempt, state=S.WAITING, failures=failures + 1, not_before=until, last_error=str(later))
    except Exception as trouble:  # noqa: BLE001 -- what is no clear no may have arrived
        state = S.REFUSED if isinstance(trouble, Refused | Unsupported) else S.UNSURE
        why = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
        append(session, GATEPOST, Act.REPLY_UNREPORTED, subject, **place, why=why, sure=state is S.REFUSED)
        return _settle(session, key, attempt, state=state, last_error=why)
    append(session, GATEPOST, Act.REPLY_REPORTED, subject, **place, report=key)
    return _settle(session, key, attempt, state=S.SENT, sent_at=now(), failures=0, last_error=None)


def _send(platform: Platform, remote_id: str, author_id: str, words: str) -> None:
    if not isinstance(platform, ReportsReplies):
        raise Unsupported("This network takes no reports from a program.")
    platform.report(remote_id, author_id, words)


def worded(reason_code: str) -> str:
    """What the network's moderators read. It names nobody."""
    return f"Reported by the account that this was written to. Reason: {HIDE_REASONS[reason_code].lower()}."


def _left(session: Session, key: int) -> str:
    """Somebody stopped while sending it."""
    attempt = claim(session, ReplyReport, key, (S.SENDING,))
    if attempt is None:
        session.rollback()
        return "not due"
    row = session.get_one(ReplyReport, key)
    account = register.account(session, row.account_id)
    why = "Gatepost was stopped while sending it."
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    append(session, GATEPOST, Act.REPLY_UNREPORTED, f"reply:{row.reply_id}", **place, why=why, sure=False)
    return _settle(session, key, attempt, state=S.UNSURE, last_error=why)


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, ReplyReport, key, attempt, **values):
        session.commit()
        return str(values["state"])
    session.rollback()
    return "lost"
