"""`audit` and `poll`: the record, and one sweep by hand."""

import argparse
from typing import Any

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.audit.verify import seal, verify
from bot.cli.console import house, say, say_json, session
from bot.drafts import reconcile
from bot.engine import sweep
from bot.errors import NotFound


def add_commands(commands: Any) -> None:
    audit = commands.add_parser("audit", help="the record that cannot be changed")
    verbs = audit.add_subparsers(dest="verb", metavar="VERB", required=True)
    checked = verbs.add_parser("verify", help="find a changed, removed, reordered or cut-off entry")
    checked.add_argument("--json", action="store_true")
    checked.set_defaults(run=_verify)
    sealed = verbs.add_parser("seal", help="write the head of the record to the seal file now")
    sealed.set_defaults(run=_seal)

    poll = commands.add_parser("poll", help="one sweep of everything that is due")
    poll.add_argument("--once", action="store_true", required=True, help="sweep once and stop; `gatepost worker` goes on")
    poll.add_argument("--account", type=int, metavar="ID", help="only this account")
    poll.add_argument("--json", action="store_true")
    poll.set_defaults(run=_poll)


def _verify(args: argparse.Namespace) -> int:
    opened = house()
    with session(opened) as open_session:
        report = verify(open_session, opened.vault, opened.settings.seal_file)
        append(open_session, GATEPOST, Act.VERIFIED, "audit", whole=report.whole, breaks=len(report.breaks))
        open_session.commit()
    if args.json:
        say_json(report.as_json())
    elif report.whole:
        say(f"The record is whole: {report.entries} entries, sealed up to entry {report.sealed}.")
    else:
        say(f"The record was tampered with. {len(report.breaks)} finding{'s' if len(report.breaks) > 1 else ''}:")
        for found in report.breaks:
            say(f"  {found.sentence}")
    return 0 if report.whole else 1


def _seal(_args: argparse.Namespace) -> int:
    opened = house()
    with session(opened) as open_session:
        seq = seal(open_session, opened.vault, opened.settings.seal_file)
    say(f"Sealed up to entry {seq}." if seq else "Nothing new to seal.")
    return 0


def _poll(args: argparse.Namespace) -> int:
    opened = house()
    if args.account is not None:
        with session(opened) as open_session:
            if open_session.get(Account, args.account) is None:
                raise NotFound(f"There is no account {args.account}. The Accounts page shows their numbers.")
    with session(opened) as open_session:
        reconcile.notice(open_session, opened.vault, opened.settings.seal_file)
    failed = 0
    for done in sweep.once(opened.engine, opened.means, args.account):
        failed += done.result == "failed"
        if args.json:
            say_json(done.as_json())
        else:
            say(f"{done.job:12} row {done.row}" + (f", account {done.account}" if done.account else "") + f": {done.result}")
    return 1 if failed else 0
