"""`evidence check`: everything that was sealed, hashed again and compared with the record."""

import argparse
from typing import Any

from sqlmodel import Session, col, select

from bot.audit.log import GATEPOST
from bot.cases import evidence_check
from bot.cases.evidence_models import EvidenceFlaw, EvidenceRun
from bot.cli.console import house, say, say_json, session

EVERY = 1_000  # items between two lines of progress


def add_commands(commands: Any) -> None:
    evidence = commands.add_parser("evidence", help="what was sealed before anything was hidden or removed")
    verbs = evidence.add_subparsers(dest="verb", metavar="VERB", required=True)
    check = verbs.add_parser("check", help="find evidence that was altered, removed or put in")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        key = evidence_check.begun_by_hand(open_session, GATEPOST)
        state, told = "running", 0
        while state == "running":
            state = evidence_check.step(open_session, key)
            row = open_session.get_one(EvidenceRun, key, populate_existing=True)
            open_session.commit()
            if not args.json and row.checked >= told + EVERY:
                told = row.checked
                say(f"{row.checked} of {row.total} checked.")
        return _tell(open_session, row, state, as_json=args.json)


def _tell(open_session: Session, row: EvidenceRun, state: str, *, as_json: bool) -> int:
    query = select(EvidenceFlaw).where(EvidenceFlaw.found_at >= row.began_at) if row.found else select(EvidenceFlaw).where(col(EvidenceFlaw.id) < 0)
    new = open_session.exec(query).all()
    if as_json:
        flaws = [{"evidence": flaw.evidence_id, "what": flaw.what, "sentence": flaw.sentence} for flaw in new]
        say_json({"whole": state == "done" and row.found == 0, "state": state, "checked": row.checked, "altered": row.found, "new": flaws})
    elif state != "done":
        say("The worker is at the same check. Ask again in a minute, or see the Evidence page.")
    elif row.found:
        say(f"TAMPERED: {row.found} finding{'' if row.found == 1 else 's'} in {row.checked} items. The Headteacher and the trust have been told.")
        for flaw in new:
            say(f"  Evidence {flaw.evidence_id}. {flaw.what}: {flaw.sentence}")
    else:
        say(f"All sealed evidence is what was sealed: {row.checked}.")
    return 0 if state == "done" and not row.found else 1
