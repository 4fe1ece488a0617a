"""The one door to WeasyPrint: a page becomes a PDF, and nothing is ever fetched for it."""

import threading

from bot.errors import GatepostError

_ONE = threading.Lock()  # the fonts are shared by the whole process, and one page at a time is enough


class PaperMissing(GatepostError):
    """Without Pango on this machine nothing can be made into a PDF."""

    def __init__(self) -> None:
        super().__init__(
            "This machine cannot make PDF files: its library Pango is missing. Take the record out as JSON, or print the page from the browser."
        )


def pdf(html: str) -> bytes:
    """A PDF of what is in the page itself. An address in it is refused, unless it carries its content with it (`data:`).

    Takes a tenth of a second and longer: hold no transaction meanwhile. Raises PaperMissing.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 -- loading it looks for Pango, which a machine may not have
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        raise PaperMissing from missing
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=False)
    with _ONE:
        made: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf()
    return made
