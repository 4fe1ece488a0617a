"""What a sensitive period asks of the words (control C34). Silent while none stands.

Reported as `sensitive_topic`, because to the people who read it that is what it is.
"""

import re
from collections.abc import Iterable, Iterator

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting

SCREEN = "sensitive_topic"
PARTY = (
    r"(?:Labour(?: Party)?|Conservatives?(?: Party)?|Tor(?:y|ies)|Liberal Democrats?|Lib Dems?|Reform UK|Green Party|the Greens|"
    r"Scottish National Party|SNP|Plaid Cymru|Sinn F[eé]in|Democratic Unionist Party|DUP|UKIP|Workers Party)"
)
PERSON = (
    r"(?:(?i:(?:parliamentary|prospective|party|council|mayoral|election|by-election|local|independent) candidates?)|"
    r"(?i:candidates? (?:for|in) (?:the )?(?:(?:general|local|by|council|mayoral|parliamentary)[- ]elections?|"
    r"parliament|council|mayor|[A-Z]\w+ (?:ward|constituency)))|"
    r"\b[Cc]andidate [A-Z][a-z]+ [A-Z][a-z]+|\b[A-Z][a-z]+ [A-Z][a-z]+, (?:the |a |our )?(?:\w+ )?candidate\b|"
    rf"{PARTY} candidates?|\b(?:[Oo]ur|[Tt]he|[Ll]ocal) MP\b|\bMPs?\b|\b[A-Z][a-z]+ [A-Z][a-z]+ MP\b|\b[Cc]ouncillors?\b|\bCllr\.? |"
    r"\b(?:Prime|Shadow|Education) (?:Minister|Secretary)\b|\bSecretary of State\b|\b[Hh]ustings\b)"
)
POLITICAL = re.compile(rf"\b(?:{PERSON}|{PARTY})")
# Only beside a party or somebody who stands: a vote for the favourite book is a vote for the favourite book.
URGES = r"(?i:vote|voting|votes|back|support|elect|re-elect|campaign(?:ing)? for|canvass(?:ing)? for)"
CAMPAIGN = re.compile(
    rf"\b{URGES} (?i:for )?(?:(?:our|the|your|local|a) )?(?:[A-Z][a-z]+ [A-Z][a-z]+, )?(?:{PERSON}|{PARTY})|"
    rf"\b(?:{PARTY})(?:[’']s?)? (?i:manifesto|campaign|rally|leaflets?)\b|\b(?i:vote) (?:[A-Z][a-z]+ ){{0,2}}[Ll]abour\b"
)
LOCKED = ("incident", "mourning", "industrial_action")


def screen(bundle: Bundle, setting: Setting) -> Iterable[Finding]:
    """Findings that only a standing period makes."""
    if "election" in setting.modes:
        yield from _election(bundle)
    if any(mode in setting.modes for mode in LOCKED) and bundle.reply_setting != "nobody":
        message = "New posts close their replies during this sensitive period. Choose Nobody under Who may reply, then save."
        yield Finding(SCREEN, "block", message)


def _election(bundle: Bundle) -> Iterator[Finding]:
    for text, offset in ((bundle.text, True), *((words, False) for item in bundle.media for words in (item.alt, item.transcript))):
        urged = CAMPAIGN.search(text)
        if urged is not None:
            said = "This campaigns, and a school may not take a side in the pre-election period. Take it out."
            yield Finding(SCREEN, "block", said, start=urged.start() if offset else None, end=urged.end() if offset else None, topic="political")
        named = POLITICAL.search(text)
        if named is not None and urged is None:
            said = (
                f"“{named[0].strip()}” is named in the pre-election period: two people must approve it, "
                "and the approver writes a balance note: who else was invited or is shown, and why this takes no side."
            )
            yield Finding(SCREEN, "warn", said, start=named.start() if offset else None, end=named.end() if offset else None, topic="political")
