"""A gap of a template that nobody filled, such as {date}: the post would go out with the gap in it."""

from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting

GAP = regex.compile(r"\{(?P<name>[ ]?\p{L}[\p{L}\p{N} '’-]{0,29})\}")


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:  # noqa: ARG001 -- one shape for every screen
    for found in GAP.finditer(bundle.text):
        name = found["name"].strip()
        yield Finding("gaps", "block", f"The gap for the {name} is still open. Put the {name} in its place.", None, *found.span())
