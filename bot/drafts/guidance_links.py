"""The weekly look at every address of the guidance: a dead one is hidden and the owner told (S31.2)."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.clock import now
from bot.drafts.advice_models import GuidanceLink
from bot.drafts.guidance import read
from bot.notify.send import settled, tell_roles
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.platforms.registry import Means

WEEK, SOONER = timedelta(days=7), timedelta(days=1)
GONE = (404, 410)  # said by the page's own server, so believed at once
DOUBTS = 2  # looks without an answer, a day apart, before it counts as dead
SERVER_ERROR = 500


def due(session: Session) -> list[int]:
    """Rows whose look is due; an address that is new in the file gets its row here, and its first look tomorrow."""
    rows = {row.url: row for row in session.exec(select(GuidanceLink))}
    listed = {help_.url for help_, _ in read().links}
    fresh = [GuidanceLink(url=url, check_at=now() + SOONER) for url in sorted(listed - set(rows))]
    if fresh:
        session.add_all(fresh)
        session.commit()
    waiting = [row for row in (*rows.values(), *fresh) if row.url in listed and row.check_at <= now()]
    return sorted(row.id or 0 for row in waiting)


def check(session: Session, key: int, means: Means) -> str:
    """Ask once, outside any transaction, then write down what came."""
    row = session.get_one(GuidanceLink, key)
    url = row.url
    session.commit()
    led = means.doors.web.follow(url)
    row = session.get_one(GuidanceLink, key, with_for_update=True, populate_existing=True)
    answered = 0 < led.status < SERVER_ERROR and led.status not in GONE
    row.checked_at, row.status = now(), led.status
    row.failures = 0 if answered else row.failures + 1
    dead = led.status in GONE or row.failures >= DOUBTS
    row.check_at = now() + (WEEK if answered or dead else SOONER)
    if dead and row.dead_since is None:
        row.dead_since = now()
        _tell(session, row)
    elif answered and row.dead_since is not None:
        row.dead_since = None
        append(session, GATEPOST, Act.GUIDANCE_LINK, f"link:{key}", url=url, hidden=False)
        settled(session, f"link:{key}")
    session.add(row)
    session.commit()
    return "dead" if row.dead_since else "live" if answered else "no answer"


def _tell(session: Session, row: GuidanceLink) -> None:
    append(session, GATEPOST, Act.GUIDANCE_LINK, f"link:{row.id}", url=row.url, status=row.status, hidden=True)
    name = next((help_.name for help_, _ in read().links if help_.url == row.url), row.url)
    text = f"The link to help “{name}” leads nowhere any more and is hidden. Correct it in config/guidance.toml."
    for home in session.exec(select(Academy)).all():
        tell_roles(session, home.id or 0, [Role.ADMIN], text, "/guidance", subject=f"link:{row.id}")
