"""Keeping the register of people in pictures: who is in it, what was said, and finding somebody by what an author types."""

import hmac
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import regex
from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct, Outcome
from bot.audit.log import append, recorded
from bot.clock import now, today
from bot.consent.images import PLATFORMS, Consents, Seen
from bot.consent.names import fold
from bot.consent.people import Giver, ImageConsent, PersonKind, Pictured, Word
from bot.errors import BadInput, Misconfigured, NotFound
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.secrets import Vault

LONGEST = 200
OLDEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)
MOST_LINES = 60


class Said(NamedTuple):
    """One consent or refusal as typed."""

    giver: str
    word: str
    form_ref: str = ""
    given_on: date | None = None
    use: str = ""
    platforms: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None


class Named(NamedTuple):
    """One person as typed."""

    forename: str
    surname: str
    form: str = ""
    kind: str = PersonKind.PUPIL.value


def add(session: Session, me: Person, academy_id: int, who: Named, said: Said | None = None) -> Pictured:
    """Put a person into the register, with what was said about pictures of them where it is known."""
    with recorded(session, actor(me), ConsentAct.PICTURED_ADDED, f"academy:{academy_id}", academy_id=academy_id) as note:
        require(session, me, Verb.KEEP_CONSENT, Place(academy_id))
        wrong = {**problems_of(who), **(problems_with(said) if said else {})}
        if wrong:
            raise BadInput(wrong)
        if same_name(session, academy_id, who):
            raise BadInput({"surname": "Somebody of this name and form is in the register already. Find them and add to what is there."})
        row = store(session, me, academy_id, who)
        note.subject = f"pictured:{row.id}"
        if said:
            store_said(session, me, row, said)
    return row


def opened(session: Session, me: Person, pictured_id: int) -> tuple[Pictured, str, str]:
    """The row, the full name, and why they may not be shown. Reading it is on record."""
    row = one(session, pictured_id)
    require(session, me, Verb.KEEP_CONSENT, Place(row.academy_id))
    names = _vault(session).unlock(row.sealed)
    reason = _vault(session).unlock(row.sealed_reason)["reason"] if row.sealed_reason else ""
    append(session, actor(me), ConsentAct.CONSENT_OPENED, f"pictured:{pictured_id}", outcome=Outcome.READ, academy_id=row.academy_id)
    session.commit()
    return row, f"{names['forename']} {names['surname']}", reason


def find(session: Session, academy_id: int, line: str) -> list[Pictured]:
    """Everybody a line such as “Forename Surname, form” can mean."""
    name, _, form = (part.strip() for part in line.partition(","))
    rows = session.exec(select(Pictured).where(Pictured.academy_id == academy_id, Pictured.name_mark == _mark(session, academy_id, name)))
    return [row for row in rows if not form or _bare(row.form) == _bare(form)]


def find_all(session: Session, academy_id: int, text: str) -> tuple[list[Pictured], list[str]]:
    """Those named in the lines, and a sentence for each line that names nobody or several."""
    found, wrong = [], []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return [], [f"Name at most {MOST_LINES} people."]
    for line in lines:
        rows = find(session, academy_id, line)
        if len(rows) == 1:
            found.append(rows[0])
        elif rows:
            wrong.append(f"There are {len(rows)} people called “{line}”. Add the form after a comma.")
        else:
            wrong.append(
                f"“{line}” is not in the consent register, so no consent is known. Check the spelling and the form, "
                "take them out of the picture, or ask the data protection officer."
            )
    return found, wrong


def consents(session: Session, academy_id: int, people: Iterable[int]) -> Consents:
    """What the screen may know of these rows, as far as they are this academy's."""
    ids = sorted(set(people))
    if not ids:
        return Consents()
    rows = session.exec(select(Pictured).where(Pictured.academy_id == academy_id, col(Pictured.id).in_(ids))).all()
    said: dict[int, list[ImageConsent]] = {}
    for each in session.exec(select(ImageConsent).where(col(ImageConsent.pictured_id).in_(ids)).order_by(col(ImageConsent.id))):
        said.setdefault(each.pictured_id, []).append(each)
    return Consents({row.id or 0: Seen(row.id or 0, row.label, row.kind, row.no_identify, tuple(said.get(row.id or 0, ()))) for row in rows})


def one(session: Session, pictured_id: int) -> Pictured:
    row = session.get(Pictured, pictured_id)
    if row is None:
        raise NotFound("That person is not in the consent register.")
    return row


def said_of(session: Session, pictured_id: int) -> list[ImageConsent]:
    """Newest first."""
    query = select(ImageConsent).where(ImageConsent.pictured_id == pictured_id)
    return list(session.exec(query.order_by(col(ImageConsent.given_on).desc(), col(ImageConsent.id).desc())))


def same_name(session: Session, academy_id: int, who: Named) -> list[Pictured]:
    return [row for row in find(session, academy_id, f"{who.forename} {who.surname}") if _bare(row.form) == _bare(who.form)]


def store(session: Session, me: Person, academy_id: int, who: Named) -> Pictured:
    """Commits nothing, asks nothing."""
    forename, surname = " ".join(who.forename.split()), " ".join(who.surname.split())
    row = Pictured(
        academy_id=academy_id,
        name_mark=_mark(session, academy_id, f"{forename} {surname}"),
        kind=PersonKind(who.kind),
        form=who.form.strip() if who.kind == PersonKind.PUPIL else "",
        initials=f"{forename[0].upper()}.{surname[0].upper()}.",
        sealed=_vault(session).lock({"forename": forename, "surname": surname}),
        added_by=me.id or 0,
    )
    session.add(row)
    session.flush()
    return row


def store_said(session: Session, me: Person, row: Pictured, said: Said) -> ImageConsent:
    """Commits nothing, asks nothing."""
    on = said.given_on or today()
    made = ImageConsent(
        academy_id=row.academy_id,
        pictured_id=row.id or 0,
        giver=Giver(said.giver),
        word=Word(said.word),
        form_ref=said.form_ref.strip(),
        given_on=on,
        use=said.use.strip(),
        platforms=sorted(set(said.platforms)),
        starts=said.starts or on,
        ends=said.ends,
        recorded_by=me.id or 0,
    )
    session.add(made)
    session.flush()
    return made


def problems_of(who: Named) -> dict[str, str]:
    wrong = {
        "forename": None if fold(who.forename) else "Enter the forename.",
        "surname": None if fold(who.surname) else "Enter the surname.",
        "kind": None if who.kind in set(PersonKind) else "Choose pupil or adult.",
        "form": f"Keep the form under {LONGEST} characters." if len(who.form) > LONGEST else None,
    }
    if who.kind == PersonKind.PUPIL and not who.form.strip():
        wrong["form"] = "Enter the form or class: it tells two children of one name apart."
    for field in ("forename", "surname"):
        if len(getattr(who, field)) > LONGEST:
            wrong[field] = f"Keep the {field} under {LONGEST} characters."
    return {field: sentence for field, sentence in wrong.items() if sentence}


def problems_with(said: Said) -> dict[str, str]:
    days = {"given_on": said.given_on, "starts": said.starts, "ends": said.ends}
    wrong = {field: "Enter a year between 2000 and 2100." for field, day in days.items() if day and not OLDEST <= day <= LATEST}
    if said.giver not in set(Giver):
        wrong["giver"] = "Choose whose word it is."
    if said.word not in (Word.GIVEN, Word.REFUSED):
        wrong["word"] = "Choose given or refused."
    if said.given_on and said.given_on > today():
        wrong["given_on"] = "This day has not come yet. Enter the day on which it was said."
    if said.starts and said.ends and said.ends < said.starts:
        wrong["ends"] = "The last day is before the first."
    if unknown := [name for name in said.platforms if name not in PLATFORMS]:
        wrong["platforms"] = f"“{unknown[0][:40]}” is no place we know. Use one of: {', '.join(PLATFORMS)}."
    if said.word == Word.GIVEN and not said.form_ref.strip():
        wrong["form_ref"] = "Say where the signed form is kept: without one in writing it is no consent."
    for field, text in (("form_ref", said.form_ref), ("use", said.use)):
        if len(text) > LONGEST:
            wrong[field] = f"Keep this under {LONGEST} characters."
    return wrong


def lock_reason(session: Session, row: Pictured, reason: str, *, on: bool) -> None:
    """Commits nothing. The reason is for the consent officer alone: authors learn that it is so, never why."""
    row.no_identify, row.sealed_reason = on, _vault(session).lock({"reason": reason.strip()[:LONGEST]})
    session.add(row)
    session.flush()


def relock(session: Session, vault: Vault) -> int:
    """Every name and reason under the newest key. Commits nothing. Returns how many people."""
    rows = session.exec(select(Pictured)).all()
    for row in rows:
        row.sealed = vault.relock(row.sealed)
        row.sealed_reason = vault.relock(row.sealed_reason) if row.sealed_reason else ""
        session.add(row)
    return len(rows)


def withdraw_record(session: Session, me: Person, made: ImageConsent, note: str) -> None:
    """Commits nothing: what it stops is stopped in the same transaction (`bot.drafts.withdrawal`)."""
    made.word, made.withdrawn_at, made.withdrawn_by, made.withdrawn_note = Word.WITHDRAWN, now(), me.id, note
    session.add(made)
    session.flush()


def _mark(session: Session, academy_id: int, name: str) -> str:
    return hmac.digest(_vault(session).name_key, f"pictured {academy_id} {fold(name)}".encode(), "sha256").hex()


def _bare(form: str) -> str:
    return regex.sub(r"^(year|form|class)(?=\d)|[^\p{L}\p{N}]", "", regex.sub(r"\s+", "", form.casefold()))


def _vault(session: Session) -> Vault:
    vault = session.info.get("vault")
    if not isinstance(vault, Vault):
        raise Misconfigured("The consent register cannot be read here: no key was given.")
    return vault
