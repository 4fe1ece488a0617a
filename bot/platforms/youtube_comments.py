"""Reading comments by others: each once, replies that come late under old threads too, and those that nobody sees yet.

A list of threads is ordered by the time of each thread's first comment, so a late reply lifts no thread to the top. The cursor
therefore remembers the newest 2,000 threads with the number of replies each had and a mark for each comment read; whenever a
number changes, the whole thread is read. The newest hundred are looked at in every reading, fifty of the older ones in turn:
with a reading every five minutes a late reply under the oldest is found within three and a half hours.

Comments that YouTube or the channel holds back are read as well: a child may have written one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.platforms.base import Page, Post
from bot.platforms.wire import Json
from bot.platforms.youtube_line import Line
from bot.platforms.youtube_shapes import HELD, OUT_OF_SIGHT, PUBLISHED, SPAM, comment, part, status_of
from bot.platforms.youtube_troubles import Gone

A_PAGE = 100
REMEMBERED = 2_000  # threads
FIRST_PAGES = REMEMBERED // A_PAGE  # of each kind, when nothing was read before
WHOLE_AT_FIRST = 300  # threads whose replies are all read then; of older ones those that come with the list
LATER_PAGES = 200  # no more than a day's allowance pays for
IN_TURN = 50  # threads that can be asked for by id at once
MARKS = 200  # of the newest comments of one thread
_MARK = 8  # characters

THREADS: Json = {"part": "snippet,replies", "textFormat": "plainText"}
REPLIES: Json = {"part": "snippet", "textFormat": "plainText", "maxResults": A_PAGE}


@dataclass
class Known:
    """What was read of one thread: how many replies it had, and marks of those read."""

    count: int = 0
    marks: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """The cursor. Threads stand in it oldest first; `turn` is where the next fifty begin."""

    threads: dict[str, Known] = field(default_factory=dict)
    turn: int = 0

    @classmethod
    def of(cls, cursor: str | None) -> "Memory":
        told: Json = json.loads(cursor) if cursor else {"threads": {}, "turn": 0}
        cut = range(0, MARKS * _MARK, _MARK)
        threads = {each: Known(count, [marks[at : at + _MARK] for at in cut if at < len(marks)]) for each, (count, marks) in told["threads"].items()}
        return cls(threads, told["turn"])

    def kept(self) -> str:
        newest = list(self.threads.items())[-REMEMBERED:]
        threads = {each: [known.count, "".join(known.marks[-MARKS:])] for each, known in newest}
        return json.dumps({"threads": threads, "turn": self.turn}, separators=(",", ":"))


@dataclass(frozen=True)
class Met:
    """A thread as one reading met it; in which list first, and the replies that came with it in all of them."""

    resource: Json
    status: str
    replies: dict[str, Json]

    @property
    def id(self) -> str:
        return str(self.resource["id"])


def read(line: Line, me: str, cursor: str | None) -> Page:
    """Everything by others that the cursor does not know, oldest first."""
    memory = Memory.of(cursor)
    met = _met(line, me, memory, first=cursor is None)
    for thread in _in_turn(line, memory, met):
        _meet(met, thread, "")
    posts: list[Post] = []
    for number, each in enumerate(met.values()):
        posts += _new(line, me, memory, each, whole=cursor is not None or number < WHOLE_AT_FIRST)
    memory.threads |= {each: memory.threads.pop(each) for each in reversed(met) if each in memory.threads and met[each].status}
    posts.reverse()  # newest first until here, so that those of one second keep their order
    return Page(tuple(sorted(posts, key=lambda post: post.at)), memory.kept())


def _met(line: Line, me: str, memory: Memory, *, first: bool) -> dict[str, Met]:
    met: dict[str, Met] = {}
    for status in (PUBLISHED, HELD, SPAM):
        asked: Json = {"allThreadsRelatedToChannelId": me, "order": "time", "moderationStatus": status, "maxResults": A_PAGE}
        for page in line.pages("commentThreads", most=FIRST_PAGES if first else LATER_PAGES, **asked, **THREADS):
            threads = page.get("items") or []
            for thread in threads:
                _meet(met, thread, status)
            if not first and all(str(thread["id"]) in memory.threads for thread in threads):
                break
    return met


def _meet(met: dict[str, Met], thread: Json, status: str) -> None:
    each = met.setdefault(str(thread["id"]), Met(thread, status, {}))
    each.replies.update({str(reply["id"]): reply for reply in part(thread, "replies").get("comments") or []})


def _in_turn(line: Line, memory: Memory, met: Iterable[str]) -> Iterator[Json]:
    """Fifty of the threads that no list showed."""
    listed = set(met)
    older = [each for each in memory.threads if each not in listed]
    start = memory.turn if memory.turn < len(older) else 0
    batch = older[start : start + IN_TURN]
    memory.turn = start + len(batch)
    if batch:
        yield from line.read("commentThreads", id=",".join(batch), maxResults=A_PAGE, **THREADS).get("items") or []


def _new(line: Line, me: str, memory: Memory, met: Met, *, whole: bool) -> list[Post]:
    """What of a thread was not read before, newest first."""
    snippet = part(met.resource, "snippet")
    video = str(snippet.get("videoId") or snippet.get("channelId") or me)
    top = part(snippet, "topLevelComment")
    count = int(snippet.get("totalReplyCount") or 0)
    known = memory.threads.get(met.id)
    found = [] if known else [comment(top, video, "", met.status)]
    known = memory.threads.setdefault(met.id, known or Known(-1))
    replies = dict(met.replies)
    changed = count != max(known.count, 0) or any(_mark(each) not in known.marks for each in replies)
    in_sight = sum(status_of(reply) not in OUT_OF_SIGHT for reply in replies.values())
    if changed and whole and in_sight < count:
        replies = {**_replies(line, met.id), **replies}
    fresh = [reply for each, reply in replies.items() if _mark(each) not in known.marks]
    fresh.sort(key=lambda reply: str(part(reply, "snippet").get("publishedAt") or ""), reverse=True)
    known.count = count
    known.marks += [_mark(str(reply["id"])) for reply in reversed(fresh)]
    found = [comment(reply, video, met.id) for reply in fresh] + found
    return [post for post in found if post.author_id != me]


def _replies(line: Line, thread: str) -> dict[str, Json]:
    try:
        pages = list(line.pages("comments", parentId=thread, **REPLIES))
    except Gone:  # taken down since it was listed
        return {}
    return {str(reply["id"]): reply for page in pages for reply in page.get("items") or []}


def _mark(comment_id: str) -> str:
    """Eight characters instead of fifty: two of one thread are the same once in 10^14."""
    return blake2b(comment_id.encode(), digest_size=_MARK // 2).hexdigest()
