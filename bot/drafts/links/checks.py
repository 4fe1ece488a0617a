"""Where the addresses of drafts lead: opened by the worker, remembered for a day, and watched once they are live (control C12)."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.clock import now
from bot.drafts.bundle import Bundle
from bot.drafts.links.models import CheckState, LinkCheck, PostLink
from bot.drafts.screens.addresses import not_public
from bot.drafts.screens.base import LinkAnswer
from bot.drafts.screens.links import find_links
from bot.people.grants import academy
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

FRESH = timedelta(hours=24)  # an answer older than this is no answer
WATCHED = timedelta(days=30)  # daily for this long after approval, then weekly
DAILY, WEEKLY, NEVER = timedelta(days=1), timedelta(days=7), timedelta(days=3650)
TRIES = 3  # an address that does not answer is tried again soon, this often, before it counts as dead


def addresses(bundle: Bundle) -> list[str]:
    """Each address once, as written: in the text and in what is said about its pictures. Private ones are left out: nobody opens them."""
    texts = (bundle.text, *(item.alt for item in bundle.media), *(item.credit for item in bundle.media))
    return list(dict.fromkeys(url for text in texts for url, _, _ in find_links(text) if web(url) and not _private(url)))


def web(url: str) -> str:
    """The address a browser would open; nothing when it is of another kind, which no worker ever opens."""
    scheme, separator, _ = url.partition("://")
    if not separator:
        return "" if ":" in url.partition("/")[0].partition(".")[0] else f"https://{url}"
    return url if scheme.casefold() in ("http", "https") else ""


def _private(url: str) -> bool:
    try:
        return bool(not_public(urlsplit(web(url)).hostname or ""))
    except ValueError:
        return True


def want(session: Session, bundle: Bundle) -> None:
    """Have the worker open what this draft points at, unless that was done lately. Commits nothing."""
    moment = now()
    for url in addresses(bundle):
        check = session.exec(select(LinkCheck).where(LinkCheck.url == url)).first()
        if check is None:
            session.add(LinkCheck(url=url))
            continue
        check.wanted_at = moment
        if not _fresh(check):
            check.not_before = min(check.not_before, moment)
        session.add(check)


def known(session: Session, academy_id: int, bundle: Bundle) -> Mapping[str, LinkAnswer]:
    """The answers there are. On the practice network nothing is opened: every address there leads to itself."""
    urls = addresses(bundle)
    if academy(session, academy_id).practice:
        return {url: LinkAnswer(200, web(url)) for url in urls}
    rows = session.exec(select(LinkCheck).where(col(LinkCheck.url).in_(urls))).all() if urls else []
    return {row.url: answer_of(row) for row in rows if _fresh(row) and (row.status or row.refused or row.failures >= TRIES)}


def answer_of(check: LinkCheck) -> LinkAnswer:
    return LinkAnswer(check.status, check.final_url or web(check.url), check.refused)


def pin(session: Session, draft_id: int, academy_id: int, bundle: Bundle) -> None:
    """Remember where each address led when the draft was approved. Commits nothing."""
    session.execute(sa.delete(PostLink).where(col(PostLink.draft_id) == draft_id))
    for url, answer in known(session, academy_id, bundle).items():
        session.add(PostLink(draft_id=draft_id, url=url, final_url=answer.final_url))


def moved(session: Session, draft_id: int, academy_id: int, bundle: Bundle) -> str:
    """The address that leads to another site than when it was approved; nothing when all is as it was."""
    answers = known(session, academy_id, bundle)
    for pinned in session.exec(select(PostLink).where(PostLink.draft_id == draft_id)):
        answer = answers.get(pinned.url)
        if answer is not None and site(answer.final_url) != site(pinned.final_url):
            return pinned.url
    return ""


def site(url: str) -> str:
    return (urlsplit(web(url)).hostname or "").casefold().removeprefix("www.")


def due(session: Session) -> list[int]:
    return list(session.exec(select(LinkCheck.id).where(ready(LinkCheck, (CheckState.WAITING,), CheckState.CHECKING)).limit(50)))  # type: ignore[arg-type]


def run(session: Session, key: int, means: Means) -> None:
    """Open one address as a careful stranger would, and keep where it led. Opening twice is harmless."""
    attempt = claim(session, LinkCheck, key, (CheckState.WAITING,), CheckState.CHECKING)
    if attempt is None:
        session.rollback()
        return
    check = session.get_one(LinkCheck, key)
    url, failures = check.url, check.failures
    session.commit()
    led = means.doors.web.follow(web(url))
    dead = not led.status and not led.refused
    failures = failures + 1 if dead else 0
    settle(
        session,
        LinkCheck,
        key,
        attempt,
        state=CheckState.WAITING,
        status=led.status,
        final_url=led.final_url,
        refused=led.refused,
        checked_at=now(),
        failures=failures,
        not_before=now() + (backoff(failures) if dead and failures < TRIES else _interval(session, url)),
    )
    session.commit()


def _interval(session: Session, url: str) -> timedelta:
    """Until it is opened again: only what stands in an approved post is watched."""
    newest = session.scalar(select(sa.func.max(PostLink.approved_at)).where(PostLink.url == url))
    if newest is None:
        return NEVER
    return DAILY if now() - newest < WATCHED else WEEKLY


def _fresh(check: LinkCheck) -> bool:
    return check.checked_at is not None and now() - check.checked_at < FRESH
