"""Closing private messages on the real servers, with an app password that cannot chat."""

import pytest

from bot.platforms.bluesky import Bluesky
from bot.platforms.bluesky_chat import CHAT
from tests.atproto.people import Person

pytestmark = pytest.mark.xdist_group("bluesky")


def test_C18_private_messages_are_closed_by_a_public_record_and_closing_twice_is_success(door: Bluesky, academy: Person) -> None:
    assert door.messages_open()
    door.close_messages()
    door.close_messages()
    assert not door.messages_open()
    record = academy.ask("com.atproto.repo.getRecord", repo=academy.did, collection=CHAT, rkey="self")
    assert record["value"]["allowIncoming"] == "none"
