"""Posts from the tables beside the screens' tests, put before the screens as `check-draft` would."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens import SCREENS, run
from bot.drafts.screens.base import Finding, Names, Setting
from bot.policy.profile import Profile, load

PROFILES = ("default", "att", "bet", "core", "acet", "inspire")
OWN = ("content", "references", "sensitive_topic", "accessibility", "hashtag", "alt_text")
STRENGTH = ("ask", "warn", "block")
FOLDER = Path(__file__).with_name("screens")


class Bad(NamedTuple):
    """`wanted` is a level, `P43` (as the profile says), a topic, or the hashtag to be suggested."""

    screen: str
    wanted: str
    text: str
    alt: str = ""

    def bundle(self) -> Bundle:
        alts = ["Pupils reading in the library", "pupils reading in the library."] if self.alt == "(repeat)" else [self.alt] if self.alt else []
        return Bundle(self.text, media=tuple(picture(alt, number) for number, alt in enumerate(alts)))

    def stopped(self, profile: str) -> bool:
        """Whether the right screen spoke, at least as strongly as asked; a topic only where this profile looks at it."""
        found = [finding for finding in judged(self.bundle(), profile) if finding.screen == self.screen]
        if self.screen == "sensitive_topic":
            return self.wanted in {finding.topic for finding in found} or self.wanted not in topics(policy(profile))
        if self.screen == "hashtag":
            return any(self.wanted in finding.message for finding in found)
        level = policy(profile).references.value if self.wanted == "P43" else self.wanted
        return any(STRENGTH.index(finding.level) >= STRENGTH.index(level) for finding in found)


def picture(alt: str = "A group of pupils planting a tree beside the hall", number: int = 0, transcript: str = "") -> MediaItem:
    return MediaItem(filename="picture.jpg", mime="image/jpeg", sha256=str(number) * 64, alt=alt, transcript=transcript)


def topics(profile: Profile) -> set[str]:
    return {*profile.extra_approval_topics.value, "political", "incidents", "industrial_action"}


def bad(name: str) -> list[Bad]:
    return [Bad(*line.split("\t")) for line in lines(name)]


def lines(name: str) -> list[str]:
    return [line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@cache
def policy(name: str) -> Profile:
    return load(name)


def judged(bundle: Bundle, profile: str, *, every_screen: bool = False, names: Names | None = None) -> list[Finding]:
    """What the screens of these tables say; of all screens where asked."""
    setting = Setting(profile=policy(profile), platforms=("x", "bluesky", "mastodon"), today=date(2026, 11, 20), names=names)
    if every_screen:
        return run(bundle, setting)
    return [finding for name, screen in SCREENS if name in OWN for finding in screen(bundle, setting)]
