"""What a leader decides when the gate cannot: send a held post after all, or say whether a lost one is up."""

from sqlmodel import Session, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.lifecycle import ReleaseState as R
from bot.drafts.lifecycle import State
from bot.drafts.models import Draft, Release
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb


def release_again(session: Session, me: Person, release_id: int) -> Release:
    """A leader puts a held or failed post back in the queue. Every test is made again before it leaves."""
    release = session.get(Release, release_id, with_for_update=True, populate_existing=True)
    if release is None:
        raise NotFound("That post is not here.")
    draft = session.get_one(Draft, release.draft_id)
    with recorded(
        session,
        actor(me),
        Act.PUBLISH_RELEASED,
        f"draft:{draft.id}",
        academy_id=draft.academy_id,
        account_id=release.account_id,
        release=release_id,
    ):
        require(session, me, Verb.RELEASE, Place(draft.academy_id))
        if release.state not in (R.HELD, R.FAILED):
            raise Refusal("Only a held or failed post can be put back in the queue.", rule="move")
        if draft.state is not State.APPROVED:
            raise Refusal("The draft is no longer approved, so its post cannot go out.", rule="move", next_step="Write a new draft.")
        if draft.not_after <= now():
            raise Refusal("Its latest time has passed.", rule="window", next_step="Give the draft a new time; it then needs new signatures.")
        release.state, release.reason, release.not_before, release.failures = R.QUEUED, "", max(now(), draft.not_before or now()), 0
        session.add(release)
    return release


def resolve_unknown(session: Session, me: Person, release_id: int, *, it_is_up: bool, remote_id: str = "") -> Release:
    """A leader looked at the account and says whether the post is up. Their word is recorded; a post said to be up is read back."""
    release = session.get(Release, release_id, with_for_update=True, populate_existing=True)
    if release is None:
        raise NotFound("That post is not here.")
    draft = session.get_one(Draft, release.draft_id)
    with recorded(session, actor(me), Act.PUBLISH_RELEASED, f"draft:{draft.id}", academy_id=draft.academy_id, release=release_id, up=it_is_up):
        require(session, me, Verb.RELEASE, Place(draft.academy_id))
        if release.state is not R.UNKNOWN:
            raise Refusal("This is no longer unknown.", rule="already-decided", next_step="Reload the page.")
        if it_is_up and not remote_id.strip():
            raise BadInput({"remote_id": "Give the post's own id or the last part of its address, so that it can be read back."})
        if it_is_up and _taken(session, release, remote_id.strip()):
            raise BadInput({"remote_id": "That post is another one that went through Gatepost. Give the id of this one."})
        if it_is_up:
            release.state, release.remote_id, release.published_at = R.PUBLISHED, remote_id.strip(), now()
        else:
            release.state, release.reason, release.intent_at = R.HELD, f"{me.name} looked: it is not on the account.", None
        release.attempts, release.lease_until, release.not_before = release.attempts + 1, None, now()
        session.add(release)
    return release


def _taken(session: Session, release: Release, remote_id: str) -> bool:
    query = select(Release).where(Release.account_id == release.account_id, Release.remote_id == remote_id, Release.id != release.id)
    return session.exec(query).first() is not None
