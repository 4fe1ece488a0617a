"""Two texts side by side, word by word: what went, what came, what stayed."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

PIECE = re.compile(r"\s+|\w+(?:[.,:/@'’-]\w+)*|[^\w\s]")  # 4.30pm, 11-16 and don’t are one word each
LONGEST = 4_000  # pieces; beyond, the whole text is shown as changed rather than making somebody wait


class Part(NamedTuple):
    """`kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def parts(before: str, after: str) -> list[Part]:
    if before == after:
        return [Part("same", after)] if after else []
    old, new = PIECE.findall(before), PIECE.findall(after)
    if len(old) + len(new) > LONGEST:
        return [Part("gone", before), Part("new", after)]
    found: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Part("same", "".join(old[a:b])))
            continue
        if a != b:
            found.append(Part("gone", "".join(old[a:b])))
        if c != d:
            found.append(Part("new", "".join(new[c:d])))
    return _together(found)


def _together(found: list[Part]) -> list[Part]:
    """Words replaced next to each other are one change, not one for each word with the space that stayed between them."""
    joined: list[Part] = []
    gone = new = ""
    for number, part in enumerate(found):
        between = part.kind == "same" and part.text.isspace() and bool(gone and new) and number + 1 < len(found)
        if part.kind == "same" and not between:
            joined += [*_change(gone, new), part]
            gone = new = ""
        else:
            gone += part.text if part.kind != "new" else ""
            new += part.text if part.kind != "gone" else ""
    return [*joined, *_change(gone, new)]


def _change(gone: str, new: str) -> list[Part]:
    return [Part(kind, text) for kind, text in (("gone", gone), ("new", new)) if text]


def sides(theirs: str, yours: str) -> tuple[list[Part], list[Part]]:
    """The same difference for two columns: the left holds what is only there, the right what is only here."""
    both = parts(theirs, yours)
    return [p for p in both if p.kind != "new"], [p for p in both if p.kind != "gone"]
