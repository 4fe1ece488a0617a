"""Two views of a text: as written, and with the disguises taken off, each letter still knowing where it was written."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

# Letters of other scripts that pass for Latin ones. Capitals come first because some change shape when folded (Η is h, η is n).
_LOOKALIKES = {
    "a": "аɑαаΑАᴀᎪɐ∀ค",
    "b": "ВвΒβƄЬьʙᏴɓƀ",
    "c": "СсϹϲᴄᏟƈ¢ℭ",
    "d": "ԁԀᴅᎠɗđð",
    "e": "ЕеΕεᴇᎬɛєЄǝ℮€ҽ",
    "f": "ƒꜰϝғҒ",
    "g": "ɡɢᏀցɠ",
    "h": "НнΗһҺʜᎻհħ",
    "i": "ІіΙιıɪᎥӀɩ¡Ꭵ",
    "j": "ЈјᴊᎫϳ",
    "k": "КкΚκᴋᏦƙқҚ",
    "l": "ӏʟᏞłⅼ",
    "m": "МмΜᴍᎷ",
    "n": "ΝηɴпПոƞ",
    "o": "ОоΟοᴏօσøӨө",
    "p": "РрΡρᴘᏢ",
    "q": "ԛԚզϙ",
    "r": "гʀᎡяЯɾ",
    "s": "ЅѕꜱᏚςʂƨ§",
    "t": "ТтΤτᴛᎢŧ†",
    "u": "υսᴜʊμцЦ",
    "v": "νѵᴠᏙʋ",
    "w": "ԝԜᴡᏔωшШɯա",
    "x": "ХхΧχ×",
    "y": "УуΥγʏүҮ",
    "z": "ΖζᴢᏃʐ",
}
_FOLD = {look: letter for letter, looks in _LOOKALIKES.items() for look in looks}
_FOLD |= {chr(0x1F150 + n): chr(97 + n) for n in range(26)}  # white letters on black discs and squares do not decompose
_FOLD |= {chr(0x1F170 + n): chr(97 + n) for n in range(26)}
_FOLD |= {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'", "＇": "'"}
_FOLD |= dict.fromkeys("‐‑‒–—―−", "-")
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l"})

LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,12}(?:/\S{0,2000})?", re.IGNORECASE)
EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}", re.IGNORECASE)
_HANDLE = re.compile(r"@\w{2,40}(?:\.[\w.]{1,60})?")
_MEANT = re.compile(  # figures a school writes beside letters: 7B, Y11, KS3, year11, 3pm, 1st, £2m, 3-1, 9.30am
    r"\d{1,4}[a-z]{1,2}|[a-z]{1,3}\d{1,4}|\d+(?:st|nd|rd|th|pm|am|km|kg|hrs?|mins?|secs?|yrs?|yo)"
    r"|(?:year|yr|class|form|room|set|aged?|gcses?|covid|unit|ks|level|sats|team|group)-?\d+|[£$€]\d[\d.,]*[a-z]{0,2}"
    r"|\d+(?:[-:.,/]\d+)+[a-z]{0,2}|[^a-z]*"
)
_EDGE = "\"'()[]{}<>,.;:?*_~#“”…/\\"
_SPACED = re.compile(r"(?<![^\W_])(?<!')[a-z0-9@$!](?:[ ._\-*~|+,/]{1,3}[a-z0-9@$!](?![^\W_])){2,}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SPACE = re.compile(r"\s+")
_MAX_VARIED_RUNS = 3
_LONG = 200  # no word is longer; longer chunks are read as they stand, so that the caches stay small


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    if char.isspace() or unicodedata.category(char) == "Cc":
        return " "
    if char in _FOLD:
        return _FOLD[char]
    if char in _UNSEEN or ord(char) in _SKIN_TONES:
        return ""
    out: list[str] = []
    for part in unicodedata.normalize("NFKD", char):
        if unicodedata.category(part) in {"Mn", "Me", "Cf"}:
            continue
        folded = _FOLD.get(part) or part.casefold()
        out.extend(" " if piece.isspace() else _FOLD.get(piece, piece) for piece in folded)
    return "".join(out)


@dataclass(frozen=True)
class Normalised:
    """A text with its disguises off. `plain` and `text` have the same length; `text` also reads figures as letters."""

    written: str
    plain: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    joined: tuple[tuple[int, int], ...]  # where spaced-out letters were put together, in `text`

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text as written, in code points."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.written)
            return here, here
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True)
class Token:
    """One word of a normalised text, the spellings it may stand for, and its place as written."""

    text: str
    forms: tuple[str, ...]
    start: int
    end: int


def normalise(text: str) -> Normalised:
    """Undo case, accents, unseen characters, look-alike letters, spaced-out letters and figures used as letters."""
    chars: list[str] = []
    starts: list[int] = []
    for place, char in enumerate(text):
        for piece in _fold(char):
            chars.append(piece)
            starts.append(place)
    folded = "".join(chars)
    kept, joined = _join_spaced(folded)
    plain = "".join(folded[n] for n in kept)
    return Normalised(
        written=text,
        plain=plain,
        text=re.sub(r"\S+", lambda found: unleet(found.group()), plain),
        starts=tuple(starts[n] for n in kept),
        ends=tuple(starts[n] + 1 for n in kept),
        joined=tuple(joined),
    )


def _join_spaced(folded: str) -> tuple[list[int], list[tuple[int, int]]]:
    kept: list[int] = []
    joined: list[tuple[int, int]] = []
    done = 0
    for found in _SPACED.finditer(folded):
        letters = [n for n in range(found.start(), found.end()) if folded[n].isalnum() or folded[n] in "@$!"]
        if sum(folded[n].isalpha() for n in letters) < max(2, len(letters) / 2):
            continue
        kept.extend(range(done, found.start()))
        joined.append((len(kept), len(kept) + len(letters)))
        kept.extend(letters)
        done = found.end()
    kept.extend(range(done, len(folded)))
    return kept, joined


def unleet(chunk: str) -> str:
    """Figures and signs inside a word read as letters; form names, years, scores, prices, times, handles and links stay."""
    return _unleet(chunk) if len(chunk) <= _LONG else chunk


@lru_cache(maxsize=16384)
def _unleet(chunk: str) -> str:
    ending = chunk.rstrip("!")
    core = ending.strip(_EDGE)
    if _MEANT.fullmatch(core) or is_address(core):
        return chunk
    return ending.translate(_LEET) + chunk[len(ending) :]


def is_address(core: str) -> bool:
    """A handle, an e-mail address or a link: names of places, not words."""
    return bool(_HANDLE.fullmatch(core) or (("." in core or "/" in core) and (EMAIL.fullmatch(core) or LINK.fullmatch(core))))


def forms(word: str) -> tuple[str, ...]:
    """The spellings a word may stand for: as it is, figures as letters (1 as i or l), long runs of a letter as two or one."""
    return _forms(word) if len(word) <= _LONG else (word,)


@lru_cache(maxsize=16384)
def _forms(word: str) -> tuple[str, ...]:
    readings = dict.fromkeys((word, unleet(word), unleet(word.replace("1", "l")), word.translate(_LEET)))
    out: dict[str, None] = {}
    for reading in readings:
        runs = list(_RUN.finditer(reading))
        if not runs:
            out[reading] = None
            continue
        for lengths in product((2, 1), repeat=min(len(runs), _MAX_VARIED_RUNS)):
            wanted = iter((*lengths, *([1] * len(runs))))
            out[_RUN.sub(lambda run, wanted=wanted: run.group(1) * next(wanted), reading)] = None  # type: ignore[misc]
    return tuple(out)


def tokens(normalised: Normalised) -> list[Token]:
    """The words of a normalised text, in order."""
    out = []
    for found in _WORD.finditer(normalised.text):
        start, end = normalised.span(*found.span())
        out.append(Token(found.group(), forms(normalised.plain[found.start() : found.end()]), start, end))
    return out


def loose_equal(a: str, b: str, *, any_link: bool = False) -> bool:
    """Whether two texts differ only in what networks rewrite: composed letters, white space and, where asked, each link."""
    return _loosened(a, any_link=any_link) == _loosened(b, any_link=any_link)


def _loosened(text: str, *, any_link: bool) -> str:
    collapsed = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return LINK.sub("\N{LINK SYMBOL}", collapsed) if any_link else collapsed
