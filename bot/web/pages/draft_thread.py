"""A thread on the pages of its parts: all of them in order, what this one waits for, and what a new part can continue."""

from dataclasses import dataclass
from typing import Any

from bot.accounts.models import Account
from bot.clock import now
from bot.drafts import threads
from bot.drafts.content import targets
from bot.drafts.models import Draft
from bot.drafts.turns import writable_accounts
from bot.platforms.capabilities import CAPABILITIES
from bot.web.access import Visit
from bot.web.pages.draft_rows import Row, named, row
from bot.web.pages.draft_typed import as_field

SHORT = 60


@dataclass(frozen=True)
class Part:
    number: int
    row: Row
    here: bool


def thread(visit: Visit, draft: Draft) -> dict[str, Any]:
    """For the page of one draft: its thread, if it is part of one, and whether this person may add a part."""
    parts = threads.parts(visit.session, draft)
    alone = draft.continues_id is None and len(parts) == 1
    return {
        "thread": [] if alone else [Part(n, row(visit.session, part), part.id == draft.id) for n, part in enumerate(parts, start=1)],
        "before": next(filter(None, (threads.before_it(visit.session, draft, each) for each in targets(visit.session, draft))), None),
        "may_continue": _may_continue(visit, parts[-1]),
        "last_part": parts[-1].id,
    }


def _may_continue(visit: Visit, last: Draft) -> bool:
    accounts = targets(visit.session, last)
    mine = writable_accounts(visit.session, visit.me, [(a.id or 0, a.academy_id) for a in accounts])
    return last.state not in threads.OVER and any(a.id in mine and CAPABILITIES[a.platform].answer for a in accounts)


def choices(visit: Visit, writable: list[Account], draft: Draft | None) -> list[tuple[int, str]]:
    """What a draft can continue, as a list to choose from."""
    found = threads.choices(visit.session, [a.id or 0 for a in writable], draft)
    return [(each.id or 0, f"Draft {each.id} for {' and '.join(map(named, accounts))}: {_beginning(each)}") for each, accounts in found]


def begun(visit: Visit, writable: list[Account], number: str) -> dict[str, object]:
    """What the form of a new draft shows when somebody came to add a part: the post it continues, its accounts and its times."""
    found = threads.choices(visit.session, [a.id or 0 for a in writable])
    before = next(((each, accounts) for each, accounts in found if str(each.id) == number), None)
    if before is None:
        return {}
    draft, accounts = before
    ids = {a.id for a in writable}
    shown: dict[str, object] = {"continues": draft.id, "accounts": [a.id for a in accounts if a.id in ids]}
    if draft.not_after > now():
        shown["not_after"] = as_field(draft.not_after)
    if draft.not_before is not None and draft.not_before > now():
        shown |= {"begin": "later", "not_before": as_field(draft.not_before)}
    return shown


def _beginning(draft: Draft) -> str:
    text = " ".join(draft.text.split())
    return (text[:SHORT] + ("…" if len(text) > SHORT else "")) or "a picture without words"
