"""Reading what somebody typed, and showing it again untouched when it cannot be used."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from bot.clock import from_london
from bot.errors import BadInput, Refusal
from bot.web.access import Visit
from bot.web.rendering import page

MOST_FIELDS = 500
SECRET = ("password", "again", "current")


class Filled:
    """The fields of one form. Reading never fails: a field that was not sent is empty."""

    def __init__(self, data: FormData | None = None) -> None:
        self._data = data or FormData()

    def text(self, name: str) -> str:
        """Line ends as one character, as everything stored has them; no null characters, which PostgreSQL cannot hold."""
        value = self._data.get(name)
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") if isinstance(value, str) else ""

    def texts(self, *names: str) -> dict[str, str]:
        """Ready to hand to a domain function: `register(session, me, **typed.texts("name", "email"))`."""
        return {name: self.text(name) for name in names}

    def many(self, name: str) -> list[str]:
        return [value for value in self._data.getlist(name) if isinstance(value, str)]

    def number(self, name: str) -> int | None:
        """None for an empty field and for anything that is not a row's number."""
        return _number(self.text(name))

    def numbers(self, name: str) -> list[int]:
        return [number for value in self.many(name) if (number := _number(value)) is not None]

    def ticked(self, name: str) -> bool:
        return bool(self.text(name))

    def day(self, name: str) -> date | None:
        """From a date field. Empty is None; raises BadInput for what is no date."""
        text = self.text(name).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BadInput({name: "Enter a date as year, month and day, like 2026-11-20."}) from None

    def moment(self, name: str) -> datetime | None:
        """From a date-and-time field, read as London time. Empty is None; raises BadInput for what is no time."""
        text = self.text(name).strip()
        try:
            return from_london(text) if text else None
        except ValueError:
            raise BadInput({name: "Enter a date and a time that exist, like 2026-11-20T15:05."}) from None

    def files(self, name: str) -> list[UploadFile]:
        """Those that were chosen; a file field left empty still sends one without a name."""
        return [value for value in self._data.getlist(name) if isinstance(value, UploadFile) and value.filename]

    def pairs(self) -> list[tuple[str, str]]:
        """Every field as it was sent, secrets left out: to carry a form over a sign-in."""
        return [(name, value) for name, value in self._data.multi_items() if isinstance(value, str) and name not in SECRET]

    @property
    def had_files(self) -> bool:
        return any(isinstance(value, UploadFile) and value.filename for _, value in self._data.multi_items())


def wanted(typed: Filled, **sentences: str) -> None:
    """Raises BadInput with the sentence of every named field that was left empty."""
    missing = {name: sentence for name, sentence in sentences.items() if not typed.text(name).strip()}
    if missing:
        raise BadInput(missing)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


async def _read(request: Request) -> AsyncIterator[Filled]:
    async with request.form(max_fields=MOST_FIELDS) as data:
        yield Filled(data)


Typed = Annotated[Filled, Depends(_read)]
"""`typed: Typed` in a view's parameters."""


def again(visit: Visit, template: str, problem: BadInput | Refusal, typed: Filled, **context: Any) -> Response:
    """The same form with everything typed still in it, and what to change: 422, or 403 when a rule says no."""
    errors = problem.fields if isinstance(problem, BadInput) else {}
    refusal = problem if isinstance(problem, Refusal) else None
    status = 403 if refusal else 422
    return page(visit, template, status=status, typed=typed, errors=errors, refusal=refusal, **context)
