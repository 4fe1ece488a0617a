"""Writing the judge down: the network as ONNX with whole-number weights, its word pieces, the second opinion and the manifest."""

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot.moderation.classifier.package import LINEAR, MANIFEST, NETWORK, TOKENS
from bot.moderation.training.bands import Chosen
from bot.moderation.training.network import Network
from bot.moderation.training.rows import HEADS


def network(trained: Network, tokens: Path, folder: Path) -> None:
    """The network in int8, about 22 MB, and its word pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole.onnx"
        example = (torch.ones(1, 8, dtype=torch.long), torch.zeros(1, 8, dtype=torch.long))
        axes = {"ids": {1: "pieces"}, "kinds": {1: "pieces"}, "each": {1: "pieces"}}
        torch.onnx.export(
            trained.eval(),
            example,
            str(whole),
            input_names=["ids", "kinds"],
            output_names=["scores", "each"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(tokens, folder / TOKENS)


def second(weights: npt.NDArray[np.float16], folder: Path) -> None:
    np.save(folder / LINEAR, weights)


def manifest(chosen: Chosen, card: dict[str, Any], folder: Path) -> None:
    """Last of all: what it says is what the files are."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (NETWORK, TOKENS, LINEAR)}
    version = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:12]
    said = {"version": version, "heads": HEADS, "bands": asdict(chosen.bands), "mix": chosen.mix, "files": files, "card": card}
    (folder / MANIFEST).write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")
