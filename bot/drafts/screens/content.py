"""What an official account does not say of anybody (control C08). Advice to people, but for the hard stops, which only other words clear."""

from collections.abc import Iterator

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Level, Setting
from bot.drafts.screens.content_clauses import content_clause
from bot.drafts.screens.content_words import Part, parts, read

SCREEN = "content"
ALLEGATION = "an allegation"

# Rule of the word lists -> the rest of a sentence that begins with where it stands.
SENTENCES: dict[str, str] = {
    "slur": "uses a slur. Take it out: no reason given clears it, only other words do.",
    "hatred": "runs down or shuts out a group of people. Take it out: no reason given clears it, only other words do.",
    "threat": "reads as a threat to somebody. Take it out: no reason given clears it, only other words do.",
    "obscene": "uses an obscene or sexual word. Take it out: no reason given clears it, only other words do.",
    "coarse": "uses a coarse word. Choose another.",
    "running down another school": "seems to run down another school or team. Say what is good here instead.",
    "running down a public body": "seems to run down a public body. State the facts and what you are doing about them.",
    "running down a supplier": "seems to run down a supplier. Take it up with them, not in public.",
    "running down families": "seems to run down parents or families. Say what would help instead.",
    "running down pupils": "seems to run down {pupil}s. Leave it out.",
    "running down staff": "seems to run down a member of staff. Leave it out.",
    "running down somebody": "seems to run somebody down. Leave it out.",
    ALLEGATION: "seems to accuse somebody of wrongdoing, which may be defamation. Leave it out.",
    "discrimination": "may shut somebody out for who they are. Say it so that everybody is meant.",
    "mocking": "seems to mock or insult somebody. Leave it out.",
    "insult": "seems to mock or insult somebody. Leave it out.",
    "a personal opinion": "gives one person's opinion on an account that speaks for the whole academy. Say it as the academy, or leave it out.",
    "said in confidence": "reads like something told in confidence or not yet public. Check that it may be said.",
}
QUOTED = "has words that are never used here, perhaps quoted or rebuked ({what}). Leave them out, or write down why they must be read."


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for part in parts(bundle, setting):
        yield from _of(part, setting)


def _of(part: Part, setting: Setting) -> Iterator[Finding]:
    found = read(part.text)
    said: set[str] = set()
    hits: list[tuple[Level, str, int, int]] = [("block", hit.rule, hit.start, hit.end) for hit in found.hard]
    for level in ("block", "warn", "ask"):
        hits += [(level, hit.rule, hit.start, hit.end) for hit in found.content if hit.band == level]
        if level == "warn":
            hits += [("warn", "insult", hit.start, hit.end) for hit in found.insults]
    for level, rule, start, end in hits:
        words = SENTENCES[rule]
        if words not in said and not (rule == "insult" and said):
            said.add(words)
            message = f"{part.where} {words.format(pupil=setting.profile.pupil_word)}"
            yield Finding(SCREEN, level, message, content_clause(setting.profile, rule), *part.place(start, end))
    if found.doubtful and not any(level == "block" for level, *_ in hits):
        first = min(found.doubtful, key=lambda hit: hit.start)
        message = f"{part.where} {QUOTED.format(what=first.rule)}"
        yield Finding(SCREEN, "warn", message, content_clause(setting.profile, first.rule), *part.place(first.start, first.end))
