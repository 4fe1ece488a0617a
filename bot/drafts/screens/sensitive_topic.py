"""Topics that need one more approver, as the profile lists them, and a few that always need a second look (control C08, parameter P16)."""

from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.content import ALLEGATION
from bot.drafts.screens.content_clauses import topic_clause
from bot.drafts.screens.content_words import parts, read
from bot.policy.profile import Profile

SCREEN = "sensitive_topic"
ALWAYS = frozenset({"political", "incidents", "industrial_action"})  # a person looks, whatever the profile lists

# Topic as the profile names it -> what the text does, as the end of a sentence.
TOUCHES: dict[str, str] = {
    "political": "touches party politics or a political campaign",
    "commercial": "touches a commercial matter: selling, a sponsor or a deal",
    "performance": "touches how the academy performs: results, inspection or attendance",
    "staffing": "touches a staffing matter",
    "exclusions": "touches suspensions or exclusions",
    "incidents": "touches a death, an accident or another serious incident",
    "industrial_action": "touches industrial action",
    "defamation": "seems to accuse somebody of wrongdoing",
    "figures": "gives figures about the academy",
}
WHO: dict[str, str] = {
    "author": "another author",
    "checker": "the fact checker",
    "slt": "senior leadership (SLT)",
    "dsl": "the designated safeguarding lead",
    "deputy_dsl": "the deputy safeguarding lead",
    "dpo": "the data protection officer",
    "admin": "the administrator",
    "governor": "a governor",
    "exec_lead": "the trust's executive lead",
    "ceo": "the chief executive",
}
_PLAIN = {
    "political": "Keep it balanced",
    "incidents": "Check the facts and who has been told first",
    "industrial_action": "Keep to what families need to know",
}
_COUNT = "one|two|three|four|five|six|seven|eight|nine|ten"
_FIGURES = regex.compile(
    r"\d[\d.,]*\s?(?:%|per ?cent)|£\s?\d[\d,.]*\s?(?:m|k|bn|million|thousand|billion)\b|£\s?\d{1,3}(?:,\d{3})+"
    rf"|\b(?:\d+|{_COUNT})\s(?:out of|in)\s(?:every\s)?(?:\d{{1,3}}\b(?!\.)|{_COUNT})\b|\bon average\b|\baverage of\b"
    r"|\b(?:half|a third|two thirds|a quarter|three quarters) of (?:our|all|the) (?:pupils|students|entries|grades|staff|families)\b"
    r"|\b\d{2,} (?:GCSEs?|A-levels?|applications|first choices|places|apprenticeships|offers)\b|\b(?:doubled|tripled|halved)\b",
    regex.IGNORECASE,
)


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    listed = set(setting.profile.extra_approval_topics.value)
    speaking = parts(bundle, setting)
    for topic, touches in TOUCHES.items():
        if topic in listed or topic in ALWAYS:
            for part in speaking:
                if place := _place(part.text, topic):
                    message = f"{part.where} {touches}. {_next(setting.profile, topic, listed=topic in listed)}"
                    clause = topic_clause(setting.profile, topic)
                    yield Finding(SCREEN, "ask", message, clause, *part.place(*place), topic=topic)
                    break  # one finding says it, however many words do


def _place(text: str, topic: str) -> tuple[int, int] | None:
    if topic == "figures":
        found = _FIGURES.search(text)
        return found.span() if found else None
    seen = read(text)
    hits = [hit for hit in seen.content if hit.rule == ALLEGATION] if topic == "defamation" else seen.topics
    rule = ALLEGATION if topic == "defamation" else topic
    return next(((hit.start, hit.end) for hit in hits if hit.rule == rule and hit.band != "safe"), None)


def _next(profile: Profile, topic: str, *, listed: bool) -> str:
    if not listed:
        return f"{_PLAIN[topic]}; no extra approver is needed under this policy."
    role = profile.extra_approver.value.value
    return f"After its approver, it waits for {'the ' + profile.head_word if role == 'head' else WHO.get(role, role.replace('_', ' '))}."
