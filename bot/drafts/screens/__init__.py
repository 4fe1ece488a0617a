"""The screens a draft passes, in one ordered list. A screen that cannot run is a screen that says no."""

import logging

from bot.drafts.bundle import Bundle
from bot.drafts.screens import alt_text, length, links, names, personal_data
from bot.drafts.screens.base import Finding, Screen, Setting

SCREENS: tuple[tuple[str, Screen], ...] = (
    ("length", length.screen),
    ("alt_text", alt_text.screen),
    ("personal_data", personal_data.screen),
    ("names", names.screen),
    ("links", links.screen),
)

_log = logging.getLogger(__name__)


def run(bundle: Bundle, setting: Setting) -> list[Finding]:
    """Every finding, screen by screen. A screen that raises blocks in its own name; the draft's words never reach the log."""
    findings: list[Finding] = []
    for name, screen in SCREENS:
        try:
            found = list(screen(bundle, setting))
        except Exception as problem:  # noqa: BLE001 - whatever went wrong, a check that errors is a check that failed
            _log.error("screen %s could not run: %s", name, type(problem).__name__)
            words = name.replace("_", " ")
            found = [Finding(name, "block", f"The {words} check could not run, so this cannot go out. Try again; if it repeats, tell the admin.")]
        findings += found
    return findings
