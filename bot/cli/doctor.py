"""`doctor`: what is missing or misconfigured, in plain words, each with the next step."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from bot.accounts import register
from bot.accounts.models import Stop, Stream
from bot.audit.verify import verify
from bot.cases import evidence_room, paper
from bot.cli.console import House, configured, house, say, say_json, session
from bot.clock import now, spoken, today
from bot.drafts import ocr
from bot.engine import schema
from bot.errors import GatepostError
from bot.moderation import canary
from bot.notify import failing, recipients, words
from bot.people.directory import WORDS
from bot.people.grants import roles
from bot.people.models import Academy, Person
from bot.people.permissions import ROLE_WORDS, Role
from bot.policy import profile as profiles
from bot.policy.show import overdue
from bot.reports import undelivered, working
from bot.reports.working import State
from bot.web.rendering import VENDOR

NEEDED = (Role.HEAD, Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.DPO, Role.ADMIN, Role.AUTHOR, Role.CHECKER)


@dataclass(frozen=True)
class Finding:
    check: str
    state: Literal["good", "note", "wrong"]
    sentence: str


def add_commands(commands: Any) -> None:
    doctor = commands.add_parser("doctor", help="what is missing or misconfigured")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)


def _doctor(args: argparse.Namespace) -> int:
    wrong = False
    marks = {"good": "ok  ", "note": "note", "wrong": "WRONG"}
    for finding in _findings():
        wrong = wrong or finding.state == "wrong"
        if args.json:
            say_json(asdict(finding))
        else:
            say(f"{marks[finding.state]:5} {finding.check}: {finding.sentence}")
    return 1 if wrong else 0


def _findings() -> Iterator[Finding]:
    """Each check alone: one that cannot be made is itself a finding, and the rest go on."""
    try:
        configured()
        yield Finding("settings", "good", "Every setting can be used.")
    except GatepostError as problem:
        yield Finding("settings", "wrong", problem.sentence)
        return
    yield from _policies()
    yield _pages()
    yield _words_in_pictures()
    yield _paper()
    yield _judge()
    try:
        opened = house(current=False)
    except GatepostError as problem:
        yield Finding("keys", "wrong", problem.sentence)
        return
    try:
        if not schema.is_current(opened.engine):
            yield Finding("database", "wrong", "It is not set up for this version. Run `gatepost migrate`.")
            return
        yield Finding("database", "good", "It answers and is up to date.")
    except SQLAlchemyError as problem:
        yield Finding("database", "wrong", f"It cannot be reached ({type(problem).__name__}). Check GATEPOST_DATABASE_URL.")
        return
    for check in (_worker, _disk, _record, _people, _accounts, _notices, _stops):
        yield from check(opened)


def _policies() -> Iterator[Finding]:
    problems = profiles.check_all()
    for sentence in problems:
        yield Finding("policy", "wrong", sentence)
    if not problems:
        yield Finding("policy", "good", f"{len(profiles.names())} profiles can be used.")


def _pages() -> Finding:
    built = any(VENDOR.glob("*.css"))
    return Finding("pages", "good" if built else "wrong", "The styles are built." if built else "The styles are not built. Run `make install`.")


def _words_in_pictures() -> Finding:
    """Not wrong without it: then a person types the words, and nothing goes out unread."""
    if ocr.available():
        return Finding("words in pictures", "good", "tesseract is here and reads them.")
    return Finding(
        "words in pictures", "note", "tesseract is not installed, so somebody types the words of each picture. Install the package tesseract-ocr."
    )


def _judge() -> Finding:
    why = canary.wrong()
    if why:
        return Finding("judge", "wrong", f"{why} Every comment waits for a person until it is put right: install Gatepost again.")
    return Finding("judge", "good", "The judge of comments judges its test comments as it should.")


def _paper() -> Finding:
    """Not wrong without it: evidence is sealed as text all the same."""
    try:
        paper.pdf("<p>Gatepost</p>")
    except paper.PaperMissing:
        return Finding(
            "pages of evidence",
            "note",
            "Pango is not installed, so no PDF is made of evidence. Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.",
        )
    return Finding("pages of evidence", "good", "Pango is here and prints them.")


def _worker(opened: House) -> Iterator[Finding]:
    with session(opened) as open_session:
        found = working.standing(open_session)
    if found.state is State.WORKING:
        yield Finding("worker", "good", f"It works; its last beat was on {spoken(found.since)}.")
    elif found.state is State.SILENT:
        yield Finding("worker", "wrong", f"{working.sentence(found)} Start it again; its log says why it died.")
    else:
        yield Finding("worker", "note", "None works. Start `gatepost serve` or `gatepost worker`: until then nothing goes out and nothing is read.")
    for row in found.rows:
        if working.alive(row) and row.trouble:
            yield Finding("worker", "wrong", row.trouble)
        if working.alive(row) and row.signal_trouble:
            yield Finding("signal to the outside", "wrong", f"{row.signal_trouble} Work goes on, but nobody outside would notice if it did not.")
    if not opened.settings.heartbeat_url:
        sentence = "GATEPOST_HEARTBEAT_URL is not set: if this machine goes down, nobody outside notices."
        yield Finding("signal to the outside", "note", sentence)


def _disk(opened: House) -> Iterator[Finding]:
    with session(opened) as open_session:
        where = evidence_room.folder(open_session)
    free = evidence_room.free_bytes(where) or 0
    there, least = f"{free // 1_000_000:,} MB free.", f"{evidence_room.LEAST_FREE // 1_000_000:,} MB"
    if free >= evidence_room.LEAST_FREE:
        yield Finding("disk", "good", f"{there} Publishing pauses under {least}, so that evidence goes on.")
    else:
        yield Finding("disk", "wrong", f"{there} Publishing is paused, so that evidence goes on. Make room: more than {least}.")


def _record(opened: House) -> Iterator[Finding]:
    with session(opened) as open_session:
        report = verify(open_session, opened.vault, opened.settings.seal_file)
    if report.whole:
        yield Finding("record", "good", f"{report.entries} entries, whole; sealed up to entry {report.sealed}.")
    for found in report.breaks:
        yield Finding("record", "wrong", found.sentence)


def _people(opened: House) -> Iterator[Finding]:
    with session(opened) as open_session:
        everyone = open_session.exec(select(Person).where(col(Person.left_at).is_(None))).all()
        academies = open_session.exec(select(Academy)).all()
        if not academies:
            yield Finding("academy", "wrong", "There is none yet. Run `gatepost setup --academy ...`, or `gatepost practice` to look around.")
        for academy in academies:
            held = {role for person in everyone for role in roles(open_session, person, academy.id)}
            empty = [ROLE_WORDS[role] for role in NEEDED if role not in held]
            if empty:
                yield Finding(f"roles at {academy.name}", "wrong", f"Nobody is: {', '.join(empty)}. Propose and co-sign them under People.")
            else:
                yield Finding(f"roles at {academy.name}", "good", "Every role is filled.")
            yield from _review(academy)


def _review(academy: Academy) -> Iterator[Finding]:
    try:
        late = overdue(profiles.load(academy.policy), today())
    except GatepostError as problem:
        yield Finding(f"policy of {academy.name}", "wrong", problem.sentence)
        return
    if late:
        yield Finding(f"policy of {academy.name}", "note", f"Its review is {late} days overdue. Tell the policy's owner.")


def _accounts(opened: House) -> Iterator[Finding]:
    with session(opened) as open_session:
        for account in register.of_academy(open_session):
            name = f"@{account.handle} on {account.platform}"
            problem = register.unfit(open_session, account)
            yield Finding(name, "note" if problem else "good", problem or "Ready to publish.")
            if account.credential:
                try:
                    opened.vault.unlock(account.credential)
                except GatepostError as locked:
                    yield Finding(name, "wrong", locked.sentence)
            for stream in open_session.exec(select(Stream).where(Stream.account_id == account.id, col(Stream.blind_since).is_not(None))):
                minutes = int((now() - (stream.blind_since or now())).total_seconds() // 60)
                yield Finding(name, "wrong", f"Its {stream.kind.value} could not be read for {minutes} minutes: {stream.last_error}")


def _notices(opened: House) -> Iterator[Finding]:
    """Not wrong without channels: then everything stands on the pages only, and somebody has to look there."""
    with session(opened) as open_session:
        for home in open_session.exec(select(Academy)).all():
            name, found = f"notices of {home.name}", recipients.live(open_session, home.id or 0)
            if home.practice and not found:
                continue
            silent = failing.unheard(open_session, [home.id or 0])
            if silent:
                count = f"{len(silent)} alarm{'' if len(silent) == 1 else 's'}"
                yield Finding(name, "wrong", f"{count} that nobody has acknowledged did not leave these pages. Tell the safeguarding lead now.")
            for row in found:
                if row.failing_since:
                    said = f"The channel “{row.label}” fails since {spoken(row.failing_since)}. {row.trouble} {words.what_to_do(row.trouble)}"
                    yield Finding(name, "wrong", said)
            missing = [WORDS[role].lower() for role in undelivered.unreached(open_session, home.id or 0)]
            if missing:
                yield Finding(name, "note", f"No channel reaches: {', '.join(missing)}. Add one under the academy, Channels for notices.")
            elif not silent and not any(row.failing_since for row in found):
                yield Finding(
                    name, "good", f"{len(found)} channel{'' if len(found) == 1 else 's'}; alarms reach safeguarding leads and the Headteacher."
                )


def _stops(opened: House) -> Iterator[Finding]:
    with session(opened) as open_session:
        for stop in open_session.exec(select(Stop).where(col(Stop.lifted_at).is_(None))):
            yield Finding("stop switch", "note", f"It is on: {stop.reason}")
