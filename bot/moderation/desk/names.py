"""Whether a text speaks of one member of staff: by full name, by title and surname, or by the Headteacher's office. Never by a surname alone."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# "Miss" is also what one does to a train, so after these words it is no title.
_BEFORE_A_VERB = ("we ", "i ", "to ", "not ", "t ", "ll ", "d ", "ve ", "never ", "always ", "you ", "they ", "will ", "dont ", "really ")
_MISS = "".join(f"(?<!\\b{words})" for words in _BEFORE_A_VERB) + "miss"
_WRITTEN = ("mr", "mister", "mrs", "ms", "mx", "dr", "doctor", "sir", "madam", "prof", "professor", "rev", "reverend")
_TITLE = "|".join((*_WRITTEN, _MISS))
_INITIAL = r"(?:[a-z]\.?\s+|[a-z]\.)"
_NO_MORE = r"(?:['’]?s)?(?![^\W\d_])"
# "The head" alone may be of hair or of a table, so it counts only before what one says of a person.
_SAID = r"(?:should|is|was|has|had|needs|must|does|doesn|did|didn|never|won|will|can|cannot|could|wants|thinks|says|said)\b"
_OFFICE = re.compile(
    r"\b(?:head\s?teacher|head\s?master|head\s?mistress|(?:acting|executive) head|(?:our|your) principal)\b"
    rf"|\b(?:the|our|your|that|this) (?:head|principal) {_SAID}"
)
_OFFICE_ALONE = {"head", "principal"}  # as words these mean other things too; the pattern above knows when they do not


class _Ways(NamedTuple):
    folded: re.Pattern[str]
    as_written: re.Pattern[str] | None  # an initial with the surname, which only capitals tell from "a field"


def names(text: str, name: str) -> bool:
    """Whether the text names this person in full, by a title with the surname, or by initial and surname."""
    ways = _ways(name)
    if ways is None:
        return False
    return bool(ways.folded.search(_plain(text)) or (ways.as_written and ways.as_written.search(unicodedata.normalize("NFKC", text))))


def names_office(text: str, office: str = "Headteacher") -> bool:
    """Whether the text speaks of the Headteacher as such; `office` is the word the policy uses for one."""
    plain, word = _plain(text), _plain(office).strip()
    return bool(_OFFICE.search(plain)) or (word not in _OFFICE_ALONE and bool(word) and re.search(rf"\b{re.escape(word)}\b", plain) is not None)


@lru_cache(maxsize=2_000)
def _ways(name: str) -> _Ways | None:
    words = [word for word in re.split(r"[\s.,]+", _plain(name)) if word]
    while words and words[0] in (*_WRITTEN, "miss"):
        words = words[1:]
    if not words or sum(c.isalpha() for c in words[-1]) < 2:
        return None
    surname, given = _spaced(words[-1]), words[:-1]
    own = "|".join(rf"{re.escape(word)}\s+" for word in given)
    between = f"(?:{_INITIAL}|{own}){{0,3}}" if given else f"{_INITIAL}?"
    ways = [rf"\b(?:{_TITLE})\.?[\s\-_]*{between}{surname}"]
    if not given:
        return _Ways(re.compile(ways[0] + _NO_MORE), None)
    ways.append(rf"\b{re.escape(given[0])}[\s_]+{between}{surname}")
    initial, last = re.escape(given[0][0].upper()), re.escape(words[-1].title())
    dot = r"\." if initial in "AI" else r"\.?"  # "A Field" may be any field
    return _Ways(re.compile("(?:" + "|".join(ways) + ")" + _NO_MORE), re.compile(rf"(?<![\w'’]){initial}{dot}\s?{last}{_NO_MORE}"))


def _spaced(surname: str) -> str:
    """A double-barrelled name with or without its hyphen."""
    return r"[\s\-]?".join(re.escape(part) for part in surname.split("-") if part)


def _plain(text: str) -> str:
    """Small letters without accents; what is not seen is left out."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
