"""Is it selling, luring or an unsafe link?"""

import re

from bot.moderation.speak import speak
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.text import LINK
from bot.words.views import Views

_SHORTENERS = frozenset(
    {"bit.ly", "tinyurl.com", "t.ly", "goo.gl", "is.gd", "cutt.ly", "rb.gy", "shorturl.at", "ow.ly"}
    | {"tiny.cc", "rebrand.ly", "s.id", "linktr.ee", "wa.me", "t.me", "bit.do", "shorte.st", "adf.ly", "v.gd"}
)
_BAIT = re.compile(r"\b(?:free|win|won|prize|claim|earn|money|click|tap|gift|voucher|hot|leaked|bonus|urgent|verify|profit|cash)\b")
_LOOKALIKE = re.compile(r"(?:^|//|\.)xn--|//\d{1,3}(?:\.\d{1,3}){3}(?:[:/]|$)|\.(?:apk|exe|scr|zip|mov)(?:$|[?#])")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#]+)")


def judge(comment: Comment, views: Views) -> Verdict | None:
    """Hide plain selling and bait behind a shortened link; ask about links that hide where they lead."""
    spoken = speak(views, "spam", Severity.S4)
    if spoken and spoken.word is Word.HIDE:
        return spoken
    baited = bool(_BAIT.search(views.normal.plain))
    reasons: list[Reason] = []
    word = Word.ASK
    for found in LINK.finditer(comment.text):
        link = found.group().lower().rstrip(".,)!?")
        host = _HOST.match(link)
        name = host.group(1) if host else ""
        if any(name == own or name.endswith("." + own) for own in comment.official_domains):
            continue
        if _LOOKALIKE.search(link):
            reasons.append(Reason("spam: link that may be unsafe", *found.span()))
        elif name in _SHORTENERS:
            reasons.append(Reason("spam: link that hides where it leads", *found.span()))
            word = Word.HIDE if baited and not views.counter_speech else word
    if not reasons:
        return spoken
    return Verdict(word, Severity.S4, 0.9 if word is Word.HIDE else 0.5, tuple(reasons) + (spoken.reasons if spoken else ()))
