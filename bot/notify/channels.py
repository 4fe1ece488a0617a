"""Keeping the channels of an academy: an administrator adds one, and a second person agrees where alarms can go over it.

The address is locked away in the same breath and never shown, recorded or logged; a mistake in it is said in words without it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.notify import recipients, words
from bot.notify.channel_models import NoticeChannel
from bot.notify.models import Notice, Urgency
from bot.people.directory import WORDS
from bot.people.grants import Place, academy, actor, may, require, roles, same_human
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.channels import Answer, Kind
from bot.policy.parameter import RoutedRole
from bot.secrets import Vault

if TYPE_CHECKING:
    from bot.platforms.notifier import Notifier

LONGEST = 80
EVERYBODY, PERSON = "everybody", "person"
SECRETS = ("server", "port", "sender", "recipient", "user", "password", "address")


def add(
    session: Session,
    me: Person,
    academy_id: int,
    typed: Mapping[str, str],
    vault: Vault,
    notifier: "Notifier",
    *,
    person_id: int | None = None,
    digest: bool = False,
) -> NoticeChannel:
    """`typed` holds label, kind, whom (everybody, person, or a role) and the fields of the kind. A wrong one changes nothing."""
    with recorded(session, actor(me), Act.CHANNEL_ADDED, f"academy:{academy_id}", academy_id=academy_id) as note:
        require(session, me, Verb.KEEP_CHANNELS, Place(academy_id))
        academy(session, academy_id)
        given = {name: value for name in SECRETS if (value := typed.get(name, ""))}
        whom, label = typed.get("whom", ""), " ".join(typed.get("label", "").split())
        wrong = {**_wrong(session, academy_id, label, typed.get("kind", ""), whom, person_id)}
        if "kind" not in wrong:
            wrong |= _address_faults(notifier, Kind(typed["kind"]), given, whom)
        if wrong:
            raise BadInput(wrong)
        kind = Kind(typed["kind"])
        row = NoticeChannel(
            academy_id=academy_id,
            label=label,
            kind=kind,
            credential=vault.lock(given),
            shown=notifier.shown(kind, given),
            role=RoutedRole(whom) if whom not in (EVERYBODY, PERSON) else None,
            person_id=person_id if whom == PERSON else None,
            digest=digest and whom not in (EVERYBODY, PERSON),
            added_by=me.id or 0,
        )
        session.add(row)
        session.flush()
        note.subject = f"channel:{row.id}"
        note.detail.update(kind=kind.value, whom=whom, person=row.person_id)
        _open_alarms_again(session, row)
    return row


def _wrong(session: Session, academy_id: int, label: str, kind: str, whom: str, person_id: int | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not label or len(label) > LONGEST or "://" in label:
        wrong["label"] = f"Give it a name of your own, up to {LONGEST} characters and without the address, such as “Office channel in Teams”."
    elif any(channel.label.casefold() == label.casefold() for channel in recipients.live(session, academy_id)):
        wrong["label"] = "Another channel of this academy has this name. Choose one that tells them apart."
    if kind not in set(Kind):
        wrong["kind"] = "Choose how the notices are sent."
    if whom not in (EVERYBODY, PERSON) and whom not in set(RoutedRole):
        wrong["whom"] = "Choose for whom it is."
    if whom == EVERYBODY and kind in set(Kind) and kind != Kind.EMAIL:
        wrong["whom"] = "Only email reaches everybody at their own address. Choose one role, or one person."
    if whom == PERSON:
        person = session.get(Person, person_id) if person_id else None
        if person is None or not roles(session, person, academy_id):
            wrong["person_id"] = "Choose somebody who works at this academy."
    return wrong


def _address_faults(notifier: "Notifier", kind: Kind, given: Mapping[str, str], whom: str) -> dict[str, str]:
    if whom == EVERYBODY and given.get("recipient"):
        return {"recipient": "Leave this empty: each person is written to at their own address."}
    return notifier.faults(kind, given, each=whom == EVERYBODY)


def channel(session: Session, academy_id: int, channel_id: int) -> NoticeChannel:
    found = session.get(NoticeChannel, channel_id)
    if found is None or found.academy_id != academy_id:
        raise NotFound("That channel is not here.")
    return found


def waits_for_agreement(session: Session, row: NoticeChannel) -> bool:
    return row.ended_at is None and not recipients.usable(session, row)


def may_agree(session: Session, me: Person, row: NoticeChannel) -> bool:
    """A leader whose word counts, and not whoever added it."""
    other = not same_human(me, session.get_one(Person, row.added_by))
    return other and waits_for_agreement(session, row) and may(session, me, Verb.AGREE_CHANNEL, Place(row.academy_id))


def agree(session: Session, me: Person, academy_id: int, channel_id: int) -> NoticeChannel:
    """From now on alarms may go over it."""
    row = channel(session, academy_id, channel_id)
    with recorded(session, actor(me), Act.CHANNEL_AGREED, f"channel:{channel_id}", academy_id=academy_id):
        require(session, me, Verb.AGREE_CHANNEL, Place(academy_id))
        row = session.get_one(NoticeChannel, channel_id, with_for_update=True, populate_existing=True)
        if same_human(me, session.get_one(Person, row.added_by)):
            raise Refusal("You added this channel, so somebody else agrees to it.", rule="self-benefit", next_step="Ask the other leader.")
        if not waits_for_agreement(session, row):
            raise Refusal("This channel does not wait for anybody's agreement.", rule="already-decided")
        row.agreed_by, row.agreed_at = me.id, now()
        session.add(row)
        session.flush()
        _open_alarms_again(session, row)
    return row


def end(session: Session, me: Person, academy_id: int, channel_id: int) -> NoticeChannel:
    """Nothing goes over it from now on, and its address is forgotten. The row stays, for what was sent over it."""
    row = channel(session, academy_id, channel_id)
    with recorded(session, actor(me), Act.CHANNEL_ENDED, f"channel:{channel_id}", academy_id=academy_id):
        require(session, me, Verb.KEEP_CHANNELS, Place(academy_id))
        row = session.get_one(NoticeChannel, channel_id, with_for_update=True, populate_existing=True)
        if row.ended_at is not None:
            raise Refusal("This channel was ended already.", rule="already-decided")
        row.ended_at, row.ended_by, row.credential = now(), me.id, ""
        row.failing_since, row.trouble = None, ""
        session.add(row)
    return row


def test(session: Session, me: Person, academy_id: int, channel_id: int, vault: Vault, notifier: "Notifier", address: str) -> Answer:
    """Send one message that says it is a test, and give the other side's true answer. The database is let go of meanwhile."""
    row = channel(session, academy_id, channel_id)
    require(session, me, Verb.KEEP_CHANNELS, Place(academy_id))
    if row.ended_at is not None:
        raise Refusal("This channel was ended, so nothing is sent over it.", rule="already-decided")
    trial = words.trial(academy(session, academy_id).name, row.label, address)
    parcel = (row.kind, row.credential, trial, me.email if row.each else "")
    session.commit()
    ((_, answer),) = notifier.post(vault, [parcel])
    with recorded(session, actor(me), Act.CHANNEL_TESTED, f"channel:{channel_id}", academy_id=academy_id, answer=answer.trouble.value):
        row = session.get_one(NoticeChannel, channel_id, with_for_update=True, populate_existing=True)
        note_answer(row, answer)
        session.add(row)
    return answer


def note_answer(row: NoticeChannel, answer: Answer) -> None:
    """Since when it fails, and why; or that it works."""
    if answer.sent:
        row.worked_at, row.failing_since, row.trouble = now(), None, ""
    else:
        row.failing_since, row.trouble = row.failing_since or now(), words.reason(answer)


def relock(session: Session, vault: Vault) -> int:
    """Every address under the newest key; how many. Commits nothing."""
    rows = session.exec(select(NoticeChannel).where(NoticeChannel.credential != "")).all()
    for row in rows:
        row.credential = vault.relock(row.credential)
        session.add(row)
    return len(rows)


def label_of(row: NoticeChannel, names: Mapping[int, str]) -> str:
    """For whom it is, in words."""
    if row.role is not None:
        return WORDS[row.role]
    return names.get(row.person_id or 0, "somebody") if row.person_id else "Everybody, each at their own address"


def _open_alarms_again(session: Session, row: NoticeChannel) -> None:
    """An alarm that nobody has acknowledged goes over a new channel too."""
    if recipients.usable(session, row):
        still = (col(Notice.academy_id) == row.academy_id, col(Notice.urgency) == Urgency.NOW, col(Notice.read_at).is_(None))
        session.execute(sa.update(Notice).where(*still).values(spread_at=None).execution_options(synchronize_session=False))
