"""A parameter's value as a person would say it."""

import re
from datetime import date
from typing import Any

from bot.people.permissions import ROLE_WORDS, Role
from bot.web.rendering import day

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

WORDS: dict[str, str] = {
    "True": "yes",
    "False": "no",
    **{role.value: ROLE_WORDS[role] for role in Role},
    "exec_lead": "Executive lead",
    "it_director": "IT director",
    "head_of_people": "Head of people",
    "line_manager": "Line manager",
    "head_of_faculty": "Head of faculty",
    "network_manager": "Network manager",
    "ceo": "Chief executive",
    "x": "X",
    "block": "refused",
    "warn": "allowed with a warning",
    "none": "never",
    "all": "all of them",
    "claims": "those with claims",
}


def spoken_value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(spoken_value(each) for each in value) or "none"
    text = str(value)
    if ISO_DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return WORDS.get(text, text.replace("_", " "))
