"""Writing down what has to leave, and sending it. The rows are the queue; the pages never wait for a network.

What is promised: each notice is tried over each way at least once. It comes twice only where an answer was lost or a worker died
between sending and writing it down; then the number in it is the same. An alarm is tried every minute, without end, until what it
is about is settled. What was settled before it left is not sent.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.notify import recipients, words
from bot.notify.channel_models import DeliveryState, NoticeChannel, NoticeDelivery
from bot.notify.channels import note_answer
from bot.notify.digests import leaving
from bot.notify.models import Notice, Urgency
from bot.people.calendar import hours_at
from bot.people.grants import profile_at
from bot.people.models import Person
from bot.platforms.channels import LASTING, Answer, Kind, Letter
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

S, D = DeliveryState, NoticeDelivery
WAITING, OPEN = (S.WAITING, S.FAILED), (S.WAITING, S.SENDING, S.FAILED)
AT_A_TIME = {True: 32, False: 8}  # urgent, the rest: sent side by side, so that one that hangs delays nobody
ALARM_AGAIN = timedelta(minutes=1)
TRIES = 30  # about a day, with the growing waits between them; then what is not an alarm is given up, and the administrator told
SPREAD = 200  # notices in one transaction

Names = Callable[[Session, Notice], str]
"""What a notice is about, by number and place: "Comment 12 on @oakfield"."""


def due(session: Session) -> list[int]:
    """An alarm that has to leave, or a notice whose deliveries are not written yet."""
    alarm = select(D.id).where(D.urgency == Urgency.NOW, ready(D, WAITING, S.SENDING)).limit(1)
    unspread = select(Notice.id).where(col(Notice.spread_at).is_(None)).limit(1)
    return [key for key in (session.exec(alarm).first() or session.exec(unspread).first(),) if key is not None]


def due_later(session: Session) -> list[int]:
    """Something that is no alarm. Nothing while a batch is on its way, so that a dead server takes one place of the worker and no more."""
    busy = select(D.id).where(D.state == S.SENDING, D.urgency != Urgency.NOW, col(D.lease_until) > now()).limit(1)
    if session.exec(busy).first() is not None:
        return []
    waiting = select(D.id).where(D.urgency != Urgency.NOW, ready(D, WAITING, S.SENDING)).limit(1)
    return [key for key in session.exec(waiting) if key is not None]


def alarms(names: Names) -> Callable[[Session, int, Means], str]:
    """The job: write down every delivery that is missing, then send all alarms at once."""

    def run(session: Session, _key: int, means: Means) -> str:
        spread(session)
        return send(session, means, names, urgent=True)

    return run


def later(names: Names) -> Callable[[Session, int, Means], str]:
    return lambda session, _key, means: send(session, means, names, urgent=False)


def spread(session: Session) -> int:
    """One delivery for each way of each notice; the notice is marked in the same commit, so a crash repeats or has done all of it."""
    found = session.exec(select(Notice).where(col(Notice.spread_at).is_(None)).order_by(col(Notice.id)).limit(SPREAD)).all()
    made = 0
    for notice in found:
        mark = sa.update(Notice).where(col(Notice.id) == notice.id, col(Notice.spread_at).is_(None)).values(spread_at=now()).returning(col(Notice.id))
        if session.execute(mark).scalar_one_or_none() is not None and notice.read_at is None:
            made += _write(session, notice)
    session.commit()
    return made


def _write(session: Session, notice: Notice) -> int:
    there = set(session.exec(select(D.key).where(D.notice_id == notice.id)))
    ways = [(channel, person, f"{notice.id}:{channel.id}:{(person and person.id) or ''}") for channel, person in recipients.ways(session, notice)]
    fresh = [way for way in ways if way[2] not in there]
    if fresh:
        hours, moment = hours_at(session, notice.academy_id), now()
        may_wait = profile_at(session, notice.academy_id).ask_clock.value == "staffed_hours"
        for channel, person, key in fresh:
            goes = leaving(notice.urgency, recipients.choice(session, channel, person), hours, moment, may_wait=may_wait)
            session.add(
                NoticeDelivery(
                    key=key,
                    notice_id=notice.id or 0,
                    channel_id=channel.id or 0,
                    person_id=person.id if person else None,
                    urgency=notice.urgency,
                    digest=goes.digest,
                    not_before=goes.at,
                )
            )
    return len(fresh)


@dataclass
class Batch:
    """What goes into one message: one delivery, or all of a digest. Plain values, because the database is let go of while it is sent.

    `fences` are delivery -> the attempt it was claimed under.
    """

    channel_id: int
    kind: Kind
    credential: str
    email: str
    fences: dict[int, int]
    letter: Letter


def send(session: Session, means: Means, names: Names, *, urgent: bool) -> str:
    """Claim what is due, let go of the database, send side by side, and write down each answer as it comes."""
    batches = _claimed(session, names, means.doors.address, urgent=urgent)
    session.commit()
    sent = 0
    for place, answer in means.doors.notifier.post(means.vault, [(b.kind, b.credential, b.letter, b.email) for b in batches]):
        _write_down(session, batches[place], answer)
        sent += answer.sent
    return f"{sent} of {len(batches)} sent"


def _claimed(session: Session, names: Names, address: str, *, urgent: bool) -> list[Batch]:
    """Commits nothing. Those of one digest become one."""
    mine = D.urgency == Urgency.NOW if urgent else D.urgency != Urgency.NOW
    query = select(D).where(mine, ready(D, WAITING, S.SENDING)).order_by(col(D.urgency) == Urgency.ROUTINE, col(D.not_before), col(D.id))
    groups: dict[tuple[int, int | None, int], list[tuple[int, int]]] = defaultdict(list)
    for row in session.exec(query.limit(500)):
        groups[row.channel_id, row.person_id, 0 if row.digest else row.id or 0].append((row.id or 0, row.notice_id))
    found = (_batch(session, key[0], key[1], rows, names, address) for key, rows in list(groups.items())[: AT_A_TIME[urgent]])
    return [batch for batch in found if batch is not None]


def _batch(session: Session, channel_id: int, person_id: int | None, rows: list[tuple[int, int]], names: Names, address: str) -> Batch | None:
    """None where nothing is left to send: somebody else has it, it was settled meanwhile, or there is no way any more."""
    fences: dict[int, int] = {}
    taken: list[Notice] = []
    for key, notice_id in rows:
        attempt = claim(session, NoticeDelivery, key, WAITING, S.SENDING)
        if attempt is None:
            continue
        if session.get_one(Notice, notice_id).read_at is not None:
            settle(session, NoticeDelivery, key, attempt, state=S.OVERTAKEN, done_at=now())
        elif not _leads_anywhere(session, channel_id, person_id):
            settle(session, NoticeDelivery, key, attempt, state=S.GIVEN_UP, done_at=now(), last_error=words.ENDED)
        else:
            fences[key] = attempt
            taken.append(session.get_one(Notice, notice_id))
    if not fences:
        return None
    named = [(notice, names(session, notice)) for notice in taken]
    letter = words.letter(*named[0], address) if len(named) == 1 else words.digest(named, address)
    channel, person = session.get_one(NoticeChannel, channel_id), session.get(Person, person_id) if person_id else None
    return Batch(channel_id, channel.kind, channel.credential, person.email if person else "", fences, letter)


def _leads_anywhere(session: Session, channel_id: int, person_id: int | None) -> bool:
    person = session.get(Person, person_id) if person_id else None
    return session.get_one(NoticeChannel, channel_id).ended_at is None and (person is None or person.left_at is None)


def _write_down(session: Session, batch: Batch, answer: Answer) -> None:
    """What came of one message, in a transaction of its own: whoever dies now repeats at most those still on their way."""
    channel = session.get_one(NoticeChannel, batch.channel_id, with_for_update=True, populate_existing=True)
    for key, attempt in batch.fences.items():
        row = session.get_one(NoticeDelivery, key)
        notice_id, before, alarm = row.notice_id, row.failures, row.urgency is Urgency.NOW
        values = _outcome(answer, before, alarm=alarm)
        if settle(session, NoticeDelivery, key, attempt, **values) and (alarm or values["state"] is S.GIVEN_UP):
            _record(session, session.get_one(Notice, notice_id), batch.channel_id, answer, first=before == 0)
    note_answer(channel, answer)
    session.add(channel)
    session.commit()


def _outcome(answer: Answer, before: int, *, alarm: bool) -> dict[str, Any]:
    """What becomes of a delivery that failed so often before."""
    if answer.sent:
        return {"state": S.SENT, "done_at": now(), "last_error": None}
    said = {"failures": before + 1, "last_error": words.reason(answer)}
    if not alarm and (answer.trouble in LASTING or before + 1 >= TRIES):
        return said | {"state": S.GIVEN_UP, "done_at": now()}
    return said | {"state": S.FAILED, "not_before": now() + (ALARM_AGAIN if alarm else backoff(before))}


def _record(session: Session, notice: Notice, channel_id: int, answer: Answer, *, first: bool) -> None:
    """On record: that an alarm left, that it did not at the first try, and what was given up. Under the subject, whose readers it has."""
    if not answer.sent and not first and notice.urgency is Urgency.NOW:
        return
    act, outcome = (Act.NOTICE_SENT, Outcome.DONE) if answer.sent else (Act.NOTICE_FAILED, Outcome.REFUSED)
    detail: dict[str, Any] = {} if answer.sent else {"trouble": answer.trouble.value}
    subject = notice.subject or f"notice:{notice.id}"
    append(session, GATEPOST, act, subject, outcome=outcome, academy_id=notice.academy_id, notice=notice.id, channel=channel_id, **detail)
