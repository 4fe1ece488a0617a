"""Two versions of a draft as rows: what each field held, with what went and what came marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.accounts.models import Account
from bot.clock import spoken
from bot.consent.events_models import Event
from bot.consent.people import Pictured
from bot.drafts.content import QUESTIONS
from bot.drafts.models import Version
from bot.drafts.planning import versions
from bot.drafts.sources_marks import JOINT, given, plain
from bot.drafts.typed import REPLY_SETTINGS
from bot.web.pages.draft_rows import named
from bot.web.pages.word_diff import Part, parts

ANSWERS = {"no": "No", "yes": "Yes", "unsure": "I am not sure"}


@dataclass(frozen=True)
class Row:
    """One field that differs: in words (`running`), or thing by thing."""

    label: str
    parts: list[Part]
    running: bool = False


def compared(session: Session, old: Version, new: Version) -> list[Row]:
    """Only what differs, in the order of the form. Both versions are of one draft."""
    return [row for row in _rows(session, old, new) if any(part.kind != "same" for part in row.parts)]


def _rows(session: Session, old: Version, new: Version) -> Iterator[Row]:
    left, right = old.content, new.content
    yield Row("What it says", parts(left.get("text", ""), right.get("text", "")), running=True)
    yield Row("Accounts", things(_accounts(session, left), _accounts(session, right)))
    yield from _picture_rows(session, old, new)
    for key, label, none in (("not_before", "Goes out", "As soon as it is approved"), ("not_after", "At the latest", "No time set")):
        yield Row(label, things([_moment(left.get(key), none)], [_moment(right.get(key), none)]))
    yield Row("Sources", things(_sources(left), _sources(right)))
    yield Row("This post continues", things([_before(left)], [_before(right)]))
    if "reply_setting" in left and "reply_setting" in right:
        yield Row("Who may reply", things([_reply(left)], [_reply(right)]))
    if "answers" in left and "answers" in right:
        for key, (words, _) in QUESTIONS.items():
            yield Row(words, things([_answer(left, key)], [_answer(right, key)]))


def things(old: list[str], new: list[str]) -> list[Part]:
    """What went, what came and what stayed, each whole."""
    gone = [Part("gone", each) for each in old if each not in new]
    return [*gone, *(Part("same" if each in old else "new", each) for each in new)]


def _picture_rows(session: Session, old: Version, new: Version) -> Iterator[Row]:
    left = {each["sha256"]: each for each in versions.pictures(old)}
    right = {each["sha256"]: each for each in versions.pictures(new)}
    files = [[f"{each['filename']}: {each['alt'] or 'no description'}" for each in side.values()] for side in (left, right)]
    if set(left) != set(right):
        yield Row("Pictures", things(*files))
    elif list(left) != list(right):
        yield Row(
            "Order of the pictures", things([", ".join(e["filename"] for e in left.values())], [", ".join(e["filename"] for e in right.values())])
        )
    for key in left.keys() & right.keys():
        yield from _about_picture(session, left[key], right[key])


def _about_picture(session: Session, left: dict[str, Any], right: dict[str, Any]) -> Iterator[Row]:
    where = f" of {right['filename']}"
    yield Row("Name of the file", things([left["filename"]], [right["filename"]]))
    yield Row(f"Description{where}", parts(left["alt"], right["alt"]), running=True)
    for field, label in (("transcript", "Words in the picture"), ("credit", "Credit line"), ("faces_note", "Why more faces are seen")):
        if field in left and field in right:
            yield Row(f"{label}{where}", parts(left[field], right[field]), running=True)
    if "shows" not in left or "shows" not in right:
        return
    yield Row(f"Who is in it{where}", things(_people(session, left), _people(session, right)))
    yield Row(f"Whose picture it is{where}", things([left["origin"] or "not said"], [right["origin"] or "not said"]))
    yield Row(f"Event{where}", things([_event(session, left)], [_event(session, right)]))


def _people(session: Session, picture: dict[str, Any]) -> list[str]:
    """By the initials of the register; who may read the draft may read these."""
    rows = [session.get(Pictured, key) for key in picture["people"]]
    return [*picture["shows"], *(row.label if row else "a person no longer in the register" for row in rows)]


def _event(session: Session, picture: dict[str, Any]) -> str:
    found = session.get(Event, picture["event_id"]) if picture["event_id"] else None
    return found.name if found else "no event"


def _sources(content: dict[str, Any]) -> list[str]:
    """Two files of one name are told apart by the beginning of their fingerprints."""
    words = []
    for line in content.get("sources", ()):
        fact, joint, source = line.rpartition(JOINT)
        kept = given(source)
        words.append(f"{fact}{joint}{plain(source)}" + (f", fingerprint {kept.sha256[:8]}" if kept else ""))
    return words


def _accounts(session: Session, content: dict[str, Any]) -> list[str]:
    found = (session.get(Account, key) for key in content.get("accounts", ()) if key)
    return [named(account) for account in found if account]


def _moment(stored: str | None, none: str) -> str:
    return spoken(datetime.fromisoformat(stored)) if stored else none


def _reply(content: dict[str, Any]) -> str:
    setting = str(content["reply_setting"])
    return REPLY_SETTINGS.get(setting, setting)


def _before(content: dict[str, Any]) -> str:
    return f"Draft {content['continues']}" if content.get("continues") else "No other post"


def _answer(content: dict[str, Any], key: str) -> str:
    return ANSWERS.get(content["answers"].get(key, ""), "Not answered")
