"""Where a picture may be a sexual picture of a child: nothing of it is fetched, kept or shown, and nothing leads to it (C16, S16.3).

Gatepost never downloads a picture that somebody else posted. What is left to keep out is whatever describes it or leads to it:
its alt text, its addresses, and the network's raw answer, which holds both.
"""

import re
from collections.abc import Iterable
from typing import Any

from bot.cases import evidence
from bot.cases.safeguarding_tags import IMAGERY, suggested
from bot.clock import now
from bot.platforms.base import Post

WITHHELD = "[address withheld]"
# With or without "https://": what a person could type into a browser.
ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*:/{0,2}|\bwww\.)\S+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
NAMED = (
    re.compile(r"\b(?:nudes?|naked|topless|sext(?:s|ing)?|explicit (?:pic|photo|image|video)\w*|dick ?pics?|sex ?tapes?)\b", re.IGNORECASE),
    re.compile(r"\b(?:nudes|sext(?:s|ing)?|dick ?pics?|sex ?tapes?|(?:pic|picture|photo|image|vid|video|snap|screenshot)s?)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:(?:year|yr|y)[ -]?(?:[1-9]|1[0-3])s?|girls?|boys?|pupils?|kids?|child(?:ren)?|students?|daughters?|sons?|teens?|under[ -]?age|"
        r"1?[0-9][ -]?(?:yrs?|years?)[ -]?old|lass(?:es)?|schoolgirls?|schoolboys?)\b",
        re.IGNORECASE,
    ),
)
CARD = (
    "Ring the safeguarding lead now. Do not leave it until later.",
    "Do not open it, and do not look for it on the network.",
    "Do not copy, photograph, print, save or forward it, and ask nobody to send it to you. To do so may be a crime, whatever the reason.",
    "Do not delete it, and do not ask a child to: the safeguarding lead decides with the police or social care what happens to it.",
    "If you have seen it already, tell the safeguarding lead that you have. Do not describe it to anybody else.",
    "Do not question the child and do not promise to keep it secret.",
)
FOR_THE_LEAD = (
    "Do not open it, and let nobody show it to you. What is said about it is enough to decide.",
    "Do not copy, photograph, print, save or forward it, to the police or social care either: give them the address on this page.",
    "Refer it at once where an adult is involved, a child is under 13, there was force, pressure or money, or you fear for the child's safety.",
    "Otherwise you decide, with the Headteacher, what follows. Write down why.",
    "If somebody has seen it, write down who and when, and not what it shows.",
    "A child can have it taken down through Report Remove, by Childline and the Internet Watch Foundation.",
)


def suspected(rules: Iterable[str], text: str = "") -> bool:
    """Whether a rule speaks of sexual pictures of a child, or the words name a nude picture and a young person together."""
    return IMAGERY in suggested(rules) or all(pattern.search(text) for pattern in NAMED)


def without_addresses(text: str) -> str:
    """The words alone: nothing in them can be opened."""
    return ADDRESS.sub(WITHHELD, text)


def content(post: Post, rules: Iterable[str], **more: Any) -> dict[str, Any]:
    """What is sealed as evidence of a post: everything, or the little that may be kept where it may be such a picture."""
    named = list(rules)
    return bare(post, named) if suspected(named, post.text) else evidence.of_post(post, **more)


def bare(post: Post, rules: Iterable[str]) -> dict[str, Any]:
    """All that is kept as evidence: where it stands, who posted it, when, and a description in words. No text, alt text or raw answer."""
    counted = {0: "no picture or video that the network told of", 1: "one picture or video"}
    pictures = counted.get(post.media_count, f"{post.media_count} pictures or videos")
    why = "; ".join(dict.fromkeys(rules)) or "a person said so"
    return {
        "platform_at": post.at.isoformat(),
        "first_seen_at": now().isoformat(),
        "url": post.url,
        "remote_id": post.remote_id,
        "author_handle": post.author_handle,
        "author_id": post.author_id,
        "description": f"A post with {pictures}. Nothing of it was fetched, opened or kept. Why it was noticed: {why}.",
    }
