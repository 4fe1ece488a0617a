"""The report in a few plain sentences, as somebody would say it in a meeting."""

from collections.abc import Sequence

from bot.reports.moderation_counts import Pile, total
from bot.reports.moderation_figures import Times, lasted
from bot.reports.moderation_scope import Stretch


def sentence(stretch: Stretch, piles: Sequence[Pile], hidden: Times, month: int | None = None, *, wrongly_gone: int = 0) -> str:
    """`In October 2026, 412 comments came in; 9 were hidden within 31 seconds in the middle case; 1 was hidden wrongly and shown again.`"""
    came, wrong = total(piles, "came", month=month), total(piles, "restored", month=month)
    if not came:
        return f"{stretch.when}, no comments came in."
    parts = [f"{stretch.when}, {came:,} {'comment' if came == 1 else 'comments'} came in", _hidden(hidden)]
    if hidden.number:
        parts.append(f"{wrong:,} {_was(wrong)} hidden wrongly and shown again" if wrong else "none was found to be hidden wrongly")
    if wrongly_gone:
        parts.append(f"{wrongly_gone:,} {_was(wrongly_gone)} removed or cut off wrongly, which nothing brings back")
    asked, open_ = total(piles, "asked", month=month), total(piles, "asked_open", month=month)
    if asked:
        waits = "" if not open_ else f", of which {open_:,} still {'waits' if open_ == 1 else 'wait'}"
        parts.append(f"{asked:,} {_was(asked)} put before people{waits}")
    return "; ".join(parts) + "."


def _hidden(found: Times) -> str:
    if not found.number:
        return "the machine hid none"
    if found.number == 1:
        return f"1 was hidden by the machine, after {lasted(found.middle)}"
    return f"{found.number:,} were hidden by the machine, within {lasted(found.middle)} in the middle case"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
