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
    if able.watched_by_hand:
        steps = tuple(able.steps.get("watch", ()))
        return [Ability(False, f"Gatepost has no connection to {able.label}. A person looks at the account every month.", steps)]
    said = [
        _either(
            able, able.publish, "publish", _post(able), f"Gatepost cannot post on {able.label}; a person does, and Gatepost watches what is there."
        ),
        _either(able, able.hide, "hide", f"Abusive replies are hidden from here. {able.hidden_means}", able.hidden_means),
        _either(able, able.read_hidden, "", "Whether a reply is hidden is read back.", "Whether a reply stayed hidden cannot be read back."),
        _either(
            able,
            able.mentions,
            "mentions",
            "Posts that name the account elsewhere are read.",
            "Posts elsewhere that name the account cannot be seen.",
        ),
        _either(able, able.delete_own, "delete", "Our own posts can be deleted from here.", "Our own posts cannot be deleted from here."),
        _either(
            able,
            able.delete_reply,
            "",
            "Other people's comments under our posts can be deleted, if a person decides it.",
            "Nobody but its writer or the network can delete a reply.",
        ),
        _either(
            able,
            able.lock,
            "lock",
            "A post that draws a crowd can be closed to replies for a time, and is opened again as it was.",
            "A post cannot be closed to replies from here; a person does it.",
        ),
        _either(able, able.mute, "", f"A person who abuses can be muted. {able.after_block}".strip(), "Nobody can be muted from here."),
        _either(able, able.report, "", "A comment can be reported to the network.", "A comment is reported to the network by a person."),
        _followed(able),
        _either(able, able.face, "", "A change of the profile is noticed.", "A change of the profile is not noticed; a person looks now and then."),
        _either(able, able.rights, "", "What the connection may do is checked every night.", "The network does not say what the connection may do."),
        _either(
            able,
            able.keyed,
            "",
            "The network itself makes sure that a post sent twice appears once.",
            "The network cannot tell a repeated post; Gatepost sends once and reads back before anything else.",
        ),
    ]
    if able.detach_quote:
        said.append(Ability(True, f"A post that quotes ours can be cut off from it. {able.cut_off_means}".strip()))
    if able.stories:
        said.append(Ability(True, "Stories are seen while they are live. A person removes one:", tuple(able.steps.get("delete_story", ()))))
    if able.blocks_public:
        said.append(Ability(False, "Whom the account blocks can be looked up by anybody. Mute a pupil; never block one."))
    return said


def _post(able: Capabilities) -> str:
    pictures = f"{'1' if able.needs_picture else 'up to'} {'to ' if able.needs_picture else ''}{able.images} pictures"
    return f"A post holds up to {able.length.limit} {COUNTED[able.length.counting]}, and {pictures}."


def _followed(able: Capabilities) -> Ability:
    if able.counts_following:
        return Ability(False, "Only how many are followed can be seen. When the number rises, a person looks.", tuple(able.steps.get("unfollow", ())))
    return _either(
        able,
        able.list_following and able.unfollow,
        "unfollow",
        "Whom the account follows is watched, and a follow made outside is undone.",
        "Whom the account follows cannot be seen from here; a person looks.",
    )


def _either(able: Capabilities, can: bool, act: str, yes: str, no: str) -> Ability:  # noqa: FBT001 -- read from the table
    return Ability(can, yes if can else no, () if can else tuple(able.steps.get(act, ())))
