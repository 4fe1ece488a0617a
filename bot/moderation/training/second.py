"""Teaching the second opinion: a linear model over pieces of words, on school comments alone."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from bot.moderation.classifier.linear import BUCKETS, buckets
from bot.moderation.training.rows import Row

_ROUNDS, _RATE, _SHRINK = 12, 0.02, 3e-5


def teach(rows: Sequence[Row], seed: int) -> npt.NDArray[np.float16]:
    """Weights (buckets + 1, two heads), the last row the bias; only the first two heads, `harm` and `alarm`, are learned."""
    torch.manual_seed(seed)
    found = [torch.from_numpy(buckets(row.reading)) for row in rows]
    known = torch.tensor([row.known[:2] for row in rows])
    table = torch.nn.EmbeddingBag(BUCKETS, 2, mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.zeros(2))
    optimizer = torch.optim.Adam([*table.parameters(), bias], lr=_RATE)
    for _ in range(_ROUNDS):
        for chosen in torch.randperm(len(rows)).split(256):
            bags = [found[n] for n in chosen]
            sizes = torch.tensor([max(1, len(bag)) for bag in bags])
            offsets = torch.tensor([0, *(len(bag) for bag in bags)])[:-1].cumsum(0)
            said = table(torch.cat(bags), offsets) / sizes[:, None].sqrt() + bias
            wanted = known[chosen]
            weight = (wanted >= 0).float()
            each = functional.binary_cross_entropy_with_logits(said, wanted.clamp(min=0), reduction="none")
            loss = (each * weight).sum() / weight.sum() + _SHRINK * table.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return torch.cat([table.weight.detach(), bias.detach()[None]]).numpy().astype(np.float16)
