"""One release as its network gets it."""

from datetime import datetime

from sqlmodel import Session

from bot.drafts import threads
from bot.drafts.content import bundle_of
from bot.drafts.models import Draft, Release
from bot.platforms.base import Media, Outgoing


def outgoing(session: Session, draft: Draft, release: Release, intent_at: datetime) -> Outgoing:
    """Exactly what the digest covers. File names never leave: they may hold a pupil's name (S07.3). Who may reply is said of a
    thread's first part alone, because networks take no such word about an answer."""
    bundle = bundle_of(session, draft, with_data=True)
    return Outgoing(
        key=release.key,
        text=bundle.text,
        planned_at=intent_at,
        media=tuple(Media(m.data or b"", m.mime, m.alt, f"picture-{n}") for n, m in enumerate(bundle.media, start=1)),
        reply_to=threads.answered(session, draft, release.account_id),
        reply_setting=bundle.reply_setting if bundle.continues is None else "everyone",
    )
