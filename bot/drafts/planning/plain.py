"""Whether words that somebody typed can be kept as they are."""

from bot.errors import BadInput

NOT_STORABLE = "This holds a character that cannot be stored. Type that part again rather than pasting it."


def said(field: str, text: str, longest: int, empty: str = "") -> str:
    """The words without the space around them. Raises BadInput for `field`; with `empty`, also when nothing is left."""
    words = text.strip()
    if empty and not words:
        raise BadInput({field: empty})
    if len(words) > longest:
        raise BadInput({field: f"Keep this under {longest:,} characters; it has {len(words):,}."})
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF for c in words):
        raise BadInput({field: NOT_STORABLE})
    return words
