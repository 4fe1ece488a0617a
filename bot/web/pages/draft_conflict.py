"""Somebody else saved first: both texts word by word, and whatever else differs, so that a person can put them together."""

from dataclasses import dataclass

from sqlmodel import col, select

from bot.accounts.models import Account
from bot.clock import spoken
from bot.drafts import write
from bot.drafts.content import Content
from bot.drafts.models import Draft, Version
from bot.drafts.sources_marks import plain
from bot.people.models import Person
from bot.web.access import Visit
from bot.web.pages.draft_rows import named
from bot.web.pages.word_diff import Part, sides


@dataclass(frozen=True)
class Merge:
    who: str
    when: str
    theirs: list[Part]
    yours: list[Part]
    other: list[tuple[str, str, str]]  # field, as saved now, as typed


def merge(visit: Visit, draft: Draft, mine: Content) -> Merge:
    saved = write.content_of(visit.session, draft)
    last = visit.session.exec(select(Version).where(Version.draft_id == draft.id).order_by(col(Version.version).desc())).first()
    who = visit.session.get_one(Person, last.by).name if last else "Somebody else"
    left, right = _described(visit, saved), _described(visit, mine)
    theirs, yours = sides(saved.text, mine.text)
    other = [(name, left[name], right[name]) for name in left if left[name] != right[name]]
    return Merge(who, spoken(draft.changed_at), theirs, yours, other)


def _described(visit: Visit, content: Content) -> dict[str, str]:
    found = [visit.session.get(Account, account_id) for account_id in sorted(content.account_ids)]
    return {
        "Accounts": ", ".join(named(a) for a in found if a) or "none",
        "Pictures": "; ".join(f"{p.filename}: {p.alt or 'no description'}" for p in content.pictures) or "none",
        "Goes out": spoken(content.not_before) if content.not_before else "as soon as it is approved",
        "Latest time": spoken(content.not_after),
        "Sources": "; ".join(content.sources) or "none",
        "Who may reply": content.reply_setting,
        "Continues": f"draft {content.continues_id}" if content.continues_id else "no other post",
        "Sources of the facts": "; ".join(f"{words}: {plain(source)}" for words, source in sorted(content.claim_sources.items()) if source) or "none",
    }
