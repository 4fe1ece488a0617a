"""The command line. JSON on standard output, one object a line; errors as a sentence on standard error, exit code 2."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from bot import __version__
from bot.errors import BadInput, GatepostError, Refusal

# Each command and the module that has it, in the order of `gatepost --help`. Only the one asked for is loaded.
COMMANDS: dict[str, str] = {
    "serve": "serving",
    "worker": "serving",
    "watch": "serving",
    "migrate": "serving",
    "backup": "restoring",
    "restore": "restoring",
    "setup": "setting_up",
    "keys": "setting_up",
    "practice": "practice",
    "staff": "people",
    "names": "names",
    "classify": "judging",
    "check-draft": "checking",
    "policy": "policies",
    "audit": "recording",
    "poll": "recording",
    "costs": "costing",
    "evidence": "evidence",
    "doctor": "doctor",
}


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """All commands, or, to start quickly, those of one command's module."""
    made = argparse.ArgumentParser(prog="gatepost", description="The gate between an academy and its official social accounts.")
    made.add_argument("--version", action="version", version=f"gatepost {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    rooms = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for room in rooms:
        import_module(f"bot.cli.{room}").add_commands(commands)
    return made


def say_error(sentence: str) -> None:
    print(f"gatepost: {sentence}", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 done and something is wrong with what was looked at, 2 not done."""
    given = sys.argv[1:] if argv is None else list(argv)
    args = parser(given[0] if given else None).parse_args(given)
    try:
        return int(args.run(args) or 0)
    except BadInput as problem:
        for field, sentence in problem.fields.items():
            say_error(f"{field.replace('_', ' ')}: {sentence}")
    except Refusal as refusal:
        say_error(" ".join(filter(None, (refusal.sentence, refusal.next_step))))
    except GatepostError as problem:
        say_error(problem.sentence)
    except OSError as problem:
        if isinstance(problem, BrokenPipeError):
            sys.stderr.close()
        else:
            say_error(f"{problem.filename or 'A file'} cannot be used: {problem.strerror}.")
    except KeyboardInterrupt:
        say_error("Stopped.")
    except Exception as problem:
        of_database = _of_the_database(problem)
        if of_database is None:
            raise
        say_error(of_database)
    return 2


def _of_the_database(problem: Exception) -> str | None:
    """A sentence for a database that cannot be used; it is only known by name here, so that what needs none does not load it."""
    if "sqlalchemy.exc" not in sys.modules or not isinstance(problem, sys.modules["sqlalchemy.exc"].OperationalError):
        return None
    said = str(problem.orig).strip().splitlines()[0]
    return f"The database cannot be used: {said}. Check GATEPOST_DATABASE_URL, then run `gatepost doctor`."
