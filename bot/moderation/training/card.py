"""The model card in words: what the judge is, what it was taught from, what it can and cannot do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.moderation.classifier.wanted import WANTED, percent
from bot.moderation.training.rows import HELD_OUT

SOURCES = (  # file, whose it is, licence
    ("school comments (`config/judge/rows`)", "written for Gatepost", "as Gatepost"),
    ("MiniLM-L6-v2 sentence encoder", "Microsoft; Sentence Transformers", "Apache-2.0"),
    ("Davidson et al. 2017", "hate speech and offensive language", "MIT"),
    ("EDOS, SemEval 2023 task 10", "sexism", "CC0"),
    ("Hatemoji (Kirk et al.), build rows", "hatred with emoji", "CC-BY-4.0"),
    ("Measuring Hate Speech, UC Berkeley D-Lab", "hate speech", "CC-BY-4.0"),
    ("HateXplain", "hatred and offence", "MIT"),
    ("ConvAbuse", "abuse of chat programs", "CC-BY-4.0"),
    ("Surge AI toxicity", "toxicity", "MIT"),
    ("GoEmotions, neutral and kind rows", "harmless comments", "Apache-2.0"),
    ("unintended-bias templates (Madlibs)", "groups named without abuse", "Apache-2.0"),
)


def words(card: Mapping[str, Any], hands: Sequence[str]) -> str:
    """The card as Markdown."""
    return "\n".join(_lines(card, hands)).rstrip() + "\n"


def _lines(card: Mapping[str, Any], hands: Sequence[str]) -> Iterator[str]:
    school = card["school"]
    yield from ("# The learned judge: model card", "")
    yield "Written by `make judge`; the numbers are what it measured, through the same door as in use (rules, network and second opinion together)."
    yield from ("", f"Version `{card['version']}`.", "", "## What it is", "")
    yield "A MiniLM-L6 sentence encoder taught to answer twelve questions about a comment at once (harmful, somebody at risk, and what kind), stored"
    yield "in whole numbers (int8), beside a linear model over pieces of words. Both see the comment with its disguises off, and what it answers"
    yield "where that is known. Rules come first and are weighed in. It never sees who wrote a comment. It proposes; people decide."
    yield from ("", "## What it was taught from", "", "| source | what | licence |", "|---|---|---|")
    yield from (f"| {name} | {what} | {licence} |" for name, what, licence in SOURCES)
    yield from ("", f"School comments are split by the hand that wrote them: {', '.join(hands)} taught it; {', '.join(HELD_OUT)} did not.")
    yield "Those choose the bands, and each of them is measured below with bands that only the other four chose. Settings of the teaching were"
    yield "compared on some of them, so new comments may fare a little worse. HateCheck and Hatemoji's `check` rows were never learned from."
    yield from ("", "## On the school test", "", _counts(school["rows"]), "", "| what | measured | wanted | |", "|---|---|---|---|")
    for name, what, wanted, more in WANTED:
        met = school[name] >= wanted if more else school[name] <= wanted
        yield f"| {what} | {percent(school[name])} | {'at least' if more else 'at most'} {percent(wanted)} | {'met' if met else '**not met**'} |"
    yield f"| Safeguarding rows neither alarmed nor asked about | {percent(school['risk_missed'])} | | |"
    yield f"| Abuse hidden without asking | {percent(school['abuse_hidden'])} | | |"
    yield f"| Harm or risk against keep, area under the curve | {school['auc_harm_or_risk_against_keep']} | | |"
    style = card["style_only_auc"]
    yield from (
        "",
        f"A model that sees only style (length, capitals, marks, emoji, figures) reaches {style['hide']} for abuse and {style['alarm']} for alarms,",
    )
    yield "where a half is chance: meaning has to tell. Each harmful row has a harmless twin: this test is harder than an ordinary week."
    yield from ("", "| category | rows | keep | ask | hide | alarm |", "|---|---|---|---|---|---|")
    for name, counts in school["by_category"].items():
        yield f"| {name} | {counts['rows']} | {counts['keep']} | {counts['ask']} | {counts['hide']} | {counts['alarm']} |"
    yield from (
        "",
        "## Disguises",
        "",
        "Half of the longer words disguised; share of abuse and risk still noticed.",
        "",
        "| disguise | noticed |",
        "|---|---|",
    )
    yield from (f"| {name} | {percent(share)} |" for name, share in card["evasion"].items())
    if "hatecheck" in card:
        yield from _public(card)
    yield from ("", "## Known failures", "")
    yield from (f"- {each}" for each in FAILURES)
    yield from ("", "## Speed", "", f"{card['comments_per_second']} comments a second on one core of the machine that made it, busy with other work;")
    yield "`python -m tests.benchmarks classify` measures it on yours."


def _public(card: Mapping[str, Any]) -> Iterator[str]:
    check = card["hatecheck"]
    yield from ("", "## HateCheck (test only)", "", "A case counts as noticed when it is hidden, asked about or alarmed.", "")
    yield from ("| | right | wanted |", "|---|---|---|", f"| all {check['rows']} cases | {percent(check['overall'])} | at least 76% |")
    yield f"| hateful cases | {percent(check['hateful'])} | |"
    yield f"| other cases | {percent(check['not_hateful'])} | at least 65% |"
    yield from ("", "| group named | right |", "|---|---|")
    yield from (f"| {name} | {percent(share)} |" for name, share in check["by_group"].items())
    yield from ("", "| kind of case | right |", "|---|---|")
    yield from (f"| {name} | {percent(share)} |" for name, share in check["by_case"].items())
    emoji, elsewhere = card["hatemoji"], card["elsewhere"]
    yield from ("", f"Hatemoji, {emoji['rows']} check rows: {percent(emoji['overall'])} right ({percent(emoji['hateful'])} of the hateful,")
    yield f"{percent(emoji['not_hateful'])} of the others). Long texts from elsewhere (OpenAI's evaluation, no sexual rows), share noticed:"
    yield ", ".join(f"{name.replace('_', ' ')} {percent(share)}" for name, share in elsewhere.items()) + "."


FAILURES = (
    "Abuse that is only implied (mock praise, mock concern, comparisons, names that only the school knows) is often kept.",
    "Understatement in self-harm, and grooming in friendly ordinary words, are often kept or only asked about.",
    "Twins that differ in one word are sometimes judged alike: a violent idiom may be asked about, a veiled threat may be kept.",
    "It reads English. Other languages, and words drawn inside pictures, pass it by.",
    "Short comments that mean something only under their post need that post; where the network does not give it, they are judged alone.",
    "It knows the slang of the years its rows were written in.",
)


def _counts(rows: Mapping[str, int]) -> str:
    return "Rows: " + ", ".join(f"{count} to {name}" for name, count in rows.items()) + "."
