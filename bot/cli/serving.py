"""`serve`, `worker`, `watch` and `migrate`: the running product."""

import argparse
import signal
import socket
import sys
import threading
from typing import Any

import uvicorn

from bot.cli.console import House, house, say
from bot.engine import schema, watching
from bot.engine.embedded import Worker
from bot.errors import Misconfigured
from bot.platforms.signal import Signal
from bot.reports.working import State
from bot.web.app import create_app


def add_commands(commands: Any) -> None:
    serve = commands.add_parser("serve", help="the web pages, with the worker in the same process")
    serve.add_argument("--no-worker", action="store_true", help="pages only; run `gatepost worker` beside it")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="the worker alone, beside `serve --no-worker`")
    worker.set_defaults(run=_worker)
    watch = commands.add_parser("watch", help="tell people when no worker works; run it elsewhere than the worker")
    watch.add_argument("--once", action="store_true", help="look once and stop; exit code 1 while no worker works")
    watch.set_defaults(run=_watch)
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
        # No access log: an invitation's token is part of its address. No set-up of its own: its lines go the way of ours.
        uvicorn.run(
            app,
            host=found.host,
            port=found.port,
            log_config=None,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=10,
            server_header=False,
        )
    finally:
        say("Gatepost has stopped.")
    return 0


def _worker(_args: argparse.Namespace) -> int:
    opened = house()
    done = _asked_to_stop()
    stop = _made(opened).start()
    say("The worker is running. Ctrl-C stops it; what is in hand is finished first.")
    done.wait()
    stop()
    say("The worker has stopped.")
    return 0


def _watch(args: argparse.Namespace) -> int:
    opened = house()
    if args.once:
        state, sentence = watching.once(opened.engine, opened.means)
        say(sentence)
        return 0 if state is State.WORKING else 1
    say("Watching. Ctrl-C stops it.")
    watching.until(_asked_to_stop(), opened.engine, opened.means, say)
    say("Nobody watches any more.")
    return 0


def _migrate(_args: argparse.Namespace) -> int:
    opened = house(current=False)
    schema.migrate(opened.engine)
    say("The database is up to date.")
    return 0


def _asked_to_stop() -> threading.Event:
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    return done


def _made(opened: House) -> Worker:
    found = opened.settings
    outside = Signal(found.heartbeat_url) if found.heartbeat_url else None
    return Worker(opened.engine, opened.means, found.seal_file, found.sweep_seconds, outside)


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
