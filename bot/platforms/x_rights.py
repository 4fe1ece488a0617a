"""What a connection to X may do: an OAuth 1 answer carries it in a header, an OAuth 2 connection was given scopes by name."""

from bot.platforms.base import Busy
from bot.platforms.offers import Rights, compared
from bot.platforms.x_http import Wire
from bot.platforms.x_oauth import ALLOWED, NEEDED

WRITES = "read-write"
WITH_MESSAGES = "read-write-directmessages"


def rights(wire: Wire) -> Rights:
    """After an answer of X's. `x-access-level` names three levels, each with those below it."""
    if wire.tokens is not None:
        if not wire.scopes:
            raise Busy("X says what this connection may do when it is next renewed, within two hours.")
        return compared(wire.scopes, NEEDED, ALLOWED)
    if not wire.access_level:
        raise Busy("X did not say what this connection may do.")
    if wire.access_level == WITH_MESSAGES:
        return Rights(held=(WRITES, WITH_MESSAGES), excess=(WITH_MESSAGES,))
    return compared((wire.access_level,), (WRITES,), ("read",))
