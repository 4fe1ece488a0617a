"""Words that run somebody down only beside a word for somebody: what may not stand in one sentence."""

from collections.abc import Iterator

from bot.words.phrases import BREAK
from bot.words.views import Hit, Views

LIST = "drafts/marks"
_NEXT = 3  # words into the next sentence: "They lost again. Hopeless."

# Who is spoken of, what is said of them, and the rule of the content screen it breaks; the first that fits is told.
PAIRS: tuple[tuple[str, str, str], ...] = (
    ("group", "shut out", "discrimination"),
    ("outsider", "contempt", "running down another school"),
    ("supplier", "contempt", "running down a supplier"),
    ("body", "contempt", "running down a public body"),
    ("staff", "contempt", "running down staff"),
    ("families", "contempt", "running down families"),
    ("pupils", "contempt", "running down pupils"),
    ("somebody", "contempt", "running down somebody"),
)


def pairs(views: Views) -> Iterator[Hit]:
    """Each pair that stands in one sentence, as a finding to be warned of. A rebuke or a quotation is left to the reader."""
    marks: dict[str, list[Hit]] = {}
    for hit in views.hits(LIST):
        marks.setdefault(hit.rule, []).append(hit)
    kind = marks.get("praise", [])
    said = [hit for hit in marks.get("contempt", []) if not any(_meet(hit, other) for other in kind)]
    for who, what, rule in PAIRS:
        spoken = said if what == "contempt" else marks.get(what, [])
        for target in marks.get(who, []):
            for hit in spoken:
                if not _meet(target, hit) and _together(views, target, hit) and not views.denied(hit) and not views.mild([hit]):
                    first, last = sorted((target, hit), key=lambda each: each.first)
                    yield Hit("warn", rule, first.start, last.end, first.first, last.last)
                    return


def _meet(one: Hit, other: Hit) -> bool:
    return one.first < other.last and other.first < one.last


def _together(views: Views, target: Hit, said: Hit) -> bool:
    first, last = sorted((target, said), key=lambda each: each.first)
    between = views.line.words[first.last : last.first]
    if BREAK not in between:
        return True
    return first is target and between.count(BREAK) == 1 and len(between) - 1 - between.index(BREAK) < _NEXT and last.last - last.first <= _NEXT
