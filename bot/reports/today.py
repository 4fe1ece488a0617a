"""What waits for one person: a table of questions, each answered in lines that say what to do and where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState
from bot.accounts.register import custodians
from bot.cases import tasks
from bot.drafts import turns
from bot.drafts.lifecycle import WORDS, Move
from bot.moderation.desk import decide
from bot.moderation.verdict import Severity
from bot.notify.models import Urgency
from bot.people.grants import Place, academies, attested, may, profile_at, profiles_of, same_human
from bot.people.models import Grant, Person, RoleHolding, Standing
from bot.people.permissions import Verb
from bot.people.register import person
from bot.policy.show import version_hash
from bot.reports import (
    cases_waiting,
    comment_desk,
    connections,
    drifting,
    evidence_waiting,
    messages_waiting,
    names,
    outside,
    periods,
    picture_questions,
    police,
    policy_waiting,
    removals,
    replies_closed,
    restoring,
    staff_matters,
    undelivered,
    watching,
    working_lines,
)


@dataclass(frozen=True)
class Waiting:
    """One line of Today. The sentence is the link: it names the next step. `count` is how many things stand behind it."""

    count: int
    sentence: str
    link: str
    urgency: Urgency = Urgency.ROUTINE


# What kind of comment waits, in a word or two: never anything of its content.
GRAVEST: dict[Severity, str] = {
    Severity.S0: "risk to life",
    Severity.S1: "threat, slur, sexual or personal details",
    Severity.S2: "abuse",
    Severity.S3: "criticism",
    Severity.S4: "spam or an unsafe link",
    Severity.S5: "ordinary",
}
Asks = Callable[[Session, Person], list[Waiting]]


def my_restore(session: Session, me: Person) -> list[Waiting]:
    """Nothing goes out before leaders have looked, so it stands with what is urgent."""
    count = restoring.left(session) if may(session, me, Verb.END_RESTORE) else 0
    return [Waiting(count, "Say what went out before the backup was put back", "/restore", Urgency.SOON)] if count else []


def my_tasks(session: Session, me: Person) -> list[Waiting]:
    """One line each, because each is a different thing to do by a different time."""
    return [Waiting(1, f"Do this by hand: {task.title}", f"/tasks#task-{task.id}", Urgency.SOON) for task in tasks.open_for(session, me)]


def my_cosigns(session: Session, me: Person) -> list[Waiting]:
    """Roles and permissions that somebody else proposed for somebody else."""
    if not may(session, me, Verb.COSIGN):
        return []
    found: dict[int, int] = {}
    for held in _proposed(session):
        others = [person(session, each) for each in (held.person_id, held.proposed_by) if each is not None]
        if not any(same_human(me, other) for other in others) and may(session, me, Verb.COSIGN, _place(session, held)):
            found[held.person_id] = found.get(held.person_id, 0) + 1
    return [
        Waiting(count, f"Co-sign what was proposed for {person(session, person_id).name}", f"/people/{person_id}")
        for person_id, count in found.items()
    ]


def my_accounts(session: Session, me: Person) -> list[Waiting]:
    """Accounts to decide, to connect and to connect again, before or after their connection ends."""
    lines = [Waiting(*line) for line in connections.lines(session, me)]
    for account in session.exec(select(Account).order_by(col(Account.id))):
        place, link = Place(account.academy_id), f"/accounts/{account.id}"
        if account.state is AccountState.PROPOSED and account.proposed_by != me.id and may(session, me, Verb.APPROVE_ACCOUNT, place):
            lines.append(Waiting(1, f"Decide whether @{account.handle} becomes an official account", link))
        if account.state is AccountState.CONNECTED and may(session, me, Verb.APPROVE_ACCOUNT, place):
            lines += _custody(session, account, link)
        if not may(session, me, Verb.CONNECT_ACCOUNT, place):
            continue
        if account.state is AccountState.APPROVED:
            lines.append(Waiting(1, f"Connect @{account.handle}: the Headteacher approved it", link))
        elif account.reauthorise:
            lines.append(Waiting(1, f"Connect @{account.handle} again: the network no longer lets us in", link, Urgency.SOON))
    return lines


def _custody(session: Session, account: Account, link: str) -> list[Waiting]:
    """Somebody left and nobody took over (S02.4): publishing waits for the Headteacher."""
    fewest = profile_at(session, account.academy_id).minimum_custodians.value
    missing = fewest - len(custodians(session, account.id or 0))
    if missing <= 0:
        return []
    return [Waiting(1, f"Name {_count(missing, 'new custodian')} for @{account.handle}: until then nothing goes out", link, Urgency.SOON)]


def my_policy(session: Session, me: Person) -> list[Waiting]:
    """Nobody can publish, check or approve until they have confirmed reading the policy."""
    profiles = {version_hash(profile): profile for profile in profiles_of(session, academies(session, me)).values()}
    unread = [profile for profile in profiles.values() if not attested(session, me, profile)]
    return [Waiting(len(unread), "Read the policy and confirm that you understood it", "/policy")] if unread else []


def my_comments(session: Session, me: Person) -> list[Waiting]:
    """Those before a leader, with the gravest named."""
    rows = decide.queue(session, me)
    if not rows:
        return []
    gravest = Severity(min(reply.severity for reply in rows))
    urgency = Urgency.SOON if gravest <= Severity.S1 else Urgency.ROUTINE
    return [Waiting(len(rows), f"Decide {_count(len(rows), 'comment')}; the gravest: {GRAVEST[gravest]}", "/comments", urgency)]


def my_strays(session: Session, me: Person) -> list[Waiting]:
    count = len(outside.strays(session, me))
    return [Waiting(count, f"Decide {_count(count, 'stray post')}: what is live is not what was approved", "/strays", Urgency.SOON)]


def my_follow_requests(session: Session, me: Person) -> list[Waiting]:
    count = len(outside.follows_to_decide(session, me))
    return [Waiting(count, f"Decide {_count(count, 'request')} to follow an organisation", "/following")]


def my_profiles(session: Session, me: Person) -> list[Waiting]:
    """Another policy profile that the Headteacher has not agreed to yet."""
    proposed = [a for a in academies(session, me) if a.proposed_policy and may(session, me, Verb.COSIGN_PROFILE, Place(a.id or 0))]
    return [Waiting(1, f"Agree to another policy for {home.name}, or leave it as it is", f"/academies/{home.id}") for home in proposed]


def my_rules(session: Session, me: Person) -> list[Waiting]:
    """Values of rules to agree to, to enter, and whether a policy is reviewed earlier."""
    lines = [
        Waiting(
            count,
            f"Agree to {_count(count, 'rule')} of {home.name}, or leave {'it as it is' if count == 1 else 'them as they are'}",
            f"/academies/{home.id}/rules?shown=waiting",
        )
        for home, count in policy_waiting.rules_to_agree(session, me)
    ]
    count = policy_waiting.questions_to_answer(session, me)
    lines.append(Waiting(count, "Decide whether the policy is reviewed earlier", "/policy/life", Urgency.SOON))
    for home, missing in policy_waiting.to_enter(session, me):
        lines.append(
            Waiting(
                missing,
                f"Enter {_count(missing, 'rule')} of {home.name} that {'has' if missing == 1 else 'have'} no default",
                f"/academies/{home.id}/rules?shown=missing",
            )
        )
    return lines


def my_drafts(session: Session, me: Person) -> list[Waiting]:
    """What is mine to check, approve or clear, what came back to me, and what did not get out as it was meant to."""
    queues = (
        (Move.APPROVE, "Approve", "/approvals"),
        (Move.APPROVE_EXTRA, "Approve, because of a sensitive topic,", "/approvals"),
        (Move.CLEAR, "Decide about the data in", "/data-protection"),
        (Move.SIGN_FACTS, "Check the facts of", "/facts"),
    )
    lines = [
        Waiting(len(found), f"{words} {_count(len(found), 'draft')}", f"{link}/{found[0].id}" if link == "/facts" and len(found) == 1 else link)
        for move, words, link in queues
        if (found := turns.waiting(session, me, move))
    ]
    for draft, release in turns.in_trouble(session, me):
        lines.append(Waiting(1, f"Draft {draft.id}: {WORDS[release.state].lower()}", f"/drafts/{draft.id}", Urgency.SOON))
    lines += [
        Waiting(1, f"Finish draft {draft.id} and submit it: “{_short(draft.text)}”", f"/drafts/{draft.id}") for draft in turns.unfinished(session, me)
    ]
    back = turns.came_back(session, me)
    return [*lines, *(Waiting(1, f"Draft {draft.id} was sent back to you: {_short(draft.note)}", f"/drafts/{draft.id}/edit") for draft in back)]


def _short(words: str) -> str:
    return words if len(words) <= 100 else f"{words[:100]}…"


def my_names(session: Session, me: Person) -> list[Waiting]:
    """The register of names, where it is missing or gets old."""
    return [Waiting(1, sentence, link, urgency) for sentence, link, urgency in names.lines(session, me)]


def told_by(lines: Callable[[Session, Person], Iterable[tuple[Any, ...]]]) -> Asks:
    """A question that another report answers."""
    return lambda session, me: [Waiting(*line) for line in lines(session, me)]


# Each page's question, in the order in which a busy person should meet them; `waiting_for` puts the urgent ones first.
WAITING: list[Asks] = [
    told_by(cases_waiting.lines),
    told_by(working_lines.lines),
    told_by(watching.lines),
    told_by(replies_closed.lines),
    told_by(periods.lines),
    my_restore,
    my_profiles,
    my_rules,
    my_drafts,
    my_comments,
    told_by(police.lines),
    told_by(comment_desk.lines),
    told_by(messages_waiting.lines),
    told_by(undelivered.lines),
    told_by(drifting.lines),
    my_strays,
    told_by(removals.lines),
    told_by(evidence_waiting.lines),
    told_by(picture_questions.rights_lines),
    told_by(picture_questions.event_lines),
    told_by(staff_matters.lines),
    my_tasks,
    my_cosigns,
    my_accounts,
    my_policy,
    my_follow_requests,
    my_names,
]


def waiting_for(session: Session, me: Person) -> list[Waiting]:
    lines = [line for asks in WAITING for line in asks(session, me) if line.count]
    order = list(Urgency)
    return sorted(lines, key=lambda line: order.index(line.urgency))


def _proposed(session: Session) -> Iterable[RoleHolding | Grant]:
    yield from session.exec(select(RoleHolding).where(RoleHolding.standing == Standing.PROPOSED))
    yield from session.exec(select(Grant).where(Grant.standing == Standing.PROPOSED))


def _place(session: Session, held: RoleHolding | Grant) -> Place | None:
    if isinstance(held, Grant):
        account = session.get(Account, held.account_id)
        return Place(account.academy_id) if account else None
    return Place(held.academy_id) if held.academy_id else None


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
