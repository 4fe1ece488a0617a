"""Blanks secrets in a line of the log: by the name of the value, by what a token of each network looks like, and what this process was told.

The patterns were made from each network's documentation and widened: a line that loses a word too many is better than one that keeps a token.
"""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

HIDDEN = "[hidden]"
NAMES = r"password|passwd|secret|token|credential|authori[sz]ation|cookie|api[_-]?key|private[_-]?key|dpop|assertion|code[_-]?verifier|access[_-]?jwt"
SECRET_NAMES = re.compile(NAMES, re.IGNORECASE)
# Each keeps its first group, which says what it was.
SECRET_TEXT: tuple[re.Pattern[str], ...] = (
    re.compile(r"((?i:\b(?:bearer|basic|dpop))\s+)[A-Za-z0-9+/=._~%-]{8,}"),
    re.compile(r"((?i:\boauth_(?:token|signature|consumer_key|nonce))=)\"?[^\s\",&]+\"?"),
    # name=value and "name": "value", as in addresses, forms and printed dictionaries
    re.compile(rf"((?i:[\w-]*(?:{NAMES})[\w-]*)[\"']?\s*[=:]\s*[\"']?)(?!\[hidden\])(?!\s)[^\s\"'&,;)}}\]]{{4,}}"),
    re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)"),  # the password in postgresql://name:password@host
    re.compile(r"()\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?"),  # JWT: Bluesky's sessions
    re.compile(r"()(?<![\w-])[a-z2-7]{4}(?:-[a-z2-7]{4}){3}(?![\w-])"),  # Bluesky's app password
    re.compile(r"()\b(?:EAA|IGAA|IGQ|THAA|THQ)[A-Za-z0-9_-]{16,}"),  # Meta: Facebook, Instagram, Threads
    re.compile(r"()\bya29\.[A-Za-z0-9._-]{8,}"),  # Google: access token
    re.compile(r"()(?<![\w/])1//[A-Za-z0-9_-]{12,}"),  # Google: refresh token
    re.compile(r"()\b(?:GOCSPX-[A-Za-z0-9_-]{10,}|AIza[A-Za-z0-9_-]{20,})"),  # Google: client secret, key
    re.compile(r"()\bAAAAAAAA[A-Za-z0-9%_-]{20,}"),  # X: the app's bearer token
    re.compile(r"()\b\d{2,20}-[A-Za-z0-9]{20,}"),  # X: a user's access token
    re.compile(r"()\bgAAAA[A-Za-z0-9_-]{20,}={0,2}"),  # what our own vault locked
    re.compile(r"()(?<![\w-])[A-Za-z0-9_-]{43}=(?![\w=])"),  # a Fernet key
)
# Long and of every kind of letter: Mastodon's tokens, X's secrets, webhooks. A hash or an id of ours has no capitals.
MIXED = re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[A-Z])(?=(?:[A-Za-z_-]*[0-9]){2})[A-Za-z0-9_-]{40,}")
SHORTEST = 6  # what is shorter would blank ordinary words

_told: set[str] = set()


def keep_out(*secrets: str) -> None:
    """Secrets that look like nothing, such as an address: blanked wherever they turn up from now on."""
    _told.update(each for each in secrets if len(each) >= SHORTEST)


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last step before a line is written, for our own lines and for those of libraries."""
    for key, value in event.items():
        event[key] = HIDDEN if SECRET_NAMES.search(key) else clean(value)
    return event


def clean(value: Any) -> Any:
    """The same without secrets, all the way down. What is no plain value is looked at as the text it would become."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): HIDDEN if SECRET_NAMES.search(str(key)) else clean(each) for key, each in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [clean(each) for each in value]
    return _text(value if isinstance(value, str) else str(value))


def _text(text: str) -> str:
    for secret in _told:
        text = text.replace(secret, HIDDEN)
    for pattern in SECRET_TEXT:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return MIXED.sub(HIDDEN, text)
