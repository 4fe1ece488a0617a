"""The dead-man's signal: an address outside that is called once a minute while Gatepost works, and raises the alarm when it is not.

The address is a secret, because whoever has it can keep the alarm quiet. It is in no text, error or log; httpx is kept from saying it.
"""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 5.0  # of connecting and of each answer; it is called again in a minute
logging.getLogger("httpx").setLevel(logging.WARNING)  # its ordinary line holds the address


class Signal:
    """Calls the address. Never retries and never raises: what went wrong is a sentence without the address."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        self._url = url
        self._timeout_s = timeout_s

    def __repr__(self) -> str:
        return "Signal()"

    def send(self) -> str:
        """Empty when it was taken."""
        import httpx  # noqa: PLC0415 -- only where an address is set

        try:
            return _sentence(httpx.get(self._url, timeout=self._timeout_s, follow_redirects=False, headers={"User-Agent": "Gatepost"}))
        except httpx.TimeoutException:
            return f"The address outside did not answer within {self._timeout_s:g} seconds."
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as problem:
            return f"The address outside could not be reached ({type(problem).__name__})."


def _sentence(answer: "httpx.Response") -> str:
    if answer.is_success:
        return ""
    return f"The address outside answered {answer.status_code}. Check GATEPOST_HEARTBEAT_URL against what its service shows."
