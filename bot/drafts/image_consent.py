"""What the gate asks about pictures beside the screen: at the last test, and of the approver who looks at the faces (S09.4)."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.cases import tasks
from bot.clock import now
from bot.drafts.bundle import MediaItem
from bot.drafts.content import bundle_of, targets
from bot.drafts.lifecycle import GONE_OUT, State
from bot.drafts.models import Draft, DraftMedia, Release
from bot.drafts.pictures import PictureFacts
from bot.drafts.screening import findings
from bot.drafts.screens.images import PUPILS, declared
from bot.drafts.withdrawal import hold, list_live
from bot.drafts.write import call_back, locked, void
from bot.errors import BadInput, Refusal
from bot.notify.send import tell_person, tell_roles
from bot.people.grants import Place, actor, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

OVER = (State.REJECTED, State.WITHDRAWN, State.EXPIRED)
STEPS = (
    "Look at the picture on the page of the draft.",
    "Ask its author why it was declared to show no children.",
    "Decide whether this was a mistake or misuse, and write down what follows.",
    "Come back here and press Done.",
)


def consent_refusal(session: Session, draft: Draft) -> Refusal | None:
    """Asked again inside the claim: a consent may have been withdrawn or have expired since people signed."""
    if session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id)).first() is None:
        return None
    block = next((f for f in findings(session, draft) if f.screen == "images" and f.level == "block"), None)
    if block is None:
        return None
    return Refusal(block.message, rule="consent", clause=block.clause, next_step="Change the picture; the draft then needs new signatures.")


def needs_face_answer(session: Session, draft: Draft) -> bool:
    """Whether the approver is asked if children can be seen: for every picture that is declared to show none."""
    return bool(said_childless(session, draft))


def said_childless(session: Session, draft: Draft) -> list[MediaItem]:
    return [item for item in bundle_of(session, draft).media if PUPILS not in declared(item)]


def children_seen(session: Session, me: Person, draft_id: int, pictures: Iterable[str] = ()) -> Draft:
    """The approver sees children where none were declared: nothing goes out, and the Headteacher and the DSL find out why.

    `pictures` are hashes; none stands for all that were declared to show no children.
    """
    draft = locked(session, draft_id)
    with recorded(session, actor(me), ConsentAct.CHILDREN_SEEN, f"draft:{draft_id}", academy_id=draft.academy_id, digest=draft.digest) as note:
        require(session, me, Verb.APPROVE, Place(draft.academy_id))
        for account in targets(session, draft):
            require(session, me, Verb.APPROVE, Place(draft.academy_id, account.id))
        hidden = {item.sha256 for item in said_childless(session, draft)}
        marked = set(pictures) or hidden
        if not hidden or draft.state in OVER:
            raise Refusal("No picture here is declared to show no children.", rule="move", next_step="Reload the page.")
        if not marked <= hidden:
            raise BadInput({"pictures": "Choose the pictures in which children can be seen."})
        note.detail["pictures"] = sorted(marked)
        _mark(session, me, marked)
        _stop(session, draft)
        _open_case(session, draft)
    return draft


def _mark(session: Session, me: Person, hashes: set[str]) -> None:
    """Kept with the picture and not the draft, so that another draft with it is stopped too."""
    for sha256 in hashes:
        facts = session.get(PictureFacts, sha256) or PictureFacts(sha256=sha256)
        facts.children_seen_by, facts.children_seen_at = me.id, now()
        session.add(facts)


def _stop(session: Session, draft: Draft) -> None:
    why = "Children can be seen in a picture that was declared to show none."
    hold(session, [draft], why)
    if session.exec(select(Release).where(Release.draft_id == draft.id, col(Release.state).in_(GONE_OUT))).first() is not None:
        list_live(session, [draft], why)
        tell_roles(session, draft.academy_id, [Role.DPO, Role.SLT], f"A live post has to come down. {why}", "/consent/removals")
        return
    call_back(session, draft)
    void(session, draft, "children were seen in a picture")
    draft.state, draft.note = State.NEEDS_CHANGES, f"{why} Say who they are, or take the picture out."
    session.add(draft)
    tell_person(session, draft.academy_id, draft.author_id, f"Draft {draft.id} was sent back. {why}", f"/drafts/{draft.id}")


def _open_case(session: Session, draft: Draft) -> None:
    """Until there is a file for misuse (control C24): a task each for the Headteacher and the safeguarding lead, and word to the rest."""
    account = targets(session, draft)[0]
    title = f"Children in a picture declared to show none: draft {draft.id}"
    tasks.ask(session, account, f"draft:{draft.id}", title, STEPS, role=Role.HEAD, link=f"/drafts/{draft.id}")
    tasks.ask(session, account, f"draft:{draft.id}", f"{title} (safeguarding)", STEPS, role=Role.DSL)
    listed = {role.value for role in profile_at(session, draft.academy_id).misuse_recipients.value}
    others = [role for role in Role if role.value in listed and role not in (Role.HEAD, Role.DSL)]
    tell_roles(session, draft.academy_id, others, f"{title}.", f"/drafts/{draft.id}")
