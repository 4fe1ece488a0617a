"""Telling an organisation from a person from what was typed. Doubt counts as a person, and a pupil above all."""

import re
from dataclasses import dataclass

# What pupils write about themselves. One is enough.
PUPIL = (
    ("a year group", r"\b(?:year|yr|y)\s?(?:[1-9]|1[0-3])\b|\b(?:reception|sixth form|key stage [1-5])\s+(?:pupil|student|class)?\b"),
    ("a class-of year", r"\bclass of\b|\bc/?o\s?'?\d{2}\b|\bleavers?\s?'?\d{2,4}\b"),
    ("an age", r"\b(?:age[d]?\s?)?(?:[5-9]|1[0-9])\s?(?:y/?o|yrs? old|years? old|years? of age)\b|\bage[d]?\s?(?:[5-9]|1[0-9])\b|^\s*1[0-8]\s*$"),
    ("the word pupil or student", r"\b(?:pupil|student|schoolboy|schoolgirl|head (?:boy|girl)|prefect)s?\b"),
    ("a form name", r"\b(?:[7-9]|1[0-3])[A-Z]{1,2}\d?\b|\b[A-Z]?(?:tutor group|form group|form)\s+\w{1,4}\b"),
    ("a birthday", r"\bborn (?:in )?(?:20[01]\d|201\d|202\d)\b|\bdob\b|\bbday\b|🎂|🎈"),
    ("a private or fan account", r"\b(?:priv(?:ate)? (?:acc|account)|spam acc(?:ount)?|finsta|fan ?(?:page|acc))\b"),
)
# Why to follow it often speaks of pupils ("events for our Year 6 pupils"), so there only one child counts.
ONE_CHILD = re.compile(
    r"\b(?:an?|our|the|this|that|my|former|ex)[- ](?:\w+ ){0,2}(?:pupil|student|schoolboy|schoolgirl|head (?:boy|girl)|prefect)\b"
    r"(?! (?:body|council|voice))"
    r"|\bone of (?:our|the|my) (?:\w+ ){0,2}(?:pupil|student|girl|boy|kid)s?\b",
    re.IGNORECASE,
)
EVERYBODY = re.compile(r"\b(?:pupils|students|families|parents|carers|children|staff|teachers|classes)\b", re.IGNORECASE)
ABOUT_WHOM = ("an age", "a birthday", "a private or fan account", "a class-of year")
ORGANISATION = re.compile(
    r"\b(?:school|schools|academy|academies|trust|college|university|council|nhs|hospital|police|fire|museum|library|theatre|gallery|charity|"
    r"foundation|association|federation|society|institute|club|union|centre|service|services|department|ministry|ofsted|government|borough|parish|"
    r"ltd|limited|plc|cic|company|press|news|radio|bbc|orchestra|ensemble|team|league|network|partnership|agency|board|committee|office|group|group|scouts|guides)\b",
    re.IGNORECASE,
)
OFFICIAL_SITE = re.compile(r"(?:^|[./])(?:[\w-]+\.)+(?:gov\.uk|ac\.uk|sch\.uk|nhs\.uk|police\.uk|org\.uk|org|gov\.wales|gov\.scot)$", re.IGNORECASE)
PERSON = re.compile(r"^(?:(?:mr|mrs|ms|miss|mx|dr)\.?\s+)?[A-Z][a-z’'-]+(?:\s+[A-Z]\.?)?\s+[A-Z][a-z’'-]+$")


@dataclass(frozen=True)
class Cue:
    """What was found, in words, and whether it points to a pupil or only to a person."""

    what: str
    pupil: bool


def read(handle: str, name: str, purpose: str, website: str) -> Cue | None:
    """None when this is plainly an organisation."""
    handle_words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[a-zA-Z])|[._-]+", " ", handle.lstrip("@"))
    for what, pattern in PUPIL:
        flags = 0 if what == "a form name" else re.IGNORECASE
        read_purpose = what in ABOUT_WHOM or not EVERYBODY.search(purpose)
        if any(re.search(pattern, text, flags) for text in (name, handle_words, purpose if read_purpose else "")):
            return Cue(what, pupil=True)
    if ONE_CHILD.search(purpose):
        return Cue("the word pupil or student", pupil=True)
    if PERSON.match(name.strip()) and not ORGANISATION.search(name):
        return Cue("a person's name", pupil=False)
    if not ORGANISATION.search(name) and not OFFICIAL_SITE.search(website.strip().rstrip("/").removeprefix("https://").removeprefix("http://")):
        return Cue("nothing that shows an organisation", pupil=False)
    return None
