"""What a host name or number says about itself: private, short link, or a site no school should point at."""

import ipaddress
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

import regex

from bot.drafts.screens.find_links import suffixes

_SHORTENERS_WORDS = """
adf.ly aka.ms amzn.to bit.do bit.ly bitly.com bl.ink buff.ly clck.ru cutt.ly db.tt dlvr.it fb.me goo.gl gg.gg ift.tt is.gd j.mp lnk.to
lnkd.in linktr.ee mcaf.ee mz.cm n9.cl ow.ly po.st qr.ae qrco.de qr.net rb.gy rebrand.ly reut.rs s.id short.gy short.io shorte.st
shorturl.at smarturl.it soo.gd su.pr t.co t.ly t2m.io tiny.cc tiny.one tinyurl.com tr.im trib.al u.to urlz.fr v.gd v.ht wp.me x.co x.gd
ytd.io zpr.io
"""
SHORTENERS = frozenset(_SHORTENERS_WORDS.split()) - {"linktr.ee"}
PRIVATE_ENDINGS = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "localdomain",
    "home.arpa",
    "test",
    "invalid",
    "onion",
)
REBINDING = frozenset({"nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "traefik.me"})
"""Public names that answer with a private number."""

CATEGORY_ENDINGS: Mapping[str, str] = {
    **dict.fromkeys(("casino", "bet", "poker", "bingo"), "gambling"),
    **dict.fromkeys(("porn", "xxx", "adult", "sex", "sexy", "cam", "webcam", "dating"), "adults"),
}
CATEGORY_PARTS: tuple[tuple[str, str], ...] = (
    (
        (
            r"casino|gambl(?!eaware)|betting|sportsbook|bookmaker|roulette|blackjack|jackpotcity|freespins|slotmachine|onlineslots|bet365|betfair|betfred|betway|betvictor|paddypower"
            r"|williamhill|ladbrokes|coral\.co|skybet|unibet|888sport|pokerstars|partypoker|tombola|draftkings|fanduel|1xbet|stake\.com"
        ),
        "gambling",
    ),
    (
        (
            r"porn|xvideos|xhamster|xnxx|redtube|youporn|onlyfans|brazzers|chaturbate|livejasmin|stripchat|hentai|camgirl|sexcam|sexshop|escorts?(?:service|agency|guide)|adultwork"
            r"|nsfw|nudes|milf|fetish|ashleymadison|tinder|grindr|adultfriend"
        ),
        "adults",
    ),
    (r"payday-?loans?|quickloans?|wonga", "high-cost loans"),
    (
        r"vape(?:shop|store|club|juice|uk|superstore)|ecig|buyweed|cannabisseeds|buydrugs|legalhighs|steroids?(?:shop|uk|store)",
        "drugs or vapes",
    ),
    (r"essay(?:mill|writing|writer|service|shark|box|bay)|buyessay|ukessays|writemyessay", "bought coursework"),
    (r"crackedsoftware|torrent|piratebay|warez|keygen", "pirated copies"),
    (r"kiwifarms|4chan|8kun|stormfront|dailystormer|bestgore|liveleak", "hateful or violent content"),
)
CATEGORY_LABELS: Mapping[str, str] = {
    **dict.fromkeys(("slots", "poker", "sportsbet", "lottoland", "betting"), "gambling"),
    **dict.fromkeys(("sex", "xxx", "escorts", "escort", "nude", "nudes"), "adults"),
    **dict.fromkeys(("vape", "vapes", "weed"), "drugs or vapes"),
}
HELP_SITES = frozenset({"begambleaware.org", "gamcare.org.uk", "gamblersanonymous.org.uk", "gambleaware.org"})
HELP_ENDINGS = (".gov.uk", ".nhs.uk", ".sch.uk", ".ac.uk", ".police.uk")
_PARTS = tuple((regex.compile(pattern), name) for pattern, name in CATEGORY_PARTS)


def tidy(host: str) -> str:
    """The host as a resolver would take it: decoded, full-width letters made plain, lower case, no closing dot."""
    return unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").casefold().strip().rstrip(".")


@lru_cache(maxsize=4096)
def domain_of(host: str) -> str:
    """The name somebody registered: "example.co.uk" for "www.example.co.uk"; the whole host where there is no such name."""
    plain = tidy(host)
    return suffixes()(plain).top_domain_under_public_suffix or plain


def not_public(host: str) -> str | None:  # noqa: PLR0911 - one line for each ground
    """Why a host is not on the public web, as the middle of a sentence; None when it may be."""
    plain = tidy(host)
    if not plain:
        return "has no site in it"
    number = _number(plain)
    if number is not None:
        return "is a bare number instead of a name" if _public(number) else "is a private address inside somebody's network"
    if any(plain == ending or plain.endswith("." + ending) for ending in PRIVATE_ENDINGS):
        return "is a name inside somebody's network"
    if domain_of(plain) in REBINDING:
        return "is a private address behind a public name"
    if "." not in plain:
        return "is a name inside somebody's network"
    if not plain.isascii() or plain.endswith(".example"):
        return None
    return None if suffixes()(plain).suffix else "has an ending that does not exist"


def category(host: str) -> str | None:
    """What kind of unsuitable site the host's own words say it is; None when they say nothing."""
    plain = tidy(host)
    domain = domain_of(plain)
    if domain in HELP_SITES or plain.endswith(HELP_ENDINGS):
        return None
    if ending := CATEGORY_ENDINGS.get(plain.rpartition(".")[2]):
        return ending
    for word in regex.split(r"[.\-_]", plain):
        if found := CATEGORY_LABELS.get(word):
            return found
    return next((name for pattern, name in _PARTS if pattern.search(plain)), None)


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address a host stands for in any spelling a browser accepts: dotted, short, decimal, octal, hexadecimal, IPv6."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(regex.fullmatch(r"0x[0-9a-f]*|\d+", part) for part in parts):
        return None
    try:
        numbers = [
            int(part, 16) if part.startswith("0x") and part != "0x" else 0 if part == "0x" else int(part, 8 if _octal(part) else 10) for part in parts
        ]
    except ValueError:
        return None
    value = 0
    for number in numbers[:-1]:
        value = value * 256 + (number & 255)
    value = value * 256 ** (5 - len(parts)) + numbers[-1]
    return ipaddress.IPv4Address(value & 0xFFFFFFFF)


def _octal(part: str) -> bool:
    return len(part) > 1 and part.startswith("0") and part.isdigit()


def _public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is None and number in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global
    return number.is_global and not number.is_multicast
