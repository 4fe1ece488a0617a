"""One draft as a line of a list: its state in words, for which accounts, how it begins, when it goes out, who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.drafts import turns
from bot.drafts.content import targets
from bot.drafts.lifecycle import COLOURS, ReleaseState, State, overall
from bot.drafts.models import Draft, Release
from bot.drafts.waiting import WAITING, since
from bot.people.models import Person
from bot.platforms.capabilities import CAPABILITIES
from bot.web.pages.draft_extra import state_words
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
    waits: str = ""  # since when, and for whom


def row(session: Session, draft: Draft, why: str = "", *, whose: bool = False) -> Row:
    """With `whose`, the line names the people whose turn it is, which takes longer to find out."""
    releases = session.exec(select(Release.state).where(Release.draft_id == draft.id)).all()
    state = overall(draft.state, [ReleaseState(r) for r in releases])
    text = " ".join(draft.text.split())
    return Row(
        draft,
        state.value,
        state_words(session, draft, state),
        COLOURS[state],
        ", ".join(named(a) for a in targets(session, draft)) or "no account chosen",
        text[:BEGINNING] + ("…" if len(text) > BEGINNING else "") or "A picture without words",
        window(draft),
        session.get_one(Person, draft.author_id).name,
        why,
        waits(session, draft, whose=whose),
    )


def rows(session: Session, drafts: Iterable[Draft]) -> list[Row]:
    return [row(session, draft) for draft in drafts]


def network(platform: str) -> str:
    return CAPABILITIES[platform].label if platform in CAPABILITIES else platform


def named(account: Account) -> str:
    return f"@{account.handle} ({network(account.platform)})"


def waits(session: Session, draft: Draft, *, whose: bool = False) -> str:
    """Since when it waits for the next person, and with `whose` for whom. Empty for what waits for nobody."""
    if draft.state not in WAITING:
        return ""
    people = [p.name for p in turns.who_can(session, draft)] if whose else []
    return f"Waiting since {when(since(draft))}{f' for {listed(people)}' if people else ''}"


def listed(people: list[str]) -> str:
    """Any one of them."""
    return " or ".join(filter(None, [", ".join(people[:-1]), *people[-1:]]))


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
