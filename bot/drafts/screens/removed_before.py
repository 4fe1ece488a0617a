"""Words that were on this account and were taken down: whoever approves them again reads when and why."""

from collections.abc import Iterable

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting


def screen(_bundle: Bundle, setting: Setting) -> Iterable[Finding]:
    """One warning for each removal, so that nothing comes back without somebody saying why it may."""
    for sentence in setting.removed:
        yield Finding("removed_before", "warn", sentence)
