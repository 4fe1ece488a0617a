"""What is wrong with a policy file, said for the person who edits it. Nothing a library says of its own workings gets through."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

SHAPE: Mapping[tuple[str, bool], str] = {
    ("missing", False): "{file} does not give {key}. Add it.",
    ("missing", True): "{file} gives {key} without its {part}. Add the {part}.",
    ("extra_forbidden", False): "{file} has a key that is not known: {key}. {meant}",
    ("extra_forbidden", True): "{file}, {key}: {part} is not known. A parameter has a value, a clause and, where it helps, a note.",
    ("model_type", False): '{file}, {key}: {shown} stands alone. Write {{ value = ..., clause = "..." }}.',
}
"""Kind of error in pydantic's vocabulary, and whether it lies inside a parameter -> the sentence."""

RULE: Mapping[str, str] = {
    "bool_type": "must be true or false, without quotation marks",
    "date_type": "must be a date such as 2026-09-01, without quotation marks",
    "enum": "must be one of {expected}",
    "greater_than_equal": "must be {ge} or more",
    "int_type": "must be a whole number, without quotation marks",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must be a clause such as ACET-1.3.8a, or default",
    "string_too_short": "must not be left blank",
    "string_type": "must be text in quotation marks",
    "too_short": "must name somebody: nothing may be left without a person to receive it",
    "tuple_type": 'must be a list such as ["slt"]',
}
"""Kind of error -> what the value must be."""


def of(invalid: ValidationError, file_of: Callable[[str], str], known: Sequence[str]) -> list[str]:
    """A sentence for each error, naming the file (`file_of` a key), the key, what is wrong and what to do."""
    found: list[str] = []
    for error in invalid.errors(include_url=False):
        if error["type"] == "value_error":
            found += [f"{file_of('name')}: {line}" for line in str(error["ctx"]["error"]).splitlines()]
        else:
            found.append(_sentence(error["type"], error["loc"], error["input"], error.get("ctx", {}), file_of, known))
    return list(dict.fromkeys(found))


def _sentence(
    kind: str, loc: tuple[int | str, ...], value: object, limits: Mapping[str, Any], file_of: Callable[[str], str], known: Sequence[str]
) -> str:
    key, part = str(loc[0]), str(loc[1]) if len(loc) > 1 else ""
    file = file_of(key)
    if shape := SHAPE.get((kind, bool(part))):
        return shape.format(file=file, key=key, part=part, shown=_shown(value), meant=_meant(key, known))
    which = "" if part in {"", "value"} else f" ({part})"
    rule = RULE.get(kind, "cannot be used").format(**limits)
    return f"{file}, {key}{which}: {_shown(value)} cannot stand; it {rule}. Correct it."


def _meant(key: str, known: Sequence[str]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"Did you mean {close[0]}?" if close else "Take it out."


def _shown(value: object) -> str:
    """As it stands in the file, near enough to find it again."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value[:60]) if value.strip() else "a blank"
    return str(value)[:60] if value not in ([], ()) else "an empty list"
