"""Publishing on Instagram and Threads: a post is made ready where nobody sees it (a container), and then published.

Only the second step can be seen. What was made ready is remembered for each release, so that trying again goes on with the same
container: a network that says it was published already has the post, and nothing is sent a second time. A container that no
post uses is thrown away after a day.
"""

import ipaddress
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from bot.clock import now
from bot.platforms.base import Busy, Media, Refused, Unsure
from bot.platforms.graph_account import Line
from bot.platforms.wire import Json

WAIT_S = 12.0  # for one post to become ready, all of its pictures together; below the 20 s of any call
LOOK_EVERY_S = 0.5
PREPARE_S = 60.0  # pictures must be handed over within this, so that a publish is over well before its claim ends
LATER = timedelta(seconds=15)
REMEMBERED = 200
INSIDE = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet")


class Containers:
    """What is being made ready, by release. `field` names where the network says how far it is."""

    def __init__(self, line: Line, field: str, *, wait_s: float = WAIT_S) -> None:
        self._line, self._field, self._wait_s = line, field, wait_s
        self._made: dict[str, str] = {}

    def ready(self, key: str, make: Sequence[Callable[[], Json]], whole: Callable[[list[str]], Json] | None = None) -> str:
        """The container of release `key`, ready to be published. `make` asks for each part; `whole` for what holds several."""
        until, begun = time.monotonic() + self._wait_s, time.monotonic()
        if whole is None:
            return self._finished(key, make[0], until)
        if key not in self._made:
            parts: list[tuple[str, Callable[[], Json]]] = [(f"{key}/{n}", one) for n, one in enumerate(make)]
            for part, one in parts:  # all are handed over before any is waited for
                self._container(part, one)
                if time.monotonic() - begun > PREPARE_S:
                    raise Busy(f"{self._line.name} took too long over the pictures. Nothing was published; Gatepost tries again.")
            until = time.monotonic() + self._wait_s
            ids = [self._finished(part, one, until) for part, one in parts]
            return self._finished(key, lambda: whole(ids), until)
        return self._finished(key, dict, until)

    def publish(self, key: str, path: str, container: str) -> Json:
        """The one step that others see. A container that was refused is not used again."""
        try:
            return self._line.change("POST", path, {"creation_id": container})
        except Refused:
            self.over(key)
            raise

    def over(self, key: str) -> None:
        """The release is out, or was refused: what was made ready for it is of no more use."""
        for name in [name for name in self._made if name.partition("/")[0] == key]:
            del self._made[name]

    def _container(self, key: str, make: Callable[[], Json]) -> str:
        if key not in self._made:
            container = str(make().get("id") or "")
            if not container:
                raise Busy(f"{self._line.name} answered without saying what it made ready.")
            while len(self._made) >= REMEMBERED:
                del self._made[next(iter(self._made))]
            self._made[key] = container
        return self._made[key]

    def _finished(self, key: str, make: Callable[[], Json], until: float) -> str:
        container = self._container(key, make)
        while True:
            told = self._line.read(self._line.known(container), fields=self._field)
            state = str(told.get(self._field.partition(",")[0]) or "")
            if state == "FINISHED":
                return container
            if state == "PUBLISHED":
                raise Unsure(f"{self._line.name} says that this post is published already.")
            if state == "ERROR":
                self.over(key.partition("/")[0])
                why = str(told.get("status") or told.get("error_message") or "").removeprefix("Error: ").strip()[:200].rstrip(".")
                raise Refused(f"{self._line.name} could not make the post ready{f': {why}' if why and why != state else ''}. Nothing was published.")
            if state == "EXPIRED":
                self.over(key.partition("/")[0])
                raise Busy(f"{self._line.name} threw away what was made ready. Nothing was published; Gatepost makes it ready again.", now() + LATER)
            if time.monotonic() + LOOK_EVERY_S > until:
                raise Busy(f"{self._line.name} is still making the post ready. Nothing was published; Gatepost looks again soon.", now() + LATER)
            time.sleep(min(LOOK_EVERY_S, self._wait_s))


def reachable(media: Sequence[Media], network: str, root: str) -> None:
    """Refuses pictures that the network could not fetch, before anything is asked. On one machine, a stand-in fetches from it."""
    for one in media:
        parts = urlsplit(one.url)
        host = (parts.hostname or "").rstrip(".").casefold()
        if _loopback(urlsplit(root).hostname or "") and _loopback(host):
            continue
        if parts.scheme != "https" or not _public(host):
            where = f"{parts.scheme}://{host}" if host else "no address"
            raise Refused(
                f"{network} fetches pictures from Gatepost itself, and cannot reach it at {where}. Nothing was sent. An administrator sets "
                "GATEPOST_PUBLIC_URL to an https:// address that can be reached from the internet; then send the draft again."
            )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(INSIDE)
