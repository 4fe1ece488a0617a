"""How far an account's replies were read on X: mentions by the highest id, and each live thread of our own by its own.

Kept as one JSON text. A plain number, as it was kept before there was a search, is a place in the mentions.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from bot.platforms import x_shapes as shapes

REACH = timedelta(days=7)  # what recent search covers, and how old a thread may be
EDGE = timedelta(minutes=5)  # X refuses a `since_id` outside its seven days; its clock may differ from ours
LAG = timedelta(minutes=2)  # a reply may be found by search this much after it was written


@dataclass(frozen=True)
class Cursor:
    """`threads`: first post of a thread -> id behind which it was not searched yet."""

    mentions: str | None = None
    own: str | None = None  # newest own post that was looked at for threads
    threads: dict[str, str] = field(default_factory=dict)
    swept: datetime | None = None  # when all of them had been searched
    cut: bool = False  # mentions were cut off since, so the search has to ask for what names the account, too

    @classmethod
    def read(cls, text: str | None) -> Self:
        if text is None:
            return cls()
        if not text.startswith("{"):
            return cls(mentions=shapes.number(text))
        told: dict[str, Any] = json.loads(text)
        swept = told.get("swept")
        at = datetime.fromisoformat(swept) if swept else None
        return cls(told.get("mentions"), told.get("own"), dict(told.get("threads", {})), at, told.get("cut", False))

    def saved(self) -> str | None:
        if self == type(self)():
            return None
        swept = self.swept.isoformat() if self.swept else None
        told: dict[str, Any] = {"mentions": self.mentions, "own": self.own, "threads": self.threads, "swept": swept}
        told |= {"cut": True} if self.cut else {}
        return json.dumps(told, sort_keys=True)

    def alive(self, moment: datetime) -> Self:
        """Without the threads that search no longer reaches, and never asking from before its reach."""
        oldest, floor = int(number_at(moment - REACH)), number_at(moment - REACH + EDGE)
        kept = {root: max(since, floor, key=int) for root, since in self.threads.items() if int(root) > oldest}
        return replace(self, threads=kept)


def number_at(moment: datetime) -> str:
    """The lowest number X could have given at that time."""
    return str(max(0, (moment - shapes.EPOCH) // timedelta(milliseconds=1)) << 22)
