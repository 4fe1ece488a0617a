"""Making time pass for a token: the test servers' signing secret is known."""

import base64
import hashlib
import hmac
import json
import time

from atproto import Session  # type: ignore[import-untyped]


def expired(session: str) -> str:
    """The saved session with an access token an hour too old, signed as the test server signs."""
    kept = Session.decode(session)
    head, body, _ = kept.access_jwt.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims |= {"iat": int(time.time()) - 10_800, "exp": int(time.time()) - 3_600}
    signed = f"{head}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}"
    seal = hmac.new(b"jwt-secret", signed.encode(), hashlib.sha256).digest()
    kept.access_jwt = f"{signed}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"
    return str(kept.export())
