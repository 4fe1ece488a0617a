"""The one door to WeasyPrint: a page becomes a PDF, and nothing is ever fetched for it."""

import threading
from types import ModuleType

from PIL import ImageFile

from bot.errors import GatepostError

_ONE = threading.Lock()  # the fonts are shared by the whole process, and one page at a time is enough


class PaperMissing(GatepostError):
    """Without Pango on this machine nothing can be made into a PDF."""

    def __init__(self) -> None:
        super().__init__(
            "This machine cannot make PDF files: its library Pango is missing. Take the record out as JSON, or print the page from the browser."
        )


def library() -> ModuleType:
    """WeasyPrint, without what loading it changes for the whole process. Raises PaperMissing."""
    try:
        import weasyprint  # noqa: PLC0415 -- loading it looks for Pango, which a machine may not have
    except (ImportError, OSError) as missing:
        raise PaperMissing from missing
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets damaged pictures pass, and what is damaged is never said to be clean (C09)
    loaded: ModuleType = weasyprint
    return loaded


def pdf(html: str) -> bytes:
    """A PDF of what is in the page itself. An address in it is refused, unless it carries its content with it (`data:`).

    Takes a tenth of a second and longer: hold no transaction meanwhile. Raises PaperMissing.
    """
    paper = library()
    fetcher = paper.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=False)
    with _ONE:
        made: bytes = paper.HTML(string=html, url_fetcher=fetcher).write_pdf()
    return made
