"""A screen that cannot run says no."""

import logging
from collections.abc import Callable, Iterator

import pytest

from bot.drafts import screens
from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting


def test_a_screen_that_raises_blocks_in_its_own_name(
    judge: Callable[..., list[Finding]], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
        yield Finding("links", "warn", "half a finding")
        raise RuntimeError(bundle.text)

    monkeypatch.setattr(screens, "SCREENS", tuple((name, broken if name == "links" else screen) for name, screen in screens.SCREENS))
    with caplog.at_level(logging.DEBUG):
        findings = judge("A secret sentence")
    assert [(f.screen, f.level, f.message) for f in findings] == [
        ("links", "block", "The links check could not run, so this cannot go out. Try again; if it repeats, tell the admin.")
    ]
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_the_screens_stand_in_one_order() -> None:
    order = "length gaps alt_text personal_data small_numbers names date facts content references sensitive_topic accessibility hashtag"
    assert [name for name, _ in screens.SCREENS] == [
        "network",
        *order.split(),
        "links",
        "rights",
        "events",
        "images",
        "sensitive_period",
        "removed_before",
    ]
