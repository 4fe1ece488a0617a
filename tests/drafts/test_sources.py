"""C06: the evidence of each fact belongs to what is signed; a fact goes off the list only with a reason the checker agrees to."""

from dataclasses import replace

import pytest

from bot.drafts import sources
from bot.drafts.content import claims_of
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Claim, Draft
from bot.drafts.screening import findings
from bot.drafts.signoff import check_claim, sign_facts, submit
from bot.drafts.sources_keep import keep, keep_pasted
from bot.drafts.sources_marks import typed as as_typed
from bot.drafts.sources_read import arrived
from bot.errors import BadInput, NotFound, Refusal
from tests.drafts.gate import PICTURE, check_as, refused, save_as, signs, typed
from tests.scene import ANSWERS, WITH_FIGURE, Scene

GOOD = b"Subject,Grade 5+ %\nYear 11 English,87\n"
OTHER = b"Subject,Grade 5+ %\nYear 11 English,78\n"


def give(scene: Scene, key: int, data: bytes, name: str = "results.csv", claim: str = "87%") -> str:
    with scene.session() as session:
        source = keep(session, scene.who(session, "author"), session.get_one(Draft, key), claim, arrived(name, data))
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, claim_sources={**content.claim_sources, claim: source}), version)
    return source


def said(scene: Scene, key: int) -> list[str]:
    with scene.session() as session:
        return [f.message for f in findings(session, session.get_one(Draft, key)) if f.screen == "content"]


def the(scene: Scene, key: int, words: str = "87%") -> Claim:
    with scene.session() as session:
        return next(c for c in claims_of(session, key) if c.text == words)


def test_S06_4_another_file_under_the_same_name_voids_what_was_verified(scene: Scene) -> None:
    key = scene.draft(WITH_FIGURE)
    give(scene, key, GOOD)
    with scene.session() as session:
        submit(session, scene.who(session, "author"), key)
    check_as(scene, "checker", key)
    before = scene.digest(key)
    give(scene, key, OTHER)
    assert scene.digest(key) != before
    assert signs(scene, key)[SignKind.FACTS].voided_at is not None
    with refused("facts-open"):
        _sign(scene, key)


def test_S06_4_a_swapped_chart_picture_voids_it_too(scene: Scene) -> None:
    key = scene.checked(WITH_FIGURE, pictures=(PICTURE,))
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, pictures=(replace(PICTURE, alt="A chart"),)), version)
    assert signs(scene, key)[SignKind.FACTS].voided_at is not None


def test_a_figure_that_the_file_gives_otherwise_is_shown_to_both(scene: Scene) -> None:
    key = scene.draft(WITH_FIGURE)
    give(scene, key, GOOD)
    assert said(scene, key) == []
    give(scene, key, OTHER)
    assert [m.partition(" (")[0] for m in said(scene, key)] == ["Your text says 87%, but the source says 78%"]


def test_pasted_words_are_kept_and_compared(scene: Scene) -> None:
    key = scene.draft(WITH_FIGURE)
    with scene.session() as session:
        draft, author = session.get_one(Draft, key), scene.who(session, "author")
        with pytest.raises(BadInput, match="Paste only the part"):
            keep_pasted(session, author, draft, "87%", "x" * 20_001)
        source = keep_pasted(session, author, draft, "87%", "In English 78% of Year 11 achieved grade 5.")
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, claim_sources={"87%": source}), version)
    assert len(said(scene, key)) == 1


def test_only_who_may_change_the_draft_gives_files_and_each_belongs_to_its_draft(scene: Scene) -> None:
    key, other = scene.draft(WITH_FIGURE), scene.draft(WITH_FIGURE)
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        with pytest.raises(Refusal):
            keep(session, scene.who(session, "checker"), draft, "87%", arrived("results.csv", GOOD))
        keep(session, scene.who(session, "author"), draft, "87%", arrived("results.csv", GOOD))
        row = sources.kept(session, draft)[0]
        assert sources.file_of(session, draft, row.id or 0)[1] == GOOD
        with pytest.raises(NotFound):
            sources.file_of(session, session.get_one(Draft, other), row.id or 0)


def test_typed_words_cannot_pass_for_a_kept_file(scene: Scene) -> None:
    key = scene.draft(WITH_FIGURE)
    mark = give(scene, key, GOOD)
    assert as_typed(mark) != mark
    assert as_typed("Results, page 3 [draft]") == "Results, page 3 [draft]"


def test_a_fact_the_author_marked_stays_without_a_source(scene: Scene) -> None:
    text = "Our choir is back. Come and sing."
    key = scene.draft(text, claim_sources={"Our choir is back": ""}, answers=ANSWERS)
    assert the(scene, key, "Our choir is back").origin.value == "author"
    content, version = typed(scene, key)
    assert content.claim_sources == {"Our choir is back": ""}
    assert not save_as(scene, "author", key, content, version)
    assert save_as(scene, "author", key, replace(content, claim_sources={}), version)  # its author may take it off again
    with scene.session() as session:
        assert claims_of(session, key) == []


def test_a_found_fact_goes_off_the_list_only_when_the_checker_agrees_with_the_reason(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE, claim_sources={})
    claim = the(scene, key)
    with scene.session() as session, pytest.raises(BadInput, match="no fact"):
        check_claim(session, scene.who(session, "checker"), claim.id or 0, "not a fact")
    content, version = typed(scene, key)
    denied = {c.text: f"Not a fact: {c.text} is a line of the school song" for c in _claims(scene, key)}
    save_as(scene, "author", key, replace(content, claim_sources=denied), version)
    with scene.session() as session:
        checker = scene.who(session, "checker")
        with pytest.raises(BadInput, match="says that this is no fact"):
            check_claim(session, checker, claim.id or 0, "verified")
        for each in claims_of(session, key):
            check_claim(session, checker, each.id or 0, "not a fact")
    _sign(scene, key)
    assert scene.state(key) == "waiting for approval"


def test_a_disputed_reason_keeps_the_draft_back(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE, claim_sources={"87%": "Not a fact: everybody knows it"})
    claim = the(scene, key)
    with scene.session() as session:
        check_claim(session, scene.who(session, "checker"), claim.id or 0, "wrong", "It is a figure. Give the results file.")
    with refused("facts-open"):
        _sign(scene, key)


def _claims(scene: Scene, key: int) -> list[Claim]:
    with scene.session() as session:
        return claims_of(session, key)


def _sign(scene: Scene, key: int) -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        sign_facts(session, scene.signing(session, "checker"), key, digest)
