"""The command line. JSON on standard output, one object a line; errors as a sentence on standard error, exit code 2."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from bot import __version__
from bot.cli import checking, doctor, evidence, names, people, policies, practice, recording, serving, setting_up
from bot.cli.console import say_error
from bot.errors import BadInput, GatepostError, Refusal

ROOMS = (serving, setting_up, practice, people, names, checking, policies, recording, evidence, doctor)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="gatepost", description="The gate between an academy and its official social accounts.")
    made.add_argument("--version", action="version", version=f"gatepost {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in ROOMS:
        room.add_commands(commands)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 done and something is wrong with what was looked at, 2 not done."""
    args = parser().parse_args(argv)
    try:
        return int(args.run(args) or 0)
    except BadInput as problem:
        for field, sentence in problem.fields.items():
            say_error(f"{field.replace('_', ' ')}: {sentence}")
    except Refusal as refusal:
        say_error(" ".join(filter(None, (refusal.sentence, refusal.next_step))))
    except GatepostError as problem:
        say_error(problem.sentence)
    except OperationalError as problem:
        say_error(
            f"The database cannot be used: {str(problem.orig).strip().splitlines()[0]}. Check GATEPOST_DATABASE_URL, then run `gatepost doctor`."
        )
    except OSError as problem:
        if isinstance(problem, BrokenPipeError):
            sys.stderr.close()
        else:
            say_error(f"{problem.filename or 'A file'} cannot be used: {problem.strerror}.")
    except KeyboardInterrupt:
        say_error("Stopped.")
    return 2
