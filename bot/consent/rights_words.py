"""The words of rights: where a picture can be from, who can permit it, and how each is spelt by those who type it."""

from enum import StrEnum
from typing import NamedTuple

from bot.policy.profile import Profile


class Origin(StrEnum):
    OWN = "own"
    PUPIL_WORK = "pupil work"
    LICENSED = "licensed"
    THIRD_PARTY = "third party"
    AI = "AI-made"
    BRAND = "brand"
    UNSURE = "unsure"


ORIGIN_WORDS: dict[Origin, str] = {
    Origin.OWN: "We took or made it",
    Origin.PUPIL_WORK: "A pupil made it",
    Origin.LICENSED: "We have a licence",
    Origin.THIRD_PARTY: "Somebody else made it",
    Origin.AI: "Made with AI",
    Origin.BRAND: "A logo or brand",
    Origin.UNSURE: "Not sure whether we may use it",
}
SPELLINGS: dict[Origin, tuple[str, ...]] = {
    Origin.OWN: ("own", "ours", "own work", "our own", "school", "academy", "in house", "staff", "we made it"),
    Origin.PUPIL_WORK: ("pupil work", "pupil", "pupils work", "student work", "student", "child", "childs work", "pupil made", "student made"),
    Origin.LICENSED: ("licensed", "licenced", "licence", "license", "stock", "stock photo", "stock image", "creative commons", "cc"),
    Origin.THIRD_PARTY: (
        *("third party", "3rd party", "thirdparty", "other", "external", "internet", "web", "google", "found online", "newspaper", "press"),
        *("somebody else", "someone else", "screenshot", "agency", "photographer"),
    ),
    Origin.AI: ("ai made", "ai", "ai generated", "made with ai", "generated", "artificial intelligence", "ai art", "ai image"),
    Origin.BRAND: ("brand", "logo", "logo or brand", "crest", "badge", "trademark", "trade mark", "brand asset"),
    Origin.UNSURE: ("unsure", "not sure", "unknown", "dont know", "do not know", "doubt", "unclear", "not known", "maybe"),
}
_MEANT = {spelling: origin for origin, spellings in SPELLINGS.items() for spelling in spellings}


def origin_of(typed: str) -> Origin | None:
    """What was meant, or None when nothing was said. A word nobody knows is doubt: the Headteacher rules, nothing is guessed."""
    plain = " ".join("".join(c for c in typed.casefold() if c not in "'’?!.").replace("-", " ").replace("_", " ").split())
    return _MEANT.get(plain, Origin.UNSURE) if plain else None


class Grantor(NamedTuple):
    """Who can permit, and what has to be shown for it: the letter itself, or a reference to it."""

    words: str
    needs_letter: bool


GRANTORS: dict[str, Grantor] = {
    "rights_owner": Grantor("The owner of the rights, in writing", needs_letter=True),
    "licence": Grantor("A licence", needs_letter=False),
    "ceo": Grantor("The chief executive (CEO)", needs_letter=True),
    "exec_lead": Grantor("The executive lead", needs_letter=True),
    "head": Grantor("The Headteacher", needs_letter=True),
    "pupil": Grantor("The pupil who made it", needs_letter=False),
    "parent": Grantor("A parent or carer", needs_letter=False),
}
FROM_OWNER = ("rights_owner", "licence")
FROM_HOME = ("pupil", "parent")


def brand_grantor(profile: Profile) -> str:
    """The one role that permits a logo or brand (P34). No other role's word is enough."""
    return str(profile.logo_grantor.value)


def grantor_named(profile: Profile) -> str:
    """That role as the end of a sentence."""
    spoken = {"ceo": "the chief executive (CEO)", "exec_lead": "the executive lead", "rights_owner": "the owner of the rights, in writing"}
    return spoken.get(brand_grantor(profile), f"the {profile.head_word}")
