"""Making the parts of a thread at once: all of them in one commit, or none."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, select

from bot.audit.actions import Act
from bot.audit.log import append, recorded
from bot.drafts import sources, threads
from bot.drafts.content import Content, contributors
from bot.drafts.models import Contribution, Draft
from bot.drafts.pictures import received
from bot.drafts.sources_marks import mark
from bot.drafts.sources_models import ClaimSourceText
from bot.drafts.write import begin, change, held
from bot.errors import Refusal
from bot.people.grants import actor
from bot.people.models import Person


def create_thread(session: Session, me: Person, academy_id: int, parts: Sequence[Content]) -> list[Draft]:
    """Begin a draft for each part, in order."""
    parts = [replace(part, pictures=received(session, part.pictures)) for part in parts]
    with recorded(session, actor(me), Act.DRAFT_CREATED, academy_id=academy_id) as note:
        first = begin(session, me, academy_id, parts[0])
        note.subject = f"draft:{first.id}"
        made = [first, *_go_on(session, me, first, parts[1:])]
        note.detail.update(digest=first.digest, parts=[part.id for part in made])
    return made


def split_draft(session: Session, me: Person, draft_id: int, parts: Sequence[Content], version: int) -> list[Draft]:
    """A draft that was read at `version` becomes the first part; the others are new and go on from it.

    Raises Conflict when somebody changed it meanwhile. Its signatures are void, as after any change.
    """
    parts = [replace(part, pictures=received(session, part.pictures)) for part in parts]
    draft = held(session, draft_id, parts[0])
    with recorded(session, actor(me), Act.DRAFT_SAVED, f"draft:{draft_id}", academy_id=draft.academy_id) as note:
        change(session, me, draft, parts[0], version, note)
        if later := refuse_between(session, draft):
            raise later
        made = [draft, *_go_on(session, me, draft, parts[1:])]
        note.detail["parts"] = [part.id for part in made]
    return made


def refuse_between(session: Session, draft: Draft) -> Refusal | None:
    """A part that is there already was written to go on from this one; nothing comes between the two."""
    later = next(iter(threads.following(session, draft)), None)
    if later is None:
        return None
    return Refusal(
        f"Draft {later.id} goes on from this one already, so no part can come between them.",
        rule="thread-goes-on",
        next_step=f"Open draft {later.id} and let it stand alone. Split this one, then let draft {later.id} continue the last part.",
    )


def room(session: Session, continues_id: int | None) -> int:
    """How many parts there may be: what it continues takes up the rest."""
    before = session.get(Draft, continues_id) if continues_id is not None else None
    return threads.MOST - (len(threads.earlier(session, before)) + 1 if before else 0)


def _go_on(session: Session, me: Person, first: Draft, parts: Sequence[Content]) -> list[Draft]:
    """Whoever touched the first part touched the words of the others, and can sign none of them."""
    touched = set(contributors(session, first.id or 0))
    made, before = [], first
    for part in parts:
        draft = begin(session, me, first.academy_id, replace(part, continues_id=before.id))
        there = set(session.exec(select(Contribution.person_id).where(Contribution.draft_id == draft.id)))
        session.add_all([Contribution(draft_id=draft.id or 0, person_id=each) for each in sorted(touched - there)])
        _carry_files(session, first, draft, part)
        subject, digest = f"draft:{draft.id}", draft.digest
        append(session, actor(me), Act.DRAFT_CREATED, subject, academy_id=draft.academy_id, digest=digest, continues=before.id)
        made.append(draft)
        before = draft
    return made


def _carry_files(session: Session, first: Draft, draft: Draft, part: Content) -> None:
    """The files and pasted words that its facts name, so that its checker can open them."""
    named = set(part.claim_sources.values())
    for row in sources.kept(session, first):
        if mark(row.name, row.kind.value, row.sha256) in named:
            session.add(ClaimSourceText(**row.model_dump(exclude={"id", "draft_id"}), draft_id=draft.id or 0))
    session.flush()
