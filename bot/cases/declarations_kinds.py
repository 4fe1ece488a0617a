"""What can be declared, who gets it and what the declarer is told, all from the profile (P27); and the exact clause of each step."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cases.declarations_models import DeclarationKind
from bot.policy.parameter import FriendStep, RoutedRole
from bot.policy.profile import Profile

K, R = DeclarationKind, RoutedRole
Routed = tuple[tuple[RoutedRole, ...], str]


def _pupils(profile: Profile) -> Routed:
    """ATT-6.3b the safeguarding lead; CORE-10.2b the line manager; INSP-11.4c the Principal or the safeguarding lead; else our default."""
    return profile.friend_request_recipients.value, profile.friend_request_recipients.clause


def _odd(profile: Profile) -> Routed:
    """CORE-10.2b. Where a pupil is part of it, `routed` adds the safeguarding lead."""
    return profile.friend_request_recipients.value, profile.friend_request_recipients.clause


def _conflict(profile: Profile) -> Routed:
    """ATT-5.1b and INSP-12.2b ask that conflicts are avoided and name nobody: the Headteacher, or whom the profile names for misuse."""
    return (R.HEAD,), CONFLICT_CLAUSE.get(profile.name, "default")


def _class_done(profile: Profile) -> Routed:
    """BET-3.3b, where the policy wants it raised in class."""
    return (R.DSL,), CLASS_CLAUSE.get(profile.name, "default")


CONFLICT_CLAUSE = {"att": "ATT-5.1b", "inspire": "INSP-12.2b"}
CLASS_CLAUSE = {"bet": "BET-3.3b"}


@dataclass(frozen=True)
class Kind:
    label: str
    hint: str
    to: Callable[[Profile], Routed]
    pupil: bool = False  # a pupil is always part of it
    discussed: bool = True  # somebody talks it over; otherwise the record itself is all there is


KINDS: dict[DeclarationKind, Kind] = {
    K.FRIEND_REQUEST: Kind("A pupil asked to be my friend or follower", "On a personal account of yours.", _pupils, pupil=True),
    K.FAMILY: Kind("A pupil or their family is family of mine", "So that contact with them is understood.", _pupils, pupil=True),
    K.RECENT_PUPIL: Kind("I am, or would be, in contact with a pupil who left not long ago", "To talk it over first.", _pupils, pupil=True),
    K.ODD_REQUESTS: Kind("I get odd or persistent requests", "From anybody, on any account.", _odd),
    K.CONFLICT: Kind("A conflict of interest", "Between my work here and something of my own.", _conflict),
    K.CLASS_SIGNPOST: Kind(
        "I talked about friend requests in class", "In general terms, and signposted the official page.", _class_done, discussed=False
    ),
}
STEPS: dict[FriendStep, str] = {
    "decline": "Decline the request.",
    "ignore": "Or leave it unanswered.",
    "do_not_accept": "Do not accept it. If you are minded to, talk to the Headteacher or the safeguarding lead first.",
    "advised_not_to_accept": "The policy advises you not to accept it.",
    "block_unwanted": "Block whoever sends what you do not want.",
    "report": "This declaration is your report: you need not send another.",
    "report_persistent": "If it goes on, declare that too: it goes to your line manager.",
    "talk_in_class": "Talk about it in class, in general terms and without a name.",
    "signpost_official": "Show pupils the official page: that is the one for everybody.",
}
TALKING_POINTS = (
    "Teachers and other staff do not accept pupils as friends or followers. It is a rule for everybody, and not about anyone in particular.",
    "If you asked somebody, nothing bad happens: the request is simply not answered.",
    "If an adult from school writes to you privately, tell somebody you trust here.",
)
CLAUSES_SHOWN: dict[str, dict[FriendStep, str]] = {
    "att": {"decline": "ATT-6.3a", "report": "ATT-6.3b"},
    "bet": {"decline": "BET-3.3a", "ignore": "BET-3.3a", "talk_in_class": "BET-3.3b", "signpost_official": "BET-3.3c"},
    "core": {"block_unwanted": "CORE-6.S.a2", "report_persistent": "CORE-10.2b"},
    "acet": {"advised_not_to_accept": "ACET-1.4.5a"},
    "inspire": {"do_not_accept": "INSP-11.3.5", "report": "INSP-11.4c"},
}
"""The exact clause of each step, where the profile's own clause stands for several. Checked against the register by a test."""


@dataclass(frozen=True)
class Advice:
    """What the declarer is shown: each step with its clause; where the class is to hear of it, how to say it."""

    steps: tuple[tuple[str, str], ...] = ()
    talking_points: tuple[str, ...] = ()
    signpost: bool = False


def advice(kind: DeclarationKind, profile: Profile) -> Advice:
    if kind is not K.FRIEND_REQUEST:
        return Advice()
    steps = profile.friend_request_steps
    exact = CLAUSES_SHOWN.get(profile.name, {})
    shown = tuple((STEPS[step], exact.get(step, steps.clause)) for step in steps.value)
    return Advice(shown, TALKING_POINTS if "talk_in_class" in steps.value else (), "signpost_official" in steps.value)


def routed(kind: DeclarationKind, profile: Profile, *, pupil: bool) -> Routed:
    """The roles it goes to, and the clause that says so."""
    named, clause = KINDS[kind].to(profile)
    return (*named, R.DSL) if kind is K.ODD_REQUESTS and pupil and R.DSL not in named else named, clause
