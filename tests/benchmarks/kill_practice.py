"""The practice network for the kill benchmark: its faults stand in the database, which outlives every worker too."""

from sqlmodel import select

from bot.platforms import practice_world as world
from bot.platforms.practice_world import Fault, PracticePost
from tests.benchmarks.kill_networks import BUSY, DOWN, DUPLICATE, LATE, LOST, REFUSED, StandIn
from tests.scene import Scene

KINDS = {LOST: Fault.LOST, LATE: Fault.LOST, DUPLICATE: Fault.REFUSE, REFUSED: Fault.REFUSE, BUSY: Fault.BUSY, DOWN: Fault.DOWN}


def practice(scene: Scene) -> StandIn:
    """The account that every scene has."""

    def texts() -> list[str]:
        with scene.session() as session:
            return list(session.exec(select(PracticePost.text).where(PracticePost.author_id == scene.remote_id)))

    def order(kind: str) -> None:
        with scene.session() as session:
            world.order_fault(session, scene.remote_id, KINDS[kind], call="publish", wait_s=0.3 if kind == LATE else 0.0)

    return StandIn("practice", "AcademyA", {}, texts, order)
