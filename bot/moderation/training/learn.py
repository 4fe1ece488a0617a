"""Teaching the network: each question where the row answers it, and of two twins the harmful one above the other."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

from bot.moderation.training.network import LAYERS, Network
from bot.moderation.training.rows import HEADS, Row

LONGEST = 96  # word pieces while learning; the judge itself reads more
_POOL = 600  # groups of twins among which texts of like length are put together


@dataclass(frozen=True)
class Plan:
    """How long and how fast. The word table and the lowest layer stay as they came: they know English better than our rows do."""

    seed: int = 1
    rounds: int = 4
    batch: int = 48
    rate: float = 2.5e-4
    lower: float = 0.85  # each layer down learns this much slower
    frozen: int = 1  # layers that do not learn, counted from the words up
    drop: float = 0.1
    twins: float = 1.0  # weight of telling twins apart
    threads: int = 1  # more are slower where anything else is running
    elsewhere: float = 0.5  # weight of a row that is not from a school


Say = Callable[[str], None]


def prepare(tokens: Tokenizer, rows: Sequence[Row]) -> list[tuple[Row, Encoding]]:
    tokens.no_padding()
    tokens.enable_truncation(LONGEST)
    return [(row, tokens.encode(row.reading, row.parent[:200]) if row.parent else tokens.encode(row.reading)) for row in rows]


Given = tuple[Row, Encoding]


def teach(start: Path, given: list[Given], plan: Plan, say: Say, after_round: Callable[[Network], None] = lambda _: None) -> Network:
    """A network that has learned from these rows. The same plan and rows give the same network on the same machine."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    rng = random.Random(plan.seed)  # noqa: S311 -- repeatable order, not a secret
    network = Network(len(HEADS), plan.drop)
    network.start_from(start)
    groups = list(_rates(network, plan))
    optimizer = torch.optim.AdamW(groups)
    rates = [float(group["lr"]) for group in optimizer.param_groups]
    step, total = 0, plan.rounds * len(list(_batches(given, plan.batch, random.Random(0))))  # noqa: S311
    for round_ in range(1, plan.rounds + 1):
        network.train()
        lost = 0.0
        for batch in _batches(given, plan.batch, rng):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, step / (0.06 * total)) * max(0.0, 1 - step / total)
            loss = _loss(network, batch, plan)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            lost += loss.item()
            if step % 50 == 0:
                say(f"round {round_} of {plan.rounds}: {step} of {total} steps")
        say(f"round {round_} of {plan.rounds} done, loss {lost * plan.rounds / total:.3f}")
        after_round(network)
    return network.eval()


def scores(network: Network, given: Sequence[Given], batch: int = 64) -> npt.NDArray[np.float32]:
    """What a network says of each row, as log odds."""
    network.eval()
    out = np.zeros((len(given), len(HEADS)), np.float32)
    order = sorted(range(len(given)), key=lambda n: len(given[n][1].ids))
    with torch.no_grad():
        for first in range(0, len(order), batch):
            chosen = order[first : first + batch]
            out[chosen] = network(*_tensors([given[n] for n in chosen]))[0].numpy()
    return out


def averaged(networks: Sequence[Network]) -> Network:
    """One network with the mean of the weights of several that began alike: steadier than each, and no slower."""
    out = Network(len(HEADS), 0.0)
    states = [network.state_dict() for network in networks]
    out.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return out.eval()


def _rates(network: Network, plan: Plan) -> Iterator[dict[str, object]]:
    for name, part in network.named_parameters():
        depth = int(name.split(".")[1]) + 1 if name.startswith("layers.") else LAYERS + 1 if name.startswith(("hidden", "out")) else 0
        if depth <= plan.frozen:
            part.requires_grad = False
            continue
        rate = plan.rate * (3.0 if depth > LAYERS else plan.lower ** (LAYERS - depth))
        yield {"params": [part], "lr": rate, "weight_decay": 0.01 if part.ndim > 1 else 0.0}


def _batches(given: list[Given], size: int, rng: random.Random) -> Iterator[list[Given]]:
    """Twins together, texts of like length together, in an order of chance."""
    twins: dict[str, list[Given]] = {}
    for n, each in enumerate(given):
        twins.setdefault(each[0].twin or f"alone:{n}", []).append(each)
    groups = list(twins.values())
    rng.shuffle(groups)
    out = []
    for first in range(0, len(groups), _POOL):
        alike = sorted(groups[first : first + _POOL], key=lambda group: max(len(each[1].ids) for each in group))
        flat = [each for group in alike for each in group]
        out += [flat[n : n + size] for n in range(0, len(flat), size)]
    rng.shuffle(out)
    yield from out


def _loss(network: Network, batch: list[Given], plan: Plan) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):  # twice as fast, and the loss itself is counted in full
        said = network(*_tensors(batch))[0].float()
    known = torch.tensor([row.known for row, _ in batch])
    weight = (known >= 0).float() * torch.tensor([1.0 if row.verdict else plan.elsewhere for row, _ in batch])[:, None]
    each = functional.binary_cross_entropy_with_logits(said, known.clamp(min=0), reduction="none")
    loss: Tensor = 4 * (each * weight).sum() / weight.sum().clamp(min=1)
    above, below, head = _pairs(batch)
    if above and plan.twins:
        loss = loss + plan.twins * functional.softplus(said[below, head] - said[above, head]).mean()
    return loss


def _pairs(batch: list[Given]) -> tuple[list[int], list[int], list[int]]:
    """For each harmful row and each harmless twin of it in the batch: which should score higher, and on which head."""
    places: dict[str, list[int]] = {}
    for n, (row, _) in enumerate(batch):
        if row.twin:
            places.setdefault(row.twin, []).append(n)
    found = [
        (a, b, 0 if batch[a][0].verdict == "hide" else 1)
        for group in places.values()
        for a in group
        for b in group
        if batch[a][0].verdict in {"hide", "alarm"} and batch[b][0].verdict == "keep"
    ]
    return [a for a, _, _ in found], [b for _, b, _ in found], [head for _, _, head in found]


def _tensors(batch: Sequence[Given]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(encoding.ids) for _, encoding in batch)
    ids, kinds, mask = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    for n, (_, encoding) in enumerate(batch):
        length = len(encoding.ids)
        ids[n, :length], kinds[n, :length], mask[n, :length] = torch.tensor(encoding.ids), torch.tensor(encoding.type_ids), 1
    return ids, kinds, mask
