"""What every part of a Bluesky account needs of the others: its line, and its own records."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from bot.platforms.base import Post, Profile
from bot.platforms.bluesky_records import Json
from bot.platforms.bluesky_session import Line


class Own(ABC):
    """An account's own records, which its server (its PDS) answers for. `Bluesky` gives the whole; each part asks for what it needs."""

    _line: Line

    @abstractmethod
    def _own(self, collection: str, key: str) -> Json | None: ...

    @abstractmethod
    def _repo(self, method: str, **params: object) -> Json: ...

    @abstractmethod
    def _records(self, collection: str) -> Iterator[Json]: ...

    @abstractmethod
    def _put(self, collection: str, key: str, record: Json, instead_of: str | None) -> None: ...

    @abstractmethod
    def _view(self, uri: str) -> Json: ...

    @abstractmethod
    def _remove(self, collection: str, key: str) -> None: ...

    @abstractmethod
    def _mine(self, uri: str, record: Json) -> Post: ...

    @abstractmethod
    def _named(self, dids: list[str]) -> tuple[Profile, ...]: ...
