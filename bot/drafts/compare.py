"""What went through the gate beside what is live: equal, edited or gone."""

import re

from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.accounts.register import holders
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence
from bot.clock import spoken
from bot.drafts.models import Release, Stray, StrayKind
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.permissions import Role
from bot.platforms.base import Outgoing, Post
from bot.text import loose_equal

SCHEME = re.compile(r"https?://", re.IGNORECASE)
WORDS = {
    StrayKind.UNKNOWN: "A post on @{handle} did not go through Gatepost",
    StrayKind.EDITED: "A post on @{handle} was changed after it went out",
    StrayKind.GONE: "A post on @{handle} that went out is no longer there",
    StrayKind.BACKLOG: "A post on @{handle} from before Gatepost comes down",
}
STORY = "A story on @{handle} did not go through Gatepost: look at it before {ends_at}, when it is gone by itself"


def differs(approved: Outgoing, live: Post) -> bool:
    """Alt text is compared only where the network gives it back; a network may write out the scheme of a bare link."""
    sent = _without_name(approved.text, live.author_handle) if approved.reply_to else approved.text
    if not loose_equal(SCHEME.sub("", sent), SCHEME.sub("", words(live))):
        return True
    alts = tuple(m.alt for m in approved.media)
    return bool(live.alts) and live.alts != alts


def words(live: Post) -> str:
    """What a post of ours says. A network may put our own name before a part that goes on from one of ours (X does before any answer)."""
    return _without_name(live.text, live.author_handle) if live.parent_id else live.text


def _without_name(text: str, handle: str) -> str:
    return re.sub(rf"^(?:@{re.escape(handle)}\s+)+", "", text, flags=re.IGNORECASE)


def live_differs(session: Session, account: Account, release: Release, approved: Outgoing, live: Post | None) -> Stray | None:
    kind = StrayKind.GONE if live is None else StrayKind.EDITED
    return found(session, account, kind, release.remote_id or "", live, release=release, approved_text=approved.text)


def found(
    session: Session,
    account: Account,
    kind: StrayKind,
    remote_id: str,
    live: Post | None,
    *,
    release: Release | None = None,
    approved_text: str = "",
) -> Stray | None:
    """Keep the evidence and put it before SLT, once for each thing found. Commits nothing. None when it is known already."""
    live_text = live.text if live else ""
    there = session.exec(
        select(Stray).where(Stray.account_id == account.id, Stray.remote_id == remote_id, Stray.kind == kind, Stray.live_text == live_text)
    ).first()
    if there is not None:
        return None
    stray = Stray(
        account_id=account.id or 0,
        remote_id=remote_id,
        kind=kind,
        release_id=release.id if release else None,
        approved_text=approved_text,
        live_text=live_text,
        url=live.url if live else (release.url if release else ""),
        posted_at=live.at if live else None,
        ends_at=live.ends_at if live else None,
        holders=holders(session, account),
    )
    session.add(stray)
    session.flush()
    content = evidence.of_post(live) if live else {"remote_id": remote_id, "gone": True, "approved_text": approved_text}
    stray.evidence_id = evidence.capture(session, account, f"stray:{stray.id}", content).id
    append(
        session,
        GATEPOST,
        Act.STRAY_FOUND,
        f"stray:{stray.id}",
        academy_id=account.academy_id,
        account_id=account.id,
        kind=kind.value,
        remote_id=remote_id,
        holders=stray.holders,
    )
    text = (STORY if stray.ends_at else WORDS[kind]).format(handle=account.handle, ends_at=spoken(stray.ends_at) if stray.ends_at else "")
    for roles, link in (((Role.SLT, Role.HEAD), "/strays"), ((Role.ADMIN,), f"/accounts/{account.id}")):  # administrators do not decide strays
        tell_roles(session, account.academy_id, roles, text, link, subject=f"stray:{stray.id}", urgency=Urgency.SOON)
    return stray
