"""The files of the learned judge, and that they are the ones that were tested: a file that is missing or altered is not used."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "weights"
NETWORK, TOKENS, LINEAR, MANIFEST = "network.onnx", "tokens.json", "linear.npy", "manifest.json"


class Unusable(Exception):
    """The learned judge cannot be used; the message says why, for whoever runs Gatepost."""


@dataclass(frozen=True)
class Bands:
    """From which score on a comment is hidden, asked about or alarmed; chosen on hands that taught it nothing."""

    hide: float
    hide_with_rule: float  # where a rule would hide it too
    ask: float
    alarm: float
    alarm_with_rule: float
    ask_alarm: float
    ask_hateful: float  # log odds of hatred as it is known elsewhere, from which a person is asked whatever the rest says
    second_denies: float  # log odds of the second opinion, under which it denies what the network says, and a person is asked
    rule_stands: float  # the chance of harm or risk from which a person is asked because a rule would hide it
    fair: float  # log odds of criticism or counter-speech, from which nothing is hidden (invariant I9)
    fair_with_rule: float  # the same where a rule would hide it too


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says."""

    version: str
    heads: tuple[str, ...]
    bands: Bands
    mix: dict[str, dict[str, float]]  # how the opinions are added up: "harm" and "alarm", weight by name
    files: dict[str, str]  # sha256 by name
    card: dict[str, Any]


def read(folder: Path = FOLDER) -> Manifest:
    """The manifest, after every file was compared with the hash it names."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(said["version"], tuple(said["heads"]), Bands(**said["bands"]), said["mix"], said["files"], said["card"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{MANIFEST} of the learned judge is missing or cannot be read.") from error
    for name, expected in manifest.files.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise Unusable(f"{name} of the learned judge is missing.") from error
        if found != expected:
            raise Unusable(f"{name} of the learned judge is not the file that was tested: its hash differs.")
    return manifest


@cache
def card() -> dict[str, Any] | None:
    """What was measured when the judge was made, for the report; None where no judge is installed."""
    try:
        return read().card
    except Unusable:
        return None
