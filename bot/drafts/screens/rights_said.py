"""What the words of a draft say of rights: a licence among the sources, a credit line, a label."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
from collections.abc import Iterable

import regex

LICENCE = regex.compile(
    r"\blicen[cs]\w*|\bpermi(?:ssion|tted|t)\b|\bconsent\b|\bCC[ -]?(?:BY|0|ZERO)\b|\bcreative commons\b|\bpublic domain\b|\bOGL\b|\bopen government\b"
    r"|\broyalty[ -]free\b|\b(?:getty|shutterstock|unsplash|pexels|pixabay|adobe stock|istock|alamy|depositphotos|canva)\b|\b(?:agreed|allowed|authori[sz]ed|released) by\b"
    r"|\breleased? form\b|\bmodel release\b|\bcleared (?:by|with)\b",
    regex.IGNORECASE,
)
NONE_GIVEN = regex.compile(
    r"\b(?:no|without|not|never|missing|awaiting|pending|await|need|needs|requested|asked for|waiting for|unknown|unclear)\b[^.;\n]{0,30}\b(?:licen[cs]|permi|consent)"
    r"|\b(?:licen[cs]\w*|permission|consent)\b[^.;\n]{0,25}\b(?:unknown|unclear|missing|pending|not|refused|denied|expired|revoked|withdrawn|to follow|tbc|none|awaited|requested)\b",
    regex.IGNORECASE,
)
CREDIT = regex.compile(
    r"\b(?:credits?|photo(?:graph)?s?|pictures?|images?|artwork|illustrations?|pics?|courtesy|source|graphics?|design)\b(?:\s+(?:credits?|copyright))?\s*(?::|\bby\b|\bcourtesy\b|\bof\b(?<=courtesy of)|©)\s*\S"
    r"|©\s*\S|\(c\)\s*\p{Lu}|📷|📸|\bcopyright\s+(?:of\s+)?\p{Lu}|\b(?:used|reproduced) (?:with|by) (?:the )?(?:kind )?permission of\b"
    r"|\bCC[ -]?BY\b|\b\p{Lu}[\w.'’-]+(?: \p{Lu}[\w.'’-]+){0,3}\s*/\s*(?:Getty|Shutterstock|Unsplash|Pexels|Pixabay|Alamy|iStock|Wikimedia|Flickr|Reuters|PA\b)",
    regex.IGNORECASE,
)
AI_LABEL = regex.compile(
    r"\b(?:made|created|generated|drawn|produced|illustrated|designed|edited|enhanced)\b[^.!?\n]{0,20}\b(?:with|by|using|through|in)\b[^.!?\n]{0,20}\b(?:AI|A\.I\.|artificial intelligence|copilot|dall-?e|midjourney|firefly|chatgpt|gemini)"
    r"|\bAI[ -]?(?:generated|made|created|produced|assisted|image|picture|art(?:work)?|illustration|graphic)\b|#(?:made)?(?:with)?AI(?:generated|art)?\b",
    regex.IGNORECASE,
)
# Who permits a logo, as a source names them.
GRANTOR_SAID = {
    "ceo": regex.compile(r"\bCEO\b|\bchief executive\b", regex.IGNORECASE),
    "exec_lead": regex.compile(r"\bexecutive\b|\bexec\b", regex.IGNORECASE),
    "head": regex.compile(r"\bhead ?(?:teacher|master|mistress)\b|\bprincipal\b|\bthe head\b|\bhead's\b", regex.IGNORECASE),
    "rights_owner": regex.compile(r"\bowner\b|\brights? ?holder\b|\blicen[cs]\w*|\bwritten\b|\bletter\b|\bemail\b", regex.IGNORECASE),
}


def permission_said(sources: Iterable[str]) -> bool:
    """Whether one source names a licence or a permission, and does not say that it is missing."""
    return any(LICENCE.search(each) and not NONE_GIVEN.search(each) for each in sources)


def grantor_said(sources: Iterable[str], grantor: str) -> bool:
    """Whether one source names the permission of the role that grants it."""
    return any(permission_said([each]) and GRANTOR_SAID[grantor].search(each) for each in sources)


def credited(words: str) -> bool:
    return bool(CREDIT.search(words))


def labelled_ai(words: str) -> bool:
    return bool(AI_LABEL.search(words))
