"""A PostgreSQL that lives as long as the tests and keeps nothing, on a loopback port."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.atproto import installed

_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "unix_socket_directories=")
_PATIENCE_S = 60


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of a fresh, empty database cluster."""
    programs = installed.postgres()
    folder = Path(tempfile.mkdtemp(prefix="gatepost-postgres-"))
    guard = None
    try:
        account = _somebody_else(folder)
        programs = _reachable(programs, folder, account)
        _run(programs / "initdb", "-D", "data", "-U", "gatepost", "--auth=trust", "-E", "UTF8", "--no-locale", "-N", cwd=folder, account=account)
        port = _free_port()
        command = [str(programs / "postgres"), "-D", "data", "-h", "127.0.0.1", "-p", str(port)]
        command += [part for setting in _HASTY for part in ("-c", setting)]
        log = folder / "log"
        with log.open("wb") as sink:
            guard = subprocess.Popen(
                [sys.executable, installed.HERE / "guard.py", folder, "-" if account is None else str(account), *command],
                stdin=subprocess.PIPE,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        _wait(guard, port, log)
        yield f"postgres://gatepost@127.0.0.1:{port}/postgres"
    finally:
        if guard is not None and guard.stdin is not None:
            guard.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                guard.wait(15)
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else(folder: Path) -> int | None:
    """PostgreSQL will not run as root. Every system has this account, and it owns nothing."""
    if os.geteuid() != 0:
        return None
    number = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, number, number)
    return number


def _reachable(programs: Path, folder: Path, account: int | None) -> Path:
    """A virtual environment below a closed folder (root's home) cannot be read by others: run from a copy then."""
    try:
        _run(programs / "postgres", "--version", cwd=folder, account=account)
    except (PermissionError, RuntimeError):
        copy = shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return copy / programs.name
    return programs


def _run(*command: Path | str, cwd: Path, account: int | None) -> None:
    groups: list[int] | None = None if account is None else []
    done = subprocess.run(
        command, cwd=cwd, user=account, group=account, extra_groups=groups, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(guard: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while b"ready to accept connections" not in log.read_bytes():
        if guard.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text() if log.exists() else 'no log'}")
        time.sleep(0.05)
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
