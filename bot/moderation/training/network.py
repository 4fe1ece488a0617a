"""The network: the sentence encoder MiniLM-L6 (six layers of 384) with one small head that answers all questions at once."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, ATTENTION, INNER, LAYERS = 384, 12, 1536, 6
WORDS, PLACES = 30522, 512
_MASKED = -1e4


class Layer(nn.Module):
    """Attention and two dense layers, each added to what came in and normed, as in BERT."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.after = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention, self.norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, _ = x.shape
        query, key, value = (part(x).view(rows, length, ATTENTION, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        weights = (query @ key.transpose(-1, -2) / (WIDTH // ATTENTION) ** 0.5 + mask).softmax(-1)
        seen = (self.drop(weights) @ value).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm_attention(x + self.drop(self.after(seen)))
        normed: Tensor = self.norm(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return normed


class Network(nn.Module):
    """Scores for each head, and for each word piece what the first two heads would say of it alone."""

    def __init__(self, heads: int, drop: float = 0.1) -> None:
        super().__init__()
        self.words, self.places, self.kinds = nn.Embedding(WORDS, WIDTH), nn.Embedding(PLACES, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        self.drop = nn.Dropout(drop)
        self.hidden, self.out = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, heads)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        there = torch.ones_like(ids, dtype=torch.float32) if mask is None else mask.float()
        x = self.drop(self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kinds(kinds)))
        hidden_places = (1.0 - there[:, None, None, :]) * _MASKED
        for layer in self.layers:
            x = layer(x, hidden_places)
        first = x[:, :1]
        mean = (x * there[..., None]).sum(1, keepdim=True) / there.sum(1)[:, None, None]
        each = self._answer(x, first.expand_as(x))[..., :2]
        return self._answer(mean, first)[:, 0], each

    def _answer(self, meaning: Tensor, first: Tensor) -> Tensor:
        said: Tensor = self.out(self.drop(functional.gelu(self.hidden(torch.cat([meaning, first], -1)))))
        return said

    def start_from(self, weights: Path) -> None:
        """Take over the pretrained encoder (a safetensors file with the names of BERT)."""
        stored = load_file(str(weights))
        with torch.no_grad():
            for part, name in (
                (self.words, "embeddings.word_embeddings"),
                (self.places, "embeddings.position_embeddings"),
                (self.kinds, "embeddings.token_type_embeddings"),
            ):
                part.weight.copy_(stored[f"{name}.weight"])
            _take(self.norm, stored, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                assert isinstance(layer, Layer)  # noqa: S101 -- ModuleList forgets the type
                inside = f"encoder.layer.{number}"
                _take(layer.query, stored, f"{inside}.attention.self.query")
                _take(layer.key, stored, f"{inside}.attention.self.key")
                _take(layer.value, stored, f"{inside}.attention.self.value")
                _take(layer.after, stored, f"{inside}.attention.output.dense")
                _take(layer.norm_attention, stored, f"{inside}.attention.output.LayerNorm")
                _take(layer.up, stored, f"{inside}.intermediate.dense")
                _take(layer.down, stored, f"{inside}.output.dense")
                _take(layer.norm, stored, f"{inside}.output.LayerNorm")


def _take(part: nn.Linear | nn.LayerNorm, stored: dict[str, Tensor], name: str) -> None:
    part.weight.copy_(stored[f"{name}.weight"])
    part.bias.copy_(stored[f"{name}.bias"])
