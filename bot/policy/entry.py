"""Entering a value by hand: what kind of field a parameter needs, and reading what was typed into it."""

import json
import re
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import ValidationError

from bot.errors import BadInput
from bot.policy.parameter import TO_BE_ENTERED, Parameter, RoutedRole
from bot.policy.profile import Profile

Kind = Literal["yes_no", "number", "day", "text", "one_of", "several", "words"]
LONGEST, MOST = 500, 50
NUMBER = re.compile(r"-?[0-9]{1,9}")
ASKS: dict[Kind, str] = {
    "yes_no": "Choose yes or no.",
    "number": "Enter a whole number.",
    "day": "Enter a date as year, month and day, like 2026-11-20.",
    "text": "Enter the words.",
    "one_of": "Choose one from the list.",
    "several": "Choose from the list.",
    "words": "Enter one a line, each in a word.",
}
RULE: dict[str, str] = {
    "greater_than_equal": "Enter {ge} or more.",
    "less_than_equal": "Enter {le} or less.",
    "too_short": "Choose at least one: nothing may be left without a person to receive it.",
    "string_too_short": "Enter the words: it must not be left blank.",
}


class Field(NamedTuple):
    """What the form shows. `options` are the values of a choice; a number or a text has none."""

    kind: Kind
    options: tuple[str, ...] = ()


@lru_cache
def field(key: str) -> Field:
    """Read from the parameter's type, so that a new parameter has its form already."""
    return _field(_inner(_type(key)))


def read(key: str, typed: list[str]) -> str:
    """The value as JSON. Raises BadInput with the sentence beside the field `value`."""
    kind, _ = field(key)
    lines = [line.strip() for each in typed for line in (each.splitlines() if kind == "words" else [each])]
    given = [line for line in lines if line]
    if any(len(line) > LONGEST for line in given):
        raise BadInput({"value": f"Keep it under {LONGEST} characters."})
    if len(given) > MOST:
        raise BadInput({"value": f"Enter {MOST} at most."})
    if not given and kind not in {"several", "words"}:
        raise BadInput({"value": f"{ASKS[kind]} It must not be left blank."})
    if TO_BE_ENTERED in given:
        raise BadInput({"value": ASKS[kind]})
    value = json.dumps(_plain(kind, given), ensure_ascii=False)
    parameter(key, value, "default", None)
    return value


def parameter(key: str, value: str, clause: str, note: str | None) -> Parameter[Any]:
    """The parameter with this JSON value. Raises BadInput where the value cannot stand."""
    kind = _type(key)
    try:
        return kind.model_validate_json(json.dumps({"value": json.loads(value), "clause": clause, "note": note}))
    except ValidationError as invalid:
        errors = [e for e in invalid.errors() if e["loc"][:1] == ("value",)] or invalid.errors()
        bounds = [e for e in errors if e["type"] in {"greater_than_equal", "less_than_equal"}]
        first = (bounds or errors)[0]
        asked = field(key)
        plainly = f"Enter {' or '.join(asked.options)}." if asked.kind == "number" and asked.options else ASKS[asked.kind]
        raise BadInput({"value": RULE.get(first["type"], plainly).format(**first.get("ctx", {}))}) from None


def _plain(kind: Kind, given: list[str]) -> Any:
    match kind:
        case "yes_no":
            return {"yes": True, "no": False}.get(given[0], given[0])
        case "number":
            return int(given[0]) if NUMBER.fullmatch(given[0]) else given[0]
        case "several" | "words":
            return list(dict.fromkeys(given))
        case _:
            return given[0]


def _type(key: str) -> type[Parameter[Any]]:
    found = Profile.model_fields.get(key)
    annotation = found.annotation if found else None
    if not (isinstance(annotation, type) and issubclass(annotation, Parameter)):
        raise BadInput({"value": "There is no such rule."})
    return annotation


def _inner(kind: type[Parameter[Any]]) -> Any:
    return kind.__pydantic_generic_metadata__["args"][0]


def _field(wanted: Any) -> Field:
    while get_origin(wanted) is Annotated:
        wanted = get_args(wanted)[0]
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin in {Union, UnionType}:  # a period that nobody has entered yet is not something to enter
        return _field(next(part for part in parts if get_origin(part) is not Literal))
    if origin is Literal:
        return Field("number", tuple(map(str, parts))) if all(isinstance(part, int) for part in parts) else Field("one_of", tuple(parts))
    if origin is tuple:
        inner = _field(parts[0])
        return Field("several", inner.options) if inner.options else Field("words")
    if wanted is RoutedRole:
        return Field("one_of", tuple(role.value for role in RoutedRole))
    return Field(PLAIN[wanted])


PLAIN: dict[Any, Kind] = {bool: "yes_no", int: "number", date: "day", str: "text"}
