"""`check-draft`: a rehearsal that needs neither a database nor a network."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.console import configured
from bot.cli.lines import at_line, lines, say_json
from bot.clock import today
from bot.consent.names import Register
from bot.drafts.check import check
from bot.drafts.screens.base import LinkAnswer
from bot.errors import BadInput
from bot.platforms.capabilities import CAPABILITIES
from bot.policy import profile as profiles

Commands = Any
REHEARSAL_KEY = b"a rehearsal keeps no names on disk"


def add_commands(commands: Commands) -> None:
    draft = commands.add_parser("check-draft", help="run the draft screens: bundles in, findings and claims out")
    draft.add_argument("--json", action="store_true", help="one JSON object a line (the only form)")
    draft.add_argument("--policy", help="policy profile for bundles that name none")
    draft.add_argument("--platform", help="network for bundles that name none")
    draft.add_argument("--today", help="the date to judge by, like 2026-11-20")
    draft.add_argument("--register", metavar="FILE.csv", help="names of pupils and staff to watch for")
    draft.add_argument("--link-answers", metavar="FILE.json", help="what each address leads to, instead of the network")
    draft.add_argument("--no-media-files", action="store_true", help="judge names and alt texts without opening the files")
    draft.add_argument("file", nargs="?", help="a file of bundles; standard input when left out")
    draft.set_defaults(run=_check_draft)


def _check_draft(args: argparse.Namespace) -> int:
    configured()
    if args.policy is not None:
        profiles.load(args.policy)
    if args.platform is not None and args.platform not in CAPABILITIES:
        raise BadInput({"platform": f"There is no network called {args.platform}. Choose one of: {', '.join(CAPABILITIES)}."})
    day = _date(args.today) if args.today else today()
    names = _register(args.register) if args.register else None
    links = _link_answers(args.link_answers) if args.link_answers else {}
    for number, line in lines(args.file):
        found = at_line(
            number,
            lambda row: check(
                row, policy=args.policy, platform=args.platform, today=day, names=names, links=links, read_media=not args.no_media_files
            ),
            line,
        )
        say_json(found)
    return 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput({"today": f"{text} is not a date. Write it like 2026-11-20."}) from None


def _register(path: str) -> Register:
    try:
        content = Path(path).read_bytes()
    except OSError:
        raise BadInput({"register": f"{path} cannot be read. Check its name and who may read it."}) from None
    register, problems = Register.from_csv(content, REHEARSAL_KEY)
    if not register.count:
        raise BadInput({"register": " ".join(problems) or "The register holds no names."})
    for sentence in problems:
        print(f"gatepost: {sentence}", file=sys.stderr)
    return register


def _link_answers(path: str) -> dict[str, LinkAnswer]:
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        return {str(url): LinkAnswer(int(a["status"]), str(a["final_url"])) for url, a in content.items()}
    except OSError:
        raise BadInput({"link answers": f"{path} cannot be read."}) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput({"link answers": f'{path} must map each address to {{"status": 200, "final_url": "https://..."}}.'}) from None
