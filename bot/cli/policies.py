"""`policy`: the profiles, their parameters, and every clause of a policy with what answers it. Needs neither database nor network."""

import argparse
from collections import Counter
from typing import Any

from bot.cli.console import configured, say, say_json
from bot.clock import today
from bot.policy import profile as profiles
from bot.policy.clauses import clause_rows, clauses_of
from bot.policy.controls import State
from bot.policy.profile import Profile
from bot.policy.show import overdue, rows

Commands = Any


def add_commands(commands: Commands) -> None:
    policy = commands.add_parser("policy", help="the policy profiles")
    verbs = policy.add_subparsers(dest="verb", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="every parameter and every clause of one profile")
    show.add_argument("name")
    show.add_argument("--json", action="store_true", help="one JSON object a line, of the kind parameter or clause")
    show.set_defaults(run=_show)
    listed = verbs.add_parser("list", help="the profiles there are")
    listed.set_defaults(run=_list)
    checked = verbs.add_parser("check", help="whether every profile can be used")
    checked.set_defaults(run=_check)


def _show(args: argparse.Namespace) -> int:
    configured()
    profile = profiles.load(args.name)
    if args.json:
        for row in [*rows(profile), *clause_rows(profile)]:
            say_json(row)
        return 0
    say(f"{profile.title} ({profile.name}), version {profile.version}")
    late = overdue(profile, today())
    if late:
        say(f"Its review is {late} days overdue.")
    for row in rows(profile):
        say(f"  {row['number'] or '':4} {str(row['parameter']).replace('_', ' ')}: {row['value']}  [{_source(profile, row)}]")
    _say_clauses(profile)
    return 0


def _source(profile: Profile, row: dict[str, Any]) -> str:
    if row["parameter"] in profile.to_enter():
        return "must be entered" + (f"; {row['clause']}" if row["stated"] else "")
    return str(row["clause"]) if row["stated"] else "default, to be confirmed"


def _say_clauses(profile: Profile) -> None:
    found = clauses_of(profile)
    if not found:
        say("No clauses: this profile speaks for no policy.")
        return
    states = Counter(clause.state for clause in found)
    say(f"{len(found)} clauses: " + ", ".join(f"{states[state]} {state}" for state in State) + ".")
    for clause in found:
        tests = f", {len(clause.tests)} tests" if clause.tests else ""
        say(f"  {clause.id:16} {clause.state:8} {clause.kind:8} {' '.join(clause.controls) or '-'}{tests}: {clause.duty}")


def _list(_args: argparse.Namespace) -> int:
    configured()
    for name in profiles.names():
        say(name)
    return 0


def _check(_args: argparse.Namespace) -> int:
    configured()
    problems = profiles.check_all()
    for sentence in problems:
        say(sentence)
    if not problems:
        say("Every policy profile can be used.")
    return 1 if problems else 0
