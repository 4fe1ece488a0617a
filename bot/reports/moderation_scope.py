"""Which comments a report is about: whose accounts, from which day to which, and what its reader may know of safeguarding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState
from bot.cases.models import About, Case
from bot.cases.safeguarding_access import is_subject
from bot.clock import EARLIEST, LATEST, LONDON, today
from bot.errors import BadInput, NotFound
from bot.people.grants import Place, academies, may, roles
from bot.people.models import Academy, Person
from bot.people.permissions import Role, Verb
from bot.platforms.capabilities import CAPABILITIES

DAY = timedelta(days=1)
MONTHS, MOST_MONTHS = 12, 60
NEVER_READ = (AccountState.PROPOSED, AccountState.RETURNED, AccountState.REFUSED)
KNOWS_CASES = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEAD})
# First month of each term. Easter moves, so the spring term is counted to the end of March.
TERMS: tuple[tuple[int, str], ...] = ((1, "Spring term"), (4, "Summer term"), (9, "Autumn term"))


@dataclass(frozen=True)
class Stretch:
    """Days on the wall of a school in England, both included."""

    label: str
    first: date
    last: date
    several: bool = False  # more than one month

    @property
    def when(self) -> str:
        """As a sentence begins."""
        return f"From {self.label}" if self.several else f"In {self.label}"

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), LONDON).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + DAY, time(), LONDON).astimezone(UTC)


@dataclass(frozen=True)
class Scope:
    """`cases`: every academy in it tells this reader how many safeguarding matters there were. `own_cases` are about the reader:
    for them they do not exist (invariant I12). `leads`: the reader reads the comments themselves."""

    label: str
    homes: tuple[Academy, ...]
    accounts: tuple[Account, ...]
    whole: Stretch
    cases: bool
    leads: bool
    one_account: bool = False
    own_cases: frozenset[int] = frozenset()
    own_replies: frozenset[int] = frozenset()

    @property
    def account_ids(self) -> list[int]:
        return [account.id or 0 for account in self.accounts]

    @property
    def academy_ids(self) -> list[int]:
        return [home.id or 0 for home in self.homes]


def choices(session: Session, me: Person) -> list[tuple[str, str]]:
    """What can be chosen, as (value, words): each academy, and each of its accounts."""
    found = []
    for home in _homes(session, me):
        found.append((f"academy:{home.id}", home.name))
        found += [(f"account:{a.id}", f"{home.name}: {account_words(a)}") for a in _accounts(session, [home])]
    return found


def account_words(account: Account) -> str:
    return f"@{account.handle} on {CAPABILITIES[account.platform].label}"


def scope(session: Session, me: Person, where: str = "", first: date | None = None, last: date | None = None) -> Scope:
    """Raises BadInput for days that cannot be, and NotFound for an academy or account that is not the reader's to know of."""
    whole = stretch(first, last)
    homes = _homes(session, me)
    kind, _, number = where.partition(":")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    if where and (kind not in ("academy", "account") or not key):
        raise BadInput({"where": "Choose one of the academies or accounts in the list."})
    real = [home for home in homes if not home.practice] or homes
    accounts = _accounts(session, homes if where else real)
    label = "All accounts" if len(accounts) != 1 else account_words(accounts[0])
    if kind == "academy":
        homes = [home for home in homes if home.id == key]
        accounts = [account for account in accounts if account.academy_id == key]
        label = homes[0].name if homes else ""
    elif kind == "account":
        accounts = [account for account in accounts if account.id == key]
        homes = [home for home in homes if accounts and home.id == accounts[0].academy_id]
        label = account_words(accounts[0]) if accounts else ""
    else:
        homes = real
    if not label or not homes:
        raise NotFound("There is no such academy or account, or it is not yours to see.")
    own_cases, own_replies = _about_me(session, me, homes)
    return Scope(
        label,
        tuple(homes),
        tuple(accounts),
        whole,
        cases=all(roles(session, me, home.id) & KNOWS_CASES for home in homes),
        leads=all(may(session, me, Verb.READ_COMMENTS, Place(home.id or 0)) for home in homes),
        one_account=kind == "account",
        own_cases=own_cases,
        own_replies=own_replies,
    )


def stretch(first: date | None = None, last: date | None = None) -> Stretch:
    """Both days as typed; left out, the last twelve months until today."""
    until = last or today()
    since = first or _month_before(until, MONTHS - 1)
    wrong = {}
    if not EARLIEST <= since.year <= LATEST or since > today():
        wrong["since"] = "Choose a first day that is not in the future." if since > today() else f"Choose a year from {EARLIEST}."
    if not EARLIEST <= until.year < LATEST:
        wrong["until"] = f"Choose a year between {EARLIEST} and {LATEST - 1}."
    elif not wrong and until < since:
        wrong["until"] = "The last day cannot be before the first."
    elif not wrong and (until.year - since.year) * 12 + until.month - since.month >= MOST_MONTHS:
        wrong["until"] = f"Choose no more than {MOST_MONTHS // 12} years at once."
    if wrong:
        raise BadInput(wrong)
    found = Stretch("", since, until)
    months = split_months(found)
    return months[0] if len(months) == 1 else Stretch(f"{_day(since)} to {_day(until)}", since, until, several=True)


def split_months(whole: Stretch) -> list[Stretch]:
    """Calendar months, the first and the last cut to what was asked for, and saying so."""
    return _split(whole, tuple(range(1, 13)), lambda day: f"{day:%B %Y}")


def split_terms(whole: Stretch) -> list[Stretch]:
    names = dict(TERMS)
    return _split(whole, tuple(names), lambda day: f"{names[day.month]} {day.year}")


def _split(whole: Stretch, begins: Sequence[int], named: Callable[[date], str]) -> list[Stretch]:
    found, start = [], _start(whole.first, begins)
    while start <= whole.last:
        following = _next(start, begins)
        first, last = max(start, whole.first), min(following - DAY, whole.last)
        cut = "" if (first, last) == (start, following - DAY) else f" ({_short(first)} to {_short(last)})" if first != last else f" ({_short(first)})"
        found.append(Stretch(named(start) + cut, first, last))
        start = following
    return found


def _start(day: date, begins: Sequence[int]) -> date:
    return date(day.year, max(month for month in begins if month <= day.month), 1)


def _next(start: date, begins: Sequence[int]) -> date:
    later = [month for month in begins if month > start.month]
    return date(start.year, later[0], 1) if later else date(start.year + 1, begins[0], 1)


def _month_before(day: date, months: int) -> date:
    number = max(12, day.year * 12 + day.month - 1 - months)
    return date(number // 12, number % 12 + 1, 1)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _homes(session: Session, me: Person) -> list[Academy]:
    return [a for a in academies(session, me) if may(session, me, Verb.READ_MODERATION, Place(a.id or 0))]


def _accounts(session: Session, homes: Sequence[Academy]) -> list[Account]:
    query = select(Account).where(col(Account.academy_id).in_([a.id for a in homes]), col(Account.state).not_in(NEVER_READ))
    return list(session.exec(query.order_by(col(Account.academy_id), col(Account.id))))


def _about_me(session: Session, me: Person, homes: Sequence[Academy]) -> tuple[frozenset[int], frozenset[int]]:
    query = select(Case).where(col(Case.academy_id).in_([a.id for a in homes]), Case.about != About.NOBODY)
    mine = [case for case in session.exec(query) if is_subject(session, me, case)]
    links = [case.linked.partition(":") for case in mine]
    return frozenset(case.id or 0 for case in mine), frozenset(int(key) for kind, _, key in links if kind == "reply" and key.isdigit())
