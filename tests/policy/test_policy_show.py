"""What `gatepost policy show` prints, what an attestation binds to, and how late a review is."""

import json
from datetime import date

import pytest

from bot.policy.profile import Profile, load
from bot.policy.show import overdue, rows, vacancies, version_hash

EVERYBODY = {
    "head",
    "slt",
    "dsl",
    "exec_lead",
    "it_director",
    "head_of_people",
    "line_manager",
    "head_of_faculty",
    "network_manager",
    "ceo",
}


def changed(profile: Profile, key: str, **parts: object) -> Profile:
    return profile.model_copy(update={key: profile.parameters()[key].model_copy(update=parts)})


def test_a_row_for_each_parameter_says_whether_the_policy_states_it() -> None:
    printed = {row["parameter"]: row for row in json.loads(json.dumps(rows(load("acet"))))}
    assert set(printed) == set(load("acet").parameters())
    assert printed["people_per_post"] == {
        "kind": "parameter",
        "profile": "acet",
        "parameter": "people_per_post",
        "number": "P13",
        "value": 2,
        "clause": "ACET-1.3.8a",
        "stated": True,
    }
    assert (printed["official_email"]["value"], printed["official_email"]["stated"]) == ("block", False)
    assert printed["review_due"]["value"] == "2024-06-30"
    assert printed["abuse_recipients"]["value"] == ["slt", "network_manager"]


def test_the_version_changes_with_a_value_or_a_clause_and_not_with_a_note() -> None:
    profile = load("acet")
    version = version_hash(profile)
    assert len(version) == 64
    assert version == version_hash(load("acet"))
    assert version != version_hash(changed(profile, "decide_minutes", value=30))
    assert version != version_hash(changed(profile, "people_per_post", clause="default"))
    assert version != version_hash(profile.model_copy(update={"version": "2"}))
    assert version == version_hash(changed(profile, "people_per_post", note="Put another way."))


@pytest.mark.parametrize(("name", "days"), [("att", 1877), ("bet", 2425), ("core", 446), ("acet", 873), ("inspire", 1269)], ids=str)
def test_S27_1_every_trust_is_overdue_on_20_november_2026(name: str, days: int) -> None:
    assert overdue(load(name), date(2026, 11, 20)) == days


def test_a_policy_is_not_overdue_on_its_last_day() -> None:
    assert overdue(load("core"), date(2025, 8, 31)) is None
    assert overdue(load("core"), date(2025, 9, 1)) == 1
    assert overdue(load("default"), date(2026, 11, 20)) is None


def test_S01_1_an_empty_role_is_listed_with_the_clause_that_needs_it() -> None:
    profile = load("bet")
    assert vacancies(profile, EVERYBODY) == []
    (sentence,) = vacancies(profile, EVERYBODY - {"dsl"})
    assert "Nobody holds the role dsl" in sentence
    assert "safeguarding_recipients (BET-3.12)" in sentence


def test_a_grantor_who_signs_in_nowhere_is_still_named() -> None:
    assert vacancies(load("att"), EVERYBODY) == []
    (sentence,) = vacancies(load("att"), EVERYBODY - {"ceo"})
    assert "logo_grantor (ATT-5.7)" in sentence
    assert vacancies(load("acet"), {"head", "slt", "dsl", "network_manager"}) == []
