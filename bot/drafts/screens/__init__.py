"""The screens a draft passes, in one ordered list. A screen that cannot run is a screen that says no."""

import logging

from bot.drafts.bundle import Bundle
from bot.drafts.screens import (
    accessibility,
    alt_text,
    content,
    date,
    events,
    facts,
    gaps,
    hashtag,
    images,
    length,
    links,
    mode,
    names,
    network,
    personal_data,
    references,
    removed_before,
    rights,
    sensitive_topic,
    small_numbers,
)
from bot.drafts.screens.base import Finding, Screen, Setting
from bot.errors import Misconfigured

SCREENS: tuple[tuple[str, Screen], ...] = (
    ("network", network.screen),
    ("length", length.screen),
    ("gaps", gaps.screen),
    ("alt_text", alt_text.screen),
    ("personal_data", personal_data.screen),
    ("small_numbers", small_numbers.screen),
    ("names", names.screen),
    ("date", date.screen),
    ("facts", facts.screen),
    ("content", content.screen),
    ("references", references.screen),
    ("sensitive_topic", sensitive_topic.screen),
    ("accessibility", accessibility.screen),
    ("hashtag", hashtag.screen),
    ("links", links.screen),
    ("rights", rights.screen),
    ("events", events.screen),
    ("images", images.screen),
    ("sensitive_period", mode.screen),
    ("removed_before", removed_before.screen),
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
            why = f" {problem.sentence}" if isinstance(problem, Misconfigured) else ""
            message = f"The {words} check could not run, so this cannot go out.{why} Try again; if it repeats, tell the admin."
            found = [Finding(name, "block", message)]
        findings += found
    return findings
