"""The file of a permission: what kind it may be, and that it is of that kind."""

import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

LARGEST = 5_000_000  # bytes
KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "text/plain": "plain text"}


@dataclass(frozen=True)
class Upload:
    filename: str
    data: bytes = field(repr=False)

    @property
    def mime(self) -> str:
        """By its bytes; its name and what the browser says count for nothing. Empty for anything that is not taken."""
        if self.data.startswith(b"%PDF-"):
            return "application/pdf"
        if self.data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
            return _picture(self.data)
        try:
            text = self.data.decode("utf-8")
        except UnicodeDecodeError:
            return ""
        return "text/plain" if text.strip() and all(c.isprintable() or c in "\r\n\t\ufeff" for c in text) else ""


def letter_problem(letter: Upload | None) -> str | None:
    """A sentence for the person who chose the file, or None."""
    if letter is None:
        return None
    if len(letter.data) > LARGEST:
        return f"The file is larger than {LARGEST // 1_000_000} MB. Scan it smaller and choose it again."
    return None if letter.mime in KINDS else "This is not a file that can be kept here. Use a PDF, JPEG, PNG or plain text file."


def _picture(data: bytes) -> str:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
            return Image.MIME.get(image.format or "", "")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""
