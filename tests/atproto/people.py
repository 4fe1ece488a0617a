"""Somebody with an account on the test network: a parent, a stranger, or staff using Bluesky's own app."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from atproto import Client  # type: ignore[import-untyped]
from atproto_client.models.dot_dict import DotDict  # type: ignore[import-untyped]

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    handle: str
    did: str
    password: str
    client: Client  # signed in with the main password

    def ask(self, method: str, **params: Any) -> Json:
        return dict(self.client.invoke_query(method, params=DotDict(params), output_encoding="application/json").content)

    def tell(self, method: str, **body: Any) -> Json:
        answer = self.client.invoke_procedure(method, data=DotDict(body), input_encoding="application/json", output_encoding="application/json")
        return dict(answer.content or {})

    def write(self, collection: str, record: Json, key: str | None = None) -> str:
        """A record of any kind, made or replaced; its address."""
        whole = {"$type": collection, "createdAt": _stamp()} | record
        if key is None:
            return str(self.tell("com.atproto.repo.createRecord", repo=self.did, collection=collection, record=whole)["uri"])
        return str(self.tell("com.atproto.repo.putRecord", repo=self.did, collection=collection, rkey=key, record=whole)["uri"])

    def read(self, uri: str) -> Json:
        """A record as its owner's server has it; empty when there is none."""
        owner, collection, key = uri.removeprefix("at://").split("/")
        listed = self.ask("com.atproto.repo.listRecords", repo=owner, collection=collection, limit=100)["records"]
        return next((dict(row["value"]) for row in listed if row["uri"].endswith(f"/{key}")), {})

    def post(self, text: str, **record: Any) -> str:
        return self.write("app.bsky.feed.post", {"text": text, "langs": ["en"]} | record)

    def mention(self, whom: "Person", text: str) -> str:
        words = f"@{whom.handle} {text}"
        where = {"byteStart": 0, "byteEnd": len(whom.handle) + 1}
        facet = {"index": where, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": whom.did}]}
        return self.post(words, facets=[facet])

    def reply(self, to_uri: str, text: str, **record: Any) -> str:
        """Answer a post as the app does, naming the versions of its root and of the post itself. Both must be visible: settle first."""
        parent = self.view(to_uri)
        strong = {"uri": parent["uri"], "cid": parent["cid"]}
        root = (parent["record"].get("reply") or {}).get("root") or strong
        return self.post(text, reply={"root": root, "parent": strong}, **record)

    def quote(self, uri: str, text: str) -> str:
        view = self.view(uri)
        return self.post(text, embed={"$type": "app.bsky.embed.record", "record": {"uri": uri, "cid": view["cid"]}})

    def repost(self, uri: str) -> str:
        """Pass a post on, as the app's own button does."""
        return self.write("app.bsky.feed.repost", {"subject": {"uri": uri, "cid": self.view(uri)["cid"]}})

    def passes_on(self, handle: str) -> list[str]:
        """The addresses of what somebody reposted, as the app shows their page to this person."""
        feed = self.ask("app.bsky.feed.getAuthorFeed", actor=handle, limit=50)["feed"]
        return [str(item["post"]["uri"]) for item in feed if str((item.get("reason") or {}).get("$type", "")).endswith("#reasonRepost")]

    def delete(self, uri: str) -> None:
        _, collection, key = uri.removeprefix("at://").split("/")
        self.tell("com.atproto.repo.deleteRecord", repo=self.did, collection=collection, rkey=key)

    def follow(self, did: str) -> str:
        return self.write("app.bsky.graph.follow", {"subject": did})

    def view(self, uri: str) -> Json:
        """A post as the app shows it to this person."""
        return dict(self.ask("app.bsky.feed.getPosts", uris=[uri])["posts"][0])

    def sees(self, uri: str) -> bool:
        """Whether the app shows this person the post in its thread, without opening what is folded away."""
        found = self.ask("app.bsky.feed.getPosts", uris=[uri])["posts"]
        if not found:
            return False
        root = ((found[0]["record"].get("reply") or {}).get("root") or {}).get("uri") or uri
        thread = self.ask("app.bsky.unspecced.getPostThreadV2", anchor=root, below=20)["thread"]
        return any(item["uri"] == uri and item["value"]["$type"].endswith("#threadItemPost") for item in thread)

    def app_password(self, name: str = "gatepost") -> str:
        return str(self.tell("com.atproto.server.createAppPassword", name=name)["password"])

    def revoke(self, name: str = "gatepost") -> None:
        self.tell("com.atproto.server.revokeAppPassword", name=name)


def _stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
