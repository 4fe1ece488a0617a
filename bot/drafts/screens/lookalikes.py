"""Names made to be mistaken for another: look-alike letters, one letter off, or the real name in the wrong place."""

# ruff: noqa: E501 - tables
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

from bot.drafts.screens.addresses import domain_of, tidy
from bot.drafts.screens.base import Level
from bot.drafts.screens.find_links import suffixes

_KNOWN = """
amazon.co.uk amazon.com apple.com arbor.sc barclays.co.uk bbc.co.uk childline.org.uk classcharts.com ebay.co.uk eventbrite.co.uk
facebook.com google.com gov.uk instagram.com justgiving.com linkedin.com lloydsbank.com microsoft.com nationwide.co.uk natwest.com
netflix.com nhs.uk nspcc.org.uk office.com outlook.com parentmail.co.uk parentpay.com paypal.com royalmail.com santander.co.uk
schoolcomms.com scopay.com sharepoint.com showmyhomework.co.uk spotify.com surveymonkey.com ticketsource.co.uk tiktok.com twitter.com
ucas.com weduc.com whatsapp.com wikipedia.org youtube.com zoom.us
"""
WELL_KNOWN: tuple[str, ...] = tuple(_KNOWN.split())
"""Names that readers trust and that impostors therefore borrow."""
OWNED_ENDINGS = frozenset({"com", "co.uk", "org", "org.uk", "net", "uk", "gov.uk", "nhs.uk", "sch.uk", "ac.uk"})
LOOKS_LIKE: dict[int, str] = {
    ord(twin): plain
    for plain, twins in {
        "a": "аɑα@4", "b": "ƅЬ", "c": "сϲ", "d": "ԁɗ", "e": "еҽёє3", "f": "ƒ", "g": "ɡցɢ", "h": "һհ", "i": "іїıɩ", "j": "јϳ", "k": "κкҝ", "l": "ӏⅼ1|ι",
        "m": "мⅿ", "n": "ոпη", "o": "оοօσ0", "p": "рρ", "q": "ԛգ", "r": "гᴦ", "s": "ѕꜱ5", "t": "тτ7", "u": "υսц", "v": "νѵ", "w": "ԝѡω", "x": "хχ", "y": "уүγ", "z": "ᴢʐ2",
    }.items()
    for twin in twins
}  # fmt: skip
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Two letters that read as one."""


def resembles(host: str, official: Sequence[str]) -> tuple[Level, str] | None:
    """How sure it is that a host imitates another, and which; None when it does not. The academy's own names count most."""
    return _resembles(tidy(host), tuple(tidy(each) for each in official))


@lru_cache(maxsize=4096)
def _resembles(host: str, official: tuple[str, ...]) -> tuple[Level, str] | None:
    readable = _decoded(host)
    domain = domain_of(readable)
    protected = dict.fromkeys([domain_of(each) for each in official] + list(WELL_KNOWN))
    if domain in protected or any(host == each or host.endswith("." + each) for each in (*official, *WELL_KNOWN)):
        return None
    if _mixed(domain):
        return "block", next(
            (each for each in protected if _skeleton(_label(each)) == _skeleton(_label(domain))),
            "another name with letters of a second alphabet",
        )
    owned = {domain_of(each) for each in official}
    verdicts = [verdict for each in protected if (verdict := _compared(readable, domain, each, own=each in owned))]
    if verdicts:
        return min(verdicts, key=lambda verdict: verdict[0] != "block")
    return ("ask", "a name in plain letters") if not domain.isascii() else None


def _compared(host: str, domain: str, original: str, *, own: bool) -> tuple[Level, str] | None:  # noqa: PLR0911 - one line for each ground
    label, real = _label(domain), _label(original)
    if f".{original}." in f".{host}" and not host.endswith("." + original):
        return "block", original  # the real name as a decoration in front of another
    if len(real) < 3:
        return None
    if label == real:
        ending = suffixes()(domain).suffix
        return None if not own and ending in OWNED_ENDINGS else ("ask", original)
    if len(real) >= 4 and _skeleton(label) == _skeleton(real):
        return "block", original
    if len(real) >= 6 and _one_off(label, real):
        return ("block" if own or len(real) >= 8 else "ask"), original
    if len(real) >= 5 and real in regex.split(r"[-_]", label):
        return "ask", original
    return None


def _label(domain: str) -> str:
    return suffixes()(domain).domain or domain.partition(".")[0]


def _decoded(host: str) -> str:
    """Punycode back to the letters a reader sees."""
    labels = []
    for label in host.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def _mixed(domain: str) -> bool:
    """Letters of more than one alphabet in one label, or a whole label of Cyrillic or Greek twins."""
    for label in domain.split("."):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            return True
        if scripts & {"CYRILLIC", "GREEK", "ARMENIAN"} and _skeleton(label).isascii():
            return True
    return False


def _skeleton(label: str) -> str:
    """What a label looks like at a glance."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", label.translate(LOOKS_LIKE)) if not unicodedata.combining(letter))
    for pair, single in PAIRS:
        plain = plain.replace(pair, single)
    return plain.replace("-", "").replace("i", "l")


def _one_off(label: str, real: str) -> bool:
    """One letter added, dropped, changed, or two neighbours swapped."""
    if abs(len(label) - len(real)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(label, real, strict=False)) if a != b), min(len(label), len(real)))
    mine, theirs = label[start:], real[start:]
    return mine[1:] == theirs or mine == theirs[1:] or mine[1:] == theirs[1:] or (mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:])
