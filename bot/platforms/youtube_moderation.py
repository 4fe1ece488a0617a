"""Holding a comment back and letting it through again. `heldForReview` can be undone; the other way that YouTube offers, which
removes a comment and all replies to it for good, is a person's to choose in YouTube Studio, so nothing here can ask for it.

YouTube does not say how a comment stands when it is asked for by its id, so that is read from the lists of each kind.
"""

from datetime import timedelta

from bot.clock import now
from bot.platforms.base import Busy, Refused
from bot.platforms.wire import Json
from bot.platforms.youtube_line import MODERATE, Line
from bot.platforms.youtube_shapes import HELD, OUT_OF_SIGHT, PUBLISHED, REJECTED, SPAM, part, status_of
from bot.platforms.youtube_troubles import Gone, Perhaps

GONE = "gone"
SOON = timedelta(minutes=2)  # a hide that has to wait is tried again so soon, because after three tries a person is asked
A_PAGE = 100
_WANTED = {True: HELD, False: PUBLISHED}  # the only two that are ever asked for

REMOVED = (
    "Somebody removed this comment in YouTube Studio. YouTube does not let a removed comment be shown again; "
    "if that was a mistake, tell its writer that they may write it once more."
)
DELETED = "This comment is no longer on YouTube: its writer or YouTube has deleted it. It cannot be shown again."


def set_hidden(line: Line, me: str, comment_id: str, video: str | None, *, hidden: bool) -> bool:
    """Hold back, or let through. A comment that is gone or removed is hidden already."""
    try:
        line.call("POST", "comments/setModerationStatus", MODERATE, kept_for=True, id=comment_id, moderationStatus=_WANTED[hidden])
    except (Gone, Perhaps) as no:
        return _refused(line, me, comment_id, video, no, hidden=hidden)
    except Busy as busy:
        raise _sooner(busy) from None
    return hidden


def is_hidden(line: Line, me: str, comment_id: str, video: str | None) -> bool | None:
    """None for one that is gone, and where the lists are too long to be sure."""
    try:
        how = standing(line, me, comment_id, video)
    except Busy as busy:
        raise _sooner(busy) from None
    return None if how in (None, GONE) else how in OUT_OF_SIGHT


def stands(line: Line, me: str, comment_id: str) -> bool:
    """Whether it is there, held back or not. In YouTube Studio, Remove rejects a comment for good."""
    how = standing(line, me, comment_id, None)
    if how is None:
        raise Busy("YouTube's lists are too long to tell whether the comment is still there.")
    return how not in (GONE, REJECTED)


def standing(line: Line, me: str, comment_id: str, video: str | None) -> str | None:
    """How a comment stands now: one of YouTube's four, or gone; None where that cannot be told."""
    thread = comment_id.partition(".")[0]  # a reply's id begins with its thread's
    if thread != comment_id and (told := _among_replies(line, thread, comment_id)):
        return told
    sure = True
    for status in (HELD, SPAM, REJECTED):
        there = _listed(line, me, thread, comment_id, video, status)
        if there:
            return status
        sure = sure and there is not None
    if not line.read("comments", kept_for=True, part="id", id=comment_id).get("items"):
        return GONE
    return PUBLISHED if sure else None


def _refused(line: Line, me: str, comment_id: str, video: str | None, no: Refused, *, hidden: bool) -> bool:
    """The same no is given for a comment that its writer has deleted, so how it stands decides."""
    how = standing(line, me, comment_id, video)
    if hidden and how in (GONE, *OUT_OF_SIGHT):
        return True
    if not hidden and how == PUBLISHED:
        return False
    raise {GONE: Refused(DELETED), REJECTED: Refused(REMOVED)}.get(how or "", no) from None


def _among_replies(line: Line, thread: str, comment_id: str) -> str:
    """What the list of a thread's replies says of one; empty where it does not show it."""
    try:
        for page in line.pages("comments", kept_for=True, part="snippet", parentId=thread, maxResults=A_PAGE):
            for reply in page.get("items") or []:
                if reply.get("id") == comment_id:
                    return status_of(reply)
    except Refused:  # the thread is gone, or is kept from view itself: the lists tell
        pass
    return ""


def _listed(line: Line, me: str, thread: str, comment_id: str, video: str | None, status: str) -> bool | None:
    """Whether it is in the list of one kind. None: the list has no end that could be reached, or may not be asked for."""
    where: Json = {"videoId": video} if video and video != me else {"allThreadsRelatedToChannelId": me}
    more = False
    try:
        pages = line.pages("commentThreads", kept_for=True, part="snippet,replies", maxResults=A_PAGE, order="time", moderationStatus=status, **where)
        for page in pages:
            more = bool(page.get("nextPageToken"))
            for each in page.get("items") or []:
                if each.get("id") != thread:
                    continue
                top = part(part(each, "snippet"), "topLevelComment")
                comments = [top, *(part(each, "replies").get("comments") or [])]
                if any(one.get("id") == comment_id and (status_of(one) or status) == status for one in comments):
                    return True
    except Refused:
        if status == HELD:
            raise
        return None  # the reference names `rejected` in one place and leaves it out in another
    return None if more else False


def _sooner(busy: Busy) -> Busy:
    until = now() + SOON
    return Busy(str(busy), min(busy.until, until) if busy.until else until)
