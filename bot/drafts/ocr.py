"""Reading the words in a picture: the one door to tesseract. No answer is never taken for no words."""

import io
import logging
import os
import shutil
from functools import cache

import pytesseract
from PIL import Image, ImageOps, UnidentifiedImageError

TIMEOUT = 12  # seconds for one picture; a phone's photograph takes about one
LARGEST = 64_000_000  # bytes
MOST_PIXELS = 60_000_000
SMALLEST = 24  # pixels; letters need more than that of each side
WIDEST, NARROWEST = 1_800, 900  # pixels of the longer side that are read best
SURE = 45  # per cent; below it a pattern in the grass is read as a word
SETTINGS = "--psm 11"  # words anywhere in the picture, as on a poster or a shirt
LANGUAGE = "eng"

_log = logging.getLogger(__name__)


@cache
def available() -> bool:
    """Whether tesseract is installed where this runs."""
    return shutil.which(pytesseract.pytesseract.tesseract_cmd) is not None


def read(data: bytes) -> str | None:
    """The words in the picture, line by line; "" when there are none; None when it could not be read, and then a person must."""
    if not available() or len(data) > LARGEST:
        return None
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if getattr(opened, "n_frames", 1) > 1 or opened.width * opened.height > MOST_PIXELS:
                return None
            if min(opened.size) < SMALLEST:
                return ""
            image = _prepared(opened)
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # it is slower with more, and one picture must not take the whole machine
        found = pytesseract.image_to_data(image, lang=LANGUAGE, config=SETTINGS, timeout=TIMEOUT, output_type=pytesseract.Output.DICT)
    except (
        pytesseract.TesseractError,
        RuntimeError,
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as problem:
        _log.warning("the words in a picture could not be read: %s", type(problem).__name__)
        return None
    return _lines(found)


def _prepared(image: Image.Image) -> Image.Image:
    """Upright, on white, in grey, of a size that is read well."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    grey = upright.convert("L")
    longest = max(grey.size)
    wanted = min(max(longest, NARROWEST), WIDEST)
    if wanted != longest:
        grey = grey.resize((max(1, grey.width * wanted // longest), max(1, grey.height * wanted // longest)), Image.Resampling.LANCZOS)
    return grey


def _lines(found: dict[str, list[object]]) -> str:
    lines: dict[tuple[object, ...], list[str]] = {}
    for block, paragraph, line, sure, word in zip(found["block_num"], found["par_num"], found["line_num"], found["conf"], found["text"], strict=True):
        if str(word).strip() and float(str(sure)) >= SURE:
            lines.setdefault((block, paragraph, line), []).append(str(word).strip())
    return "\n".join(" ".join(words) for words in lines.values())
