"""What the product says when it will not do something. Each carries a sentence for the person who asked."""

from collections.abc import Mapping


class GatepostError(Exception):
    """Something a person can read and act on. Anything else that escapes is a defect."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Misconfigured(GatepostError):
    """The installation cannot start or go on as it is set up."""


class NotFound(GatepostError):
    """The thing asked for is not here, or is not this person's to know of."""


class BadInput(GatepostError):
    """What was typed cannot be used. `fields` maps a field's name to its sentence; nothing was changed."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class Refusal(GatepostError):
    """A rule says no. Names the rule, the policy clause where one is behind it, and the next step."""

    def __init__(self, sentence: str, *, rule: str, clause: str | None = None, next_step: str | None = None) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.clause = clause
        self.next_step = next_step


class Conflict(GatepostError):
    """Somebody else changed the same thing first. Both texts are kept for the person to put together."""

    def __init__(self, sentence: str, *, theirs: str, yours: str) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours
