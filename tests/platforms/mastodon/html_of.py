"""How a Mastodon server makes HTML of what was typed: paragraphs, breaks, links with their ends hidden, names without domains."""

import html
import re
from collections.abc import Mapping

ENTITY = re.compile(r"(?P<url>https?://[^\s<>\"]+)|(?<![\w/])(?P<tag>#\w+)|(?<![\w/])@(?P<name>\w+)(?:@(?P<domain>[\w.-]+\w))?")


def rendered(text: str, people: Mapping[str, str], domain: str) -> str:
    """`people`: the names that were found, as an account is called on this server -> its page."""

    def entity(found: re.Match[str]) -> str:
        if found["url"]:
            return link(found["url"])
        if found["tag"]:
            return f'<a href="https://{domain}/tags/{found["tag"][1:]}" class="mention hashtag" rel="tag">#<span>{found["tag"][1:]}</span></a>'
        page = people.get(acct(found, domain))
        if page is None:
            return html.escape(found.group(), quote=False)
        return f'<span class="h-card" translate="no"><a href="{page}" class="u-url mention">@<span>{found["name"]}</span></a></span>'

    done, last = [], 0
    for found in ENTITY.finditer(text):
        done += [html.escape(text[last : found.start()]), entity(found)]
        last = found.end()
    whole = "".join([*done, html.escape(text[last:])])
    paragraphs = re.split(r"\n\n+", whole.strip())
    return "".join(f"<p>{each.replace(chr(10), '<br />')}</p>" for each in paragraphs) if whole.strip() else ""


def acct(found: re.Match[str], domain: str) -> str:
    return found["name"].lower() if found["domain"] in (None, domain) else f"{found['name'].lower()}@{found['domain']}"


def link(url: str) -> str:
    prefix = re.match(r"https?://(www\.)?", url)
    start = prefix.end() if prefix else 0
    rest = url[start:]
    kind = "ellipsis" if len(rest) > 30 else ""
    shown = f'<span class="invisible">{url[:start]}</span><span class="{kind}">{html.escape(rest[:30])}</span>'
    return f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener">{shown}<span class="invisible">{html.escape(rest[30:])}</span></a>'


def counted(text: str) -> int:
    """A link counts 23 and a name without its domain."""
    return len(ENTITY.sub(lambda found: "x" * 23 if found["url"] else f"@{found['name']}" if found["name"] else found.group(), text))
