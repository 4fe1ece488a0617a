"""What Mastodon offers besides the protocol: reports, quotes, blocks, private mentions read, the profile, and the rights held."""

from bot.platforms import mastodon_reading as reading
from bot.platforms.base import Profile, Refused, Unsupported
from bot.platforms.mastodon_shapes import PUBLIC
from bot.platforms.mastodon_troubles import Gone
from bot.platforms.mastodon_wire import Json, Wire, one_id
from bot.platforms.messaging import Inbox
from bot.platforms.offers import Face, Rights

# https://docs.joinmastodon.org/api/oauth-scopes/. A private mention is a post here, so whoever may post could send one; no
# scope tells the two apart. What keeps Gatepost from it is that every post leaves through one call, which says "public".
SCOPES = (
    "read:accounts",
    "read:blocks",
    "read:follows",
    "read:notifications",
    "read:statuses",
    "write:blocks",
    "write:follows",
    "write:media",
    "write:mutes",
    "write:reports",
    "write:statuses",
)
HARMLESS = frozenset({"profile"})  # the account's name and nothing else
_FOLLOW = frozenset({"read:blocks", "read:follows", "read:mutes", "write:blocks", "write:follows", "write:mutes"})
_MOST_WORDS = 1_000  # of a report
_MESSAGES = {"accept": "Anybody", "filter": "Anybody; those not followed wait in filtered notifications", "drop": "Only those followed"}


def held_by(scopes: list[str]) -> Rights:
    """The broad scopes contain the narrow ones, and more than is needed."""
    given = set(scopes)

    def covered(scope: str) -> bool:
        return scope in given or scope.partition(":")[0] in given or ("follow" in given and scope in _FOLLOW)

    return Rights(
        held=tuple(dict.fromkeys(scopes)),
        missing=tuple(scope for scope in SCOPES if not covered(scope)),
        excess=tuple(scope for scope in dict.fromkeys(scopes) if scope not in SCOPES and scope not in HARMLESS),
    )


class Offers:
    """The half of the account that only some networks have."""

    _wire: Wire

    def report(self, reply_id: str, author_id: str, words: str) -> None:
        """To the server's moderators, and those of the writer's own server, who alone can take it down there."""
        said = words[:_MOST_WORDS]
        self._wire.ask(self._wire.report, one_id(author_id), status_ids=[one_id(reply_id)], comment=said, forward=True)

    def detach_quote(self, quote_id: str, own_id: str) -> None:
        """For good: a quote that was cut off cannot be put back (4.5 and later)."""
        try:
            self._wire.ask(self._wire.status_quote_revoke, one_id(own_id), one_id(quote_id))
        except Refused:
            if not self.is_detached(quote_id, own_id):
                raise

    def is_detached(self, quote_id: str, own_id: str) -> bool:
        try:
            status = self._wire.one(self._wire.status, one_id(quote_id))
        except Gone:
            return True
        return reading.quoted_id(status) != own_id

    def blocked(self) -> tuple[Profile, ...]:
        return tuple(self._profile(one) for one in reading.every(self._wire, self._wire.blocks))

    def set_blocked(self, other_id: str, blocked: bool) -> None:
        self._wire.ask(self._wire.account_block if blocked else self._wire.account_unblock, one_id(other_id))

    def is_blocked(self, other_id: str) -> bool:
        return any(one.get("blocking") for one in self._wire.ask(self._wire.account_relationships, [one_id(other_id)]).rows)

    def messages(self, cursor: str | None) -> Inbox:
        return reading.messages(self._wire, cursor)

    def face(self) -> Face:
        account = self._wire.one(self._wire.account_verify_credentials)
        source = account.get("source") or {}
        fields = source.get("fields") or account.get("fields") or ()
        told = {
            "name": str(account.get("display_name") or ""),
            "bio": str(source.get("note") or ""),
            "link": "\n".join(f"{one.get('name')}: {one.get('value')}" for one in fields),
            "avatar": str(account.get("avatar") or ""),
            "banner": str(account.get("header") or ""),
            "private": "no" if source.get("privacy", PUBLIC) in {PUBLIC, "unlisted"} else "yes",
            "approves_followers": "yes" if account.get("locked") else "no",
            "posts": str(account.get("statuses_count", "")),  # boosts among them; private mentions not
        }
        if messages := self._who_may_write():
            told["messages"] = messages
        return Face(str(account["id"]), self._wire.whole(str(account["acct"])), told)

    def rights(self) -> Rights:
        """Those of the program that was registered on the server, which no token of it exceeds."""
        scopes = self._wire.one(self._wire.app_verify_credentials).get("scopes")
        if not isinstance(scopes, list):
            raise Unsupported("This server is older than Mastodon 4.3 and does not say what a connection may do.")
        return held_by([str(scope) for scope in scopes])

    def _who_may_write(self) -> str:
        try:
            policy = self._wire.one(self._wire.notifications_policy)
        except Gone:  # before 4.3
            return ""
        return _MESSAGES.get(str(policy.get("for_private_mentions")), "")

    def _profile(self, account: Json) -> Profile:
        return Profile(str(account["id"]), self._wire.whole(str(account["acct"])))
