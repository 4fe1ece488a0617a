"""A network that is only read from: for an account that may no longer be ours (S02, control C14).

What changes something there answers with a definite no, so that each caller does what it does about any other refusal.
"""

from copy import copy
from typing import NoReturn

from bot.platforms.base import Platform, Refused

# Every method of `base` and of the offers that changes something on the network; a test holds this against them.
WRITES = (
    "publish",
    "set_hidden",
    "set_reply_setting",
    "delete",
    "mute",
    "follow",
    "unfollow",
    "set_blocked",
    "close_messages",
    "delete_reply",
    "report",
    "detach_quote",
)
WHY = "This account has another handle than the one registered, so Gatepost changes nothing on it until the Headteacher has confirmed it."


def only_reading(platform: Platform) -> Platform:
    """The same door with its writing methods shut. The open one is kept by others, so this is another handle on it."""
    shut = copy(platform)
    for name in WRITES:
        if hasattr(shut, name):
            setattr(shut, name, _no)
    return shut


def _no(*_: object, **__: object) -> NoReturn:
    raise Refused(WHY)
