"""What a reader saw, drawn from the sealed words alone: nothing is fetched for it, and no foreign picture is in it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cases.models import Evidence
from bot.clock import spoken
from bot.platforms.capabilities import CAPABILITIES

KINDS: Mapping[str, str] = {
    "reply": "A comment",
    "stray": "A post that did not go through Gatepost",
    "face": "How the account showed itself, otherwise than approved",
    "follow": "Somebody whom the academy's account followed",
    "message": "A private message",
    "sent-outside": "A private message sent from the academy's account",
    "added": "Added by a member of staff",
}
EMPTIED = "The words were deleted at the end of the time for which they are kept. Their hash stays in the record."
SEEN: Mapping[bool | None, str] = {
    True: "It was hidden already.",
    False: "Everybody could see it then.",
    None: "The network does not say whether it was hidden.",
}
# Named facts of a capture, in the order in which they are read. An item shows those it has.
FACTS: Mapping[str, str] = {
    "url": "Address",
    "address": "Address",
    "happened": "When it happened",
    "platform_at": "Time on the network",
    "first_seen_at": "First seen by Gatepost",
    "seen_at": "First seen by Gatepost",
    "remote_id": "Number on the network",
    "author_id": "Number of the account",
    "sender": "From",
    "parent_id": "In answer to",
    "root_id": "Conversation",
    "media_count": "Pictures or videos with it",
    "alts": "Described there as",
    "gone": "Gone from the network",
    "approved_text": "What was approved",
    "note": "What it shows",
    "about": "Belongs to",
}


@dataclass(frozen=True)
class Card:
    """Plain values for a page or for paper."""

    number: int
    academy: str
    account: str
    kind: str
    handle: str
    initial: str
    text: str
    parent_text: str
    description: str
    state: str
    facts: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    captured: str
    policy: str


def card(row: Evidence) -> Card:
    """Of one item, as it was captured."""
    content = row.content
    held = content.get("capture") or {}
    account = held.get("account") or {}
    network = CAPABILITIES.get(str(account.get("network")))
    policy = held.get("policy") or {}
    handle = str(content.get("author_handle") or content.get("sender") or "")
    return Card(
        number=row.id or 0,
        academy=str(held.get("academy") or ""),
        account=f"@{account.get('handle')}, {network.label}" if network else "",
        kind=kind(row.subject),
        handle=handle,
        initial=next((letter.upper() for letter in handle if letter.isalnum()), "?"),
        text=str(content.get("text") or ""),
        parent_text=str(content.get("parent_text") or ""),
        description=EMPTIED if row.deleted_at else str(content.get("description") or ""),
        state=SEEN.get(content["hidden"], "") if "hidden" in content else "",
        facts=tuple((label, _said(key, content[key])) for key, label in FACTS.items() if content.get(key) not in (None, "", [], 0)),
        files=tuple(str(each.get("name")) for each in content.get("files") or []),
        captured=f"Captured {spoken(row.captured_at)} by {held.get('by') or 'Gatepost'}.",
        policy=f"{policy.get('name')}, version {policy.get('version')}" if policy else "",
    )


def kind(subject: str) -> str:
    return KINDS.get(subject.partition(":")[0], "Evidence")


def _said(key: str, value: Any) -> str:
    if key.endswith("_at"):
        with suppress(ValueError):
            return spoken(datetime.fromisoformat(str(value)))
    if value is True:
        return "Yes"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
