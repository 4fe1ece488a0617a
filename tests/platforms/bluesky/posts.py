"""Posts to send in these tests."""

import io
import uuid
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from bot.platforms.base import Media, Outgoing


def release(text: str = "Open evening for families is on Thursday.", **more: Any) -> Outgoing:
    planned_at = more.pop("planned_at", None) or datetime.now(UTC)
    return Outgoing(key=more.pop("key", None) or uuid.uuid4().hex, text=text, planned_at=planned_at, **more)


def picture(alt: str = "The school gate in the sun.", colour: str = "teal") -> Media:
    sink = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(sink, "PNG")
    return Media(sink.getvalue(), "image/png", alt, "gate.png")
