"""From what was typed in the draft form to a Content, and back to the form's fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.clock import london, now, today
from bot.drafts import claims as finder
from bot.drafts.content import QUESTIONS, Content
from bot.drafts.sources_marks import given, plain
from bot.drafts.sources_marks import typed as as_typed
from bot.drafts.typed import check_content
from bot.errors import BadInput, NotFound, Refusal
from bot.web.access import Visit
from bot.web.forms import Filled
from bot.web.pages import draft_pictures
from bot.web.pages.draft_pictures import Slot

MOST_SOURCES = 20
MOST_CLAIMS = 60
LONGEST_SOURCE = 2_000
USUAL_DAYS = 3
ADDED = "added by you"
FIELD = "%Y-%m-%dT%H:%M"
FAR = datetime.max.replace(tzinfo=now().tzinfo)


class FactRow(NamedTuple):
    """One fact in the form. `kept` names the file or pasted words it has; `carried` is that source under a seal."""

    words: str
    mine: bool
    source: str
    kept: str = ""
    carried: str = ""


@dataclass
class Read:
    """A form as typed. `wrong` holds what could not be read at all; the content then has a stand-in in its place."""

    content: Content
    slots: list[Slot]
    wrong: dict[str, str] = field(default_factory=dict)


def as_field(moment: datetime | None) -> str:
    """As a date-and-time field wants it, in London time."""
    return london(moment).strftime(FIELD) if moment else ""


def usual_latest() -> datetime:
    """Six in the evening, three days on: long enough for two people to read it, soon enough to be news."""
    return (london(now()) + timedelta(days=USUAL_DAYS)).replace(hour=18, minute=0, second=0, microsecond=0)


def values(content: Content | None) -> dict[str, object]:
    """What the fields show before anybody types."""
    if content is None:
        return {"begin": "now", "not_after": as_field(usual_latest()), "reply_setting": "everyone", "answers": {}, "accounts": []}
    return {
        "text": content.text,
        "accounts": list(content.account_ids),
        "begin": "later" if content.not_before else "now",
        "not_before": as_field(content.not_before),
        "not_after": as_field(content.not_after),
        "sources": "\n".join(content.sources),
        "reply_setting": content.reply_setting,
        "continues": content.continues_id or "",
        "answers": dict(content.answers),
    }


def read(visit: Visit, typed: Filled, before: Content | None = None) -> Read:
    """Never fails. `before` is what is stored, so that a time that was not touched keeps its seconds."""
    wrong: dict[str, str] = {}
    slots, pictures, wrong_pictures = draft_pictures.read(visit, typed)
    later = typed.text("begin") == "later"
    not_before = _moment(typed, "not_before", before.not_before if before else None, wrong) if later else None
    if later and not_before is None:
        wrong.setdefault("not_before", "Enter the date and time when it should go out, or choose as soon as it is approved.")
    not_after = _moment(typed, "not_after", before.not_after if before else None, wrong)
    if not_after is None:
        wrong.setdefault("not_after", "Enter the latest date and time: after it, the post is never sent.")
    if typed.text("continues_id") and typed.number("continues_id") is None:
        wrong["continues_id"] = "Choose one of the drafts in the list."
    content = Content(
        text=typed.text("text").strip(),
        account_ids=tuple(typed.numbers("account_ids")),
        not_before=not_before,
        not_after=not_after or FAR,
        pictures=pictures,
        sources=tuple(line.strip() for line in typed.text("sources").splitlines() if line.strip()),
        claim_sources=claim_sources(visit, typed),
        reply_setting=typed.text("reply_setting"),
        continues_id=typed.number("continues_id"),
        answers={question: typed.text(question) for question in QUESTIONS if typed.text(question)},
    )
    return Read(content, slots, {**wrong, **wrong_pictures, **_too_much(content)})


def _too_much(content: Content) -> dict[str, str]:
    """Sources are read by a person: beyond these sizes something was pasted by mistake."""
    wrong = {}
    if len(content.sources) > MOST_SOURCES or any(len(s) > LONGEST_SOURCE for s in content.sources):
        wrong["sources"] = f"Give at most {MOST_SOURCES} sources, each under {LONGEST_SOURCE:,} characters."
    if any(len(s) > LONGEST_SOURCE for s in content.claim_sources.values()):
        wrong["source_1"] = f"Keep the source of each fact under {LONGEST_SOURCE:,} characters."
    if any(len(p.alt) > LONGEST_SOURCE or sum(map(len, p.shows)) > LONGEST_SOURCE for p in content.pictures):
        wrong["pictures"] = f"Keep what you write about each picture under {LONGEST_SOURCE:,} characters."
    return wrong


def refuse_unreadable(visit: Visit, academy_id: int, form: Read) -> None:
    """Raises BadInput with every mistake of the form at once, so that nobody meets them one by one."""
    if not form.wrong:
        return
    wrong = dict(form.wrong)
    try:
        check_content(visit.session, visit.me, academy_id, form.content)
    except BadInput as more:
        wrong = {**more.fields, **wrong}
    except (Refusal, NotFound):
        pass  # it is met, and recorded, when the form can be read
    raise BadInput(wrong)


def claim_sources(visit: Visit, typed: Filled) -> dict[str, str]:
    """The words of each fact, and where it can be checked. A fact the author added counts without a source too; one that was
    found while the form was drawn, and is no longer, does not."""
    found = {}
    for number in range(1, MOST_CLAIMS + 1):
        words = typed.text(f"claim_{number}")
        source = as_typed(typed.text(f"source_{number}")) or _kept(visit, typed.text(f"kept_source_{number}"))
        if words and (source or typed.ticked(f"mine_{number}")) and not typed.ticked(f"drop_{number}"):
            found[words] = source
    added = typed.text("claim_added").strip()
    if added:
        found.setdefault(added, as_typed(typed.text("source_added")))
    return found


def claim_rows(visit: Visit, text: str, sources: Mapping[str, str]) -> list[FactRow]:
    """Each different fact in the text, those the author added after those that were found."""
    found = {claim.text: str(claim.kind) for claim in finder.find(text[:20_000], today())}
    added = {words: ADDED for words in sources if words in text and not any(words in each for each in found)}
    return [_row(visit, words, kind, sources.get(words, "")) for words, kind in {**found, **added}.items()][:MOST_CLAIMS]


def _row(visit: Visit, words: str, kind: str, source: str) -> FactRow:
    if given(source) is None:
        return FactRow(words, kind == ADDED, source)
    seal = visit.request.app.state.vault.seal("source", visit.me.id, source)
    return FactRow(words, kind == ADDED, "", plain(source), f"{source}.{seal}")


def _kept(visit: Visit, carried: str) -> str:
    """A file that the form carries along, when the seal says that this person was given it."""
    source, _, seal = carried.rpartition(".")
    good = seal.isascii() and given(source) is not None and visit.request.app.state.vault.sealed(seal, "source", visit.me.id, source)
    return source if good else ""


def _moment(typed: Filled, name: str, stored: datetime | None, wrong: dict[str, str]) -> datetime | None:
    if stored is not None and typed.text(name).strip() == as_field(stored):
        return stored
    try:
        return typed.moment(name)
    except BadInput as problem:
        wrong.update(problem.fields)
    except OverflowError:
        wrong[name] = "Enter a date and a time that exist, like 2026-11-20T15:05."
    return None
