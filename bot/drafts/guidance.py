"""Just-in-time guidance (control C31): a sentence at the moment of acting, where help is, and a disclaimer as text."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState
from bot.drafts.advice_models import GuidanceLink
from bot.errors import Misconfigured
from bot.policy.profile import Profile
from bot.settings import ROOT

FILE = ROOT / "config" / "guidance.toml"
PLACES = ("submit", "approve", "picture", "reply")
URLS = ("https://", "http://")


@dataclass(frozen=True)
class Reminder:
    """`clause` is the trust's own, or empty where its policy does not speak of it."""

    where: str
    sentence: str
    clause: str = ""


@dataclass(frozen=True)
class Help:
    name: str
    url: str
    about: str
    clause: str = ""


@dataclass(frozen=True)
class Guidance:
    """The file as it is written: each entry with the clauses of all trusts."""

    reminders: tuple[tuple[Reminder, tuple[str, ...]], ...]
    links: tuple[tuple[Help, tuple[str, ...]], ...]


@lru_cache
def read(file: Path = FILE) -> Guidance:
    """Raises Misconfigured with the entry that cannot be used."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        reminders = tuple((_reminder(each), tuple(each.get("clauses", ()))) for each in content.get("reminder", []))
        links = tuple((_link(each), tuple(each.get("clauses", ()))) for each in content.get("link", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Misconfigured(f"{file.name} cannot be read: {type(problem).__name__}. Put it back as it was.") from None
    except (KeyError, AttributeError, TypeError):
        raise Misconfigured(f"{file.name}: a reminder needs where and sentence, a link needs name, url and about.") from None
    return Guidance(reminders, links)


def _reminder(entry: dict[str, Any]) -> Reminder:
    if entry["where"] not in PLACES:
        raise Misconfigured(f"guidance.toml: {entry['where']!r} is no place for a reminder. Use one of: {', '.join(PLACES)}.")
    return Reminder(entry["where"], entry["sentence"])


def _link(entry: dict[str, Any]) -> Help:
    if not entry["url"].startswith(URLS):
        raise Misconfigured(f"guidance.toml: the address of {entry['name']} must begin with https://.")
    return Help(entry["name"], entry["url"], entry["about"])


def reminders(profile: Profile, where: str) -> list[Reminder]:
    """What is said at one moment, with the clause of this trust and no other's."""
    return [Reminder(r.where, r.sentence, _own(profile, clauses)) for r, clauses in read().reminders if r.where == where]


def links(session: Session, profile: Profile) -> list[Help]:
    """Where help is; what was found dead is left out until it answers again (S31.2)."""
    dead = set(session.exec(select(GuidanceLink.url).where(col(GuidanceLink.dead_since).is_not(None))))
    return [Help(h.name, h.url, h.about, _own(profile, clauses)) for h, clauses in read().links if h.url not in dead]


def channels(session: Session, academy_id: int) -> list[Account]:
    """The academy's official accounts, from the register: what pupils and parents are pointed to."""
    query = select(Account).where(Account.academy_id == academy_id, Account.state == AccountState.CONNECTED)
    return list(session.exec(query.order_by(Account.platform, Account.handle)))


def _own(profile: Profile, clauses: tuple[str, ...]) -> str:
    """The first of the clauses that is of this trust's policy: known by the policy that its own parameters cite."""
    cited = {each.clause.partition("-")[0] for each in profile.parameters().values() if each.stated}
    return next((clause for clause in clauses if clause.partition("-")[0] in cited), "")
