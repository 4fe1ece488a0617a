"""Ways in which a notice leaves Gatepost: the kinds, what each asks of whoever adds one, and what came of a sending.

Plain data, so that pages and domain code can speak of channels without the library behind them; `notifier` is the door.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

PATIENCE_S = 20.0  # for one sending as a whole; a worker's lease is longer


class Kind(StrEnum):
    EMAIL = "email"
    TEAMS = "teams"
    SLACK = "slack"
    WEBHOOK = "webhook"
    NTFY = "ntfy"
    OTHER = "other"


class Asked(NamedTuple):
    """One field of the form."""

    name: str
    label: str
    hint: str = ""
    secret: bool = False  # a password: never shown again, not even to whoever typed it


KINDS: dict[Kind, tuple[str, str]] = {
    Kind.EMAIL: ("Email", "Through the school's own mail server"),
    Kind.TEAMS: ("Microsoft Teams", "The address of a workflow that posts to a channel"),
    Kind.SLACK: ("Slack", "An incoming webhook"),
    Kind.WEBHOOK: ("Webhook", "JSON, sent to an address of yours"),
    Kind.NTFY: ("ntfy", "A push message to telephones"),
    Kind.OTHER: ("Text message or another service", "Any other address that the apprise library knows"),
}
MAIL_FIELDS = (
    Asked("server", "Mail server", "For example mail.academy.example.sch.uk. A server inside the school is allowed."),
    Asked("port", "Port", "587 is usual; 465 with TLS from the start; 25 for a relay inside the school."),
    Asked("sender", "From", "An official address, for example gatepost@academy.example.sch.uk."),
    Asked("recipient", "To", "Leave it empty where each person is written to at their own official address."),
    Asked("user", "Name to sign in with", "Leave it empty for a relay that asks for none."),
    Asked("password", "Password", "Kept encrypted and never shown again.", secret=True),
)
ADDRESS_HINTS: dict[Kind, str] = {
    Kind.TEAMS: "In Teams: Workflows, 'Send webhook alerts to a channel', then copy the address it gives you.",
    Kind.SLACK: "It begins with https://hooks.slack.com/services/",
    Kind.WEBHOOK: "It begins with https://. Inside the school's own network http:// is allowed too.",
    Kind.NTFY: "For example https://ntfy.sh/your-secret-topic, or ntfys://name:password@ntfy.academy.example/topic",
    Kind.OTHER: "As its documentation writes it, for example clickatell://key/447700900123",
}


class Trouble(StrEnum):
    """Why a sending did not work, as far as the other side said."""

    NONE = "none"
    UNREACHABLE = "unreachable"
    SLOW = "slow"  # no answer in time: it may have arrived
    SIGN_IN = "sign_in"
    GONE = "gone"
    REFUSED = "refused"
    BUSY = "busy"
    BROKEN = "broken"
    UNREADABLE = "unreadable"  # the stored address cannot be used (any more)


# Trying again does not help until somebody changes the channel.
LASTING = frozenset({Trouble.SIGN_IN, Trouble.GONE, Trouble.REFUSED, Trouble.UNREADABLE})


@dataclass(frozen=True)
class Answer:
    """What came of one sending. `code` is what the other side answered with, 0 where it said nothing."""

    trouble: Trouble = Trouble.NONE
    code: int = 0

    @property
    def sent(self) -> bool:
        return self.trouble is Trouble.NONE


@dataclass(frozen=True)
class Letter:
    """What is sent: never more than what it is, how urgent, which item, and one link."""

    subject: str
    body: str
    urgent: bool = False
