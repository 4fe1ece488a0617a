"""The shape of what an administrator reads before an account is connected; the words stand in `connecting_guides`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Right:
    """One right, in the network's own name, what it is for, and what fails without it."""

    name: str
    does: str
    without: str


@dataclass(frozen=True)
class Guide:
    """How one network is connected. `app`: the steps to the trust's own app there; empty where none is needed."""

    happens: tuple[str, ...]
    prepare: tuple[str, ...]
    rights: tuple[Right, ...] = ()
    app: tuple[str, ...] = ()
    app_where: str = ""
    if_public: str = ""  # said beside the field of the app's secret where some apps have none
    lasts: str = ""
    typed: tuple[str, ...] = ()  # how to make the details that can be typed instead, or have to be
    typed_by_choice: bool = False  # the details may be typed although there is a sign-in


# Said for every network. What Gatepost has no field for, nobody can give it.
NEVER = (
    "the password of the account, or of anybody who works here",
    "to read or send private messages",
    "to change the account's password, name or e-mail address",
)


def right(guide: Guide, name: str) -> Right:
    """The words for one right; a network may name one that stands in no table."""
    return next((one for one in guide.rights if one.name == name), Right(name, name, f"What {name} allows would fail."))
