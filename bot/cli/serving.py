"""`serve`, `worker` and `migrate`: the running product."""

import argparse
import signal
import socket
import sys
import threading
from typing import Any

import uvicorn

from bot.cli.console import House, house, say
from bot.engine import schema
from bot.engine.embedded import Worker
from bot.errors import Misconfigured
from bot.web.app import create_app


def add_commands(commands: Any) -> None:
    serve = commands.add_parser("serve", help="the web pages, with the worker in the same process")
    serve.add_argument("--no-worker", action="store_true", help="pages only; run `gatepost worker` beside it")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="the worker alone, beside `serve --no-worker`")
    worker.set_defaults(run=_worker)
    migrate = commands.add_parser("migrate", help="bring the database to this version")
    migrate.set_defaults(run=_migrate)


def _serve(args: argparse.Namespace) -> int:
    opened = house()
    found = opened.settings
    _free(found.host, found.port)
    app = create_app(found, opened.engine, None if args.no_worker else _made(opened).start)
    say(f"Gatepost is at {found.address}")
    say("Ctrl-C stops it; what is in hand is finished first.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises the signal again once it has stopped
    try:
        # No access log: an invitation's token is part of its address.
        uvicorn.run(app, host=found.host, port=found.port, log_level="warning", access_log=False, timeout_graceful_shutdown=10, server_header=False)
    finally:
        say("Gatepost has stopped.")
    return 0


def _worker(_args: argparse.Namespace) -> int:
    opened = house()
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    stop = _made(opened).start()
    say("The worker is running. Ctrl-C stops it; what is in hand is finished first.")
    done.wait()
    stop()
    say("The worker has stopped.")
    return 0


def _migrate(_args: argparse.Namespace) -> int:
    opened = house(current=False)
    schema.migrate(opened.engine)
    say("The database is up to date.")
    return 0


def _made(opened: House) -> Worker:
    return Worker(opened.engine, opened.means, opened.settings.seal_file, opened.settings.sweep_seconds)


def _free(host: str, port: int) -> None:
    """A port in use is said before anything starts, with what to do about it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Misconfigured(
                f"{host}:{port} cannot be used ({problem.strerror}). Stop what runs there, or set GATEPOST_PORT to another number."
            ) from None
