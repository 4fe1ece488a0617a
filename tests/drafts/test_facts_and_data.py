"""C06: facts with sources, a second person's finding for each, and the data protection officer's word."""

from dataclasses import replace

import pytest

from bot.drafts.content import claims_of
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Claim
from bot.drafts.signoff import ask_dpo, check_claim, dpo_decide, sign_facts, submit
from bot.errors import BadInput
from tests.drafts.gate import PICTURE, approve_as, behind_the_back, check_as, refused, save_as, signs, typed
from tests.scene import ANSWERS, PLAIN, WITH_FIGURE, Scene

UNSURE = ANSWERS | {"personal_data": "unsure"}


def test_S06_1_a_figure_without_a_source_reaches_no_approver(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE, claim_sources={})
    assert scene.state(key) == "submitted"
    claim = _claims(scene, key)[0]
    with scene.session() as session, pytest.raises(BadInput, match="no source"):
        check_claim(session, scene.who(session, "checker"), claim.id or 0, "verified")
    with refused("facts-open"):
        _sign(scene, "checker", key)
    with refused("move"):
        approve_as(scene, "slt", key)


def test_S06_2_an_author_who_says_no_figures_is_overruled(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE, answers=ANSWERS | {"facts": "no"})
    assert "87%" in [c.text for c in _claims(scene, key)]
    assert scene.state(key) == "submitted"


def test_S06_2_taking_the_claim_out_of_the_database_does_not_help(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE, answers=ANSWERS | {"facts": "no"}, claim_sources={})
    behind_the_back(scene, "DELETE FROM claim")
    behind_the_back(scene, "UPDATE draft SET state = 'waiting for approval'")
    with refused("facts-open"):
        approve_as(scene, "slt", key)


def test_one_wrong_fact_keeps_all_of_it_back(scene: Scene) -> None:
    key = scene.submitted(WITH_FIGURE)
    claims = _claims(scene, key)
    with scene.session() as session:
        with pytest.raises(BadInput, match="wrong or missing"):
            check_claim(session, scene.who(session, "checker"), claims[0].id or 0, "wrong")
        check_claim(session, scene.who(session, "checker"), claims[0].id or 0, "wrong", "The file says 78%.")
    assert scene.state(key) == "facts being checked"
    with refused("facts-open"):
        _sign(scene, "checker", key)


def test_S06_3_data_in_doubt_goes_to_the_data_protection_officer(scene: Scene) -> None:
    key = scene.submitted(PLAIN, answers=UNSURE | {"facts": "no"})
    assert scene.state(key) == "with the DPO"
    with refused("move"):
        approve_as(scene, "slt", key)
    with refused("role"):
        _dpo(scene, "head", key, clear=True)
    with pytest.raises(BadInput, match=r"[Oo]n what basis"):
        _dpo(scene, "dpo", key, clear=True)
    _dpo(scene, "dpo", key, clear=True, reason="Nobody can be recognised.")
    assert signs(scene, key)[SignKind.DPO].reason == "Nobody can be recognised."
    approve_as(scene, "slt", key)
    scene.sweep()
    assert scene.live() == [PLAIN]


def test_S06_3_what_she_refused_cannot_be_submitted_unchanged(scene: Scene) -> None:
    key = scene.submitted(PLAIN, answers=UNSURE | {"facts": "no"})
    with pytest.raises(BadInput, match="Say why"):
        _dpo(scene, "dpo", key, clear=False)
    _dpo(scene, "dpo", key, clear=False, reason="It points at one child.")
    assert scene.state(key) == "needs changes"
    with refused("dpo-refused"):
        _submit(scene, key)
    _change(scene, key, "Thank you all for coming.")
    _submit(scene, key)
    assert scene.state(key) == "with the DPO"


def test_S06_3_nor_by_changing_it_there_and_back(scene: Scene) -> None:
    key = scene.submitted()
    with scene.session() as session:
        ask_dpo(session, scene.who(session, "slt"), key, "May we say this about the choir?")
    _dpo(scene, "dpo", key, clear=False, reason="It points at one child.")
    _change(scene, key, "Thank you all for coming.")
    _submit(scene, key)
    _change(scene, key, PLAIN)  # back to what she refused, while it is on its way to the approver
    with refused("dpo-refused"):
        _sign(scene, "checker", key)
    behind_the_back(scene, "UPDATE draft SET state = 'waiting for approval'")
    with refused("dpo-refused"):
        approve_as(scene, "slt", key)


def test_S06_3_an_older_refusal_is_not_forgotten_for_a_newer_one(scene: Scene) -> None:
    key = scene.submitted(PLAIN, answers=UNSURE | {"facts": "no"})
    _dpo(scene, "dpo", key, clear=False, reason="It points at one child.")
    _change(scene, key, "Thank you all for coming.")
    _submit(scene, key)
    _dpo(scene, "dpo", key, clear=False, reason="Still.")
    _change(scene, key, PLAIN)
    with refused("dpo-refused"):
        _submit(scene, key)


def test_a_draft_moved_past_her_by_hand_is_not_approved(scene: Scene) -> None:
    key = scene.submitted(PLAIN, answers=UNSURE | {"facts": "no"})
    behind_the_back(scene, "UPDATE draft SET state = 'waiting for approval'")
    with refused("dpo-open"):
        approve_as(scene, "slt", key)


def test_S06_4_a_swapped_chart_voids_the_check(scene: Scene) -> None:
    key = scene.checked(WITH_FIGURE, pictures=(PICTURE,))
    content, version = typed(scene, key)
    save_as(scene, "author", key, replace(content, pictures=(replace(PICTURE, filename="chart.png"),)), version)
    assert signs(scene, key)[SignKind.FACTS].voided_at is not None
    assert scene.state(key) == "submitted"
    with refused("facts-open"):  # each finding was for the digest it was made on
        _sign(scene, "checker", key)
    check_as(scene, "checker", key)
    approve_as(scene, "slt", key)
    assert scene.state(key) == "approved"


def _claims(scene: Scene, key: int) -> list[Claim]:
    with scene.session() as session:
        return claims_of(session, key)


def _sign(scene: Scene, name: str, key: int) -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        sign_facts(session, scene.signing(session, name), key, digest)


def _dpo(scene: Scene, name: str, key: int, *, clear: bool, reason: str = "") -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        dpo_decide(session, scene.signing(session, name), key, digest, clear=clear, reason=reason)


def _submit(scene: Scene, key: int) -> None:
    with scene.session() as session:
        submit(session, scene.who(session, "author"), key)


def _change(scene: Scene, key: int, text: str) -> None:
    content, version = typed(scene, key)
    assert save_as(scene, "author", key, replace(content, text=text), version)
