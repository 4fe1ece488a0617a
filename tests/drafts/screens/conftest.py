"""One way to put a draft before the screens."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from bot.consent.names import Person, Register
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens import run
from bot.drafts.screens.base import Finding, LinkAnswer, Names, Setting
from bot.policy.profile import load

Judge = Callable[..., list[Finding]]

REGISTER = Register(
    [
        Person("Testa", "Placeholder"),
        Person("John", "Smith"),
        Person("Grace", "Exampleson"),
        Person("Demo", "Teacherly", kind="staff"),
        Person("Quietly", "Hiddenson", never_publish=True),
    ],
    b"a key that is only for tests, 32",
)


def picture(alt: str = "A group of pupils planting a tree beside the hall", filename: str = "trees.jpg", data: bytes | None = None) -> MediaItem:
    return MediaItem(filename=filename, mime="image/jpeg", sha256="0" * 64, alt=alt, data=data)


@pytest.fixture
def judge() -> Judge:
    """Findings for a text (and pictures), from one screen or all of them."""

    def judged(
        text: str,
        *media: MediaItem,
        screen: str | None = None,
        profile: str = "default",
        platforms: tuple[str, ...] = ("x",),
        names: Names | None = None,
        links: Mapping[str, LinkAnswer] | None = None,
        official_domains: tuple[str, ...] = (),
        official_contacts: tuple[str, ...] = (),
    ) -> list[Finding]:
        setting = Setting(
            profile=load(profile),
            platforms=platforms,
            today=date(2026, 11, 20),
            names=names,
            links=links or {},
            official_domains=official_domains,
            official_contacts=official_contacts,
        )
        return [finding for finding in run(Bundle(text, media=media), setting) if screen in {None, finding.screen}]

    return judged


@pytest.fixture
def register() -> Register:
    return REGISTER


@pytest.fixture
def photo() -> Callable[..., MediaItem]:
    return picture
