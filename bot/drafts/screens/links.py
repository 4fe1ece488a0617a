"""Where a post sends its readers. Nothing is fetched here: answers already fetched come in the setting (control C12)."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.drafts.bundle import Bundle
from bot.drafts.screens.addresses import SHORTENERS, category, domain_of, not_public
from bot.drafts.screens.base import Finding, Level, LinkAnswer, Setting
from bot.drafts.screens.find_links import find_links
from bot.drafts.screens.lookalikes import resembles

__all__ = ["find_links", "screen"]

SCHEMES: Mapping[str, str] = {
    "file": "points at a file on somebody's own computer, which no reader can open",
    "javascript": "runs a program instead of opening a page",
    "vbscript": "runs a program instead of opening a page",
    "data": "carries its content in the address, so nobody can tell where it comes from",
    "blob": "only works on the computer it was made on",
}
"""Refused by name; any scheme that is neither here nor http or https is refused as unknown."""

SHUT = frozenset({401, 402, 403, 405, 407, 429, 451, 999})
"""Answers of a site that is there and turns visitors like Gatepost away."""
Verdict = tuple[Level, str]


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    clause = setting.profile.link_check.clause if setting.profile.link_check.stated else None
    for url, start, end in find_links(bundle.text):
        for level, message in judge(url, setting):
            yield Finding("links", level, message, clause, start, end)
    for number, item in enumerate(bundle.media, start=1):
        for url, _, _ in find_links(item.alt):
            for level, message in judge(url, setting):
                yield Finding("links", level, f"In the description of picture {number}: {message}", clause)


def judge(url: str, setting: Setting) -> Iterator[Verdict]:
    """Everything to say of one address."""
    if refusal := _as_written(url, setting):
        yield refusal
        if refusal[0] == "block":
            return
    if url.casefold().startswith("http:"):
        yield "warn", f"{_shown(url)} is not encrypted (http). Use the https address if the site has one."
    yield from _followed(url, setting)


def _as_written(url: str, setting: Setting) -> Verdict | None:  # noqa: PLR0911 - one line for each ground
    """What is wrong with an address before anybody opens it."""
    scheme, separator, _ = url.partition(":")
    if separator and "." not in scheme and scheme.casefold() not in {"http", "https", "localhost"}:
        why = SCHEMES.get(scheme.casefold(), "does not open a web page")
        return "block", f"{_shown(url)} {why}. Take it out, or use an https address."
    try:
        parts = urlsplit(_absolute(url))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "block", f"{_shown(url)} cannot be read as a web address. Copy it again from the page's address bar."
    if "\\" in url or parts.username is not None or parts.password is not None:
        return "block", f"{_shown(url)} hides where it leads behind an @ sign or a sign-in name. Use the plain address."
    if private := not_public(host):
        return "block", f"{_shown(url)} {private}, so readers must not be sent there. It was not opened. Take it out."
    if found := category(host):
        return "block", f"{_shown(url)} leads to a site for {found}, which is not suitable. Take it out."
    if twin := resembles(host, setting.official_domains):
        level, original = twin
        likely = f"imitates {original}" if level == "block" else f"is close to {original} but is not it"
        return level, f"{_shown(url)} {likely}. Check each letter of the address, and use the real one."
    if port not in {None, 80, 443}:
        return "ask", f"{_shown(url)} uses an unusual port. Check that it is meant for the public."
    return None


def _followed(url: str, setting: Setting) -> Iterator[Verdict]:
    """What is known of where the address leads."""
    answer = _answer(url, setting.links)
    if answer is None:
        yield from _unopened(url, setting)
        return
    final = answer.final_url or url
    onward = _plain(final) != _plain(url)
    bad = _as_written(final, setting) if onward else None
    if bad and bad[0] == "block":
        yield "block", f"{_shown(url)} leads to an address that is refused. {bad[1]}"
    elif problem := _unreached(url, answer):
        yield problem
    elif onward:
        yield from _elsewhere(url, final, bad)


def _unopened(url: str, setting: Setting) -> Iterator[Verdict]:
    if _shortened(url):
        yield "block", f"{_shown(url)} is a short link and where it leads cannot be resolved. Use the full address of the page."
    elif setting.links_must_answer and setting.profile.link_check.value:
        yield "block", f"{_shown(url)} has not been opened yet, so nobody knows where it leads. Gatepost is opening it: try again in a minute."
    elif setting.profile.link_check.value:
        yield "ask", f"{_shown(url)} has not been opened yet: check where it leads."


def _unreached(url: str, answer: LinkAnswer) -> Verdict | None:
    if answer.refused:
        return "block", f"{_shown(url)} cannot be followed to its end: {answer.refused}. Use the full address of the page."
    if answer.status in SHUT:
        turned = f"answered, but would not let Gatepost look (answer {answer.status})"
        return "warn", f"{_shown(url)} {turned}. Open it yourself and check that it is suitable."
    if answer.status <= 0 or answer.status >= 400:
        code = f" (answer {answer.status})" if answer.status > 0 else ""
        return "block", f"{_shown(url)} cannot be reached{code}. Correct it, or take it out and try again later."
    return None


def _elsewhere(url: str, final: str, bad: Verdict | None) -> Iterator[Verdict]:
    target = domain_of(urlsplit(_absolute(final)).hostname or "")
    if target in SHORTENERS:
        onto = f"leads to another short link, {_shown(final)}, so where it ends cannot be resolved"
        yield "block", f"{_shown(url)} {onto}. Use the full address of the page."
    elif bad:
        yield "ask", f"{_shown(url)} leads elsewhere. {bad[1]}"
    elif not _shortened(url) and target != domain_of(urlsplit(_absolute(url)).hostname or ""):
        yield "ask", f"{_shown(url)} leads to another site: {_shown(final)}. Check that this is where readers should go."


def _shortened(url: str) -> bool:
    return domain_of(urlsplit(_absolute(url)).hostname or "") in SHORTENERS


def _answer(url: str, answers: Mapping[str, LinkAnswer]) -> LinkAnswer | None:
    """The answer for an address, however the asker spelt it: with or without scheme, with or without a closing slash."""
    if url in answers:
        return answers[url]
    if not answers:
        return None
    wanted = {_absolute(url), _absolute(url).rstrip("/"), _absolute(url).rstrip("/") + "/"}
    by_scheme = wanted if "://" in url else wanted | {each.replace("https://", "http://", 1) for each in wanted}
    bare = {url.rstrip("/"), url.rstrip("/") + "/"}
    return next((answers[each] for each in (*by_scheme, *bare) if each in answers), None)


def _absolute(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _plain(url: str) -> str:
    return _absolute(url).split("://", 1)[1].removeprefix("www.").rstrip("/").casefold()


def _shown(url: str) -> str:
    return url if len(url) <= 100 else f"{url[:97]}..."
