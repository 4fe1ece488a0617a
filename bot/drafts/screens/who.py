"""Whether a name in a text is a grown-up's, a place's or somebody's of whom everybody knows, by the words around it."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
import regex

from bot.consent.common_words import AMBIGUOUS, TITLES
from bot.consent.names import fold

PUPIL_TITLES = frozenset({"captain", "prince", "princess", "judge", "sister", "father", "king", "queen", "major", "mayor"})
"""Titles a pupil may carry on a sports day or in a play, or that are no titles at all."""

_ADULT_ROLE = (
    r"(?:head ?teacher|headmaster|headmistress|principal|executive head|co-head|deputy head|assistant head|head of (?!year 1?\d boy)[\w ]{2,25}|ceo|chief executive|governor|chair of governors|trustee"
    r"|teacher|tutor|senco|lecturer|librarian|chef|caretaker|author|poet|novelist|illustrator|artist|composer|scientist|historian|professor|olympian|paralympian"
    r"|footballer|cricketer|athlete|coach|mp|councillor|mayor|minister|speaker|comedian|actor|actress|presenter|explorer|engineer|inventor|storyteller|musician|conductor|director"
    r"|officer|pc|sergeant|firefighter|nurse|vicar|chaplain|bishop|imam|survivor|veteran|playwright|philosopher|photographer|manager|alumnus|alumna|former (?:pupil|student))"
)
ROLE_BEFORE = regex.compile(rf"\b{_ADULT_ROLE},?\s(?:\p{{Lu}}[\w.]*\s)?$", regex.IGNORECASE)
ROLE_AFTER = regex.compile(rf"^(?:['’]s)?,?\s(?:\(|,\s?|who is |is )?(?:our |the |a |an |new |my |school )*{_ADULT_ROLE}\b", regex.IGNORECASE)
LIVED = regex.compile(r"^\s?\((?:born |b\. |c\. )?1[0-9]\d\d\b|^,? (?:wrote|painted|composed|invented|discovered|was born|died)\b")
TITLE_BEFORE = regex.compile(r"(\p{Lu}\p{L}*)\.?\s(?:\p{Lu}\.?\s){0,2}$")
CALENDAR = frozenset(
    [
        "april",
        "may",
        "june",
        "july",
        "august",
        "summer",
        "autumn",
        "winter",
        "spring",
        "easter",
        "christmas",
        "eve",
        "noel",
        "season",
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ]
)
PRAISED = regex.compile(
    r"\b(?:well done(?: to)?|congrat(?:ulation)?s(?: to)?|bravo|thank you(?: to)?|thanks to|proud of|meet|hear from|star (?:pupil|baker|reader|of the week),?)[\s:,]*$",
    regex.IGNORECASE,
)
BESIDE = regex.compile(r"\b(?:by|with|and|from|to|of|for|shows|(?:this|here|that) is|here'?s|like|our)\s$", regex.IGNORECASE)
DOES = regex.compile(
    r"^(?:['’]s\b)?\s(?:has|have|had|was|is|won|win|led|leads|sang|sings|played|plays|scored|scores|ran|said|says|told|wrote|made|makes|drew|baked|built|read|came|got|took|gave|received|joined"
    r"|represent\w*|perform\w*|achieve\w*|finish\w*|collect\w*|enjoy\w*|show\w*|work\w*|help\w*|star\w*|danc\w*|swam|shone|raised|completed|explained|smiled)\b"
)


def titled(text: str, start: int) -> bool:
    """Mr, Dr, Sir ... with a capital: "We miss Ava" is no title."""
    before = TITLE_BEFORE.search(text, max(0, start - 25), start)
    return before is not None and fold(before[1]) in TITLES - PUPIL_TITLES


def grown_up(text: str, start: int, end: int) -> bool:
    """A title, an adult's work, or a life long ago beside the name."""
    if titled(text, start) or LIVED.search(text[end : end + 30]):
        return True
    return bool(ROLE_BEFORE.search(text[max(0, start - 50) : start]) or ROLE_AFTER.search(text[end : end + 50]))


def reads_as_person(text: str, start: int, end: int) -> bool:
    """For a name that is a word as well: whether the words around it speak of somebody ("Well done Grace", not "in May")."""
    before, after = text[max(0, start - 40) : start], text[end : end + 25]
    if PRAISED.search(before) or (regex.match(r"['’]s\s\p{Ll}", after) and fold(text[start:end]) not in CALENDAR):
        return True
    if fold(text[start:end]) in CALENDAR:
        return False
    return bool(DOES.search(after)) or bool(BESIDE.search(before) and regex.match(r"\s?[,.!?(]|\s?$|\s(?:and|who|in|from)\s", after))


_PLACES_WORDS = """
year half today park hall house church street road lane court green field fields hill wood woods station day fair week school castle bridge
close square common gardens garden centre building term cup way rise drive grove farm mill north south east west holiday
"""
PLACES_LAST = frozenset(_PLACES_WORDS.split())
TIMES = frozenset({"year", "term", "half", "week", "day", "today", "fair", "holiday"})


def is_time(written: str) -> bool:
    """ "Will Year 7 ...", "May Day": the second word counts days, so what follows is no class of a child's."""
    words = regex.findall(r"\p{L}+", written)
    return bool(words) and fold(words[-1]) in TIMES


def word_pair(written: str) -> bool:
    """What looks like a name is made of two words, the last of a place or a day: "Victoria Park", "May Day"."""
    words = [fold(word) for word in regex.findall(r"\p{L}+", written)]
    return len(words) == 2 and words[0] in AMBIGUOUS and words[1] in PLACES_LAST
