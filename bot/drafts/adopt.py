"""Taking over a draft whose author may no longer write: a leaver, a lapsed permission (S03.2). It needs fresh signatures."""

from sqlmodel import Session, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.content import targets
from bot.drafts.lifecycle import Move, State, check_move
from bot.drafts.models import Contribution, Draft
from bot.drafts.waiting import put
from bot.drafts.write import call_back, locked, void
from bot.errors import Refusal
from bot.people.grants import Place, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb


def adopt(session: Session, me: Person, draft_id: int) -> Draft:
    """The adopter answers for it from now on as its author, so they can never sign it."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.DRAFT_ADOPTED, f"draft:{draft_id}", academy_id=draft.academy_id) as note:
        refuse_adoption(session, me, draft)
        note.detail.update(before=draft.author_id, voided=void(session, draft, f"taken over by {me.name}"))
        call_back(session, draft)
        draft.author_id, draft.changed_at = me.id or 0, now()
        put(session, draft, draft.state if draft.state in (State.DRAFT, State.NEEDS_CHANGES, State.ADVICE) else State.SUBMITTED)
        session.add(draft)
        touched = session.exec(select(Contribution).where(Contribution.draft_id == draft_id, Contribution.person_id == me.id)).first()
        if touched is None:
            session.add(Contribution(draft_id=draft_id, person_id=me.id or 0))
    return draft


def refuse_adoption(session: Session, me: Person, draft: Draft) -> None:
    """Raises the Refusal this person would meet."""
    places = [Place(draft.academy_id), *(Place(draft.academy_id, account.id) for account in targets(session, draft))]
    for place in places:
        require(session, me, Verb.DRAFT, place)
    check_move(draft.state, Move.ADOPT)
    author = session.get_one(Person, draft.author_id)
    if author.id == me.id or all(may(session, author, Verb.DRAFT, place) for place in places):
        raise Refusal("Its author can still write for this account.", rule="author-can", next_step="Ask the author, or send the draft back to them.")
