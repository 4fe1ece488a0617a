"""The small-number rule (control C06, S06.3): a count of fewer than ten children by a need, a background or a result can point at a child.

"3 of 4 SEND pupils passed" tells the class who did not. So it goes to the data protection officer, who decides; nothing is
blocked here. Quiz winners, houses, coaches and scores are counted as before: without such a word no number is small.
"""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.claim_words import PROTECTED
from bot.drafts.screens.base import Finding, Setting

FEWEST = 10
"""Groups smaller than this are suppressed, as in the government's own tables of school results."""

_SMALL = r"(?:[1-9]|one|two|three|four|five|six|seven|eight|nine)(?![\d,.:/%]\d|\d|\s?%)"
_COUNT = rf"(?<!\bin )(?<![\w£$€.,:/#-])(?:(?:only|just|all|our|the|of|fewer than) )*{_SMALL}\b(?! (?:per ?cent|in (?:ten|five|four|three|every|\d)))"
_OF = rf"(?:(?:out )?of (?:the |our |these |their |only )?)?(?:\d{{1,3}} |{_SMALL} )?"
_PEOPLE = r"(?:pupils?|students?|children|child|learners?|boys?|girls?|kids?|leavers?|candidates?|young (?:people|person)|teenagers?|youngsters?|famil(?:y|ies)|parents?)\b"
_NEEDS = (
    r"(?:(?-i:SEND?|SEN[- ]?K|EHCPs?|EHC plans?|FSM6?|LAC|CLA|EAL|ADHD|ASD|SEMH|GRT|CAMHS|PRU)\b|special educational needs?|education,? health (?:and|&) care plans?"
    r"|free school meals?|pupil premium|disadvantaged|(?:previously )?looked[- ]after|in (?:foster )?care\b|foster(?:ed)?\b|adopted\b|care[- ]experienced"
    r"|english as an additional language|disab(?:led|ilit(?:y|ies))|wheelchairs?(?: users?)?|autis(?:m|tic)|dyslexi[ac]|dyspraxi[ac]|epilep(?:sy|tic)|diabet(?:es|ic)"
    r"|hearing[- ]impair(?:ed|ment)|visual(?:ly)?[- ]impair(?:ed|ment)|deaf\b|blind\b|mental health|self[- ]harm|eating disorders?|bereaved|child protection|children? in need"
    r"|safeguarding|gypsy|roma|traveller|black|asian|chinese|white british|mixed[- ]race|minority ethnic|muslim|jewish|sikh|hindu|transgender|non-binary|pregnan(?:t|cy))\b"
)
_WHO = r"(?:refugees?|asylum[- ]seek(?:ers?|ing)|young carers?|travellers|gypsies|wheelchair users?)\b"
_EXAM = r"(?=[^.!?\n]{0,60}\b(?:grades?|levels?|standards?|gcses?|a[- ]levels?|maths|mathematics|phonics|sats|exams?|assessments?|progress|btecs?|a\*|x{4,}))"
_OUTCOME = rf"(?:(?:pass(?:ed|es)?|fail(?:ed|s)?|achieved?|attain(?:ed)?)\b|(?:gain(?:ed)?|scored?|reached|met|missed|secured|got|made)\b{_EXAM})"
_SANCTION = r"(?:permanently |temporarily )?(?:excluded|suspended|expelled|arrested|cautioned|sent home|put in isolation|off[- ]rolled)\b"
_WORDS = r"(?:(?!(?:to|for|your|with|houses?|teams?|schools?|classes|forms|lessons|games|matches|clubs|trips|coaches)\b)[\w’'+&-]+,? ){0,3}?"

GATE = regex.compile(rf"{_NEEDS}|{_WHO}|{_SANCTION}|\bexclusions?\b|\bsuspensions?\b|{_OUTCOME}", regex.IGNORECASE)
"""What makes a number worth a second look at all; most posts hold none of it and are done here."""

PATTERNS: tuple[regex.Pattern[str], ...] = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        # counted by a need or a background: "two of our looked-after children", "3 of 4 SEND pupils", "one pupil with an EHCP"
        rf"{_COUNT} {_OF}{_WORDS}{_NEEDS}[- ](?:eligible |funded )?(?:[\w’'-]+ ){{0,2}}?{_PEOPLE}",
        rf"{_COUNT} {_OF}{_WORDS}{_WHO}",
        rf"{_COUNT} {_OF}{_WORDS}{_PEOPLE}(?: (?:who|that))?(?: (?:with|on|in|have|has|having|are|is|receive|receiving|get|eligible for|entitled to|from|an?|were))+ {_WORDS}(?:{_NEEDS}|{_WHO})",
        rf"{_COUNT} {_OF}{_WORDS}{_PEOPLE} {_NEEDS}",  # "two children in care"
        rf"\b(?:the|our) only {_WORDS}(?:{_NEEDS} {_WORDS}{_PEOPLE}|{_WHO}|{_PEOPLE} (?:with|on|in|who is|who has)(?: an?)? {_WORDS}{_NEEDS})",
        rf"(?:{_NEEDS}|{_WHO})(?: {_PEOPLE})?[^.!?\n]{{0,20}}?[,:] ?{_COUNT} ?{_OF}{_WORDS}{_OUTCOME}",
        # a result out of so few that those without it are known: "3 of our 4 Year 13 chemists passed"
        rf"{_COUNT} (?:out )?of (?:the |our |these |only )?{_SMALL} {_WORDS}(?:have |has |had )?{_OUTCOME}",
        rf"\b\d{{1,3}}(?:\.\d+)?\s?(?:%|per ?cent) of (?:the |our |these |a group of |just |only )*{_SMALL} {_WORDS}{_PEOPLE}",
        # a sanction that fell on few
        rf"{_COUNT} {_OF}{_WORDS}{_PEOPLE} {_WORDS}(?:was|were|is|are|has been|have been|had been|got|being)? ?{_SANCTION}",
        rf"\b(?:an?|the) {_WORDS}(?:boy|girl|pupil|student|child) {_WORDS}(?:was|has been|had been|is being|got) {_SANCTION}",
        rf"{_COUNT} (?:permanent |fixed[- ]term |temporary |internal )*(?:exclusions?|suspensions?)\b",
    )
)
RATIO = regex.compile(r"(?:four|three|two|nine|eight|seven) (?:out of (?:five|four|three)|in (?:ten|five|four|three))\b", regex.IGNORECASE)
"""A manner of speaking about many."""


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for start, end in small_groups(bundle.text):
        rule = setting.profile.dpo_check
        said = " ".join(bundle.text[start:end].split())
        yield Finding(
            "personal_data",
            "ask",
            f"“{said}” counts fewer than {FEWEST} {setting.profile.pupil_word}s by a need, a background or a result, so a child could be recognised."
            " Take the number out, or the data protection officer decides.",
            rule.clause if rule.stated else None,
            start,
            end,
        )


def small_groups(text: str) -> list[tuple[int, int]]:
    """Where a small group is counted; offsets are code points."""
    if not GATE.search(text):
        return []
    plain = _without_numbered(text)
    found: list[tuple[int, int]] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            ratio = RATIO.match(plain, start)
            if not ratio and all(end <= a or start >= b for a, b in found):
                found.append((start, end))
    return sorted(found)


def _without_numbered(text: str) -> str:
    """Year 9, Room 4 and 7B are no counts. The same length, so that offsets hold."""
    for pattern in PROTECTED:
        text = pattern.sub(lambda match: regex.sub(r"\w", "\N{LATIN SMALL LETTER X}", match[0]), text)
    return text
