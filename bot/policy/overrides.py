"""A trust's profile with what one academy decided laid over it: a value confirmed, tightened or loosened."""

import json
from functools import lru_cache
from typing import NamedTuple

from bot.errors import BadInput
from bot.policy.entry import parameter
from bot.policy.profile import Profile


class Override(NamedTuple):
    """`value` is JSON, as it was agreed."""

    key: str
    value: str
    note: str = ""


@lru_cache(maxsize=256)
def laid(profile: Profile, overrides: tuple[Override, ...]) -> Profile:
    """The profile that counts. What can no longer stand, because the trust's own file changed, gives way to the trust's value.

    A value that differs from the policy's cites no clause: the clause states something else.
    """
    result = profile
    for override in overrides:
        try:
            result = checked(result, override)
        except BadInput:
            continue
    return result


def checked(profile: Profile, override: Override) -> Profile:
    """With this one laid over. Raises BadInput when the value, or the profile it makes, cannot stand."""
    mine = profile.parameters().get(override.key)
    if mine is None:
        raise BadInput({"value": "There is no such rule."})
    made = parameter(override.key, override.value, "default", override.note or None)
    if made.value == mine.value:
        return profile
    changed = profile.model_copy(update={override.key: made})
    if broken := changed.broken_rules():
        raise BadInput({"value": " ".join(sentence for sentence in broken)})
    return changed


def plain(profile: Profile, key: str) -> str:
    """The value as JSON, in the one spelling that is stored and compared."""
    return json.dumps(profile.parameters()[key].model_dump(mode="json")["value"], ensure_ascii=False)
