"""Where a text may be broken: between which words, and at what kind of place."""

from collections.abc import Iterable, Iterator
from typing import Literal

import regex

from bot.consent.common_words import TITLES

Place = Literal["paragraph", "line", "sentence", "word"]
Span = tuple[int, int]

GAP = regex.compile(r"[^\S\u00a0\u2007\u202f]+")  # a no-break space holds together
NEWLINE = regex.compile(r"\r\n|[\n\r\u0085\u2028\u2029]")
UNSEEN = regex.compile(r"[\p{Cf}\p{M}]+")  # marks of direction, joiners, lone accents
WORDY = regex.compile(r"[\p{L}\p{N}]")
LISTED = regex.compile(r"[(\[]?(?:\d{1,2}|[a-zA-Z])[.)\]]")  # "1." and "a)" before a line of a list
ISOLATED = regex.compile(r"[\u2066-\u2068][^\u2066-\u2069]*\u2069|[\u202a\u202b\u202d\u202e][^\u202a-\u202e]*\u202c")  # one direction
_TITLE = "(?:" + "|".join(sorted({t.capitalize() for t in TITLES} | {t.upper() for t in TITLES})) + r")\b\.?"
TITLED = regex.compile(
    rf"(?<![\p{{L}}\d]){_TITLE}(?:\s{{1,3}}(?:and|&)\s{{1,3}}{_TITLE})?(?:\s{{1,3}}\p{{Lu}}\.?(?![\p{{L}}\p{{M}}])){{0,3}}"
    r"(?:\s{1,3}\p{Lu}[\p{L}\p{M}'’-]+){1,2}"
)
SENTENCE_END = regex.compile(r"(?P<word>\S*?)(?P<sign>[.!?…؟۔।。！？]+)[^\p{L}\p{N}.!?…]*$")
GOES_ON = regex.compile(r"[^\p{L}\p{N}]*\p{Ll}")
LAST_WORDS = 80  # how far back a full stop is looked for, past brackets and emoji
INITIALS = regex.compile(r"(?:\p{L}\.)*\p{L}")
_ABBREVIATED_WORDS = """
mr mrs ms mx dr prof rev revd hon capt cllr st sr jr vs etc cf eg ie viz approx dept tel ext inc ltd plc govt asst incl excl yr yrs
"""
_BEFORE_A_FIGURE_WORDS = """
no nos p pp vol ch fig para pt sec max min est c ca mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
"""
ABBREVIATED = frozenset(_ABBREVIATED_WORDS.split())
BEFORE_A_FIGURE = frozenset(_BEFORE_A_FIGURE_WORDS.split())


def places(text: str, whole: Iterable[Span] = ()) -> Iterator[tuple[int, int, Place, bool]]:
    """(start, end, place after it, whether a break there is the last resort) of everything that stays together."""
    never = [match.span() for match in TITLED.finditer(text)]
    rather_not = [*whole, *(match.span() for match in ISOLATED.finditer(text))]
    gaps = [gap.span() for gap in GAP.finditer(text)]
    edges = [0, *(edge for gap in gaps for edge in gap), len(text)]
    words = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    begin = None
    for here, after in zip(words, [*words[1:], None], strict=True):
        begin = here[0] if begin is None else begin
        if after is None:
            yield begin, here[1], "paragraph", False
        elif not (_within(never, here[1], after[0]) or _unseen(text, here) or _unseen(text, after)):
            yield begin, here[1], _place(text, here, after), _within(rather_not, here[1], after[0]) or _tight(text, here, after)
            begin = None


def _within(spans: Iterable[Span], start: int, end: int) -> bool:
    return any(a < start and end < b for a, b in spans)


def _unseen(text: str, word: Span) -> bool:
    return UNSEEN.fullmatch(text, *word) is not None


def _place(text: str, here: Span, after: Span) -> Place:
    lines = len(NEWLINE.findall(text, here[1], after[0]))
    if lines:
        return "line" if lines == 1 and "\u2029" not in text[here[1] : after[0]] else "paragraph"
    return "sentence" if _sentence_ends(text, here, after) else "word"


def _sentence_ends(text: str, here: Span, after: Span) -> bool:
    """A full stop after "e.g.", "Mr", an initial or the number of a list is none."""
    found = SENTENCE_END.search(text[max(_line(text, here[0]), here[1] - LAST_WORDS) : here[1]])
    if found is None or GOES_ON.match(text, after[0]):
        return False
    if found["sign"] != ".":
        return True
    word = regex.sub(r"^[^\p{L}\p{N}]+", "", found["word"]).casefold()
    figure = text[after[0]].isdigit()
    return not (INITIALS.fullmatch(word) or word.replace(".", "") in ABBREVIATED or (figure and word in BEFORE_A_FIGURE) or _numbers(text, here))


def _tight(text: str, here: Span, after: Span) -> bool:
    """A bullet or number stays with its line; a dash or an emoji stays with the words before it."""
    if _line(text, here[0]) != _line(text, after[0]):
        return False
    return _numbers(text, here) or WORDY.search(text, *after) is None


def _numbers(text: str, here: Span) -> bool:
    """Whether this is the bullet or the number at the head of a line."""
    first = not text[_line(text, here[0]) : here[0]].strip()
    return first and (WORDY.search(text, *here) is None or LISTED.fullmatch(text, *here) is not None)


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
