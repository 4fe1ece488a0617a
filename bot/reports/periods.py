"""What a page says of sensitive periods, break-glass posts and questions asked first."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.drafts import advice, break_glass, modes
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release
from bot.drafts.modes_models import Mode, ModeHold, ModeState
from bot.notify.models import Urgency
from bot.people.grants import Place, academies, may
from bot.people.models import Academy, Person
from bot.people.permissions import Verb

SHOWN = 50
Line = tuple[int, str, str, Urgency]  # how many, the sentence, where, how soon


def visible(session: Session, homes: Iterable[Academy]) -> list[Mode]:
    """Of these academies and of the whole trust: what stands or is prepared first, then what ended, newest first."""
    mine = sa.or_(col(Mode.academy_id).is_(None), col(Mode.academy_id).in_([home.id for home in homes]))
    rows = session.exec(select(Mode).where(mine).order_by(col(Mode.id).desc()).limit(SHOWN)).all()
    order = (ModeState.ACTIVE, ModeState.PLANNED, ModeState.ENDED)
    return sorted(rows, key=lambda mode: order.index(mode.state))


def held(session: Session, mode: Mode) -> list[Draft]:
    """Drafts with a post that it holds now."""
    query = select(Draft).join(Release, col(Release.draft_id) == col(Draft.id)).join(ModeHold, col(ModeHold.release_id) == col(Release.id))
    rows = session.exec(query.where(ModeHold.mode_id == mode.id, Release.state == ReleaseState.HELD).order_by(col(Draft.id)))
    return list({draft.id: draft for draft in rows}.values())


def banner(session: Session, homes: Iterable[Academy]) -> list[str]:
    """A sentence for each period that stands at one of these academies."""
    found = {mode.id: mode for home in homes for mode in modes.standing(session, home.id or 0)}
    return [modes.sentence(found[key]) for key in sorted(found, key=lambda key: key or 0)]


def lines(session: Session, me: Person) -> list[Line]:
    """Questions to answer, native posts to review, periods to agree to."""
    asked = advice.waiting(session, me)
    where = f"/advice/{asked[0][1].id}" if len(asked) == 1 else "/advice"
    found: list[Line] = [(len(asked), f"Answer {_count(len(asked), 'question')}: somebody asked first and waits", where, Urgency.SOON)]
    for row in break_glass.mine_to_review(session, me):
        late = "Overdue: review" if row.overdue_at else "Review within the hour"
        found.append((1, f"{late} a post that was made outside Gatepost (break-glass)", f"/break-glass/{row.id}", Urgency.SOON))
    homes = [home for home in academies(session, me) if may(session, me, Verb.SWITCH_MODE, Place(home.id or 0))]
    waiting = [mode for mode in (visible(session, homes) if homes else []) if mode.state is ModeState.PLANNED and mode.agreed_by is None]
    found.append((len(waiting), f"Agree to {_count(len(waiting), 'sensitive period')}, or leave it", "/modes", Urgency.ROUTINE))
    return found


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
