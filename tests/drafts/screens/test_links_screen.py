"""Where links lead, without ever fetching one."""

from collections.abc import Callable

import pytest

from bot.drafts.screens.base import Finding, LinkAnswer
from bot.drafts.screens.links import find_links

Judge = Callable[..., list[Finding]]


def levels(found: list[Finding]) -> list[str]:
    return [finding.level for finding in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("See https://a.example.com/x?y=1#z.", ["https://a.example.com/x?y=1#z"]),
        ("(https://en.example.com/wiki/A_(b))", ["https://en.example.com/wiki/A_(b)"]),
        ("Go to bit.ly/abc, www.bbc.co.uk or gov.uk/dates!", ["bit.ly/abc", "www.bbc.co.uk", "gov.uk/dates"]),
        ("[prospectus](https://a.example.com/p) and [x](javascript:alert(1))", ["https://a.example.com/p", "javascript:alert(1)"]),
        ("mail office@academy-a.sch.uk or @someone", []),
        ("It ended.Then we ate, e.g. 3.15pm and Node.js, at the hall.It was fun", []),
        ("🎉 nhs.uk", ["nhs.uk"]),
        ("", []),
    ],
)
def test_links_are_found_with_their_places(text: str, wanted: list[str]) -> None:
    found = find_links(text)
    assert [url for url, _, _ in found] == wanted
    assert all(text[start:end] == url for url, start, end in found)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://10.0.0.1/x",
        "http://192.168.1.1",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://localhost:8000",
        "https://printer.local",
        "https://wiki.internal/x",
        "http://0/",
        "http://127.0.0.1.nip.io/",
        "https://intranet/x",
        "http://１２７.0.0.1/",
        "http://[64:ff9b::a00:1]/",
        "10.0.0.1/admin",
        "https://100.64.0.1/",
    ],
)
def test_S12_2_private_addresses_are_refused_without_being_fetched(judge: Judge, url: str) -> None:
    found = judge(f"See {url} today", screen="links", links={url: LinkAnswer(200, url)})
    assert "block" in levels(found), url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://files.example.com/a",
        "https://user:pass@example.com/",
        "https://gov.uk@evil.example.com/",
        "https://xn--80ak6aa92e.com/",
        "https://раypal.com/",
        "https://rnicrosoft.com",
        "https://paypal.com.evil.net/login",
        "https://www.g00gle.com/",
        "https://instagrarn.com",
        "https://no.such-ending-here",
        "https://www.bigcasino.com/",
        "https://example.bet/",
        "https://bit.ly/abc",
        "tinyurl.com/abc",
    ],
)
def test_unsafe_links_are_blocked(judge: Judge, url: str) -> None:
    assert "block" in levels(judge(f"See {url}", screen="links")), url


def test_S12_1_a_short_link_to_a_gambling_site_shows_the_final_address(judge: Judge) -> None:
    (finding,) = judge(
        "Win at https://bit.ly/abc", screen="links", profile="bet", links={"https://bit.ly/abc": LinkAnswer(200, "https://www.bet365.com/promo")}
    )
    assert finding.level == "block"
    assert "https://www.bet365.com/promo" in finding.message
    assert "gambling" in finding.message
    assert finding.clause == "BET-4.5"


def test_a_short_link_that_leads_to_a_private_address_is_blocked(judge: Judge) -> None:
    (finding,) = judge("bit.ly/abc", screen="links", links={"https://bit.ly/abc": LinkAnswer(200, "http://169.254.169.254/latest")})
    assert finding.level == "block"


def test_a_short_link_with_a_good_answer_passes(judge: Judge) -> None:
    assert judge("bit.ly/abc", screen="links", links={"bit.ly/abc": LinkAnswer(200, "https://www.bbc.co.uk/bitesize")}) == []


@pytest.mark.parametrize("status", [0, 404, 500])
def test_unreachable_links_are_blocked(judge: Judge, status: int) -> None:
    url = "https://www.academy-a.example.com/gone"
    (finding,) = judge(url, screen="links", links={url: LinkAnswer(status, url)})
    assert finding.level == "block"
    assert "cannot be reached" in finding.message


def test_an_ordinary_link_is_asked_about_until_it_has_been_opened(judge: Judge) -> None:
    url = "https://www.academy-a.example.com/news"
    (finding,) = judge(url, screen="links")
    assert (finding.level, finding.start, finding.end) == ("ask", 0, len(url))
    assert judge(url, screen="links", links={url: LinkAnswer(200, url + "/")}) == []


def test_a_link_that_leads_to_another_site_is_asked_about(judge: Judge) -> None:
    url = "https://www.academy-a.example.com/news"
    (finding,) = judge(url, screen="links", links={url: LinkAnswer(200, "https://other.example.org/")})
    assert finding.level == "ask"
    assert "https://other.example.org/" in finding.message


def test_plain_http_is_warned_about(judge: Judge) -> None:
    url = "http://www.example.com/"
    assert levels(judge(url, screen="links", links={url: LinkAnswer(200, url)})) == ["warn"]


def test_a_short_well_known_name_one_letter_off_is_asked_about(judge: Judge) -> None:
    assert "youtube.com" in judge("https://youtubbe.com/watch", screen="links")[0].message


def test_names_close_to_the_academys_own_are_blocked(judge: Judge) -> None:
    own = ("oakfieldsample.sch.uk", "oakfieldsample.org.uk")
    assert "block" in levels(judge("https://oakfieldsarnple.org.uk", screen="links", official_domains=own))
    assert "block" in levels(judge("https://oakfieldsmple.org.uk", screen="links", official_domains=own))
    assert levels(judge("https://oakfieldsample-login.com", screen="links", official_domains=own))[0] == "ask"
    assert levels(judge("https://www.oakfieldsample.org.uk", screen="links", official_domains=own)) == ["ask"]  # only: not opened yet


@pytest.mark.parametrize(
    "url",
    [
        "https://www.essex.ac.uk/",
        "https://www.begambleaware.org/",
        "https://www.middlesex.sch.uk",
        "https://www.bohunttrust.co.uk",
        "https://www.ticketsource.co.uk/a",
        "https://forms.office.com/x",
        "https://youtu.be/abc",
        "https://www.bbc.com/sport",
        "https://apply.ucas.com",
        "https://www.sexeducationforum.org.uk",
        "https://alphabet.example.com",
    ],
)
def test_good_sites_are_never_blocked(judge: Judge, url: str) -> None:
    assert levels(judge(url, screen="links")) == ["ask"], url
