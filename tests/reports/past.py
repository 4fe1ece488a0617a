"""A past made straight in the tables: a year of comments cannot be lived through in a test."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from sqlmodel import Session

from bot.accounts.models import Account
from bot.cases.models import Case, CaseState
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Word
from bot.reports.moderation import Report, report
from tests.scene import Scene

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
KEPT: dict[str, Any] = {"word": Word.KEEP, "severity": 5, "score": 0.1}
HIDDEN: dict[str, Any] = {
    "word": Word.HIDE,
    "severity": 1,
    "score": 0.9,
    "machine_hid": True,
    "state": Visibility.HIDDEN,
    "review": Review.WAITING,
}
ASKED: dict[str, Any] = {"word": Word.ASK, "severity": 2, "score": 0.5, "review": Review.WAITING}
ALARM: dict[str, Any] = {"word": Word.ALARM, "severity": 0, "score": 0.9, "review": Review.SAFEGUARDING, "machine_hid": True}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def settled(decision: str, reason: str, by: int | None = None, **more: Any) -> dict[str, Any]:
    return {"review": Review.DECIDED, "decision": decision, "reason_code": reason, "decided_by": by, "restored": decision == "restore", **more}


class Home(Protocol):
    """A scene, or the world of the pages."""

    academy_id: int
    account_id: int


class Past:
    """Comments of one account, numbered as they are made."""

    def __init__(self, home: Home, session: Session, account_id: int = 0) -> None:
        self.home, self.session, self.account_id, self.number = home, session, account_id or home.account_id, 0
        account = session.get_one(Account, self.account_id)
        account.connected_at = utc(2000, 1, 1)
        session.add(account)

    def comment(self, seen: datetime, *kinds: dict[str, Any], hidden_s: float | None = None, posted_s: float = 20, **more: Any) -> Reply:
        """Seen then, posted so many seconds before, hidden so many seconds after."""
        self.number += 1
        values: dict[str, Any] = {"author_handle": "a_parent", "text": "Something"}
        for kind in kinds:
            values |= kind
        values |= more
        if values["word"] not in (Word.KEEP, Word.ALARM):
            values.setdefault("decide_by", seen + timedelta(minutes=60))
        reply = Reply(
            account_id=self.account_id,
            remote_id=f"past-{self.account_id}-{self.number}",
            author_id="1",
            url="https://network.example/1",
            platform_at=seen - timedelta(seconds=posted_s),
            seen_at=seen,
            hidden_at=None if hidden_s is None else seen + timedelta(seconds=hidden_s),
            **values,
        )
        self.session.add(reply)
        self.session.flush()
        return reply

    def case(self, raised: datetime, *, acknowledged_s: float | None = None, **more: Any) -> Case:
        self.number += 1
        case = Case(
            academy_id=self.home.academy_id,
            account_id=self.account_id,
            subject=f"past:{self.number}",
            rule="safeguarding",
            text="Something",
            author_handle="a_parent",
            url="",
            raised_at=raised,
            not_before=raised,
            acknowledged_at=None if acknowledged_s is None else raised + timedelta(seconds=acknowledged_s),
            **{"state": CaseState.PAGED if acknowledged_s is None else CaseState.ACKNOWLEDGED, **more},
        )
        self.session.add(case)
        self.session.flush()
        return case


def of(session: Session, scene: Scene, who: str, first: date = OCTOBER[0], last: date = OCTOBER[1], where: str = "") -> Report:
    return report(session, scene.who(session, who), where, first, last)


def said(found: Report, table: str) -> dict[str, list[str]]:
    """A table by its rows, as its reader sees it."""
    section = next(each for each in found.sections if each.key == table)
    return {row.label: [cell.words for cell in row.cells] for row in section.rows}
