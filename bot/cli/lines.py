"""Input as lines of JSON: what `classify` and `check-draft` share. Loads nothing that a rehearsal does not need."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import BadInput


def lines(file: str | None) -> Iterator[tuple[int, Any]]:
    """Each line as JSON. Raises BadInput with its number; what came before it has been answered already."""
    try:
        source = Path(file).open(encoding="utf-8") if file else sys.stdin  # noqa: SIM115 -- closed with the process
        for number, text in enumerate(source, start=1):
            if text.strip():
                try:
                    yield number, json.loads(text)
                except json.JSONDecodeError as problem:
                    raise BadInput({f"line {number}": f"This is not JSON ({problem.msg}). Write one object a line."}) from None
    except UnicodeDecodeError:
        raise BadInput({"file": "The input is not UTF-8 text."}) from None
    except OSError as problem:
        raise BadInput({"file": f"{file} cannot be read: {problem.strerror}."}) from None


def at_line(number: int, work: Callable[[Any], Any], line: Any) -> Any:
    try:
        return work(line)
    except BadInput as problem:
        raise BadInput({f"line {number}, {field}": sentence for field, sentence in problem.fields.items()}) from None


def say_json(row: Any) -> None:
    print(json.dumps(row, ensure_ascii=False, default=str), flush=True)
