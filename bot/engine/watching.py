"""Looking at the worker from another process, best on another machine: when its beats end, people are told without it (S33.2).

While no worker works, the alarms that wait leave from here: nobody else would send them.
"""

import threading
from collections.abc import Callable

import structlog
from sqlalchemy.engine import Engine

from bot.clock import spoken
from bot.db import open_session
from bot.engine.lone import working as at_work
from bot.notify import deliveries
from bot.platforms.registry import Means
from bot.reports import notice_items, working, working_outages
from bot.reports.working import Standing, State

log = structlog.get_logger()
LOOK_S = 20
_send = deliveries.alarms(notice_items.name)


def once(engine: Engine, means: Means) -> tuple[State, str]:
    """Look, tell whoever has to be told, and say how it stands."""
    with open_session(engine, vault=means.vault) as session:
        found = working_outages.look(session)
        unsent = found.alarming and bool(deliveries.due(session))
        session.commit()
    if unsent:
        with at_work(engine), open_session(engine, vault=means.vault) as session:
            _send(session, 0, means)
    return found.state, _sentence(found)


def until(stop: threading.Event, engine: Engine, means: Means, say: Callable[[str], None], look_s: float = LOOK_S) -> None:
    """Again and again. What changes is said; a look that fails is logged, and the next one comes."""
    before: State | None = None
    while not stop.is_set():
        try:
            state, sentence = once(engine, means)
        except Exception:
            log.exception("looking at the worker failed")
        else:
            if state is not before:
                say(sentence)
            before = state
        stop.wait(look_s)


def _sentence(found: Standing) -> str:
    if found.state is State.NEVER:
        return "No worker was started here yet. Run `gatepost serve` or `gatepost worker`."
    if found.state is State.WORKING:
        return f"A worker works; its last beat was on {spoken(found.since)}."
    return working.sentence(found) or f"The worker was stopped on {spoken(found.since)}. People are told if it stays off for five minutes."
