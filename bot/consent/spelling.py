"""One spelling for one name, however it is written: case, accents, look-alike letters, hidden characters, figures for letters."""

import unicodedata
from dataclasses import dataclass

import regex

TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’‘`´-]\p{L}[\p{L}\p{M}]*)*")
POSSESSIVE = regex.compile(r"['’‘`´][sS]$")
INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufe0f\ufeff")
LEET = regex.compile(r"(?<=\p{L})[013457@$](?=\p{L})|(?<![\p{L}\d])[4@](?=\p{Ll}{2})|(?<=\p{L}{2})[013457@$](?![\w@$]|\.\w)")
FIGURES = str.maketrans("013457@$", "oieastas")

# Letters of other alphabets that look like ours, and those of ours that NFKD leaves alone.
_LOOK_ALIKES = (
    ("авекмнорстухіјѕԁһԛԝԍё", "abekmhopctyxijsdhqwge"),
    ("АВЕКМНОРСТУХІЈЅԀҺԚԜЁ", "ABEKMHOPCTYXIJSDHQWE"),
    ("αβεικνορτυχωγ", "abeiknoptuxwy"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("łŁøØđĐıɑɡħ", "lLoOdDiagh"),
)
_LETTERS = {ord(other): ours for others, plain in _LOOK_ALIKES for other, ours in zip(others, plain, strict=True)} | {
    ord("æ"): "ae",
    ord("Æ"): "Ae",
    ord("œ"): "oe",
    ord("ß"): "ss",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `folded` is its one spelling."""

    start: int
    end: int
    written: str
    folded: str

    @property
    def bare_end(self) -> int:
        """Where the name ends, its possessive s left out."""
        return self.end - 2 if POSSESSIVE.search(self.written) else self.end


def fold(name: str) -> str:
    """No case, accents, apostrophes, hyphens or spaces; a possessive s goes."""
    if name.isascii() and name.isalpha():
        return name.lower()
    bare = POSSESSIVE.sub("", "".join(c for c in name if c not in INVISIBLE).strip())
    letters = unicodedata.normalize("NFKD", bare.translate(_LETTERS)).translate(_LETTERS).casefold()
    return "".join(letter for letter in letters if letter.isalpha())


def tokens(text: str) -> list[Token]:
    return [Token(m.start(), m.end(), m[0], fold(m[0])) for m in TOKEN.finditer(text)]


def visible(text: str) -> tuple[str, list[int] | None]:
    """The text without characters nobody sees, and where each one that is left stood; None where nothing was taken out."""
    if text.isascii() or INVISIBLE.isdisjoint(text):
        return text, None
    places = [at for at, letter in enumerate(text) if letter not in INVISIBLE]
    return "".join(text[at] for at in places), places


def figures_as_letters(text: str) -> str:
    """ "J4ne Sm1th" as it is meant, of the same length; the same text where no figure stands for a letter."""
    return LEET.sub(lambda found: found[0].translate(FIGURES), text)
