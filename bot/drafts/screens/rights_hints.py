"""Words in a post that say a picture may be somebody else's, whatever was declared. Somebody looks; nothing is decided by them."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Level

THING = r"(?:photo(?:graph)?|picture|image|pic|graphic|meme|clip ?art|cartoon|poster|logo|video|clip|map|screen ?shot|screen ?grab)s?"
PLACE = (
    r"(?:google(?: images?)?|pinterest|instagram|facebook|twitter|tiktok|youtube|wikipedia|snapchat|reddit|getty|shutterstock|the (?:internet|web|net)|online"
    r"|the BBC|BBC(?: news| sport)?|sky(?: news| sports)?|ITV|the guardian|the times|the telegraph|the mirror|the sun|(?:the )?daily (?:mail|mirror|express|telegraph)|a newspaper|another (?:school|site|account|page)'?s?)"
)
PATTERNS: tuple[tuple[Level, regex.Pattern[str], str], ...] = (
    (
        "warn",
        regex.compile(rf"\b{THING}\b[^.!?\n]{{0,20}}\b(?:from|off|via|found on|taken from|copied from|grabbed from)\s+{PLACE}\b", regex.IGNORECASE),
        "says that a picture is from somewhere else. Check that its owner allows it, and name them.",
    ),
    (
        "warn",
        regex.compile(
            rf"\b(?:found|got|saw|borrowed|stole|nicked|grabbed|pinched|copied)\s+(?:this|these|the)\b[^.!?\n]{{0,25}}\b(?:on|from|off)?\s*{PLACE}\b",
            regex.IGNORECASE,
        ),
        "says that something was found elsewhere. Check that its owner allows it, and name them.",
    ),
    (
        "ask",
        regex.compile(rf"\b{THING}\b(?: (?:that )?(?:I|we|was|were|is|are))?(?: \w+)? found online\b", regex.IGNORECASE),
        "says that a picture was found online. Check that its owner allows it, and name them.",
    ),
    (
        "ask",
        regex.compile(rf"\b(?:taken|copied|lifted|cropped|reposted|re-posted)\s+(?:straight |directly )?from\s+{PLACE}\b", regex.IGNORECASE),
        "says that something was taken from elsewhere. Check that its owner allows it, and name them.",
    ),
    (
        "ask",
        regex.compile(r"\bscreen ?(?:shot|grab)s?\s+(?:of|from)\b", regex.IGNORECASE),
        "speaks of a screenshot. Check that what it shows may be used, and that nobody can be read in it.",
    ),
)


def hints(bundle: Bundle, screen: str) -> Iterator[Finding]:
    """The plainest hint there is, at its place in the text; one in a description has no place."""
    for level, pattern, message in PATTERNS:
        if found := pattern.search(bundle.text):
            yield Finding(screen, level, f"The post {message}", None, found.start(), found.end())
            return
    for level, pattern, message in PATTERNS:
        if any(pattern.search(item.alt) for item in bundle.media):
            yield Finding(screen, level, f"A description {message}")
            return
