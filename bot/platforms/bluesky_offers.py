"""What Bluesky offers besides: reports to its moderators, the public list of blocks, the account's face, and a password's rights."""

import base64
import json

from bot.platforms.base import Profile, Refused
from bot.platforms.bluesky_chat import CHAT, closed
from bot.platforms.bluesky_own import Own
from bot.platforms.bluesky_records import Json
from bot.platforms.offers import Face, Rights, compared

BLOCK, PROFILE = "app.bsky.graph.block", "app.bsky.actor.profile"
NEEDED = "com.atproto.appPass"  # an app password without private messages; what Bluesky calls the others stands in RIGHTS
RIGHTS = {
    NEEDED: "app password",
    "com.atproto.appPassPrivileged": "app password that may also read and send private messages",
    "com.atproto.access": "the account's main password",
}
_AT_ONCE = 25  # profiles in one question


class Offers(Own):
    """Reports, blocks, face and rights."""

    def report(self, reply_id: str, author_id: str, words: str) -> None:
        """To the moderators of the account's own server, who act for the network."""
        view = self._view(reply_id)
        if view["author"]["did"] != author_id:
            raise Refused("The post is somebody else's by now. Look at it again before it is reported.")
        subject = {"$type": "com.atproto.repo.strongRef", "uri": view["uri"], "cid": view["cid"]}
        body = {"reasonType": "com.atproto.moderation.defs#reasonRude", "reason": words, "subject": subject}
        self._line.tell("com.atproto.moderation.createReport", body)

    def blocked(self) -> tuple[Profile, ...]:
        """From the block records, which anybody can read: that is why none is made from here."""
        return self._named([str(row["value"].get("subject")) for row in self._records(BLOCK)])

    def face(self) -> Face:
        account = self._line.ask("com.atproto.server.getSession")
        value = (self._own(PROFILE, "self") or {}).get("value") or {}
        told = {
            "name": str(value.get("displayName") or ""),
            "bio": str(value.get("description") or ""),
            "link": str(value.get("website") or ""),
            "avatar": _picture(value.get("avatar")),
            "banner": _picture(value.get("banner")),
            "email": str(account.get("email") or ""),
            "messages": "nobody" if closed(self._own(CHAT, "self")) else "not closed",
        }
        return Face(str(account["did"]), str(account["handle"]), told if account.get("email") else {k: v for k, v in told.items() if k != "email"})

    def rights(self) -> Rights:
        """Which kind of password was given stands in the token that the server made for it."""
        scope = str(_inside(self._line.token()).get("scope") or "")
        return compared([RIGHTS.get(scope, scope or "unknown")], [RIGHTS[NEEDED]])

    def _named(self, dids: list[str]) -> tuple[Profile, ...]:
        """Each with the handle it has now; one that cannot be found is its DID."""
        once = list(dict.fromkeys(dids))
        handles: dict[str, str] = {}
        for start in range(0, len(once), _AT_ONCE):
            rows = self._line.ask("app.bsky.actor.getProfiles", actors=once[start : start + _AT_ONCE]).get("profiles") or ()
            handles |= {str(row["did"]): str(row["handle"]) for row in rows}
        return tuple(Profile(did, handles.get(did, did)) for did in once)


def _picture(blob: Json | None) -> str:
    """A picture's own address is made from its bytes, so that another picture has another."""
    return str(((blob or {}).get("ref") or {}).get("$link") or "")


def _inside(token: str) -> Json:
    """What a token says of itself; it is read, never trusted: the server decides."""
    try:
        part = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
