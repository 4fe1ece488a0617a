"""What a network can do, as sentences for staff, from the capability table."""

from typing import NamedTuple

from bot.platforms.capabilities import CAPABILITIES, Capabilities

COUNTED = {"weighted": "characters, counted the network's own way", "graphemes": "characters as a reader sees them", "characters": "characters"}


class Ability(NamedTuple):
    """One line of the account page. Where the network cannot, `by_hand` holds the steps a person follows."""

    can: bool
    words: str
    by_hand: tuple[str, ...] = ()


def label(platform: str) -> str:
    return CAPABILITIES[platform].label if platform in CAPABILITIES else platform


def abilities(platform: str) -> list[Ability]:
    able = CAPABILITIES.get(platform)
    if able is None:
        return []
    return [
        Ability(True, f"A post holds up to {able.length.limit} {COUNTED[able.length.counting]}, and {able.images} pictures."),
        _either(able, able.hide, "hide", f"Abusive replies are hidden from here. {able.hidden_means}", able.hidden_means),
        _either(able, able.read_hidden, "", "Whether a reply is hidden is read back.", "Whether a reply stayed hidden cannot be read back."),
        _either(able, able.delete_own, "delete", "Our own posts can be deleted from here.", "Our own posts cannot be deleted from here."),
        _either(able, able.delete_reply, "", "Other people's replies can be deleted.", "Nobody but its writer or the network can delete a reply."),
        _either(
            able,
            able.lock,
            "lock",
            "A post that draws a crowd can be closed to replies for a time, and is opened again as it was.",
            "A post cannot be closed to replies from here; a person does it.",
        ),
        _either(able, able.mute, "", "A person who abuses can be muted.", "Nobody can be muted from here."),
        _either(
            able,
            able.list_following and able.unfollow,
            "unfollow",
            "Whom the account follows is watched, and a follow made outside is undone.",
            "A follow made outside is not undone from here; a person does it.",
        ),
        _either(
            able,
            able.keyed,
            "",
            "The network itself makes sure that a post sent twice appears once.",
            "The network cannot tell a repeated post; Gatepost sends once and reads back before anything else.",
        ),
    ]


def _either(able: Capabilities, can: bool, act: str, yes: str, no: str) -> Ability:  # noqa: FBT001 -- read from the table
    return Ability(can, yes if can else no, () if can else tuple(able.steps.get(act, ())))
