"""The command line in a folder of its own, as a newcomer has it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Gatepost = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with no setting from outside."""
    for name in [name for name in os.environ if name.startswith("GATEPOST_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GATEPOST_POLICY_DIR", str(ROOT / "config" / "policies"))  # put back afterwards, whatever a command sets
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def gatepost(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Gatepost:
    """The command, in this process: `gatepost("doctor", "--json")`."""

    def run(*words: str, stdin: str = "") -> Said:
        import io

        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            os.environ.pop("GATEPOST_PRACTICE_PASSWORD", None)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def process(home: Path) -> Gatepost:
    """The command as somebody types it: `python -m bot ...`."""

    def run(*words: str, stdin: str | bytes = "", **environment: str) -> Said:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input=given,
            capture_output=True,
            timeout=120,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


SETUP = (
    "setup", "--academy", "Academy A", "--domain", "academy-a.example.sch.uk", "--head-email", "head@academy-a.example.sch.uk",
    "--head-staff-id", "H-1", "--admin-email", "admin@academy-a.example.sch.uk", "--admin-staff-id", "A-1",
)  # fmt: skip


@pytest.fixture
def installed(gatepost: Gatepost) -> Gatepost:
    """An academy with its Headteacher and administrator."""
    said = gatepost(*SETUP)
    assert said.code == 0, said.err
    return gatepost
