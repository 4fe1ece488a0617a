"""What surrounds every page: who I am, where I can go, and what everybody must know now. Plain values, safe to draw at any time."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session

from bot.accounts import stop
from bot.accounts.models import Account, Stop
from bot.clock import today
from bot.people.grants import profiles_of, roles
from bot.people.models import Academy, Person
from bot.people.permissions import ROLE_WORDS, TABLE, Role, Verb
from bot.policy.show import overdue
from bot.reports import periods, restoring, undelivered, working_lines


class Place(NamedTuple):
    """One page of the navigation. Shown to those who may, and only while the page exists."""

    label: str
    path: str
    verb: Verb | None = None

    def holds(self, path: str) -> bool:
        return path == self.path or (self.path != "/" and path.startswith(self.path + "/"))


class Group(NamedTuple):
    """Pages that belong together: one entry on top, and all of them in a second line while one of them is open."""

    label: str
    places: tuple[Place, ...]

    @property
    def path(self) -> str:
        return self.places[0].path

    def holds(self, path: str) -> bool:
        return any(place.holds(path) for place in self.places)


GROUPS = (
    Group(
        "Today",
        (
            Place("Today", "/"),
            Place("Tasks", "/tasks", Verb.DO_TASKS),
            Place("Notices to you", "/notices/mine", Verb.CHOOSE_NOTICES),
            Place("Not got through", "/notices/undelivered", Verb.KEEP_CHANNELS),
        ),
    ),
    Group("Safeguarding", (Place("Safeguarding", "/cases", Verb.WORK_CASES),)),
    Group("Posts", (Place("Drafts", "/drafts", Verb.READ_DRAFTS), Place("Calendar", "/calendar", Verb.READ_DRAFTS))),
    Group(
        "Pictures",
        (
            Place("Image consent", "/consent", Verb.KEEP_CONSENT),
            Place("Events", "/events", Verb.READ_EVENTS),
            Place("Rights", "/rights", Verb.READ_RIGHTS),
        ),
    ),
    Group(
        "Comments",
        (
            Place("Comments", "/comments", Verb.READ_COMMENTS),
            Place("Private messages", "/messages", Verb.READ_MESSAGES),
            Place("Appeals", "/appeals", Verb.RECORD_APPEAL),
            Place("Write down a message", "/messages/new", Verb.LOG_MESSAGES),
            Place("Watch only", "/watch-only", Verb.WATCH_ONLY),
            Place("Many at once", "/pile-ons", Verb.READ_COMMENTS),
            Place("Threats to staff", "/police", Verb.ASK_ABOUT_POLICE),
            Place("Staff accounts", "/staff-accounts", Verb.KEEP_STAFF_LIST),
            Place("How it is going", "/reports/moderation", Verb.READ_MODERATION),
        ),
    ),
    Group("Evidence", (Place("Evidence", "/evidence", Verb.READ_EVIDENCE), Place("Add evidence", "/add-evidence", Verb.ADD_EVIDENCE))),
    Group(
        "Accounts",
        (
            Place("Accounts", "/accounts", Verb.READ_ACCOUNTS),
            Place("What calls cost", "/costs", Verb.READ_ACCOUNTS),
            Place("Stray posts", "/strays", Verb.DECIDE_STRAYS),
            Place("Following", "/following", Verb.READ_FOLLOWS),
            Place("Is it watching?", "/watching", Verb.READ_ACCOUNTS),
            Place("Practice", "/practice", Verb.PRACTISE),
        ),
    ),
    Group(
        "People",
        (
            Place("People", "/people", Verb.READ_PEOPLE),
            Place("Leavers", "/leavers", Verb.REVOKE),
            Place("Access review", "/access-review", Verb.REVIEW_ACCESS),
            Place("Declarations", "/declarations", Verb.DECLARE),
            Place("Permissions", "/permissions", Verb.ASK_PERMISSION),
        ),
    ),
    Group(
        "Policy",
        (
            Place("Policy", "/policy", Verb.READ_POLICY),
            Place("Guidance", "/guidance", Verb.READ_POLICY),
            Place("Audit", "/audit", Verb.READ_AUDIT),
        ),
    ),
    Group(
        "Stop",
        (
            Place("Stop switch", "/stop", Verb.STOP),
            Place("Sensitive periods", "/modes", Verb.PLAN_MODE),
            Place("After a restore", "/restore", Verb.END_RESTORE),
        ),
    ),
)


@dataclass(frozen=True)
class Frame:
    name: str = ""
    role_words: str = ""
    groups: list[Group] = field(default_factory=list)
    practice: bool = False
    stops: list[str] = field(default_factory=list)
    restored: str = ""  # the database was put back from a backup, and nothing goes out yet
    may_end_restore: bool = False
    periods: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)  # alarms that do not leave these pages
    asleep: str = ""  # a sentence while no worker works
    may_stop: bool = False
    may_worry: bool = False  # shown at the foot of every page
    overdue: list[str] = field(default_factory=list)


def around(session: Session, me: Person, academies: list[Academy], paths: set[str]) -> Frame:
    """`paths` are the pages that exist."""
    held, practice = roles(session, me), any(a.practice for a in academies)
    mine = {verb for verb, allowed in TABLE.items() if held & set(allowed) and (practice or verb is not Verb.PRACTISE)}
    groups = [Group(g.label, tuple(p for p in g.places if p.path in paths and (p.verb is None or p.verb in mine))) for g in GROUPS]
    return Frame(
        name=me.name,
        role_words=", ".join(ROLE_WORDS[role] for role in Role if role in held),
        groups=[group for group in groups if group.places],
        practice=practice,
        stops=stopped(session, academies),
        restored=restoring.banner(session),
        may_end_restore=bool(held & set(TABLE[Verb.END_RESTORE])),
        periods=periods.banner(session, academies),
        unheard=undelivered.alarms(session, me, academies),
        asleep=working_lines.banner(session),
        may_stop=bool(held & set(TABLE[Verb.STOP])),
        may_worry=bool(held & set(TABLE[Verb.RAISE_CONCERN])),
        overdue=late_reviews(session, academies) if held & set(TABLE[Verb.APPROVE]) else [],
    )


def late_reviews(session: Session, academies: list[Academy]) -> list[str]:
    """For those who approve: a sentence for each policy whose review is overdue (S27.1)."""
    late = {profile.title: days for profile in profiles_of(session, academies).values() if (days := overdue(profile, today()))}
    return [f"The review of the policy of {title} is {days} days overdue." for title, days in late.items()]


def stopped(session: Session, academies: list[Academy], rows: list[Stop] | None = None) -> list[str]:
    """A sentence for each stop (all that are on, unless given) that touches one of these academies."""
    rows = stop.pressed(session) if rows is None else rows
    return [sentence for row in rows if (sentence := _stop_sentence(session, row, academies))]


def _stop_sentence(session: Session, row: Stop, academies: list[Academy]) -> str:
    named = {a.id: a.name for a in academies}
    if row.account_id is not None:
        account = session.get(Account, row.account_id)
        if account is None or account.academy_id not in named:
            return ""
        return f"Publishing is stopped for @{account.handle}: {row.reason}"
    if row.academy_id is not None:
        return f"Publishing is stopped for {named[row.academy_id]}: {row.reason}" if row.academy_id in named else ""
    return f"Publishing is stopped for the whole trust: {row.reason}"
