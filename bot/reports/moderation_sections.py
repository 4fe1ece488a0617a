"""The tables of the report. Each is built from numbers that were read already; the page, the CSV and the JSON all show these rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.moderation.desk.decide import HIDE_REASONS
from bot.moderation.desk.shadow_report import Tally
from bot.moderation.verdict import Severity
from bot.reports.charts import Bar, bars
from bot.reports.moderation_around import Appeals, ByHand, Cases
from bot.reports.moderation_counts import Hidden, Pile, total
from bot.reports.moderation_figures import NONE, Cell, Times, count, guarded, lasted, share_words, small, time_cells, times
from bot.reports.moderation_scope import Scope, Stretch
from bot.reports.moderation_times import QUICK, InTime, Looks, Waits

SEVERITIES: dict[Severity, str] = {
    Severity.S1: "S1: threats, slurs, sexual content, personal details",
    Severity.S2: "S2: abuse or harassment",
    Severity.S3: "S3: criticism",
    Severity.S4: "S4: spam or an unsafe link",
    Severity.S5: "S5: ordinary",
}
S0 = "S0: a child or a life may be at risk"
TREATED: tuple[tuple[str, str], ...] = (
    ("kept", "Left visible by the machine; nobody had to decide"),
    ("asked", "Put before people, still visible"),
    ("asked_kept", "…and left visible by people"),
    ("asked_hidden", "…and hidden by people"),
    ("asked_open", "…and still waiting"),
    ("machine_hid", "Hidden by the machine, or to be hidden"),
    ("kept_hidden", "…and kept hidden by people"),
    ("restored", "…and shown again by people: hidden wrongly"),
    ("hide_open", "…and still waiting for people"),
    ("not_hidden_yet", "…but the network has not hidden it"),
    ("hidden_by_people", "Hidden by people, not by the machine"),
    ("missed", "…which the machine had left without asking anybody"),
    ("removed", "Removed from the network for good, as people decided"),
    ("cut_off", "Cut off from the academy's posts for good, as people decided"),
)
WRONGLY_GONE = "…and of what was removed or cut off, wrongly: an appeal found so, and nothing brings it back"
MONTH_COLUMNS = (
    "Month",
    "Came in",
    "Hidden by the machine",
    "Hidden by people",
    "Put before people",
    "Hidden wrongly",
    "Seen to hidden, middle case",
    "Not judged",
)
ROLE, IN_TIME, LATE = "By role, never by name", "In time", "Late"
WAIT_COLUMNS = ("What", "How many", "Middle case", "95 of 100 within", "Longest")


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    bar: Bar | None = None


@dataclass(frozen=True)
class Section:
    """`columns` names the cells, the row's own label first. `after` are sentences below the table."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    about: str = ""
    after: tuple[str, ...] = ()


def months(stretches: Sequence[Stretch], piles: Sequence[Pile], hidden: Waits, unjudged: Mapping[int, int]) -> Section:
    rows = []
    for number, stretch in enumerate(stretches):
        numbers = [total(piles, name, month=number) for name in ("came", "hidden_by_machine", "hidden_by_people", "asked", "restored")]
        found = times(hidden.get(number, ()))
        middle = Cell(round(found.middle, 1), lasted(found.middle)) if found.number else NONE
        rows.append((stretch.label, numbers, middle, count(unjudged.get(number, 0))))
    drawn = bars((numbers[0], numbers[1] + numbers[2]) for _, numbers, _, _ in rows)
    cells = [(label, (*map(count, numbers), middle, machine_failed)) for label, numbers, middle, machine_failed in rows]
    return Section(
        "months",
        "Month by month",
        MONTH_COLUMNS,
        tuple(Row(label, each, bar) for (label, each), bar in zip(cells, drawn, strict=True)),
        "Each comment counts in the month in which it was first seen, with all that happened to it since. "
        "The bar is how many came in; its dark part is how many were hidden.",
    )


def severities(scope: Scope, piles: Sequence[Pile], grave: int) -> Section:
    first = guarded(grave, open_to=scope.cases)
    rest = [
        (words, total(piles, "came", severity=int(each)), total(piles, "hidden_by_machine", severity=int(each))) for each, words in SEVERITIES.items()
    ]
    drawn = bars([(first.value, None), *((number, hidden) for _, number, hidden in rest)])
    rows = [Row(S0, (first, Cell(None, "not said here")), drawn[0])]
    rows += [Row(words, (count(number), count(hidden)), bar) for (words, number, hidden), bar in zip(rest, drawn[1:], strict=True)]
    return Section(
        "severity",
        "How grave",
        ("Judged as", "Comments", "Hidden by the machine"),
        tuple(rows),
        "S0 comments go to the safeguarding lead alone. They are in no other number of this report.",
    )


def treated(piles: Sequence[Pile], wrongly_gone: int, unjudged: int) -> Section:
    numbers = [(words, total(piles, name)) for name, words in TREATED]
    numbers += [(WRONGLY_GONE, wrongly_gone), ("Not judged, because the machine failed: a person was asked", unjudged)]
    drawn = bars((number, None) for _, number in numbers)
    rows = tuple(Row(words, (count(number),), bar) for (words, number), bar in zip(numbers, drawn, strict=True))
    return Section("treated", "What was done", ("What", "Comments"), rows)


def waits(posted: Times, machine: Times, people: Times, found: Looks) -> Section:
    reading = times(found.seconds)
    rows = (
        Row("From posted to seen by Gatepost", time_cells(posted)),
        Row("From seen to hidden, by the machine", time_cells(machine)),
        Row("From seen to hidden, by people", time_cells(people)),
        Row("From opened to decided, by people", time_cells(reading)),
    )
    after = []
    if reading.number or found.unopened:
        listed = f"{found.unopened:,} {'was' if found.unopened == 1 else 'were'} made from a list, without opening it"
        after.append(
            f"Of {reading.number + found.unopened:,} decisions, {found.quick:,} came within {QUICK} seconds of opening the comment and {listed}. "
            "Many of either would mean a desk that stamps instead of reading."
        )
    about = "The middle case is the median: half took less, half took more. Comments from before an account was connected are not in the first row."
    return Section("times", "How long it took", WAIT_COLUMNS, rows, about, tuple(after))


def clocks(found: InTime) -> Section:
    rows = [Row(role, (count(good), count(bad))) for role, good, bad in found.by_role]
    if found.waiting or found.overdue:
        rows.append(Row("Nobody yet", (Cell(found.waiting, f"{found.waiting:,} with time left"), Cell(found.overdue, f"{found.overdue:,} overdue"))))
    about = "Comments that people had to decide, by the clock of the policy. One that was late stays late, even when somebody decides at last."
    return Section("clocks", "Decided in time", (ROLE, IN_TIME, LATE), tuple(rows), about)


def wrong(piles: Sequence[Pile]) -> Section:
    rows = []
    for each, words in ((None, "All that the machine hid"), *SEVERITIES.items()):
        severity = None if each is None else int(each)
        looked, undone = total(piles, "looked_at", severity=severity), total(piles, "restored", severity=severity)
        if each is None or total(piles, "machine_hid", severity=severity):
            rows.append(Row(words, (count(looked), count(undone), Cell(undone / looked if looked else None, share_words(undone, looked)))))
    about = (
        "Of what the machine hid and people have decided about, how much they showed again. "
        "The range says how far chance alone could carry the share: with few comments it is wide."
    )
    return Section("wrong", "Hidden wrongly", ("Judged as", "People decided", "Shown again", "Share, with 95% certainty"), tuple(rows), about)


def _by_rule(number: int, *, exact: bool) -> Cell:
    return count(number) if exact else small(number)


def rules(found: Sequence[Hidden], *, exact: bool) -> Section:
    """By the house rule that people named. One rule is that a pupil was exposed, so for some readers small numbers are kept back."""
    number = Counter[str]()
    for each in found:
        number[each.reason_code] += each.number
    cells = [(words, _by_rule(number[code], exact=exact)) for code, words in HIDE_REASONS.items()]
    drawn = bars((cell.value, None) for _, cell in cells)
    rows = tuple(Row(words, (cell,), bar) for (words, cell), bar in zip(cells, drawn, strict=True))
    return Section("rules", "Which house rule people named", ("House rule", "Hidden, removed or cut off by people"), rows)


def criticism(terms: Sequence[Stretch], found: Sequence[Hidden], *, exact: bool) -> Section:
    """Each term (S15.2)."""
    rows = []
    for number, term in enumerate(terms):
        here = Counter({each.reason_code: each.number for each in found if each.term == number and each.severity == Severity.S3})
        reasons = [f"{words}: {here[code]}" for code, words in HIDE_REASONS.items() if here[code]]
        named = ("; ".join(reasons) if exact else "said to the leaders") if here else "none"
        rows.append(Row(term.label, (count(here.total()), Cell(None, named))))
    about = (
        "Everybody may criticise the academy. People can hide, remove or cut off criticism only under a published house rule, "
        "and each time is counted here, every term."
    )
    return Section("criticism", "Criticism hidden, removed or cut off by people", ("Term", "Comments", "House rules named"), tuple(rows), about)


def by_hand(found: ByHand) -> Section:
    rows = (
        Row("A person was asked to hide a comment on the network itself", (count(found.asked),)),
        Row("…and did", (count(found.done),)),
        Row("…of these late", (count(found.late),)),
        Row("…and it was no longer needed", (count(found.not_needed),)),
        Row("…and still to do", (count(found.open),)),
    )
    return Section("by_hand", "What the network did not let Gatepost hide", ("What", "Tasks"), rows)


def appeals(found: Appeals) -> Section:
    rows = (
        Row("Appeals written down", (count(found.received),)),
        Row("…the comment was shown again", (count(found.restored),)),
        Row("…it had been removed or cut off wrongly, and nothing brings it back", (count(found.upheld),)),
        Row("…it stayed as it was", (count(found.stands),)),
        Row("…not decided yet", (count(found.open),)),
        Row("…decided late, or overdue", (count(found.late),)),
    )
    return Section("appeals", "Appeals", ("What", "Appeals"), rows)


def watched(found: Tally) -> Section:
    rows = (
        Row("The machine would have hidden, but only watched", (count(found.would),)),
        Row("…and people hid it", (count(found.agreed),)),
        Row("…and people left it", (count(found.disagreed),)),
        Row("…and nobody decided yet", (count(found.waiting),)),
    )
    return Section("watched", "While it only watched", ("What", "Comments"), rows)


def safeguarding(grave: int, protected: Times, found: Cases) -> Section:
    waits_ = found.acknowledged
    worst = Cell(round(waits_.worst, 1), lasted(waits_.worst)) if waits_.number else NONE
    middle = Cell(round(waits_.middle, 1), lasted(waits_.middle)) if waits_.number else NONE
    hidden = Cell(protected.number, f"{protected.number:,}, within {lasted(protected.middle)} in the middle case") if protected.number else count(0)
    rows = (
        Row("Comments that may be about a child or a life at risk", (count(grave),)),
        Row("…hidden to protect whoever wrote them", (hidden,)),
        Row("Cases raised, by the machine or by staff", (count(found.raised),)),
        Row("Time until a case was acknowledged, middle case", (middle,)),
        Row("Time until a case was acknowledged, longest", (worst,)),
        Row("Cases that nobody has acknowledged", (count(found.waiting),)),
        Row("Escalations, because nobody acknowledged in time", (count(found.escalations),)),
        Row("Set aside: no safeguarding matter after all", (count(found.set_aside),)),
    )
    return Section("safeguarding", "Safeguarding", ("What", "Number"), rows, "Shown to the safeguarding leads and the Headteacher alone.")
