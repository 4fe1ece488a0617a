"""Asking the learned judge. It is loaded once and judges one comment at a time: what shares a batch moves int8 scores."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from bot.moderation.classifier import linear
from bot.moderation.classifier.package import FOLDER, LINEAR, NETWORK, TOKENS, Manifest, Unusable, read
from bot.moderation.classifier.reading import Reading, reading
from bot.words.views import Views

TOKENS_AT_MOST = 160
PARENT_LONGEST = 200  # characters
MEANS_LITTLE_ALONE = 6  # words; a longer comment says itself what it means, and the post it answers would only distract


@dataclass(frozen=True)
class Opinion:
    """What both think of a comment, head by head, as log odds, and the place in its reading that weighed most."""

    network: dict[str, float]
    linear: dict[str, float]
    text: str
    encoded: Encoding
    each: npt.NDArray[np.float32]  # of each piece of the text: harm, alarm

    @property
    def harm_at(self) -> tuple[int, int]:
        return self._heaviest(0)

    @property
    def alarm_at(self) -> tuple[int, int]:
        return self._heaviest(1)

    def _heaviest(self, head: int) -> tuple[int, int]:
        offsets = self.encoded.offsets  # made anew each time it is asked for
        own = [n for n, (kind, place) in enumerate(zip(self.encoded.type_ids, offsets, strict=True)) if kind == 0 and place[0] < place[1]]
        return _heaviest(self.text, [offsets[n] for n in own], self.each[own, head])


class Judge:
    """The network and the second opinion, read from `folder`. Anything wrong with the files is `Unusable`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.manifest: Manifest = read(folder)
        try:
            from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 -- only whoever judges pays for loading it

            options = SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._network = InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])
            self._tokens = Tokenizer.from_file(str(folder / TOKENS))
            self._tokens.no_padding()
            self._tokens.enable_truncation(TOKENS_AT_MOST)
            self._words = whole_words(self._tokens)
            self._linear: npt.NDArray[np.float32] = np.load(folder / LINEAR).astype(np.float32)
        except Exception as error:  # whatever the libraries raise, a person judges instead
            raise Unusable(f"The learned judge cannot be loaded: {type(error).__name__}.") from error

    def read(self, views: Views) -> Reading:
        """A comment as this judge reads it."""
        return reading(views, self._words)

    def opinion(self, text: str, parent: str = "") -> Opinion:
        """What both think of a text as `reading` made it, and, where it is short, of what it answers."""
        asked = parent[:PARENT_LONGEST] if len(text.split()) <= MEANS_LITTLE_ALONE else ""
        encoded = self._tokens.encode(text, asked) if asked else self._tokens.encode(text)
        ids = np.array([encoded.ids], dtype=np.int64)
        kinds = np.array([encoded.type_ids], dtype=np.int64)
        scores, each = self._network.run(None, {"ids": ids, "kinds": kinds})
        if not np.isfinite(scores).all():
            raise Unusable("The learned judge gave no number.")
        second = linear.scores(self._linear, text)
        return Opinion(
            network=dict(zip(self.manifest.heads, scores[0].tolist(), strict=True)),
            linear={"harm": float(second[0]), "alarm": float(second[1])},
            text=text,
            encoded=encoded,
            each=each[0],
        )


def whole_words(tokens: Tokenizer) -> frozenset[str]:
    """The words that are one piece."""
    return frozenset(word for word in tokens.get_vocab() if word.isalpha())


def _heaviest(text: str, places: list[tuple[int, int]], weights: npt.NDArray[np.float32]) -> tuple[int, int]:
    """The stretch of whole words whose pieces together weigh most above the average of the comment."""
    if not places:
        return 0, len(text)
    above = weights - weights.mean()
    first = best_first = best_last = 0
    so_far = best = 0.0
    for n, weight in enumerate(above):  # the stretch with the greatest sum, found in one walk
        if so_far <= 0:
            first, so_far = n, 0.0
        so_far += float(weight)
        if so_far > best:
            best, best_first, best_last = so_far, first, n
    start, end = places[best_first][0], places[best_last][1]
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


_lock = threading.Lock()


def standard() -> Judge:
    """The judge this product ships, loaded when first asked for."""
    with _lock:
        return _standard()


@cache
def _standard() -> Judge:
    return Judge()
