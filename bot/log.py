"""The process log: one line an event, no secrets. What must be provable is in the audit chain, not here."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Libraries that print headers or bodies when asked for detail (tweepy's DEBUG line holds the bearer token).
CHATTY = ("tweepy", "requests_oauthlib", "oauthlib", "urllib3", "httpx", "httpcore", "atproto")
SECRET_NAMES = re.compile(r"password|secret|token|credential|authori[sz]ation|cookie", re.IGNORECASE)
SECRET_TEXT = re.compile(r"(?i)(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}")


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank anything that is called a secret, or that reads like an authorisation header."""
    for key, value in event.items():
        if SECRET_NAMES.search(key):
            event[key] = "[hidden]"
        elif isinstance(value, str):
            event[key] = SECRET_TEXT.sub(r"\1 [hidden]", value)
    return event


def configure(level: str) -> None:
    """One line of key=value pairs on standard error."""
    number = getattr(logging, level.upper())
    logging.basicConfig(level=max(number, logging.INFO), format="%(levelname)s %(name)s %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,  # last, so that the text of an exception is looked at too
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # wherever it points when the line is written
    )
