"""The process log: one line an event, no secrets. What must be provable is in the audit chain, not here.

Lines of libraries go the same way as our own: same shape, same redaction.
"""

import logging
import sys
from typing import Any, Literal

import structlog

from bot.log.hiding import keep_out, redact

__all__ = ["Format", "configure", "keep_out", "redact"]
# Libraries that print headers or bodies when asked for detail (tweepy's DEBUG line holds the bearer token, httpx's INFO line addresses).
CHATTY = (
    "tweepy",
    "requests_oauthlib",
    "oauthlib",
    "urllib3",
    "httpx",
    "httpx2",
    "httpcore",
    "atproto",
    "apscheduler",
    "alembic",
    "mastodon",
    "authlib",
    "weasyprint",
    "fontTools",
)
Format = Literal["auto", "json", "text"]


class Lines(logging.StreamHandler[Any]):
    """Standard error, wherever it points when the line is written."""

    def __init__(self) -> None:
        super().__init__()

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def configure(level: str, shape: Format = "auto") -> None:
    """JSON where a machine reads it, key=value pairs where a person does: `auto` asks whether standard error is a terminal."""
    number = getattr(logging, level.upper())
    as_json = shape == "json" or (shape == "auto" and not sys.stderr.isatty())
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    after: list[Any] = [
        structlog.processors.format_exc_info,
        redact,  # last, so that the text of an exception is looked at too
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if as_json
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
    ]
    structlog.configure(
        processors=[*before, *after],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # wherever it points when the line is written
    )
    lines = Lines()
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *after],
        )
    )
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(handler)
    root.addHandler(lines)
    root.setLevel(max(number, logging.INFO))
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
