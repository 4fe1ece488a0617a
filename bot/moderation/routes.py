"""Who is told of a comment, how urgently and at what hour: one table by severity, filled with the names of the policy profile.

Alarms (S0) are paged by the safeguarding desk; the row here says so in the same words. Nobody is told what a comment says: a
notice names the account and the kind, and links to the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.clock import now
from bot.moderation.clocks import unjudged
from bot.moderation.crowd import repeat
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Severity, Verdict
from bot.notify.models import Notice, Urgency
from bot.notify.send import tell_roles
from bot.people.calendar import hours_at
from bot.people.grants import profile_at
from bot.people.permissions import TABLE, Role, Verb
from bot.policy.parameter import RoutedRole
from bot.policy.profile import Profile

S, U, R = Severity, Urgency, RoutedRole


@dataclass(frozen=True)
class Route:
    """`to` is a parameter of the profile; empty: nobody is told, and it waits on the page. `at_once`: outside staffed hours too."""

    to: str
    urgency: Urgency
    kind: str  # in a notice: never anything of the content
    at_once: bool = False


ROUTES: dict[Severity, Route] = {
    S.S0: Route("safeguarding_recipients", U.NOW, "a risk to life or to a child", at_once=True),
    S.S1: Route("abuse_recipients", U.SOON, "a threat, a slur, sexual content or personal details", at_once=True),
    S.S2: Route("abuse_recipients", U.ROUTINE, "abuse"),
    S.S3: Route("", U.ROUTINE, "criticism"),
    S.S4: Route("abuse_recipients", U.ROUTINE, "spam or an unsafe link"),  # those among them who see to what is technical
    S.S5: Route("", U.ROUTINE, "an ordinary comment"),
}
NOT_JUDGED = Route("abuse_recipients", U.SOON, "not judged by the machine, so it could be anything", at_once=True)
TECHNICAL = {R.IT_DIRECTOR, R.NETWORK_MANAGER}  # where a profile names them beside others, it is for S4
THREAT = "threat"  # in the name of the rule that spoke
CAN_OPEN = {role.value for role in TABLE[Verb.READ_COMMENTS]}
INSIDE = set(Role)


def route(verdict: Verdict) -> Route:
    return NOT_JUDGED if unjudged(verdict) else ROUTES[verdict.severity]


def recipients(profile: Profile, verdict: Verdict) -> tuple[RoutedRole, ...]:
    """Those whom the profile names (P21), the Headteacher for a threat to a person (S15.1), and somebody who can decide."""
    found = route(verdict)
    if not found.to:
        return ()
    technical = verdict.severity is S.S4 and found is not NOT_JUDGED
    named = [R(role) for role in getattr(profile, found.to).value if (R(role) in TECHNICAL) is technical]
    if named and not technical and not any(role.value in CAN_OPEN for role in named):
        named.append(R.SLT)
    if not named and not technical:
        named.append(R.SLT)
    if is_threat(verdict):
        named.append(R.HEAD)
    return tuple(dict.fromkeys(named))


def is_threat(verdict: Verdict) -> bool:
    """To somebody: the rule that spoke is one about threats."""
    return verdict.severity <= S.S1 and any(THREAT in reason.rule.lower() for reason in verdict.reasons)


def tell(session: Session, account: Account, reply: Reply, verdict: Verdict) -> None:
    """Now, or for what can wait, when the academy is staffed again (and the comment says so). Commits nothing."""
    found, again = route(verdict), repeat.is_repeat(reply)
    to = recipients(profile_at(session, account.academy_id), verdict)
    if not to:
        return
    hours = hours_at(session, account.academy_id)
    if not (found.at_once or again or hours.staffed(now())):
        reply.tell_at = hours.next_staffed(now())
        return
    if found is NOT_JUDGED:
        _tell_once(session, account, to)
        return
    urgency = U.SOON if again and found.urgency is U.ROUTINE else found.urgency
    text = " ".join(filter(None, (f"A reply on @{account.handle} looks like {found.kind}.", repeat.words(reply))))
    say(session, account, to, text, f"/comments/{reply.id}", f"reply:{reply.id}", urgency)


def _tell_once(session: Session, account: Account, to: Iterable[RoutedRole]) -> None:
    """A judge that is down judges nothing for hours: one notice for each account until somebody has read it."""
    subject = f"not-judged:{account.id}"
    if session.exec(select(Notice.id).where(Notice.subject == subject, col(Notice.read_at).is_(None))).first() is None:
        text = f"Comments on @{account.handle} were {NOT_JUDGED.kind}."
        say(session, account, to, text, "/comments", subject, NOT_JUDGED.urgency)


def say(session: Session, account: Account, to: Iterable[RoutedRole], text: str, link: str, subject: str, urgency: Urgency) -> None:
    """Whoever may not open comments hears of it all the same, and is sent nowhere they would be turned away."""
    for role in to:
        opens = role.value in CAN_OPEN or role.value not in INSIDE
        said = f"{text} Decide now." if opens else f"{text} Senior leadership decides about it; you are told because the policy says so."
        tell_roles(session, account.academy_id, [role], said, link if opens else "/", subject=subject, urgency=urgency)


def due_morning(session: Session) -> list[tuple[int, int]]:
    """(account, account) of those with comments of which nobody was told, now that the academy is staffed."""
    keys = session.exec(select(Reply.account_id).where(col(Reply.tell_at) <= now()).distinct())
    return [(key, key) for key in keys]


def morning(session: Session, account_id: int) -> int:
    """One notice for all that came outside staffed hours and still waits. Returns how many that is."""
    account = register.account(session, account_id)
    rows = list(session.exec(select(Reply).where(Reply.account_id == account_id, col(Reply.tell_at) <= now()).with_for_update()))
    waiting = [reply for reply in rows if reply.review is Review.WAITING]
    for reply in rows:
        reply.tell_at = None
        session.add(reply)
    if waiting:
        profile = profile_at(session, account.academy_id)
        to = dict.fromkeys(role for reply in waiting for role in recipients(profile, _verdict(reply)))
        gravest = ROUTES[S(min(reply.severity for reply in waiting))].kind
        many = f"{len(waiting)} comments" if len(waiting) > 1 else "One comment"
        text = f"{many} came to @{account.handle} outside staffed hours; the gravest looks like {gravest}."
        say(session, account, to, text, "/comments", f"comments:{account_id}", U.SOON)
    session.commit()
    return len(waiting)


def waits_until(reply: Reply) -> datetime | None:
    """For the page: when people hear of a comment that came outside staffed hours."""
    return reply.tell_at


def _verdict(reply: Reply) -> Verdict:
    return Verdict(reply.word, S(reply.severity), reply.score)
