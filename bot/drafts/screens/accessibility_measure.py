"""How hard a text is to read: long sentences of long words, counted with a small rule of our own."""

import regex

FEWEST_WORDS = 20  # a shorter text has too few words to measure
LONG_SENTENCE = 28  # words a sentence, on average
LONG_WORD = 3  # syllables
MANY_LONG_WORDS = 0.34  # share of words with three syllables and more
SOME_LONG_WORDS = 0.22  # the share that is too many beside long sentences

_WORD = regex.compile(r"\p{L}[\p{L}’'-]*")
_SENTENCE = regex.compile(r"[.!?:;]+(?=\s|$)|\n+")
_LEFT_OUT = regex.compile(r"https?://\S+|[@#]\w+")
_VOWELS = regex.compile(r"[aeiouy]+")
_ENDING = regex.compile(r"(?:[^aeiouyl]es|[^aeiouyt]ed|[^l]e)$")  # endings that are not spoken as a syllable


def words_of(text: str) -> list[str]:
    """The words of a text; links, hashtags and handles are not read as words."""
    return [str(word) for word in _WORD.findall(_LEFT_OUT.sub(" ", text))]


def syllables(word: str) -> int:
    """A count by ear, right for most English words."""
    plain = word.lower()
    spoken = len(_VOWELS.findall(plain)) - (1 if _ENDING.search(plain) and len(plain) > 3 else 0)
    return max(1, spoken)


def hard_to_read(text: str) -> str | None:
    """A sentence saying why, where a text is really hard; None for everything a school usually writes."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return None
    common = [word for word in words if not word[0].isupper()] or words  # names and titles cannot be made easier
    long_words = sum(syllables(word) >= LONG_WORD for word in common) / len(common)
    sentences = max(1, len([piece for piece in _SENTENCE.split(text) if piece and _WORD.search(piece)]))
    average = len(words) / sentences
    if average > LONG_SENTENCE and long_words > SOME_LONG_WORDS:
        return f"This is hard to read: about {average:.0f} words in a sentence, many of them long. Use shorter sentences and everyday words."
    if long_words > MANY_LONG_WORDS:
        return f"This is hard to read: {long_words:.0%} of the words are long. Use everyday words."
    return None
