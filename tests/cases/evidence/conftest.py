"""A comment that was sealed and waits to be hidden, and the hands of somebody who alters what is kept."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from bot.cases import evidence_check
from bot.cases.evidence_models import EvidencePaper, EvidenceRun, RunState
from bot.cases.models import Evidence
from bot.clock import now
from tests.scene import Scene

THREAT = "I'm going to break that PE teacher's legs"


@dataclass
class Locker:
    scene: Scene

    def item(self) -> Evidence:
        """The newest."""
        with self.scene.session() as session:
            return session.exec(select(Evidence).order_by(col(Evidence.id).desc()).limit(1)).one()

    def paper(self) -> EvidencePaper:
        with self.scene.session() as session:
            return session.exec(select(EvidencePaper)).one()

    def print(self) -> list[object]:
        """The page is due now."""
        self.alter("UPDATE evidence_paper SET not_before = :at, lease_until = NULL", at=now())
        return [done.result for done in self.scene.work("evidence-page")]

    def check(self) -> int:
        """One whole walk; how much was found altered."""
        with self.scene.session() as session:
            key = evidence_check.begin(session, by_hand=True)
            while evidence_check.step(session, key) == "running":
                pass
            row = session.get_one(EvidenceRun, key, populate_existing=True)
            assert row.state is RunState.DONE
            return row.found

    def alter(self, statement: str, **values: object) -> None:
        """As somebody does who can write to the database."""
        with self.scene.session() as session:
            session.execute(sa.text(statement), values)
            session.commit()


@pytest.fixture
def locker(scene: Scene) -> Locker:
    scene.someone_says(THREAT)
    scene.work("replies")
    return Locker(scene)
