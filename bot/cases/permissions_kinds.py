"""What a member of staff can ask permission for, and who may give it under each policy: one table (control C25).

A logo and a picture of an adult are asked for where they are kept: under Rights and under Image consent.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cases.declarations_models import PermissionKind
from bot.policy.parameter import RoutedRole
from bot.policy.profile import Profile

K, R = PermissionKind, RoutedRole
Given = tuple[tuple[RoutedRole, ...], str]


def _speaking(profile: Profile) -> Given:
    """Whoever authorises people to post authorises them to speak: INSP-11.3.3 says the line manager, CORE-5.1 the Headteacher."""
    return tuple(map(R, profile.grant_authoriser.value)), profile.grant_authoriser.clause


def _contact(profile: Profile) -> Given:
    return CONTACT.get(profile.name, ((R.HEAD,), "default"))


def _pupil_channel(profile: Profile) -> Given:
    """P45: BET-3.2 asks for senior leadership; elsewhere it is whoever decides about accounts."""
    if profile.pupil_channel.value == "slt_approved":
        return (R.SLT,), profile.pupil_channel.clause
    return tuple(map(R, profile.account_approver.value)), profile.account_approver.clause


def _alumni(profile: Profile) -> Given:
    """BET-3.19a says how, and not who gives it: the Headteacher is our default."""
    return (R.HEAD,), profile.alumni_contact.clause


def _work_time(profile: Profile) -> Given:
    return WORK_TIME.get(profile.name, ((R.HEAD,), "default"))


CONTACT: dict[str, Given] = {
    "bet": ((R.HEAD,), "BET-3.15c"),
    "inspire": ((R.HEAD, R.DSL), "INSP-11.4c"),
}
WORK_TIME: dict[str, Given] = {"core": ((R.HEAD, R.EXEC_LEAD), "CORE-10.1b")}


@dataclass(frozen=True)
class Kind:
    label: str
    hint: str
    given_by: Callable[[Profile], Given]
    longest_days: int = 366


KINDS: dict[PermissionKind, Kind] = {
    K.SPEAKING: Kind("Speaking for the trust", "To the press, at an event, on a panel.", _speaking),
    K.CONTACT: Kind("An exception to the rules on contact", "A reason to use another way than the official ones.", _contact),
    K.PUPIL_CHANNEL: Kind("A channel that pupils are spoken to on", "A group or account for a class, a team or a trip.", _pupil_channel),
    K.ALUMNI: Kind("Contact with a former pupil", "About careers, through an official account to their work contact.", _alumni, 183),
    K.WORK_TIME: Kind("Personal use of social media in work time", "On the trust's devices or in working hours.", _work_time),
}
ELSEWHERE: tuple[tuple[str, str, str], ...] = (
    ("A logo or brand", "It is kept with the picture of it.", "/rights"),
    ("Naming or picturing an adult", "It is kept with the other consents.", "/consent"),
)
YES, NO = "yes", "no"
OFFICIAL, PERSONAL, WORK = "official", "personal", "work"


def alumni_problem(profile: Profile, *, adult: str, still_pupil: str, channel: str, contact: str) -> str:
    """Why this contact is never permitted, as one sentence; empty when it can be asked for (P29, S25.3)."""
    wrong = []
    if channel != OFFICIAL or contact != WORK:
        wrong.append("only an official account or email, to the work contact of an adult")
    if adult != YES:
        wrong.append("never anybody under 18")
    elif still_pupil != NO:
        wrong.append(f"never somebody who still counts as a {profile.pupil_word} ({profile.former_pupil_rule.value})")
    return f"A former {profile.pupil_word} is contacted through {'; '.join(wrong)}." if wrong else ""


def alumni_clause(profile: Profile) -> str:
    """The clause on the channel where the policy states one, else the one on who counts as a pupil."""
    rule, way = profile.former_pupil_rule, profile.alumni_contact
    return way.clause if way.stated else rule.clause
