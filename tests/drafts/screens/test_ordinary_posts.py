"""What a school says every week goes through, under every trust's profile."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.consent.names import Register
from bot.drafts.bundle import MediaItem
from bot.drafts.screens.base import Finding

POSTS = [line for line in Path(__file__).with_name("ordinary_posts.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.mark.parametrize("profile", ["default", "att", "bet", "core", "acet", "inspire"])
@pytest.mark.parametrize("with_picture", [False, True])
@pytest.mark.parametrize("with_register", [False, True])
def test_ordinary_posts_are_not_blocked(
    judge: Callable[..., list[Finding]],
    register: Register,
    photo: Callable[..., MediaItem],
    profile: str,
    with_picture: bool,
    with_register: bool,
) -> None:
    assert len(POSTS) >= 25
    for text in POSTS:
        pictures = [photo()] if with_picture else []
        findings = judge(text, *pictures, profile=profile, names=register if with_register else None, platforms=("x", "bluesky", "mastodon"))
        assert [(f.screen, f.message) for f in findings if f.level == "block"] == [], text
