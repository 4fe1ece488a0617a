"""Every picture says what it shows to those who cannot see it, and is a picture the network takes (control C35)."""

# ruff: noqa: E501 - a pattern reads better on one line than cut in the middle
import io
from collections.abc import Iterator

import regex
from PIL import Image, UnidentifiedImageError

from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens.base import Finding, Setting
from bot.platforms.capabilities import CAPABILITIES, Capabilities
from bot.text import loose_equal

SHORTEST = 10
LONGEST = 1_000  # characters that a person listening to a screen reader can be asked to sit through
FILE_NAME = regex.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|heic|heif|bmp|tiff?|avif|svg|mp4|mov)|(?:img|dsc[nf]?|pxl|dji|p|screenshot|image|photo|pic|wa)[\s_\-]*\(?\d[\w\s\-()]*"
    r"|img[-_ ]\w+|[\p{L}\d]+(?:[_-][\p{L}\d]+)*[_-](?:final|v\d+|copy|edit|web|small|large|crop)(?:[_-]?\w+)*|[0-9a-f]{8}-[0-9a-f-]{20,}|untitled[\s\d-]*",
    regex.IGNORECASE,
)
SAYS_NOTHING = frozenset(
    """photo|photograph|picture|image|pic|img|graphic|logo|poster|screenshot|alt|alt text|alttext|description|caption|tbc|tba|todo|none|n/a|na|no alt
    |no alt text|blank|empty|test|media|banner|decorative|see caption|see text|see post|see above|as above|students|pupils|children|school|a photo|an image
    |a picture|photo of|image of|picture of|a photo of|an image of|a picture of|photo of students|photo of pupils|image of students|image of pupils
    |picture of students|picture of pupils|group photo|school photo|click here""".replace("\n", "")
    .replace("    |", "|")
    .split("|")
)
LATER = regex.compile(
    r"(?:tbc|tba|todo|to do|to follow|add (?:later|alt|description)|alt text (?:here|to follow|needed)|insert|placeholder|lorem)\b", regex.IGNORECASE
)


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    networks = [CAPABILITIES[name] for name in setting.platforms if name in CAPABILITIES]
    for network in networks:
        if len(bundle.media) > network.images:
            yield _block(
                f"{network.label} takes {network.images} pictures with a post and this has {len(bundle.media)}. Take {len(bundle.media) - network.images} out."
            )
    for number, item in enumerate(bundle.media, start=1):
        which = f"Picture {number}" if len(bundle.media) > 1 else "The picture"
        if problem := describes(item.alt):
            yield _block(f"{which} {problem}")
        if len(item.alt) > LONGEST and all(len(item.alt) <= network.alt_characters for network in networks):
            yield Finding(
                "alt_text", "warn", f"{which} has a description of over {LONGEST:,} characters. Say the main thing in one or two sentences."
            )
        elif item.alt.strip() and loose_equal(item.alt.casefold(), bundle.text.casefold()):
            yield _block(f"{which} repeats the post as its description. Say in one sentence what can be seen.")
        for network in networks:
            if network.alt_characters and (length := len(item.alt)) > network.alt_characters:
                yield _block(f"{which}'s description is {length - network.alt_characters:,} characters too long for {network.label}. Shorten it.")
        if setting.read_media and item.data is not None:
            yield from _file(item, which, networks)
    yield from _repeated(bundle)


def describes(alt: str) -> str | None:
    """What is wrong with a description, as the end of a sentence; None when it says what is to be seen."""
    plain = regex.sub(r"\s+", " ", alt).strip(" .,!:;-_\"'\u200b\ufeff").casefold()
    if not plain:
        return "has no description (alt text). Say in one sentence what can be seen."
    if FILE_NAME.fullmatch(plain):
        return "has a file name for a description. Say in one sentence what can be seen."
    if plain in SAYS_NOTHING or LATER.match(plain) or not regex.search(r"\p{L}{2}", plain) or regex.fullmatch(r"(\w)\1*", plain):
        return "has a description that says nothing about it. Say in one sentence what can be seen."
    if len(plain) < SHORTEST:
        return f"has a description of under {SHORTEST} characters. Say in one sentence what can be seen."
    return None


def _repeated(bundle: Bundle) -> Iterator[Finding]:
    """Pictures that all bear one description are described once, not each."""
    described: dict[str, list[int]] = {}
    for number, item in enumerate(bundle.media, start=1):
        if plain := " ".join(item.alt.casefold().split()).strip(" .!"):
            described.setdefault(plain, []).append(number)
    for numbers in described.values():
        if len(numbers) > 1 and len({bundle.media[number - 1].sha256 for number in numbers}) > 1:
            which = " and ".join(map(str, numbers))
            yield Finding("alt_text", "warn", f"Pictures {which} have the same description. Say what is different in each.")


def _file(item: MediaItem, which: str, networks: list[Capabilities]) -> Iterator[Finding]:
    data = item.data or b""
    for network in networks:
        if len(data) > network.image_bytes:
            yield _block(f"{which} is {len(data) / 1e6:.1f} MB and {network.label} takes {network.image_bytes / 1e6:g} MB. Make it smaller.")
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        yield _block(f"{which} cannot be opened as an image. Save it again as JPEG or PNG and add that.")


def _block(message: str) -> Finding:
    return Finding("alt_text", "block", message)
