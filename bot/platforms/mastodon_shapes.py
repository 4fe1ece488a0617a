"""From what Mastodon answers to what Gatepost keeps: HTML read back to the text that was written, and posts.

A server shows a post as HTML (`app/lib/text_formatter.rb`): paragraphs, `br`, links whose whole text is there though part of it
is not shown, and mentions without their domain. Other software sends HTML of its own making.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from bot.platforms.base import Outgoing, Post
from bot.platforms.raw import kept
from bot.text import loose_equal

Json = dict[str, Any]
WHERE, PUBLIC = "visibility", "public"
ONLY_THOSE_NAMED = "direct"  # what a private message is here: a post that only those named in it see
_BLOCKS = frozenset({"p", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "div"})
_UNREAD = frozenset({"script", "style"})
_QUOTED = "quote-inline"  # what a server puts before a quote, for programs that know no quotes


def plain(html: str, mentions: Sequence[Mapping[str, Any]] = ()) -> str:
    """The text as it was written. A link that shows something else than where it leads shows both."""
    reader = _Reader({str(one.get("url")): str(one.get("acct")) for one in mentions})
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._names = names
        self._parts: list[str] = []
        self._gap = ""
        self._link: tuple[str, int, str] | None = None  # where it leads, where its text begins, its classes
        self._unread = ""  # the element that is being left out
        self._depth = 0

    def text(self) -> str:
        return "".join(self._parts).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._unread:
            self._depth += tag == self._unread
        elif tag in _UNREAD or _QUOTED in given.get("class", "").split():
            self._unread, self._depth = tag, 1
        elif tag == "br":
            self._put("\n")
        elif tag in _BLOCKS:
            self._gap = "\n\n"
        elif tag == "li":
            self._gap = self._gap or "\n"
        elif tag == "a":
            self._flush()
            self._link = (given.get("href", ""), len(self._parts), given.get("class", ""))
        elif tag == "img" and given.get("alt"):
            self._put(given["alt"])

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            self._depth -= tag == self._unread
            self._unread = self._unread if self._depth else ""
        elif tag in _BLOCKS:
            self._gap = "\n\n"
        elif tag == "a" and self._link:
            self._close_link(*self._link)
            self._link = None

    def handle_data(self, data: str) -> None:
        if data and not self._unread:
            self._put(data)

    def _close_link(self, href: str, begins: int, classes: str) -> None:
        shown = "".join(self._parts[begins:])
        if href in self._names and "hashtag" not in classes:
            shown = f"@{self._names[href]}"
        elif "mention" not in classes and href and _bare(shown) != _bare(href) and not shown.startswith(("@", "#")):
            shown = f"{shown} ({href})" if shown.strip() else href
        self._parts[begins:] = [shown]

    def _flush(self) -> None:
        if self._gap and self._parts:
            self._parts.append(self._gap)
        self._gap = ""

    def _put(self, data: str) -> None:
        self._flush()
        self._parts.append(data)


def _bare(address: str) -> str:
    return address.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").casefold()


def words(status: Mapping[str, Any], written: str | None = None) -> str:
    """All that a post says in words: its warning, its text, and what a poll offers. `written`: its text, where that is known."""
    boosted = status.get("reblog")
    if boosted:
        return f"Boosted @{boosted['account']['acct']}: {words(boosted)}"
    said = written if written is not None else plain(str(status.get("content") or ""), status.get("mentions") or ())
    offered = [str(one.get("title") or "") for one in (status.get("poll") or {}).get("options") or ()]
    return "\n\n".join(part for part in (str(status.get("spoiler_text") or ""), said, "\n".join(offered)) if part)


def shown(
    status: Mapping[str, Any], whole: Callable[[str], str], *, written: str | None = None, root: str | None = None, parent: str | None = None
) -> Post:
    """One post. `whole` gives a name its domain; `parent` is what it belongs to where that is not what it answers."""
    pictures = ((status.get("reblog") or status).get("media_attachments")) or ()
    author = status["account"]
    answers = parent or status.get("in_reply_to_id")
    return Post(
        remote_id=str(status["id"]),
        text=words(status, written),
        author_id=str(author["id"]),
        author_handle=whole(str(author["acct"])),
        at=moment(status.get("created_at")),
        url=str(status.get("url") or status.get("uri") or ""),
        parent_id=str(answers) if answers else None,
        root_id=root,
        alts=tuple(str(one.get("description") or "") for one in pictures),
        media_count=len(pictures),
        passed_on=bool(status.get("reblog")),
        raw=kept(status),
    )


def moment(text: Any) -> datetime:
    """A time in ISO 8601; one that cannot be read is the beginning of time, so that nothing is passed over for it."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def is_private(status: Mapping[str, Any]) -> bool:
    return status.get(WHERE) == ONLY_THOSE_NAMED


def first_match(wanted: Outgoing, posts: Sequence[Post]) -> Post | None:
    """The oldest of these that says the same under the same post with as many pictures."""
    same = [one for one in posts if one.parent_id == wanted.reply_to and one.media_count == len(wanted.media) and loose_equal(one.text, wanted.text)]
    return min(same, key=lambda one: one.at, default=None)
