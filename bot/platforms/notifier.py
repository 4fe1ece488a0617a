"""The one door through which notices leave: the apprise library, with its patience, its log and its freedom cut down.

Nothing it says is passed on: its lines may hold an address, and an address is a secret. Only what kind of trouble it was is kept.
"""

import logging
import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from apprise import Apprise, AppriseAsset, AppriseResult
from apprise.plugins.base import NotifyBase

from bot.errors import Misconfigured
from bot.platforms import notifier_addresses as addresses
from bot.platforms.channels import PATIENCE_S, Answer, Kind, Letter, Trouble
from bot.platforms.notifier_addresses import BadAddress
from bot.secrets import Vault

CONNECT_S, READ_S = 8.0, 10.0  # of one step; the whole is PATIENCE_S
HTTP = re.compile(r"\berror=(\d{3})\b")
SMTP = re.compile(r"\((\d{3}), b['\"]")
WEB: dict[int, Trouble] = {
    401: Trouble.SIGN_IN,
    403: Trouble.SIGN_IN,
    407: Trouble.SIGN_IN,
    404: Trouble.GONE,
    410: Trouble.GONE,
    408: Trouble.BUSY,
    425: Trouble.BUSY,
    429: Trouble.BUSY,
}
MAIL: dict[int, Trouble] = {530: Trouble.SIGN_IN, 534: Trouble.SIGN_IN, 535: Trouble.SIGN_IN, 538: Trouble.SIGN_IN, 421: Trouble.BUSY}

# Its debug lines, which hold addresses, are read here and go no further: they never reach the log of the process.
_log = logging.getLogger("apprise")
_log.setLevel(logging.DEBUG)
_log.propagate = False
_log.addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Parcel:
    """One letter to one address. `to` is one person's email, for a mail channel that writes to each."""

    kind: Kind
    given: Mapping[str, str]
    letter: Letter
    to: str = ""


class Notifier:
    """Sends, and says honestly what came of it."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        # Without a time limit of its own the library stays in the calling thread; the limit is kept here, for each sending alone.
        self._asset = AppriseAsset(service_timeout=0, allow_templates=False, http_redirects=False, app_id="Gatepost", app_desc="Gatepost", app_url="")

    def faults(self, kind: Kind, given: Mapping[str, str], *, each: bool = False) -> dict[str, str]:
        """Field and sentence where the address cannot be used; empty where it can. Calls no network."""
        try:
            addresses.service(kind, given, self._asset, to="somebody@example.org" if each else "")
        except BadAddress as problem:
            return {problem.field: problem.sentence}
        return {}

    def shown(self, kind: Kind, given: Mapping[str, str]) -> str:
        """What pages say of the address. Raises BadAddress."""
        return addresses.shown(kind, given, self._asset)

    def send(self, parcel: Parcel) -> Answer:
        return next(answer for _, answer in self.send_all([parcel]))

    def post(self, vault: Vault, locked: Sequence[tuple[Kind, str, Letter, str]]) -> Iterator[tuple[int, Answer]]:
        """(kind, locked address, letter, email of one person) each, opened here for as long as the sending takes."""
        parcels: dict[int, Parcel] = {}
        for place, (kind, credential, letter, to) in enumerate(locked):
            try:
                parcels[place] = Parcel(kind, vault.unlock(credential), letter, to)
            except Misconfigured:
                yield place, Answer(Trouble.UNREADABLE)
        places = list(parcels)
        for number, answer in self.send_all(parcels.values()):
            yield places[number], answer

    def send_all(self, parcels: Iterable[Parcel]) -> Iterator[tuple[int, Answer]]:
        """All at once, each on its own; (its place, what came of it) as they end. One that hangs delays nobody and is SLOW.

        Their threads end with the process: a server that never stops talking cannot hold it up.
        """
        answers: SimpleQueue[tuple[int, Answer]] = SimpleQueue()
        waiting = dict(enumerate(parcels))
        for place, parcel in waiting.items():
            threading.Thread(target=self._carry, args=(place, parcel, answers), daemon=True, name=f"notice-{place}").start()
        until = time.monotonic() + self._patience_s
        while waiting:
            try:
                place, answer = answers.get(timeout=max(0.001, until - time.monotonic()))
            except Empty:
                break
            del waiting[place]
            yield place, answer
        for place in waiting:
            yield place, Answer(Trouble.SLOW)

    def _carry(self, place: int, parcel: Parcel, answers: "SimpleQueue[tuple[int, Answer]]") -> None:
        try:
            answer = self._send(parcel)
        except BadAddress:
            answer = Answer(Trouble.UNREADABLE)
        except Exception as problem:  # noqa: BLE001 -- a defect of one service; its text may hold the address, so only its kind is kept
            logging.getLogger("gatepost.notifier").warning("a notice could not be sent: %s", type(problem).__name__)
            answer = Answer(Trouble.BROKEN)
        answers.put((place, answer))

    def _send(self, parcel: Parcel) -> Answer:
        found = addresses.service(parcel.kind, parcel.given, self._asset, parcel.to)
        found.socket_connect_timeout, found.socket_read_timeout = CONNECT_S, READ_S
        found.request_rate_per_sec = 0  # its pause between calls is counted for each object, and each sending has its own
        sender = Apprise(asset=self._asset)
        sender.add(found)
        result = sender.notify(
            body=parcel.letter.body,
            title=parcel.letter.subject,
            notify_type="warning" if parcel.letter.urgent else "info",
            body_format="text",
            log_level=logging.DEBUG,
        )
        return Answer() if result else _trouble(found, result)


def _trouble(found: NotifyBase, result: AppriseResult) -> Answer:
    said = "\n".join(entry.message for entry in result.logs())
    table, pattern = (MAIL, SMTP) if type(found).__module__.startswith("apprise.plugins.email") else (WEB, HTTP)
    codes = [int(code) for code in pattern.findall(said)]
    if not codes:
        return Answer(Trouble.SLOW if "timed out" in said and "onnect timeout" not in said else Trouble.UNREACHABLE)
    code = codes[-1]
    broken = code >= 500 if table is WEB else code < 500
    return Answer(table.get(code, Trouble.BROKEN if broken else Trouble.REFUSED), code)
