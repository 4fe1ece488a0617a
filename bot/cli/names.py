"""`names`: the register of names that posts are checked against, from the command line. Names are never printed."""

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

from bot.cli.console import house, say, say_json, session
from bot.cli.people import acting
from bot.clock import spoken
from bot.consent.register import import_names, problems_at, standing
from bot.errors import BadInput
from bot.people import register

WIDTH = 30  # characters of the bar
QUIET_STEP = 20_000  # people between two lines where no terminal draws a bar


def add_commands(commands: Any) -> None:
    names = commands.add_parser("names", help="the register of names that posts are checked against")
    verbs = names.add_subparsers(dest="verb", metavar="VERB", required=True)
    imported = acting(verbs, "import", "replace an academy's register with a CSV export", _import)
    imported.add_argument("file")
    imported.add_argument("--academy", type=int, required=True, metavar="ID")
    imported.add_argument("--report", metavar="FILE.csv", help="write the rows that could not be used there: numbers and reasons, no names")
    shown = verbs.add_parser("status", help="when the register was imported, and until when it counts")
    shown.add_argument("--academy", type=int, required=True, metavar="ID")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=_status)


def _import(args: argparse.Namespace) -> int:
    try:
        content = Path(args.file).read_bytes()
    except OSError:
        raise BadInput({"file": f"{args.file} cannot be read. Check its name and who may read it."}) from None
    with session(house()) as open_session:
        me = register.by_email(open_session, args.by)
        people, problems = import_names(open_session, me, args.academy, content, progress=_bar)
        made = standing(open_session, args.academy)
        rows = problems_at(open_session, args.academy, made.id) or [] if made else []
    if args.report:
        with Path(args.report).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("row", "what is wrong"), *rows])
    for sentence in problems[:20]:
        say(sentence)
    if len(problems) > 20:
        say(f"{len(problems) - 20} more rows have something wrong; --report FILE.csv lists them.")
    say(f"{people} people are watched for. Their names are kept as keyed hashes. Delete the file now.")
    return 0


def _status(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        found = standing(open_session, args.academy)
    if args.json:
        say_json(
            {"imported": found.at, "expires": found.expires, "people": found.people, "unused_rows": found.unused} if found else {"imported": None}
        )
    elif found is None:
        say("No register was imported for this academy. Only names that plainly look like a child's are found.")
    else:
        state = "It is too old: nothing goes out until a new one is imported." if found.too_old else f"It counts until {spoken(found.expires)}."
        say(f"Imported {spoken(found.at)}: {found.people} people, {found.unused} rows not used. {state}")
    return 1 if found is None or found.too_old else 0


def _bar(total: int, done: int) -> None:
    if sys.stderr.isatty():
        filled = WIDTH * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)
    elif done % QUIET_STEP == 0:
        print(f"{done:,} of {total:,} people", file=sys.stderr, flush=True)
