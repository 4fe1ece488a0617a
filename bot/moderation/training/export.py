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
from torch import Tensor, nn
from torch.nn import functional

from bot.moderation.classifier.package import LINEAR, MANIFEST, NETWORK, TOKENS
from bot.moderation.training.bands import Chosen
from bot.moderation.training.network import ATTENTION, WIDTH, Layer, Network
from bot.moderation.training.rows import HEADS


class Single(nn.Module):
    """The taught network for one comment at a time, which is how it is asked: no mask, no batch, and query, key and value in one
    step, so that fewer and larger steps are left to make."""

    def __init__(self, taught: Network) -> None:
        super().__init__()
        self.taught = taught
        layers = [layer for layer in taught.layers if isinstance(layer, Layer)]
        joined = [(layer.query, layer.key, layer.value) for layer in layers]
        self.weights = nn.ParameterList(torch.cat([part.weight for part in parts]) for parts in joined)
        self.biases = nn.ParameterList(torch.cat([part.bias for part in parts]) for parts in joined)

    def forward(self, ids: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
        net, width = self.taught, WIDTH // ATTENTION
        x = net.norm((net.words(ids) + net.places.weight[: ids.shape[1]] + net.kinds(kinds))[0])
        for layer, weight, bias in zip(net.layers, self.weights, self.biases, strict=True):
            assert isinstance(layer, Layer)  # noqa: S101 -- ModuleList forgets the type
            parts = functional.linear(x, weight, bias).reshape(-1, 3, ATTENTION, width)
            query, key, value = (parts[:, n].transpose(0, 1) for n in range(3))
            seen = ((query @ key.transpose(1, 2)) * width**-0.5).softmax(-1) @ value
            x = layer.norm_attention(x + layer.after(seen.transpose(0, 1).reshape(-1, WIDTH)))
            x = layer.norm(x + layer.down(functional.gelu(layer.up(x))))
        both = torch.cat([x.mean(0, keepdim=True), x])  # the comment as a whole, and each of its pieces
        said = net.out(functional.gelu(net.hidden(torch.cat([both, x[:1].expand_as(both)], -1))))
        return said[:1], said[1:, :2][None]


def network(trained: Network, tokens: Path, folder: Path) -> None:
    """The network in int8, about 22 MB, and its word pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole.onnx"
        example = (torch.ones(1, 8, dtype=torch.long), torch.zeros(1, 8, dtype=torch.long))
        axes = {"ids": {1: "pieces"}, "kinds": {1: "pieces"}, "each": {1: "pieces"}}
        torch.onnx.export(
            Single(trained.eval()),
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
