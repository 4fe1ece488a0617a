"""Bluesky's public record of who may begin a private conversation with an account.

It is a record of the account's own, so closing it needs none of the rights of chat itself. An account without one, or with words
that are not known here, counts as open.
"""

from abc import ABC, abstractmethod

from bot.platforms.bluesky_records import Json

CHAT = "chat.bsky.actor.declaration"
NOBODY = "none"
SWITCHES = ("allowIncoming", "allowGroupInvites")  # single conversations, and groups


class Chat(ABC):
    """The half of an account that is about its private messages. The other half gives it its own records."""

    def messages_open(self) -> bool:
        return not closed(self._own(CHAT, "self"))

    def close_messages(self) -> None:
        there = self._own(CHAT, "self")
        if not closed(there):
            self._put(CHAT, "self", closing(there), there["cid"] if there else None)

    @abstractmethod
    def _own(self, collection: str, key: str) -> Json | None: ...

    @abstractmethod
    def _put(self, collection: str, key: str, record: Json, instead_of: str | None) -> None: ...


def closed(there: Json | None) -> bool:
    value = (there or {}).get("value") or {}
    return all(value.get(switch) == NOBODY for switch in SWITCHES)


def closing(there: Json | None) -> Json:
    """The record as it is written, keeping what else stands in it."""
    return {**((there or {}).get("value") or {}), "$type": CHAT, **dict.fromkeys(SWITCHES, NOBODY)}
