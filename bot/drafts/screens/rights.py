"""Every picture may be used: where it is from is said, who had to permit it did, its owner is named (control C11).

With what is on record (`Setting.rights`) only the record counts. In a rehearsal there is none, so the sources speak for it.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.consent.rights import enough
from bot.consent.rights_known import Known
from bot.consent.rights_models import Ruling
from bot.consent.rights_words import Origin, brand_grantor, grantor_named, origin_of
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens.base import Finding, Level, Setting
from bot.drafts.screens.rights_hints import hints
from bot.drafts.screens.rights_said import credited, grantor_said, labelled_ai, permission_said

SCREEN = "rights"
HEADTEACHER_RULES = "must rule"
"""In the message of every doubt: only that ruling takes it away."""

# The clause behind each rule in each trust's own policy (CLAUSES.md); a profile that is not here has none.
CLAUSES: dict[str, dict[str, str]] = {
    "att": {"owner": "ATT-5.7", "brand": "ATT-5.7"},
    "bet": {"owner": "BET-1.2.3"},
    "core": {"owner": "CORE-7.2", "brand": "CORE-7.3a", "credit": "CORE-7.4a", "doubt": "CORE-7.4b"},
    "acet": {"owner": "ACET-1.3.3a", "brand": "ACET-1.3.3c", "credit": "ACET-1.3.3b"},
    "inspire": {"owner": "INSP-6.4.7", "credit": "INSP-6.4.7"},
}
RISKIER = (Origin.BRAND, Origin.LICENSED, Origin.THIRD_PARTY, Origin.UNSURE)


class Case(NamedTuple):
    """One picture before its rule."""

    item: MediaItem
    which: str
    known: Known
    bundle: Bundle
    setting: Setting

    @property
    def rehearsal(self) -> bool:
        return self.setting.rights is None

    @property
    def words(self) -> str:
        return f"{self.bundle.text}\n{self.item.alt}\n{self.item.credit}"

    def finding(self, level: Level, rule: str, message: str) -> Finding:
        return Finding(SCREEN, level, f"{self.which} {message}", CLAUSES.get(self.setting.profile.name, {}).get(rule))


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for number, item in enumerate(bundle.media, start=1):
        which = f"Picture {number}" if len(bundle.media) > 1 else "The picture"
        known = (setting.rights or {}).get(item.sha256, Known())
        yield from _judge(Case(item, which, known, bundle, setting))
    yield from hints(bundle, SCREEN)


def _judge(case: Case) -> Iterator[Finding]:
    typed, known = origin_of(case.item.origin), case.known
    if known.ruling is Ruling.REFUSED:
        yield case.finding("block", "doubt", f"may not be used: the {case.setting.profile.head_word} ruled so. Take it out.")
        return
    if known.origin in RISKIER and typed is not known.origin:
        # What is on record is the more careful word: saying something else in the draft does not make it go away.
        typed = known.origin
    if typed is None:
        level: Level = "ask" if case.rehearsal else "block"
        yield case.finding(level, "owner", "does not say where it is from. Say whether it is your own, a pupil's work, licensed, or somebody else's.")
    else:
        yield from RULES[typed](case)
    if typed is not Origin.BRAND and known.looks_like:
        yield case.finding("ask", "brand", f"looks like “{known.looks_like}” of the brand library. If it is, say that it is a logo or brand.")
    if known.same_as:
        yield case.finding("ask", "owner", f"looks like “{known.same_as}”, which may not be used as things stand. Compare the two under Rights.")


def _clear(_case: Case) -> Iterator[Finding]:
    yield from ()


def _pupil_work(case: Case) -> Iterator[Finding]:
    if not enough(Origin.PUPIL_WORK, case.known.grantors, ""):
        word = case.setting.profile.pupil_word
        yield case.finding("ask", "owner", f"is a {word}'s work. Check that the {word} or a parent agreed, and that no name can be read on it.")


def _owned(case: Case) -> Iterator[Finding]:
    """Licensed, or somebody else's: a permission first, then the owner's name."""
    permitted = permission_said(case.bundle.sources) if case.rehearsal else enough(Origin.THIRD_PARTY, case.known.grantors, "")
    if not permitted:
        ended = f" (the one on record {case.known.lapsed})" if case.known.lapsed else ""
        where = "Name it among the sources" if case.rehearsal else "Write it down under Rights"
        message = f"belongs to somebody else, and no licence or written permission for it is on record{ended}. {where}, or use a picture of your own."
        yield case.finding("block", "owner", message)
        return
    if wanted := case.known.credit:
        if _flat(wanted) not in _flat(case.words):
            yield case.finding(*_credit_rule(case), f"must carry its owner's line: “{wanted}”. Put it into the credit line or the post.")
    elif not (case.item.credit.strip() or credited(case.words)):
        yield case.finding(*_credit_rule(case), "does not name its owner. Put a credit line with it, such as “Photo: ” and the name.")
    yield from _unseen(case)


def _unseen(case: Case) -> Iterator[Finding]:
    """A line beside the picture stays in Gatepost: networks have no place for it, so readers see only what the post says."""
    line = case.item.credit.strip()
    if line and _flat(line) not in _flat(f"{case.bundle.text}\n{case.item.alt}"):
        yield case.finding("ask", "credit", f"has the credit line “{line}”, which readers do not see there. Put it into the text of the post.")


def _credit_rule(case: Case) -> tuple[Level, str]:
    """Where the policy itself asks for the credit it is refused; elsewhere the approver may say why there is none."""
    return ("block" if "credit" in case.setting.profile.copyright_steps.value else "warn"), "credit"


def _brand(case: Case) -> Iterator[Finding]:
    profile = case.setting.profile
    who = grantor_named(profile)
    if case.rehearsal:
        if grantor_said(case.bundle.sources, brand_grantor(profile)):
            yield case.finding("ask", "brand", f"is a logo or brand. Check that the permission of {who} is on record and still counts.")
            return
        level: Level = "block" if "brand" in CLAUSES.get(profile.name, {}) else "ask"  # where the policy itself asks for permission
        yield case.finding(level, "brand", f"is a logo or brand, which needs the permission of {who}. Name that permission among the sources.")
        return
    if enough(Origin.BRAND, case.known.grantors, brand_grantor(profile)):
        return
    given = " Somebody else's permission is on record, and it is not enough." if case.known.grantors else ""
    ended = f" The one on record {case.known.lapsed}." if case.known.lapsed else ""
    yield case.finding("block", "brand", f"is a logo or brand, which needs a live permission of {who}.{given}{ended} Write it down under Rights.")


def _ai(case: Case) -> Iterator[Finding]:
    if not labelled_ai(case.words):
        yield case.finding("warn", "owner_ai", "was made with AI and the post does not say so. Add “Made with AI” to the post or the credit line.")


def _doubt(case: Case) -> Iterator[Finding]:
    if case.known.ruling is Ruling.PERMITTED:
        return
    head = case.setting.profile.head_word
    yield case.finding("block", "doubt", f"may be somebody else's: the {head} {HEADTEACHER_RULES} before it can be used. Nobody else can release it.")


RULES: dict[Origin, Callable[[Case], Iterator[Finding]]] = {
    Origin.OWN: _clear,
    Origin.PUPIL_WORK: _pupil_work,
    Origin.LICENSED: _owned,
    Origin.THIRD_PARTY: _owned,
    Origin.AI: _ai,
    Origin.BRAND: _brand,
    Origin.UNSURE: _doubt,
}


def is_doubt(finding: Finding) -> bool:
    """A doubt that waits for the Headteacher alone (S11.3)."""
    return finding.screen == SCREEN and finding.level == "block" and HEADTEACHER_RULES in finding.message


def _flat(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())
