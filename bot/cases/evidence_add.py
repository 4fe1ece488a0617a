"""What staff add themselves: a screenshot, a text message, a voicemail. Refused until it says when and where, or why not (S23.1)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bot.accounts.keeping import of_academy
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases.evidence import capture
from bot.cases.evidence_kinds import SUFFIX, problem
from bot.cases.evidence_models import EvidenceFile
from bot.cases.models import Case, Evidence
from bot.cases.safeguarding_access import may_work
from bot.cases.safeguarding_tags import IMAGERY
from bot.clock import LONDON, now, spoken
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, actor, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST, SHORT = 8_000, 500
KINDS: Mapping[str, str] = {
    "screenshot": "A screenshot or picture",
    "text": "A text message or chat",
    "voicemail": "A voicemail or other sound",
    "document": "A letter, an email or another document",
}
WARNING = (
    "Never add a sexual picture of a child, not even to report it: to copy one may be a crime. Tell the safeguarding lead, who knows what to do."
)
UNKNOWN = "write why it is unknown"


@dataclass(frozen=True)
class Said:
    """What was typed. Where a day, a time or an address is empty, its `_unknown` says why."""

    kind: str = ""
    day: date | None = None
    time: str = ""
    address: str = ""
    day_unknown: str = ""
    time_unknown: str = ""
    address_unknown: str = ""
    sender: str = ""
    words: str = ""
    note: str = ""
    about: str = ""  # "case:3", or nothing
    account_id: int | None = None
    child: bool = False
    no_imagery: bool = False


@dataclass(frozen=True)
class Given:
    """A file as it will be kept. `original`: the SHA-256 of what was sent, before anything but the picture was taken out of it."""

    data: bytes
    mime: str
    original: str
    removed: tuple[str, ...] = ()


def add(session: Session, me: Person, academy_id: int, said: Said, files: Sequence[Given] = ()) -> Evidence:
    """Seal it like everything else: content, file hashes, and a page made afterwards."""
    with recorded(session, actor(me), Act.EVIDENCE_ADDED, academy_id=academy_id, kind=said.kind[:20], files=len(files)) as note:
        require(session, me, Verb.ADD_EVIDENCE, Place(academy_id))
        wrong = missing(session, academy_id, said, files)
        if wrong:
            raise BadInput(wrong)
        case = _case(session, me, academy_id, said.about)
        names = [f"{number}.{SUFFIX[each.mime]}" for number, each in enumerate(files, start=1)]
        kept = [_described(name, each) for name, each in zip(names, files, strict=True)]
        content = _content(said) | {"files": kept, "about": f"case:{case.id}" if case else ""}
        account, named = _account(session, academy_id, said)
        about, restricted = f"added:{uuid4().hex[:12]}", said.child or case is not None
        row = capture(session, account, about, content, restricted=restricted, by=me, named=named)
        for name, each in zip(names, files, strict=True):
            session.add(EvidenceFile(evidence_id=row.id or 0, name=name, mime=each.mime, data=each.data, sha256=_hash(each.data)))
        note.subject = f"evidence:{row.id}"
    return row


def _content(said: Said) -> dict[str, Any]:
    happened = "unknown because " + said.day_unknown.strip() if said.day is None else f"{said.day.day} {said.day:%B %Y}"
    at = f"at {said.time.strip()}" if said.time.strip() else f"time unknown because {said.time_unknown.strip()}"
    return {
        "kind": KINDS[said.kind],
        "happened": f"{happened}, {at}",
        "day": said.day.isoformat() if said.day else None,
        "time": said.time.strip(),
        "address": said.address.strip() or "unknown because " + said.address_unknown.strip(),
        "sender": said.sender.strip(),
        "text": said.words.strip(),
        "note": said.note.strip(),
    }


def _described(name: str, each: Given) -> dict[str, Any]:
    return {
        "name": name,
        "mime": each.mime,
        "bytes": len(each.data),
        "sha256": _hash(each.data),
        "original_sha256": each.original,
        "taken_out": list(each.removed),
    }


def missing(session: Session, academy_id: int, said: Said, files: Sequence[Given]) -> dict[str, str]:
    """A sentence for each field that cannot be used, all at once."""
    clause = profile_at(session, academy_id).evidence_fields
    stands = f" The policy asks for it ({clause.clause})." if clause.stated else ""
    wrong = {} if said.kind in KINDS else {"kind": "Choose what it is."}
    asked = {
        "day": (said.day is None and not said.day_unknown.strip(), "Give the day, or"),
        "time": (not said.time.strip() and not said.time_unknown.strip(), "Give the time, or"),
        "address": (not said.address.strip() and not said.address_unknown.strip(), "Give the address (the link, the account or the number), or"),
    }
    wrong |= {name: f"{sentence} {UNKNOWN}.{stands}" for name, (empty, sentence) in asked.items() if empty}
    if said.time.strip() and _time(said.time) is None:
        wrong["time"] = "Write the time as hours and minutes, like 15:05."
    if said.day is not None and not wrong.get("time") and _moment(said.day, said.time) > now():
        wrong["day"] = f"That has not happened yet. It is {spoken(now())}."
    if not files and not said.words.strip():
        wrong["file"] = "Choose a file, or type the words of the message."
    for each in files:
        if found := problem(each.data):
            wrong["file"] = found
    for name, text in (("words", said.words), ("note", said.note)):
        if len(text) > LONGEST:
            wrong[name] = f"Keep it under {LONGEST:,} characters."
    for name in ("address", "sender", "day_unknown", "time_unknown", "address_unknown"):
        if len(getattr(said, name)) > SHORT:
            wrong[name] = f"Keep it under {SHORT} characters."
    if not said.no_imagery:
        wrong["no_imagery"] = f"Say that it is none. {WARNING}"
    return wrong


def _case(session: Session, me: Person, academy_id: int, about: str) -> Case | None:
    """The safeguarding case it belongs to. One that is not theirs is left out without a word, so that nobody learns of it here."""
    kind, _, key = about.partition(":")
    case = session.get(Case, int(key)) if kind == "case" and key.isascii() and key.isdigit() and len(key) < 10 else None
    if case is None or case.academy_id != academy_id or not may_work(session, me, case):
        return None
    if IMAGERY in case.tags:
        raise Refusal(
            "This case may be about a sexual picture of a child, so nothing is added to it here.",
            rule="imagery",
            next_step="Write in the case what was seen, without describing the picture, and leave the device as it is for the police.",
        )
    return case


def _account(session: Session, academy_id: int, said: Said) -> tuple[Account, bool]:
    """The account it is filed under, and whether somebody said that it is about that one."""
    rows = of_academy(session, academy_id)
    chosen = next((row for row in rows if row.id == said.account_id), None)
    if chosen is not None:
        return chosen, True
    if not rows:
        raise Refusal("This academy has no account on its register yet.", rule="account", next_step="Propose the account first, under Accounts.")
    return rows[0], False


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        return None


def _moment(day: date, text: str) -> datetime:
    return datetime.combine(day, (_time(text) or time.min).replace(tzinfo=None), tzinfo=LONDON)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
