"""The rules of one academy as its pages show them: the value, where it comes from, and what waits to be agreed."""

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.people.found import person
from bot.people.grants import Place, profile_at, same_human
from bot.people.models import Academy
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.people.overrides import AGREES, overrides_at
from bot.people.permissions import who_may
from bot.policy import profile as profiles
from bot.policy.entry import field
from bot.policy.stricter import STRICTER, Change
from bot.policy.themes import THEMES
from bot.web.access import Visit
from bot.web.pages.policy_words import spoken_value

CHANGE_WORDS: dict[Change, str] = {
    Change.SAME: "confirms the value",
    Change.TIGHTER: "stricter",
    Change.LOOSER: "looser",
    Change.NEITHER: "neither stricter nor looser",
}
SOURCES: dict[str, tuple[str, str]] = {
    "stated": ("Clause", "govuk-tag--blue"),
    "default": ("Default, to be confirmed", "govuk-tag--yellow"),
    "confirmed": ("Confirmed here", "govuk-tag--green"),
    "override": ("Set here", "govuk-tag--purple"),
    "missing": ("Must be entered", "govuk-tag--red"),
}


@dataclass(frozen=True)
class Row:
    key: str
    number: str
    question: str
    theme: str
    words: str
    source: str
    said: str
    note: str
    trust_words: str
    stricter: str
    proposed: "Proposed | None"


@dataclass(frozen=True)
class Proposed:
    id: int
    words: str
    change: str
    is_confirmation: bool
    reason: str
    by: str
    who: str
    mine: bool
    may_agree: bool


def rows_of(visit: Visit, home: Academy) -> list[Row]:
    """Every parameter, in the order of its themes."""
    key = home.id or 0
    trust, here = profiles.load(home.policy), profile_at(visit.session, key)
    plain, trusts = here.model_dump(mode="json"), trust.model_dump(mode="json")
    active, waiting = (overrides_at(visit.session, key, standing) for standing in (OverrideStanding.ACTIVE, OverrideStanding.PROPOSED))
    themes = {name: theme.heading for theme in THEMES for name in theme.model_fields}
    made = []
    for name in here.parameters():
        asks, override, same = profiles.Profile.asks(name), active.get(name), plain[name]["value"] == trusts[name]["value"]
        source = _source(trust, name, override, same=same)
        made.append(
            Row(
                key=name,
                number=asks.number,
                question=asks.question,
                theme=themes[name],
                words=spoken_value(plain[name]["value"], name),
                source=source,
                said=_said(visit.session, trust, name, override, source),
                note=trust.parameters()[name].note or "",
                trust_words=spoken_value(trusts[name]["value"], name),
                stricter=STRICTER[name].words,
                proposed=_proposed(visit, waiting[name]) if name in waiting else None,
            )
        )
    return made


def typed_value(home_profile: profiles.Profile, key: str) -> dict[str, Any]:
    """What the field begins with, and the choices it offers in words."""
    value = home_profile.model_dump(mode="json")[key]["value"]
    kind, options = field(key)
    choices = [(option, spoken_value(option, key)) for option in options]
    if kind == "yes_no":
        choices, value = [("yes", "yes"), ("no", "no")], "yes" if value else "no"
    return {"kind": kind, "choices": choices, "value": "\n".join(value) if kind == "words" else value}


def _source(trust: profiles.Profile, key: str, override: ProfileOverride | None, *, same: bool) -> str:
    if override is not None and not same:
        return "override"
    if trust.parameters()[key].stated and key not in trust.to_enter():
        return "stated"
    if override is not None:
        return "confirmed"
    return "missing" if key in trust.to_enter() else "default"


def _said(session: Session, trust: profiles.Profile, key: str, override: ProfileOverride | None, source: str) -> str:
    clause = trust.parameters()[key].clause if trust.parameters()[key].stated else ""
    if override is not None and source in {"override", "confirmed"}:
        agreed = person(session, override.decided_by).name if override.decided_by else ""
        return f"{CHANGE_WORDS[override.change].capitalize()}, agreed by {agreed}: {override.reason}"
    return clause


def _proposed(visit: Visit, row: ProfileOverride) -> Proposed:
    by = person(visit.session, row.proposed_by)
    verb = AGREES[row.change]
    return Proposed(
        id=row.id or 0,
        words=spoken_value(json.loads(row.value), row.parameter),
        change=CHANGE_WORDS[row.change],
        is_confirmation=row.change is Change.SAME,
        reason=row.reason,
        by=by.name,
        who=who_may(verb),
        mine=by.id == visit.me.id,
        may_agree=visit.may(verb, Place(row.academy_id)) and not same_human(visit.me, by),
    )
