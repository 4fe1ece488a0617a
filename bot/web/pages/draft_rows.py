"""One draft as a line of a list: its state in words, for which accounts, how it begins, when it goes out, who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.drafts.content import targets
from bot.drafts.lifecycle import COLOURS, WORDS, ReleaseState, State, overall
from bot.drafts.models import Draft, Release
from bot.people.models import Person
from bot.platforms.capabilities import CAPABILITIES
from bot.web.rendering import when

BEGINNING = 110
PAGE = 20


@dataclass(frozen=True)
class Row:
    draft: Draft
    state: str
    words: str
    colour: str
    accounts: str
    beginning: str
    window: str
    author: str
    why: str = ""


def row(session: Session, draft: Draft, why: str = "") -> Row:
    releases = session.exec(select(Release.state).where(Release.draft_id == draft.id)).all()
    state = overall(draft.state, [ReleaseState(r) for r in releases])
    text = " ".join(draft.text.split())
    return Row(
        draft,
        state.value,
        WORDS[state],
        COLOURS[state],
        ", ".join(named(a) for a in targets(session, draft)) or "no account chosen",
        text[:BEGINNING] + ("…" if len(text) > BEGINNING else "") or "A picture without words",
        window(draft),
        session.get_one(Person, draft.author_id).name,
        why,
    )


def rows(session: Session, drafts: Iterable[Draft]) -> list[Row]:
    return [row(session, draft) for draft in drafts]


def network(platform: str) -> str:
    return CAPABILITIES[platform].label if platform in CAPABILITIES else platform


def named(account: Account) -> str:
    return f"@{account.handle} ({network(account.platform)})"


def window(draft: Draft) -> str:
    begin = f"Goes out {when(draft.not_before)}" if draft.not_before else "Goes out as soon as it is approved"
    return f"{begin}, at the latest {when(draft.not_after)}"


def mine(session: Session, me: Person, places: list[int]) -> list[Draft]:
    """What I wrote and what is not over yet."""
    over = (State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.APPROVED)
    query = select(Draft).where(Draft.author_id == me.id, col(Draft.academy_id).in_(places), col(Draft.state).not_in(over))
    return list(session.exec(query.order_by(col(Draft.changed_at).desc()).limit(PAGE)))


def search(session: Session, places: list[int], state: str, words: str, number: int) -> tuple[list[Draft], int]:
    """One page of what may be read, newest change first, and how many there are in all."""
    query = select(Draft).where(col(Draft.academy_id).in_(places))
    if state in [s.value for s in State]:
        query = query.where(Draft.state == State(state))
    elif state in [s.value for s in ReleaseState]:
        query = query.where(col(Draft.id).in_(select(Release.draft_id).where(Release.state == ReleaseState(state))), Draft.state == State.APPROVED)
    if words.strip():
        query = query.where(col(Draft.text).icontains(words.strip()[:200], autoescape=True))
    total = session.exec(select(sa.func.count()).select_from(query.subquery())).one()
    found = session.exec(query.order_by(col(Draft.changed_at).desc(), col(Draft.id).desc()).offset((number - 1) * PAGE).limit(PAGE))
    return list(found), total
