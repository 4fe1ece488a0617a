"""Ask first (control C31): a question parks the draft, an adviser answers, and the answer stays with it."""

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.drafts import turns
from bot.drafts.advice_models import Advice, Verdict
from bot.drafts.advisers import WORKING_DAY, asked_of, open_for, park, subject, why_not, words
from bot.drafts.lifecycle import Move, State, check_move
from bot.drafts.models import Draft
from bot.drafts.routing import named, route, tell_author
from bot.drafts.screening import needs_dpo, refuse_blocked
from bot.drafts.waiting import put
from bot.drafts.write import locked, void
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.calendar import hours_at
from bot.people.grants import actor
from bot.people.models import Person
from bot.policy.parameter import RoutedRole

LONGEST = 2_000


def ask(session: Session, me: Person, draft_id: int, question: str) -> Advice:
    """The author, or whoever would sign it next, is not sure: it is parked with the adviser of the profile (S31.1)."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.ADVICE_ASKED, f"draft:{draft_id}", academy_id=draft.academy_id) as note:
        check_move(draft.state, Move.ASK_ADVICE)
        refuse_asking(session, me, draft)
        advice = park(session, me, draft, _words(question, "question", "Say what you are not sure about."))
        note.detail.update(question=advice.question, asked=advice.roles)
    return advice


def refuse_asking(session: Session, me: Person, draft: Draft) -> None:
    """Raises the Refusal of somebody who can neither write it nor take its next step."""
    no = turns.why_not(session, me, draft, Move.CHANGE)
    if no is not None and draft.state in turns.NEXT:
        no = turns.why_not(session, me, draft, turns.NEXT[draft.state][0])
    if no is not None:
        raise no


def answer(session: Session, me: Person, draft_id: int, digest: str, *, verdict: str, text: str) -> Advice:
    """Go on: into the queue, where nobody has signed yet. Change this first: back to its author."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.ADVICE_ANSWERED, f"draft:{draft_id}", academy_id=draft.academy_id, verdict=verdict) as note:
        advice = open_for(session, draft_id)
        if advice is None:
            raise Refusal("Nobody waits for an answer here.", rule="already-decided", next_step="Reload the page.")
        no = why_not(session, me, draft, advice)
        if no is not None:
            raise no
        check_move(draft.state, Move.ADVISE)
        if digest != draft.digest:
            raise Refusal("The draft was changed after you opened it.", rule="digest", next_step="Reload the page, read it again, then answer.")
        if verdict not in set(Verdict):
            raise BadInput({"verdict": "Choose whether it may go on or is changed first."})
        advice.answer = _words(text, "answer", "Write your answer: it stays with the draft.")
        advice.answered_by, advice.answered_at, advice.verdict, advice.digest = me.id, now(), Verdict(verdict), draft.digest
        advice.closed = True
        session.add(advice)
        settled(session, subject(advice))
        _release(session, draft, advice)
        note.detail.update(answer=advice.answer, state=draft.state.value, digest=draft.digest)
        for person_id in {draft.author_id, advice.asked_by}:
            tell_person(session, draft.academy_id, person_id, f"{me.name} answered: {advice.verdict} with {named(draft)}", f"/drafts/{draft_id}")
    return advice


def _release(session: Session, draft: Draft, advice: Advice) -> None:
    if advice.verdict is Verdict.CHANGE_FIRST:
        void(session, draft, "to be changed first, on advice")
        put(session, draft, State.NEEDS_CHANGES)
        draft.note = advice.answer
        return
    stops = "Its latest time passed while it waited. Choose a later one." if draft.not_after <= now() else ""
    try:
        found = refuse_blocked(session, draft)
    except Refusal as blocks:
        stops = blocks.sentence
    if stops:  # the advice stands; what a check stops is for the author to put right
        put(session, draft, State.NEEDS_CHANGES)
        draft.note = f"The advice is to go on, but first: {stops}"
        return
    draft.submitted_at, draft.note = draft.submitted_at or now(), ""
    route(session, draft, dpo=needs_dpo(session, draft, found))


def waiting(session: Session, me: Person) -> list[tuple[Draft, Advice]]:
    """Questions this person may answer, longest waiting first."""
    found = []
    for advice in session.exec(select(Advice).where(col(Advice.closed).is_(False)).order_by(col(Advice.asked_at))):
        draft = session.get_one(Draft, advice.draft_id)
        if draft.state is State.ADVICE and why_not(session, me, draft, advice) is None:
            found.append((draft, advice))
    return found


def due(session: Session) -> list[int]:
    rows = session.exec(select(Advice).where(col(Advice.closed).is_(False), col(Advice.chase_at) <= now()))
    return [row.id or 0 for row in rows]


def chase(session: Session, key: int) -> str:
    """Nobody answered in time: others are told, and told again each working day. The draft stays parked."""
    advice = session.get(Advice, key, with_for_update=True, populate_existing=True)
    if advice is None:
        raise NotFound("That question is not here.")
    draft = session.get_one(Draft, advice.draft_id)
    if advice.closed or advice.chase_at > now():
        session.rollback()
        return "nothing"
    if draft.state is not State.ADVICE:  # withdrawn meanwhile
        advice.closed = True
        session.add(advice)
        settled(session, subject(advice))
        session.commit()
        return "closed"
    advice.chased_at, advice.chase_at = now(), hours_at(session, draft.academy_id).after(now(), WORKING_DAY)
    session.add(advice)
    append(session, GATEPOST, Act.ADVICE_CHASED, f"draft:{draft.id}", academy_id=draft.academy_id, asked=advice.roles)
    settled(session, subject(advice))
    text = f"Still no answer from {words(advice)} about draft {draft.id}: senior leadership may answer now. The draft stays parked."
    to = dict.fromkeys((*asked_of(advice), RoutedRole.HEAD, RoutedRole.SLT))
    tell_roles(session, draft.academy_id, to, text, f"/advice/{advice.id}", subject=subject(advice), urgency=Urgency.SOON)
    tell_author(session, draft, "Your question has no answer yet, and others were told")
    session.commit()
    return "chased"


def _words(text: str, field: str, missing: str) -> str:
    said = text.strip()
    if not said:
        raise BadInput({field: missing})
    if len(said) > LONGEST:
        raise BadInput({field: f"Keep it under {LONGEST:,} characters."})
    return said
