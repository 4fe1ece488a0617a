"""What a school says every week passes; what no trust allows does not: two tables of posts, under every trust's profile."""

import pytest

from bot.consent.names import Person, Register
from bot.drafts.bundle import Bundle
from tests.drafts.post_tables import PROFILES, bad, judged, lines, picture

ORDINARY = ("ordinary_posts.txt", "ordinary_posts_second.txt", "ordinary_posts_third.txt")
BAD = ("bad_posts.tsv", "bad_posts_second.tsv", "bad_posts_third.tsv")
FEW = 0.05  # the share of ordinary posts that may ask the approver for a reason


def test_the_tables_are_as_long_as_they_claim() -> None:
    assert len(lines(ORDINARY[0])) >= 250
    assert len(bad(BAD[0])) >= 150
    assert min(len(lines(ORDINARY[1])), len(bad(BAD[1]))) >= 60


@pytest.mark.parametrize("profile", PROFILES)
def test_an_ordinary_post_is_not_blocked_and_hardly_ever_needs_a_reason(profile: str) -> None:
    posts = [line for name in ORDINARY for line in lines(name)]
    spoken = {text: judged(Bundle(text), profile) for text in posts}
    assert [(text, finding.message) for text, found in spoken.items() for finding in found if finding.level == "block"] == []
    warned = [text for text, found in spoken.items() if any(finding.level == "warn" for finding in found)]
    assert len(warned) <= FEW * len(posts), warned


@pytest.mark.parametrize(("profile", "bare"), [*((profile, True) for profile in PROFILES), ("bet", False), ("inspire", False)])
def test_no_screen_at_all_blocks_an_ordinary_post(profile: str, bare: bool) -> None:
    register = Register([Person("Testa", "Placeholder"), Person("Quietly", "Hiddenson", never_publish=True)], b"a key that is only for tests, 32")
    for text in (line for name in ORDINARY for line in lines(name)):
        bundle = Bundle(text) if bare else Bundle(text, media=(picture(),))
        findings = judged(bundle, profile, every_screen=True, names=None if bare else register)
        assert [(finding.screen, finding.message) for finding in findings if finding.level == "block"] == [], text


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("table", BAD)
def test_a_bad_post_is_stopped_by_the_right_screen(profile: str, table: str) -> None:
    assert [post for post in bad(table) if not post.stopped(profile)] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_finding_cites_only_clauses_of_its_own_trust(profile: str) -> None:
    own = {"default": "", "att": "ATT-", "bet": "BET-", "core": "CORE-", "acet": "ACET-", "inspire": "INSP-"}[profile]
    cited = {finding.clause for post in bad(BAD[0]) for finding in judged(post.bundle(), profile) if finding.clause}
    assert all(own and clause.startswith(own) for clause in cited)
    assert bool(cited) == bool(own)
