"""What around a capitalised word says that it is a child, or that it is not: class, year group, title, building, history."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator

import regex

from bot.consent.common_words import TITLES
from bot.consent.names import fold
from bot.drafts.screens.base import NameMatch
from bot.drafts.screens.forenames import FORENAMES

_CAP = r"\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{Lu}?[\p{L}\p{M}]+)*"
_FORM = r"(?:[1-9]|1[0-3])[A-Z]{1,2}\d?"
_YEAR = r"(?:[Yy]ear|[Yy]r|Y|YEAR)\s?(?:1[0-3]|[1-9])|[Rr]eception|[Nn]ursery"
_CLASS = rf"(?:{_FORM}\b|(?:{_YEAR})\b|[Cc]lass\s[A-Z0-9]\w{{0,8}}\b|[Ff]orm\s[A-Z0-9]\w{{0,3}}\b)"
AFTER = regex.compile(
    rf"(?<![\p{{L}}\d@#.])(?P<name>{_CAP}(?:\s(?:\p{{Lu}}\b\.?|{_CAP}))?)(?:\s?[,(\[–-]\s?|,?\s(?:from|in|of)\s(?:our\s)?|\s)(?P<class>{_CLASS})"
)
BEFORE = regex.compile(
    rf"(?<![\w])(?P<class>{_CLASS})(?:['’]s)?(?:\s(?:pupil|student|learner|prefect|captain|leader|musician|artist|reader|runner|swimmer|writer|dancer|actor))?(?:,|:)?\s(?P<name>{_CAP})"
)
TWO_CAPS = regex.compile(
    rf"(?<![\p{{L}}\d@#.])(?P<first>{_CAP})\s(?P<last>\p{{Lu}}[\p{{Ll}}\p{{M}}]+(?:['’-]\p{{Lu}}?[\p{{L}}\p{{M}}]+)*)(?:['’]s)?(?![\w@])"
)
PUPIL_WORDS = regex.compile(
    r"\b(?:pupils?|students?|child|children|girls?|boys?|learners?|leavers?|prefects?|head (?:boy|girl)|classmates?|year (?:1[0-3]|[1-9])s?|y(?:1[0-3]|[1-9])"
    r"|(?:[1-9]|1[0-3])[A-Z]{1,2}|aged? \d{1,2}|gcses?|a levels?|sixth former|captain|congratulations to|well done(?: to)?|proud of|achieved|scored)\b",
    regex.IGNORECASE,
)
FORM_IN_FILE = regex.compile(
    r"(?<![\p{L}\d])(?:[1-9]|1[0-3])[A-Za-z]\d?(?![\p{L}\d])|(?<!\p{L})(?:year|yr|y) ?(?:1[0-3]|[1-9])(?!\d)", regex.IGNORECASE
)
PLACE_AFTER = regex.compile(
    r"[’']?s?\s(?:\p{Lu}[\p{L}’'-]*\s){0,2}(?:House|Hall|Building|Block|Centre|Theatre|School|Academy|College|Primary|Trust|Cup|Trophy|Award|Prize|Medal|Museum|Street|Road|Lane|Avenue"
    r"|Park|Square|Hospital|Hospice|Library|Church|Cathedral|University|Room|Lodge|Garden|Gardens|Wing|Foundation|Festival|Fair|Day|Week|Ball|Concert|Show|Stadium|Castle|Abbey|Court"
    r"|Bridge|Station|Farm|Field|Fields|Shield|Team|Club|Scholarship|Lecture|Challenge|Term|Holiday|Reading|School|Camp|Games)\b"
)
SURNAME_AFTER = regex.compile(r"\s(?:(?:de|la|van|von|der|al|bin)\s)*\p{Lu}[\p{Ll}\p{M}]{2,}")
_NOT_NAMES_WORDS = """
a all an and annual april art assembly attendance august autumn award awards back best biology business calling chemistry children
christmas citizenship class classes club coach come computing congratulations cooking cricket curriculum dance day dear december design
diwali drama dt each early earth easter eid end english enjoy enterprise enrichment evening everyone exam exams exciting families
fantastic february festival final first food football for form french friday from further gcse geography german girls boys good goodbye
great greek group happy harvest head headteacher hello history hockey holiday homework house in induction information institute ict it
january july june key last latin lesson lessons letter library literacy literature look lower maths mathematics mandarin march may media
meet meeting mfl mock mocks monday more morning music netball new next no november now october on open options our outdoor outstanding
parent parents pe performing philosophy phonics photography physics please poetry politics prefects prom proud psychology pupil pupils
ramadan re reading reception results revision rugby saturday school science secondary senior sept september sixth sociology some spanish
sport sports spring star staff stem student students summer sunday super swimming talented tech technology tennis term textiles thank
thanks that the these this thursday to today tomorrow topic tour transition trip tuesday tutor uniform university upper visit wednesday
welcome well what when where why winter wonderful world writing year years you young your youth both did does every half how if let most
my not of only or other over rounders athletics basketball badminton gymnastics wow bravo brilliant amazing excellent superb lovely huge
big little ofsted covid nhs bbc uk england wales scotland ireland london birmingham manchester team teams primary
"""
NOT_NAMES = frozenset(_NOT_NAMES_WORDS.split())


_FILE_WORDS_WORDS = """
img image images dsc dscn dscf pxl screenshot photo photos pic picture scan copy final edit edited crop cropped version draft resized
web small large social post banner group whole trip visit day team show concert fair sale quiz match gala fixture poster flyer logo lab
field hall stage classroom playground work display painting drawing model experiment cake bake reading trophy medal certificate garden
minibus bus coach museum theatre beach walk hike camp jpeg jpg png gif heic
"""
FILE_WORDS = frozenset(_FILE_WORDS_WORDS.split())


def beside_class(text: str) -> Iterator[tuple[int, int, bool]]:
    """A capitalised word that could be a name beside a class or year: (start, end of the name, whether it is a name we know)."""
    for pattern in (AFTER, BEFORE):
        for found in pattern.finditer(text):
            words = found["name"].split()
            while words and (_no_name(words[0])):
                words = words[1:]
            if not words or (pattern is BEFORE and PLACE_AFTER.match(text, found.end("name"))):
                continue
            start = found.end("name") - len(found["name"]) + found["name"].find(words[0])
            end = found.end("name")
            if _titled(text, start) or any(word.isupper() and len(word) > 1 and fold(word) not in FORENAMES for word in words) or _no_name(words[-1]):
                continue
            if (
                pattern is AFTER
                and (fold(words[0]) not in FORENAMES)
                and not regex.search(r"[,(\[]|\s(?:in|from)\s", text[end : found.start("class")])
            ):
                continue
            if pattern is BEFORE and fold(words[0]) not in FORENAMES:
                continue
            yield start, end, fold(words[0]) in FORENAMES and _tied(found, text)


def _tied(found: "regex.Match[str]", text: str) -> bool:
    """Whether the words say that the one belongs to the other ("Aisha in 7B"), not only stand side by side ("Amber Year 3 team")."""
    between = text[found.end("name") : found.start("class")] or text[found.end("class") : found.start("name")]
    after = regex.match(r"\s(\p{L}+)", text[max(found.end("class"), found.end("name")) :])
    return bool(regex.search(r"[,(\[]|\b(?:in|from|of)\b|['’]s|\p{L}{4}", between)) and not (after and after[1][0].isupper() and _no_name(after[1]))


def unknown_full_names(text: str) -> Iterator[tuple[int, int]]:
    """A known forename and a capitalised surname, close to words about pupils, that is no title, place or building."""
    for found in TWO_CAPS.finditer(text):
        if fold(found["first"]) not in FORENAMES or _no_name(found["last"]) or _titled(text, found.start()):
            continue
        if PLACE_AFTER.match(text, found.end("first")) or PLACE_AFTER.match(text, found.end("last")):
            continue
        if near_pupil_words(text, found.start(), found.end()):
            yield found.start("first"), found.end("last")


def two_capitals(text: str) -> Iterator[tuple[int, int]]:
    """Two capitalised words that could be somebody's full name, misspelt perhaps."""
    for found in TWO_CAPS.finditer(text, overlapped=True):
        named = len(found["first"]) > 2 and not _no_name(found["first"]) and not _no_name(found["last"])
        if named and not (PLACE_AFTER.match(text, found.end("first")) or PLACE_AFTER.match(text, found.end("last"))):
            yield found.start("first"), found.end("last")


def file_name_points_at_child(stem: str) -> bool:
    """A form such as 7B beside a word that says nothing of cameras, occasions or subjects: "IMG jsmith 7B"."""
    words = regex.findall(r"\p{L}{3,}", stem)
    return bool(FORM_IN_FILE.search(stem)) and any(not _no_name(word) and fold(word) not in FILE_WORDS for word in words)


def near_pupil_words(text: str, start: int, end: int) -> bool:
    return bool(PUPIL_WORDS.search(text[max(0, start - 60) : start]) or PUPIL_WORDS.search(text[end : end + 45]))


def other_person(text: str, match: NameMatch) -> bool:
    """A first name that goes on with a title before it, a surname the register does not pair with it, or the name of a place."""
    if _titled(text, match.start) or PLACE_AFTER.match(text, match.end):
        return True
    following = SURNAME_AFTER.match(text, match.end)
    return following is not None and not _no_name(following[0].split()[-1])


def initials_only(written: str) -> bool:
    return regex.fullmatch(r"(?:\p{Lu}\.?\s?){2,3}", written) is not None


def _titled(text: str, start: int) -> bool:
    before = regex.search(r"(\p{Lu}\p{L}*)\.?\s$", text[max(0, start - 15) : start])
    return before is not None and fold(before[1]) in TITLES


def _no_name(word: str) -> bool:
    return fold(word) in NOT_NAMES or word.casefold().rstrip("'’s") in NOT_NAMES
