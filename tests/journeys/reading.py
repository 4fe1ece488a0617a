"""A page read without drawing it: where it leads, and what it is made of."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_NUMBERS = re.compile(r"\d+")


@dataclass
class Read(HTMLParser):
    """`links` as written. `shape`: the elements of the main part with their classes, a row of equal ones counted once, words left out."""

    links: dict[str, list[str]] = field(default_factory=lambda: {"nav": [], "all": []})
    shape: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"nav", "main"}:
            self.inside.append(tag)
        if tag == "a" and given.get("href") and "download" not in given:
            self.links["all"].append(given["href"] or "")
            if "nav" in self.inside:
                self.links["nav"].append(given["href"] or "")
        if "main" in self.inside:
            kind = _NUMBERS.sub("N", f"{tag}.{given.get('class', '')}.{given.get('type', '')}")
            if kind not in self.shape[-8:]:
                self.shape.append(kind)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()


def read(html: str) -> Read:
    found = Read()
    found.feed(html)
    return found
