"""Addresses in live posts that no longer lead where they led: found by the daily look, put before senior leadership (S12.3)."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now, today
from bot.drafts.lifecycle import SEEN_LIVE, ReleaseState
from bot.drafts.links.checks import TRIES, answer_of, site
from bot.drafts.links.models import LinkCheck, LinkState, PostLink
from bot.drafts.models import Draft, Release
from bot.drafts.screens.base import LinkAnswer, Setting
from bot.drafts.screens.links import judge
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import academy, profile_at
from bot.people.permissions import Role

LIVE = (*SEEN_LIVE, ReleaseState.PUBLISHED)


def due(session: Session) -> list[int]:
    """Pinned addresses of live posts whose newest answer is not the one they were last compared with."""
    rows = session.exec(
        select(PostLink.id)
        .join(LinkCheck, col(LinkCheck.url) == col(PostLink.url))
        .join(Release, col(Release.draft_id) == col(PostLink.draft_id))
        .where(
            col(Release.state).in_(LIVE),
            col(LinkCheck.checked_at) > col(PostLink.approved_at),
            (col(PostLink.compared_at).is_(None)) | (col(PostLink.compared_at) < col(LinkCheck.checked_at)),
        )
        .distinct()
    )
    return [key for key in rows if key is not None]


def compare(session: Session, key: int) -> None:
    """Note what became of one address, and tell senior leadership once for each change for the worse."""
    pinned = session.get_one(PostLink, key)
    check = session.exec(select(LinkCheck).where(LinkCheck.url == pinned.url)).one()
    draft = session.get_one(Draft, pinned.draft_id)
    before, pinned.compared_at = pinned.state, now()
    if check.status or check.refused or check.failures >= TRIES:
        pinned.state = _standing(session, draft.academy_id, pinned, answer_of(check))
    session.add(pinned)
    subject = f"link:{pinned.id}"
    if pinned.state is LinkState.SAFE and before is not LinkState.SAFE:
        settled(session, subject)
    if pinned.state not in (LinkState.SAFE, before):
        pinned.noticed_at = now()
        append(
            session,
            GATEPOST,
            Act.LINK_CHANGED,
            f"draft:{draft.id}",
            academy_id=draft.academy_id,
            url=pinned.url,
            approved=pinned.final_url,
            now=check.final_url,
            status=check.status,
        )
        tell_roles(
            session, draft.academy_id, (Role.SLT, Role.HEAD), _said(pinned, check), f"/drafts/{draft.id}", subject=subject, urgency=Urgency.SOON
        )
    session.commit()


def of_draft(session: Session, draft_id: int) -> list[PostLink]:
    """For the draft's page: what its addresses lead to, the worst first."""
    order = list(LinkState)
    rows = session.exec(select(PostLink).where(PostLink.draft_id == draft_id)).all()
    return sorted(rows, key=lambda row: -order.index(row.state))


def _standing(session: Session, academy_id: int, pinned: PostLink, answer: LinkAnswer) -> LinkState:
    setting = Setting(
        profile=profile_at(session, academy_id),
        platforms=(),
        today=today(),
        links={pinned.url: answer},
        official_domains=(academy(session, academy_id).email_domain,),
    )
    verdicts: Iterable[tuple[str, str]] = judge(pinned.url, setting)
    if any(level == "block" for level, _ in verdicts):
        return LinkState.GONE_BAD
    return LinkState.SAFE if site(answer.final_url) == site(pinned.final_url) else LinkState.CHANGED


def _said(pinned: PostLink, check: LinkCheck) -> str:
    if pinned.state is LinkState.CHANGED:
        approved, newest = site(pinned.final_url), site(check.final_url)
        return f"A link in a live post leads elsewhere: {pinned.url} led to {approved} and leads to {newest}. Look, then remove or correct the post"
    return f"A link in a live post is no longer safe or does not answer: {pinned.url}. Remove or correct the post"
