"""What came of the posts of the kill benchmark, by network: counted on the networks themselves, and beside it what Gatepost says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlmodel import select

from bot.audit.actions import Act
from bot.audit.models import Entry
from bot.drafts.lifecycle import ReleaseState as R
from bot.drafts.models import Release, Stray
from tests.benchmarks.kill_networks import StandIn
from tests.scene import Scene


@dataclass(frozen=True)
class Row:
    """One network. `once`, `twice` and `lost` are counted there; the rest is what Gatepost's own record says."""

    network: str
    asked: int
    once: int
    twice: int
    lost: int  # not on the network, and not in a person's hands
    verified: int
    unknown: int  # times an answer was lost, or a worker died with its intent committed
    found: int  # of those, found on the account by reading it
    again: int  # of those, absent for certain and sent again
    held: int  # of those, put before a named person
    refused: int  # times the network refused, which waits for a person too
    with_person: int  # at the end: up, and a person is asked about it
    strays: int  # own posts wrongly called strays, beyond those a person was asked about
    faults: str

    @property
    def good(self) -> bool:
        return self.twice == 0 and self.lost == 0 and self.once == self.asked == self.verified + self.with_person

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "good": self.good}


def count(scene: Scene, accounts: Mapping[int, StandIn], texts: Sequence[str], faults: Counter[tuple[str, str]]) -> list[Row]:
    rows = []
    for account_id, there in accounts.items():
        live = Counter(there.texts())
        with scene.session() as session:
            acts = Counter(session.exec(select(Entry.act).where(Entry.account_id == account_id)))
            absent = session.exec(select(Entry.detail).where(Entry.account_id == account_id, Entry.act == Act.PUBLISH_ABSENT)).all()
            states = Counter(session.exec(select(Release.state).where(Release.account_id == account_id)))
            strays = len(session.exec(select(Stray).where(Stray.account_id == account_id)).all())
        held = sum(detail.get("state") == R.HELD for detail in absent)
        with_person = states[R.HELD] + states[R.FAILED] + states[R.DIFFERS]
        rows.append(
            Row(
                network=there.platform,
                asked=len(texts),
                once=sum(live[there.mangled(t)] == 1 for t in texts),
                twice=sum(live[there.mangled(t)] > 1 for t in texts),
                lost=sum(live[there.mangled(t)] == 0 for t in texts),
                verified=states[R.VERIFIED],
                unknown=acts[Act.PUBLISH_UNKNOWN],
                found=acts[Act.PUBLISH_UNKNOWN] - len(absent),
                again=len(absent) - held,
                held=held,
                refused=acts[Act.PUBLISH_FAILED],
                with_person=with_person,
                strays=strays,
                faults=" ".join(f"{kind} {n}" for (handle, kind), n in sorted(faults.items()) if handle == there.handle),
            )
        )
    return rows


COLUMNS = ("network", "asked", "once", "twice", "lost", "verified", "unknown", "found", "again", "held", "refused", "with_person", "strays")


def printed(rows: Sequence[Row], database: str, kills: int, seconds: float) -> str:
    """The table, for people."""
    lines = [f"{database}: {sum(r.asked for r in rows)} publishes, {kills} workers killed, {seconds:.0f} s"]
    lines.append(" ".join(f"{name.replace('_', ' '):>11}" for name in COLUMNS) + "  faults ordered")
    lines += [" ".join(f"{getattr(row, name):>11}" for name in COLUMNS) + f"  {row.faults}" for row in rows]
    return "\n".join(lines) + "\n"
