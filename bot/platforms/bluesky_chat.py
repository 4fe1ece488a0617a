"""Bluesky's public record of who may begin a private conversation with an account.

It is a record of the account's own, so closing it needs none of the rights of chat itself. An account without one, or with words
that are not known here, counts as open.
"""

from bot.platforms.bluesky_own import Own
from bot.platforms.bluesky_records import Json

CHAT = "chat.bsky.actor.declaration"
NOBODY = "none"
SWITCHES = ("allowIncoming", "allowGroupInvites")  # single conversations, and groups


class Chat(Own):
    """Whether private messages can be begun."""

    def messages_open(self) -> bool:
        return not closed(self._own(CHAT, "self"))

    def close_messages(self) -> None:
        there = self._own(CHAT, "self")
        if not closed(there):
            self._put(CHAT, "self", closing(there), there["cid"] if there else None)


def closed(there: Json | None) -> bool:
    value = (there or {}).get("value") or {}
    return all(value.get(switch) == NOBODY for switch in SWITCHES)


def closing(there: Json | None) -> Json:
    """The record as it is written, keeping what else stands in it."""
    return {**((there or {}).get("value") or {}), "$type": CHAT, **dict.fromkeys(SWITCHES, NOBODY)}
