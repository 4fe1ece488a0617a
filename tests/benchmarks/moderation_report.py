"""The report on moderation over a year with 100,000 comments: how long one reading takes.

Method: comments spread evenly over twelve months, as a busy trust has them (88% kept, 8% asked about, 3% hidden, 1% criticism), a
decision and an opening on record for each that people had to decide; on the database of `--database` (a SQLite file in a temporary
folder when left out; for PostgreSQL an address). One reading outside the clock, then the middle of five, each in a session of its own.
"""

import argparse
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from bot.audit.models import Entry
from bot.clock import now
from bot.db import connect
from bot.engine import schema
from bot.moderation.desk.models import Decided
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Word
from bot.reports.moderation import report
from bot.secrets import new_key
from bot.settings import Settings
from tests.scene import Scene, build

KINDS: dict[str, tuple[Word, int]] = {"kept": (Word.KEEP, 5), "asked": (Word.ASK, 2), "hidden": (Word.HIDE, 1), "criticism": (Word.KEEP, 3)}


def kind_of(number: int) -> str:
    place = number % 100
    return "kept" if place < 88 else "asked" if place < 96 else "hidden" if place < 99 else "criticism"


def comment(scene: Scene, number: int, seen: datetime) -> dict[str, Any]:
    word, severity = KINDS[kind_of(number)]
    decided, hidden = word is not Word.KEEP, word is Word.HIDE
    values = Reply(
        account_id=scene.account_id,
        remote_id=str(number),
        author_handle=f"writer{number % 5000}",
        author_id=str(number % 5000),
        text=f"A comment of the usual length, which is about a line and a half of text, number {number}. " * 2,
        url=f"https://network.example/{number}",
        platform_at=seen - timedelta(seconds=5 + number % 90),
        seen_at=seen,
        word=word,
        severity=severity,
        score=0.5,
        reasons=[{"rule": "insult", "span": "usual", "start": 17, "end": 22}] if decided else [],
        decide_by=seen + timedelta(hours=1) if decided else None,
        review=Review.DECIDED if decided else Review.NONE,
        state=Visibility.HIDDEN if hidden else Visibility.VISIBLE,
        machine_hid=hidden,
        hidden_at=seen + timedelta(seconds=4 + number % 60) if hidden else None,
        decision=("restore" if number % 50 == 0 else "keep_hidden") if hidden else "leave" if decided else "",
        reason_code="abuse" if hidden else "not_abuse" if decided else "",
        restored=hidden and number % 50 == 0,
        decided_by=scene.people["slt"] if decided else None,
        decided_at=seen + timedelta(minutes=9) if decided else None,
    ).model_dump()
    return {**values, "id": number, "review": Review(values["review"])}


def fill(scene: Scene, comments: int) -> None:
    start = now() - timedelta(days=360)
    step = timedelta(days=359) / comments
    rows = [comment(scene, number, start + step * number) for number in range(1, comments + 1)]
    decided = [row for row in rows if row["decision"]]
    at = {row["id"]: row["seen_at"] + timedelta(minutes=9) for row in decided}
    decisions = [
        Decided(
            reply_id=row["id"],
            person_id=scene.people["slt"],
            at=at[row["id"]],
            decision=row["decision"],
            reason_code=row["reason_code"],
            was_state=Visibility.VISIBLE,
            was_review=Review.WAITING,
        ).model_dump(exclude={"id"})
        for row in decided
    ]
    opened = [
        {
            "seq": 1_000_000 + row["id"],
            "at": at[row["id"]] - timedelta(seconds=30),
            "actor_id": scene.people["slt"],
            "actor": "SLT",
            "act": "reply:open",
            "outcome": "read",
            "subject": f"reply:{row['id']}",
            "account_id": scene.account_id,
            "detail": {},
            "prev_hash": str(row["id"]),
            "hash": "",
        }
        for row in decided
    ]
    with scene.engine.begin() as connection:
        for table, found in ((Reply, rows), (Decided, decisions), (Entry, opened)):
            connection.execute(sa.insert(table), found)


def main(arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--database", default="")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=chosen.database or f"sqlite:///{folder}/report.sqlite3", secret_keys=new_key(), seal_file=Path(folder) / "seal.jsonl"
        )
        engine = connect(settings.database_url)
        schema.migrate(engine)
        scene = build(engine, settings)
        with scene.session() as session:
            session.execute(sa.text("UPDATE account SET connected_at = '2000-01-01 00:00:00'"))
            session.commit()
        fill(scene, chosen.comments)
        took = []
        for _ in range(6):
            with scene.session() as session:
                began = time.perf_counter()
                found = report(session, scene.who(session, "head"))
                took.append(time.perf_counter() - began)
        engine.dispose()
    return {
        "comments": found.came,
        "database": engine.dialect.name,
        "first_seconds": round(took[0], 2),
        "middle_seconds": round(median(took[1:]), 2),
        "good": median(took[1:]) < 1,
    }
