"""Scheduled posts whose pictures may no longer be used are held before their time comes, so that somebody can act (control C11)."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.clock import today
from bot.drafts import holding
from bot.drafts.content import bundle_of
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, DraftMedia, Release
from bot.drafts.rights_setting import events_for, rights_for
from bot.drafts.screens import events, rights
from bot.drafts.screens.base import Finding, Setting
from bot.people.grants import profile_at


def due(session: Session) -> list[int]:
    """Posts in the queue with a picture whose permission ended, was taken back, or was ruled out since they were approved."""
    query = select(Release).where(Release.state == ReleaseState.QUEUED).where(sa.exists().where(col(DraftMedia.draft_id) == col(Release.draft_id)))
    return [release.id or 0 for release in session.exec(query.order_by(col(Release.id))) if barred(session, release.draft_id)]


def barred(session: Session, draft_id: int) -> Finding | None:
    """The first thing about the rights of its pictures, or the event they are from, that stops this draft now."""
    draft = session.get_one(Draft, draft_id)
    bundle = bundle_of(session, draft)
    setting = Setting(
        profile=profile_at(session, draft.academy_id),
        platforms=(),
        today=today(),
        rights=rights_for(session, draft.academy_id, bundle.media),
        events=events_for(session, draft.academy_id, bundle.media),
    )
    found = [*rights.screen(bundle, setting), *events.screen(bundle, setting)]
    return next((finding for finding in found if finding.level == "block"), None)


def hold(session: Session, release_id: int) -> str:
    """Hold one post, if it is still in the queue and its picture is still barred."""
    release = session.get(Release, release_id, populate_existing=True)
    why = barred(session, release.draft_id) if release and release.state is ReleaseState.QUEUED else None
    if release is None or why is None:
        session.rollback()
        return "not due"
    reason = f"A picture in it may no longer be used. {why.message}"
    draft = session.get_one(Draft, release.draft_id)
    if not holding.hold(session, release, draft, reason, rule=f"screen:{why.screen}", clause=why.clause):
        session.rollback()
        return "gone"
    session.commit()
    return "held"
