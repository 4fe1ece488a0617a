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
    "written_parental": "written parental consent for each child",
    "written_parental_one_use_or_all": "written parental consent, for one use or for all",
    "written_permission": "written permission of the person shown; for a child, of the parent",
    "owner_and_written_parental": "consent of the image's owner, and written consent of the parent",
    "held_by_organisation": "parental consent held by the organisation, and a refusal list for each event",
}

# What reads otherwise beside another question.
WORDS_OF: dict[tuple[str, str], str] = {
    ("copyright_steps", "law"): "what the law asks",
    ("copyright_steps", "owner_consent"): "the owner's consent",
    ("copyright_steps", "written_permission"): "express written permission",
    ("copyright_steps", "credit"): "a credit line",
    ("copyright_steps", "cite_source"): "the source named",
    ("copyright_steps", "doubts_to_head"): "the Headteacher where in doubt",
    ("copyright_steps", "through_ceo"): "the chief executive for the trust's own property",
    ("adults", "written_permission"): "written permission",
    ("adults", "told_and_can_object"): "they are told and can object",
    ("personal_disclaimer", "none"): "none asked for",
    ("personal_disclaimer", "example"): "an example is given",
    ("personal_disclaimer", "set_wording"): "the policy sets the wording",
    ("personal_disclaimer", "required"): "required, in one's own words",
    ("police_consent", "staff_consent_unless_risk"): "always, but not where life or a child is at risk",
    ("police_consent", "staff_consent"): "always",
    ("alumni_contact", "none_stated"): "nothing is stated",
    ("complaints", "as_any_contact"): "like any other contact",
    ("pupil_channel", "listed"): "only one on the list of the trust or academy",
    ("pupil_channel", "slt_approved"): "only with the approval of senior leadership",
    ("pupil_channel", "official_multi_staff"): "an official account that several staff hold",
    ("pupil_channel", "none_private"): "public ones only",
    ("takedown_steps", "ask_provider"): "ask the internet provider",
    ("logo_grantor", "rights_owner"): "whoever owns the rights",
    ("blind_lock_posts", "0"): "none",
}


def spoken_value(value: Any, key: str = "") -> str:
    """`key` is the parameter, where the same word means another thing for it."""
    if isinstance(value, list):
        return ", ".join(spoken_value(each, key) for each in value) or "none"
    text = str(value)
    if (key, text) in WORDS_OF:
        return WORDS_OF[key, text]
    if ISO_DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return WORDS.get(text, text.replace("_", " "))
