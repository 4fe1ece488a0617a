"""Where the links in a text are: full addresses, bare domains and what Markdown wraps."""

from functools import cache

import regex
import tldextract

FULL = regex.compile(
    r"(?<![\w.])(?:[a-z][a-z0-9+.-]{1,15}:/{2,3}[^\s<>\"“”|`]+|(?:javascript|vbscript|data|file|blob):(?=[^\s])[^\s<>\"“”]+)",
    regex.IGNORECASE,
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
BARE = regex.compile(
    rf"(?<![\w@.:/\\-])(?:(?P<name>(?:{_LABEL}[.。．])+(?:xn--[a-z0-9-]+|[^\W\d_]{{2,24}}))|(?P<number>\d{{1,3}}(?:\.\d{{1,3}}){{3}}|localhost(?=[:/])))"
    r"\.?(?P<port>:\d{2,5})?(?P<path>[/?#][^\s<>\"“”|`]*)?(?![\w@-])",
    regex.IGNORECASE,
)
TRAILING = ".,;:!?'\"’”*_~…"
PAIRS = {")": "(", "]": "[", "}": "{"}
_WORDY_ENDINGS_WORDS = """
am an as at be by do go he id in is it la ma me mr ms my no of on or pm pa re so st th to tv us we zip mov py sh md ps rs cc ai
"""
WORDY_ENDINGS = frozenset(_WORDY_ENDINGS_WORDS.split())
"""Country endings that are also words or file endings: a missing space after a full stop is likelier than a link, unless a path follows."""
PUBLIC_SITES = frozenset({"gov.uk", "nhs.uk", "police.uk"})
"""Endings that are also sites."""
KNOWN_SHORT = frozenset(
    {
        "bit.ly",
        "t.co",
        "t.me",
        "wa.me",
        "youtu.be",
        "goo.gl",
        "ow.ly",
        "tiny.cc",
        "is.gd",
        "fb.me",
        "lnkd.in",
        "forms.gle",
        "m.me",
        "rb.gy",
        "cutt.ly",
    }
)


@cache
def suffixes() -> tldextract.TLDExtract:
    """The list of public endings that came with the library; no network, no file of ours."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def find_links(text: str) -> list[tuple[str, int, int]]:
    """(address as written, start, end) in the order of the text; offsets are code points. Email addresses are not links."""
    if "." not in text and ":" not in text and "。" not in text and "．" not in text:
        return []
    found = [_trimmed(match[0], match.start()) for match in FULL.finditer(text)]
    for match in BARE.finditer(text):
        if all(match.end() <= start or match.start() >= end for _, start, end in found) and _is_address(match):
            found.append(_trimmed(match[0], match.start()))
    return sorted((link for link in found if link[0]), key=lambda link: link[1])


def _is_address(match: regex.Match[str]) -> bool:
    if match["number"]:
        return bool(match["path"] or match["port"]) or (
            match["number"].count(".") == 3 and match["number"].startswith(("10.", "127.", "169.254.", "172.", "192.168."))
        )
    name = regex.sub("[。．]", ".", match["name"])
    ending = name.rpartition(".")[2]
    if name.casefold() in KNOWN_SHORT:
        return True
    if ending != ending.lower() and not name.isupper():
        return False  # "the hall.Everyone is welcome"
    if ending.casefold() in WORDY_ENDINGS and not (match["path"] or name.casefold().startswith("www.")):
        return False
    if ending.casefold() in {"local", "internal", "localhost", "lan", "example"}:
        return True
    parts = suffixes()(name)
    return bool(parts.suffix and (parts.domain or name.casefold() in PUBLIC_SITES))


def _trimmed(url: str, start: int) -> tuple[str, int, int]:
    """Without the punctuation and the brackets that belong to the sentence, not to the address."""
    while url:
        last = url[-1]
        if last in TRAILING or (last in PAIRS and url.count(last) > url.count(PAIRS[last])):
            url = url[:-1]
        elif "](" in url:
            url = url.partition("](")[0]
        else:
            break
    return url, start, start + len(url)
