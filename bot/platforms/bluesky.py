"""Bluesky: the one door to an account on its network, real (bsky.social) or local.

The account's own server (its PDS) is the authority for everything of its own: posts, follows and gates are records there.
Only what others do is asked of the AppView, which is a little behind.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from bot.clock import now
from bot.platforms.base import AccessLost, Busy, Outgoing, Page, Post, Profile, Refused
from bot.platforms.bluesky_chat import Chat
from bot.platforms.bluesky_gates import Gates
from bot.platforms.bluesky_offers import Offers
from bot.platforms.bluesky_records import (
    FOLLOW,
    POST,
    Json,
    gate_for,
    handles_in,
    is_same,
    key_for,
    moment,
    must_fit,
    post_record,
    shown,
    stamp,
    uri_parts,
)
from bot.platforms.bluesky_replies import read
from bot.platforms.bluesky_session import Line
from bot.platforms.bluesky_timeline import Timeline
from bot.platforms.bluesky_troubles import Absent, Swapped
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.metering import Meter

_WATCHED_POSTS, _WATCHED_FOR = 25, timedelta(days=7)
_PAGE = 100


class Bluesky(Timeline, Gates, Offers, Chat):
    """One account on Bluesky. `on_session` is handed the session whenever it changes, to be kept encrypted."""

    name = "bluesky"
    can = CAPABILITIES["bluesky"]

    def __init__(
        self, credentials: Mapping[str, str], service_url: str = "https://bsky.social", on_session: Callable[[str], None] | None = None
    ) -> None:
        self._line = Line(credentials, service_url, on_session)

    @property
    def meter(self) -> Meter:
        return self._line.meter

    @meter.setter
    def meter(self, meter: Meter) -> None:
        self._line.meter = meter

    def whoami(self) -> Profile:
        account = self._account()
        profile = self._own("app.bsky.actor.profile", "self") or {}
        name = str((profile.get("value") or {}).get("displayName") or "")
        return Profile(account["did"], account["handle"], name)

    def resolve(self, handle: str) -> Profile | None:
        name = handle.strip().removeprefix("@").lower()
        did = self._line.dids({name}).get(name)
        return Profile(did, name) if did else None

    def publish(self, post: Outgoing) -> Post:
        """Put the post up under the key made from its release. A post that a person deleted comes back: keep a tombstone."""
        must_fit(post, self.can)
        key = key_for(post)
        gated = gate_for(post, self._uri(POST, key))
        head = self._head() if gated else None
        there = self._own(POST, key)
        if there is None:
            blobs = [self._line.upload(media.data, media.mime) for media in post.media]
            record = post_record(post, blobs, self._line.dids(handles_in(post.text)), self._answered(post.reply_to))
            try:
                if gated:
                    self._put_both(key, record, gated, head)
                else:
                    self._put(POST, key, record, None)
                return self._mine(self._uri(POST, key), record)
            except Swapped:
                there = self._own(POST, key)
                if there is None:
                    raise Busy("Something else was written to this account at the same moment.") from None
        if not is_same(there["value"], post):
            raise Refused("This release is already on Bluesky with another text: somebody changed it there. Compare the two, then decide.")
        return self._mine(there["uri"], there["value"])

    def find(self, post: Outgoing) -> Post | None:
        there = self._own(POST, key_for(post))
        return self._mine(there["uri"], there["value"]) if there else None

    def replies(self, cursor: str | None) -> Page:
        return read(self._line, cursor, self._watched())

    def mute(self, author_id: str) -> None:
        self._line.tell("app.bsky.graph.muteActor", {"actor": author_id})

    def following(self) -> tuple[Profile, ...]:
        """From the follow records, which are there the moment a follow is made; a name that cannot be found is its DID."""
        dids = [str(row["value"].get("subject")) for row in self._records(FOLLOW)]
        try:
            return self._named(dids)
        except Busy:  # the watch must not wait for the readers' side of Bluesky
            return tuple(Profile(did, did) for did in dict.fromkeys(dids))

    def followers(self) -> int:
        return int(self._line.ask("app.bsky.actor.getProfile", actor=self._line.did).get("followersCount") or 0)

    def follow(self, remote_id: str) -> None:
        if not self._follows_of(remote_id):
            record = {"$type": FOLLOW, "subject": remote_id, "createdAt": stamp(now())}
            self._line.tell("com.atproto.repo.createRecord", {"repo": self._line.did, "collection": FOLLOW, "record": record})

    def unfollow(self, remote_id: str) -> None:
        for key in self._follows_of(remote_id):
            self._remove(FOLLOW, key)

    def _account(self) -> Json:
        account = self._line.ask("com.atproto.server.getSession")
        if account.get("active") is False:
            raise AccessLost(f"Bluesky says this account is {account.get('status', 'not active')}. Sign in on Bluesky to read why.")
        return account

    def _repo(self, method: str, **params: object) -> Json:
        """Read own records. An account that is closed reads like one without records, so a no is believed only of an open one."""
        try:
            return self._line.ask(f"com.atproto.repo.{method}", repo=self._line.did, **params)
        except Refused:
            self._account()
            raise

    def _own(self, collection: str, key: str) -> Json | None:
        try:
            return self._repo("getRecord", collection=collection, rkey=key)
        except Absent:
            return None

    def _records(self, collection: str) -> Iterator[Json]:
        """Own records, newest key first, page after page as they are asked for."""
        page: Json = {}
        while True:
            answer = self._repo("listRecords", collection=collection, limit=_PAGE, **page)
            yield from answer.get("records") or ()
            if not answer.get("cursor") or page.get("cursor") == answer["cursor"]:
                return
            page = {"cursor": answer["cursor"]}

    def _put(self, collection: str, key: str, record: Json, instead_of: str | None) -> None:
        """Write only if the record there now is the one named (None: none). The same bytes again change nothing."""
        body = {"repo": self._line.did, "collection": collection, "rkey": key, "record": record, "swapRecord": instead_of}
        self._line.tell("com.atproto.repo.putRecord", body)

    def _put_both(self, key: str, post: Json, gate: Json, head: str | None) -> None:
        """Post and gate in one commit: a gate that comes first is overlooked by the AppView, one that comes later lets replies in.

        `head` is the account's last commit before its post was looked for, so that two workers cannot both have found none.
        """
        writes = [
            {"$type": "com.atproto.repo.applyWrites#create", "collection": value["$type"], "rkey": key, "value": value} for value in (post, gate)
        ]
        self._line.tell("com.atproto.repo.applyWrites", {"repo": self._line.did, "writes": writes, "swapCommit": head})

    def _head(self) -> str:
        return str(self._line.ask("com.atproto.sync.getLatestCommit", did=self._line.did)["cid"])

    def _remove(self, collection: str, key: str) -> None:
        self._line.tell("com.atproto.repo.deleteRecord", {"repo": self._line.did, "collection": collection, "rkey": key})

    def _answered(self, parent_uri: str | None) -> Json | None:
        """Parent and root of a reply, each with the version answered."""
        if parent_uri is None:
            return None
        parent = self._view(parent_uri)
        strong = {"uri": parent["uri"], "cid": parent["cid"]}
        above = (parent.get("record") or {}).get("reply") or {}
        return {"root": above.get("root") or strong, "parent": strong}

    def _view(self, uri: str) -> Json:
        views = self._line.ask("app.bsky.feed.getPosts", uris=[uri]).get("posts") or []
        if not views:
            raise Refused("The post is no longer on Bluesky.")
        return dict(views[0])

    def _watched(self) -> list[str]:
        """Own posts whose threads are read whole: the newest few, leaving out those that stand in another one's thread."""
        roots: dict[str, None] = {}
        oldest = now() - _WATCHED_FOR
        for number, row in enumerate(self._records(POST)):
            if number == _WATCHED_POSTS:
                break
            if moment(row["value"].get("createdAt")) >= oldest:
                root = str(((row["value"].get("reply") or {}).get("root") or {}).get("uri") or "")
                roots[root if uri_parts(root)[0] == self._line.did else row["uri"]] = None
        return list(roots)

    def _follows_of(self, did: str) -> list[str]:
        return [uri_parts(row["uri"])[2] for row in self._records(FOLLOW) if row["value"].get("subject") == did]

    def _uri(self, collection: str, key: str) -> str:
        return f"at://{self._line.did}/{collection}/{key}"

    def _mine(self, uri: str, record: Json) -> Post:
        return shown(uri, record, (self._line.did, self._line.handle))
