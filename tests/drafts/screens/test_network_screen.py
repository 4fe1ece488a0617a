"""What a network takes from Gatepost at all: a picture where it takes nothing without one, and who may reply."""

import pytest

from bot.clock import today
from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens import network
from bot.drafts.screens.base import Setting
from bot.drafts.typed import REPLY_SETTINGS
from bot.policy.profile import load

PICTURE = MediaItem(filename="picture.jpg", mime="image/jpeg", sha256="0" * 64, alt="A hall")


def said(*platforms: str, replies: str = "everyone", picture: bool = True) -> list[str]:
    bundle = Bundle("Hello.", reply_setting=replies, media=(PICTURE,) if picture else ())
    found = list(network.screen(bundle, Setting(profile=load("default"), platforms=platforms, today=today())))
    assert {one.level for one in found} <= {"block"}
    return [one.message for one in found]


def test_a_post_for_instagram_needs_a_picture_and_others_do_not() -> None:
    assert said("instagram", "threads", "x", picture=True) == []
    assert said("threads", "x", "bluesky", picture=False) == []
    (stopped,) = said("instagram", "x", picture=False)
    assert stopped == "Instagram takes no post without a picture. Add one, or take the Instagram account out of this draft."


@pytest.mark.parametrize(
    ("platform", "replies", "offered"),
    [
        ("instagram", "nobody", "Choose “Everyone”,"),
        ("instagram", "mentioned", "Choose “Everyone”,"),
        ("facebook", "nobody", "Choose “Everyone”,"),
        ("threads", "nobody", "Choose “Everyone” or “Only those mentioned”,"),
    ],
)
def test_a_reply_setting_that_the_network_lacks_stops_the_draft_and_names_what_it_has(platform: str, replies: str, offered: str) -> None:
    (stopped,) = said(platform, replies=replies)
    assert f"“{REPLY_SETTINGS[replies]}”" in stopped
    assert offered in stopped
    assert said("bluesky", "practice", replies=replies) == []


def test_it_speaks_as_the_form_does() -> None:
    assert network.REPLIES == REPLY_SETTINGS
