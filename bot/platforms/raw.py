"""What a network answered, made fit to be kept as evidence: plain JSON, no key to anything, no media, not too much of it."""

import base64
import json
import math
import re
from collections.abc import Mapping
from typing import Any

LARGEST = 64 * 1024  # bytes of JSON kept of one answer
DEEPEST = 40
KEPT_BACK = "[left out]"
_KEYS = re.compile(r"jwt|token|secret|password|authori[sz]ation|cookie|api_?key|credential|signature", re.IGNORECASE)
_ENCODED = re.compile(r"data:[\w.+-]+/[\w.+-]+[;,]", re.IGNORECASE)


def kept(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as it will be sealed. One that is too large is cut, and says so under `note`."""
    found = _plain(answer, 0)
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    size = len(text.encode())
    if size <= LARGEST:
        return dict(found)
    note = f"The network's answer had {size} bytes. Only its beginning is kept."
    return {"note": note, "beginning": text.encode()[: LARGEST - 1024].decode(errors="ignore")}


def _plain(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return KEPT_BACK
    if isinstance(value, Mapping):
        return {_text(str(key)): KEPT_BACK if _KEYS.search(str(key)) else _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{len(bytes(value))} bytes left out]"
    known = value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))
    return value if known else _text(str(value))


def _text(value: str) -> str:
    """No half characters, which cannot be hashed, no null, which PostgreSQL cannot keep, and no file written as text."""
    if _ENCODED.match(value) or _is_file(value):
        return f"[{len(value)} characters of a file left out]"
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def _is_file(value: str) -> bool:
    """A long run of base64 is a file or a key; people's words have spaces."""
    if len(value) < 2_000 or " " in value or "\n" in value:
        return False
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return True
