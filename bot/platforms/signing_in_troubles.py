"""What a network means when it does not give a token: RFC 6749 section 5.2 and Meta's envelope, as sentences for an administrator."""

import re
from collections.abc import Mapping

from bot.platforms.base import Busy, Refused, Trouble
from bot.platforms.wire import Answer, Meaning

DETAIL = 200  # characters of a network's own words shown
SAYS: Mapping[str, str] = {
    "invalid_grant": "{label} no longer takes this sign-in: it was used already, took too long, or belongs to another app. Begin again.",
    "invalid_client": "{label} does not know the app. Check the app's id and secret, type them again, and begin again.",
    "unauthorized_client": "{label} does not let this app sign people in. Check the kind of the app there.",
    "redirect_uri_mismatch": "{label} does not know the address it should lead back to. Copy it from here into the app's settings.",
    "invalid_scope": "{label} does not offer this app all the rights that were asked for. Tick them in the app's settings there.",
    "invalid_request": "{label} could not use the question. Check that the address to lead back to is the one from here.",
}
# What comes back in the address instead of a code (RFC 6749 section 4.1.2.1).
TURNED_BACK: Mapping[str, str] = {
    "access_denied": "At {label} somebody pressed Cancel or said no, so nothing was connected.",
    "unauthorized_client": SAYS["unauthorized_client"],
    "invalid_scope": SAYS["invalid_scope"],
    "server_error": "{label} has trouble of its own. Try again in a few minutes.",
    "temporarily_unavailable": "{label} is busy. Try again in a few minutes.",
}
_PRINTABLE = re.compile(r"[^\x20-\x7e]+")


def turned_back(error: str, label: str) -> str:
    """Why the network sent the person back without a code. Its own words are not shown: anybody can write an address."""
    return TURNED_BACK.get(error, "{label} sent you back without letting Gatepost in.").format(label=label)


def meaning(label: str, *secrets: str) -> Meaning:
    """`secrets` are blanked in whatever the network says."""

    def understood(answer: Answer, lost: type[Trouble]) -> Trouble | None:
        error = answer.body.get("error")
        if answer.status >= 500:
            return lost(f"{label} has trouble of its own ({answer.status}). Begin again in a few minutes.")
        if answer.status == 429:
            return Busy(f"{label} wants fewer questions for a while. Begin again in a quarter of an hour.")
        if error is None and answer.status < 400 and "error_message" not in answer.body:
            return None
        if isinstance(error, str) and error in SAYS:
            return Refused(SAYS[error].format(label=label))
        return Refused(f"{label} refused. {_words(answer, secrets)}".strip())

    return understood


def _words(answer: Answer, secrets: tuple[str, ...]) -> str:
    error = answer.body.get("error")
    told = error.get("message") if isinstance(error, Mapping) else answer.body.get("error_description") or answer.body.get("error_message")
    words = _PRINTABLE.sub(" ", str(told or ""))
    for secret in secrets:
        if secret:
            words = words.replace(secret, "[hidden]")
    return words[:DETAIL]
