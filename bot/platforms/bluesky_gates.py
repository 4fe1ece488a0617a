"""The two gates of an own post: who may reply and which replies are folded away, and which quotes are cut off from it.

Each is one record that several people may change at the same moment, so it is written only over the version that was read.
"""

from collections.abc import Callable

from bot.clock import now
from bot.platforms.base import Busy, Refused, Unsupported
from bot.platforms.bluesky_own import Own
from bot.platforms.bluesky_records import GATE, POST, Json, gate_saying, quoted, setting_of, stamp, uri_parts
from bot.platforms.bluesky_troubles import Swapped

QUOTES = "app.bsky.feed.postgate"
_TRIES = 8  # for one gate that several people change at once
_LISTS: dict[str, tuple[str, int, str]] = {  # gate -> its list, the most it holds, and what to do when it is full
    GATE: ("hiddenReplies", 300, "Report this one on Bluesky, or close the post to replies."),
    QUOTES: ("detachedEmbeddingUris", 50, "Report this one on Bluesky, or remove the post."),
}


class Gates(Own):
    """Hiding and showing, closing and opening."""

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        """A reply under an own post is folded away; a post that quotes an own one is cut off from it."""
        gate, own = self._gate_of(reply_id, root_id)
        if not own:
            raise Unsupported("Bluesky lets the academy hide replies only under its own posts. Report this one on Bluesky instead.")
        field, most, advice = _LISTS[gate]

        def changed(value: Json | None) -> Json | None:
            made = dict(value) if value else {"$type": gate, "post": own, "createdAt": stamp(now())}
            listed = list(made.get(field) or ())
            if (reply_id in listed) is hidden:
                return None
            if hidden and len(listed) >= most:
                raise Refused(f"Bluesky holds at most {most} of these for one post, and that many are listed already. {advice}")
            return made | {field: [*listed, reply_id] if hidden else [uri for uri in listed if uri != reply_id]}

        self._change(gate, uri_parts(own)[2], changed)
        return hidden

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        gate, own = self._gate_of(reply_id, root_id)
        if not own:
            return None
        there = self._own(gate, uri_parts(own)[2])
        return there is not None and reply_id in (there["value"].get(_LISTS[gate][0]) or ())

    def detach_quote(self, quote_id: str, own_id: str) -> None:
        self.set_hidden(quote_id, None, hidden=True)

    def is_detached(self, quote_id: str, own_id: str) -> bool:
        return self.is_hidden(quote_id, None) is True

    def reply_setting(self, post_id: str) -> str:
        there = self._own(GATE, self._gate_key(post_id))
        return setting_of(there["value"] if there else None)

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        """By the gate, which is made where there is none; the replies hidden by it stay hidden."""
        key = self._gate_key(post_id)
        self._change(GATE, key, lambda value: None if setting_of(value) == setting else gate_saying(setting, value, post_id))

    def _change(self, gate: str, key: str, changed: Callable[[Json | None], Json | None]) -> None:
        """`changed` gives the gate as it is to be, or None where it is so already. Others' changes are taken in and kept."""
        for _ in range(_TRIES):
            there = self._own(gate, key)
            value = changed(there["value"] if there else None)
            if value is None:
                return
            try:
                self._put(gate, key, value, there["cid"] if there else None)
                return
            except Swapped:
                continue
        raise Busy("Several people are changing the same post. Try again in a minute.")

    def _gate_of(self, reply_id: str, root_id: str | None) -> tuple[str, str]:
        """Which gate speaks of this post, and of which own post it is; an empty one where neither does."""
        if root_id is not None:
            return GATE, self._if_own(root_id)
        record = self._view(reply_id).get("record") or {}
        root = ((record.get("reply") or {}).get("root") or {}).get("uri")
        if own := self._if_own(str(root or "")):
            return GATE, own
        return QUOTES, self._if_own(quoted(record))

    def _if_own(self, uri: str) -> str:
        owner, collection, _ = uri_parts(uri)
        return uri if (owner, collection) == (self._line.did, POST) else ""

    def _gate_key(self, post_id: str) -> str:
        if not self._if_own(post_id):
            raise Unsupported("Bluesky lets the academy close only its own posts to replies.")
        return uri_parts(post_id)[2]
