"""Words around a hit, which decide whether a phone number is the office's or somebody's own."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from bot.drafts.screens.base import Level, Setting

OFFICE = regex.compile(
    r"\b(?:office|reception|switchboard|enquir(?:y|ies)|main (?:number|line)|head ?office|admissions?|box office|attendance line|absence line"
    r"|(?:call|ring|phone|contact|email|visit|reach) (?:us|the (?:school|academy|college|office|team))|helpline|advice line|registered (?:office|charity|company))\b",
    regex.IGNORECASE,
)
PUBLIC_PLACE = regex.compile(
    r"\b(?:school|academy|college|university|sixth form|campus|site|hall|theatre|centre|center|church|cathedral|mosque|gurdwara|temple|stadium|ground|park"
    r"|museum|gallery|library|pool|leisure|arena|hotel|venue|sat ?nav|pitch(?:es)?|field|farm|station|zoo|hospital|hospice|café|cafe|restaurant|pub|club"
    r"|shop|store|supermarket|market|castle|hub|town|drop-?off|car park|find us|located at|our address|visit us)\b",
    regex.IGNORECASE,
)
PERSONAL = regex.compile(
    r"\b(?:my|his|her|their|mum|mam|mom|dad|parents?|carer|guardian|nan|gran|mother|father|home|house|flat|lives?|living|personal|private|mobile|whats ?app|text me"
    r"|call me|ring me|family of|next of kin|emergency contact)\b[’']?s?",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Hit:
    """A piece of personal data, or (level None) something like it that is known to be harmless."""

    start: int
    end: int
    what: str
    level: Level | None


@dataclass(frozen=True)
class Spot:
    """A text and what has been found in it so far."""

    text: str
    taken: Sequence[Hit] = ()

    def before(self, start: int, reach: int = 60) -> str:
        """The words just before, within the same sentence or two."""
        return self.text[max(0, start - reach) : start]

    def around(self, start: int, end: int, reach: int = 60) -> str:
        return self.text[max(0, start - reach) : end + reach // 2]

    def free(self, start: int, end: int) -> bool:
        return all(end <= hit.start or start >= hit.end for hit in self.taken)


def known(written: str, setting: Setting) -> bool:
    """Whether this is one of the academy's own published contacts, however it is spaced."""
    bare = _bare(written)
    return bool(bare) and any(bare in _bare(contact) for contact in setting.official_contacts)


def _bare(contact: str) -> str:
    plain = regex.sub(r"[^a-z0-9@+.]" if "@" in contact else r"[^a-z0-9]", "", contact.casefold())
    return str(regex.sub(r"^(?:0044|44)(?=\d{9,10}$)", "0", plain))
