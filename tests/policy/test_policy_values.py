"""What the five trusts state and what is only proposed, checked value by value against the comparison of the policies."""

import re
from datetime import date

import pytest
from pydantic import ValidationError

from bot.policy.profile import RoutedRole, check_all, load, names

TRUSTS = {"acet": "ACET", "att": "ATT", "bet": "BET", "core": "CORE", "inspire": "INSP"}
PLAIN = ("name", "title", "version")

VALUES = [
    ("att", "policy_owner", "Chief Operating Officer", "ATT-0.1"),
    ("att", "account_approver", ("head", "exec_lead"), "default"),
    ("att", "required_platforms", ("x",), "ATT-7.3a"),
    ("att", "stale_after_days", 14, "default"),
    ("att", "fact_check", "all", "default"),
    ("att", "extra_approver", "exec_lead", "default"),
    ("att", "safeguarding_recipients", ("dsl",), "ATT-6.3b"),
    ("att", "references", "warn", "ATT-6.10"),
    ("att", "hide_severities", ("S0", "S1", "S4"), "default"),
    ("att", "decide_minutes", 60, "default"),
    ("bet", "review_months", 36, "BET-4.8"),
    ("bet", "policy_date", date(2017, 3, 1), "BET-4.8"),
    ("bet", "account_approver", ("slt",), "BET-3.2"),
    ("bet", "url_acknowledged_by", ("head_of_faculty", "slt"), "BET-4.2"),
    ("bet", "official_email", "warn", "BET-4.1c"),
    ("bet", "hide_severities", ("S0", "S1", "S2", "S4"), "BET-4.6a"),
    ("bet", "decide_minutes", 30, "default"),
    ("bet", "safeguarding_recipients", ("dsl",), "BET-3.12"),
    ("bet", "private_follow_request", "accept", "default"),
    ("core", "policy_date", date(2024, 10, 10), "CORE-0.1"),
    ("core", "account_approver", ("head",), "CORE-5.1"),
    ("core", "adults", "written_permission", "CORE-7.6b"),
    ("core", "media_enquiry", ("head",), "CORE-5.3a"),
    ("core", "misuse_recipients", ("head",), "CORE-3.3b"),
    ("core", "references", "block", "CORE-4.2"),
    ("core", "private_messages", "none_block_unwanted", "CORE-6.S.a2"),
    ("core", "evidence_fields", ("time", "date", "url", "capture", "print_out"), "CORE-6.R.m"),
    ("acet", "minimum_custodians", 2, "ACET-1.4.5b"),
    ("acet", "people_per_post", 2, "ACET-1.3.8a"),
    ("acet", "fact_check", "claims", "ACET-1.3.8a"),
    ("acet", "dpo_check", "personal_data_or_unsure", "ACET-1.3.8b"),
    ("acet", "hide_severities", ("S0", "S1", "S2", "S4"), "ACET-1.3.4b"),
    ("acet", "abuse_recipients", ("slt", "network_manager"), "default"),
    ("acet", "people_in_scope", "staff and anyone else who uses an official account", "default"),
    ("inspire", "grant_authoriser", ("line_manager",), "INSP-11.3.3"),
    ("inspire", "name_without_image", "first_or_initials", "INSP-13.1.4"),
    ("inspire", "misuse_recipients", ("dsl", "head"), "INSP-11.7"),
    ("inspire", "follow_rule", "allow_list", "INSP-13.1.8b"),
    ("inspire", "staff_contacts_blocked", True, "INSP-11.3.6"),
    ("inspire", "link_check", True, "INSP-13.1.5"),
    ("inspire", "decide_minutes", 30, "default"),
    ("default", "people_per_post", 2, "default"),
    ("default", "adopt_minutes", 15, "default"),
    ("default", "draft_expiry_days", 14, "default"),
    ("default", "grant_max_days", 366, "default"),
    ("default", "safeguarding_ack_minutes", 15, "default"),
    ("default", "human_task_minutes", 60, "default"),
    ("default", "blind_lock_posts", 0, "default"),
    ("default", "session_idle_minutes", 60, "default"),
]

DISAGREEMENTS = {  # numbered as the direct disagreements between the trusts are
    "1 first name with a child's picture": ("name_with_image", {"inspire": "first_or_initials", "bet": "none"}),
    "2 abuse goes to": (
        "abuse_recipients",
        {"bet": ("slt",), "inspire": ("dsl", "it_director"), "core": ("head", "line_manager", "head_of_people")},
    ),
    "3 answering in public": ("answer_channel", {"att": "email_only", "bet": "public", "core": "public", "acet": "public"}),
    "3 signpost": ("signpost_reply", {"att": False, "bet": True, "core": True, "acet": True, "inspire": True}),
    "5 consent": (
        "image_consent",
        {
            "bet": "written_parental_one_use_or_all",
            "inspire": "held_by_organisation",
        },
    ),
    "5 adults": ("adults", {"core": "written_permission", "bet": "told_and_can_object"}),
    "6 logo": ("logo_grantor", {"att": "ceo", "core": "head", "acet": "rights_owner", "bet": "head", "inspire": "head"}),
    "7 former pupils": (
        "former_pupil_rule",
        {"bet": "under 18", "core": "under 18", "inspire": "under 18, or left less than two years ago"},
    ),
    "8 who authorises": ("grant_authoriser", {"core": ("head",), "inspire": ("line_manager",), "acet": ("head",), "att": ("head",)}),
    "10 safeguarding": ("safeguarding_recipients", {"core": ("dsl", "head"), "acet": ("dsl",)}),
}


def test_the_files_that_ship_have_no_problem() -> None:
    assert check_all() == []
    assert names() == ["default", *TRUSTS]


@pytest.mark.parametrize(("name", "key", "value", "clause"), VALUES, ids=lambda each: str(each)[:24])
def test_a_value_and_the_clause_behind_it(name: str, key: str, value: object, clause: str) -> None:
    parameter = load(name).parameters()[key]
    assert (parameter.value, parameter.clause, parameter.stated) == (value, clause, clause != "default")


@pytest.mark.parametrize(("key", "by_trust"), DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_where_trusts_disagree_the_profile_decides(key: str, by_trust: dict[str, object]) -> None:
    assert {name: load(name).parameters()[key].value for name in by_trust} == by_trust


@pytest.mark.parametrize(("name", "prefix"), TRUSTS.items())
def test_a_trust_cites_its_own_clauses_and_no_other(name: str, prefix: str) -> None:
    profile = load(name)
    cited = [parameter.clause for parameter in profile.parameters().values() if parameter.stated]
    assert cited
    assert [clause for clause in cited if not re.fullmatch(rf"{prefix}-\d[\dA-Za-z.]*", clause)] == []
    noted = re.findall(r"\b[A-Z]{3,4}-\d", " ".join(parameter.note or "" for parameter in profile.parameters().values()))
    assert [each for each in noted if not each.startswith(prefix)] == []


def test_the_default_file_speaks_for_no_policy() -> None:
    assert [key for key, parameter in load("default").parameters().items() if parameter.stated] == []


@pytest.mark.parametrize("name", ["default", *TRUSTS])
def test_rules_no_trust_may_loosen(name: str) -> None:
    profile = load(name)
    assert not {"S3", "S5"} & set(profile.hide_severities.value)
    assert {"S0", "S1", "S4"} <= set(profile.hide_severities.value)
    assert RoutedRole.DSL in profile.safeguarding_recipients.value
    assert profile.people_per_post.value >= 2
    assert profile.minimum_custodians.value >= 2
    assert profile.follow_rule.value == "allow_list"
    assert (profile.stray_post_action.value, profile.adopt_minutes.value) == ("remove_unless_adopted", 15)


def test_words_are_the_trusts_own() -> None:
    assert {name: (load(name).pupil_word, load(name).head_word) for name in ("acet", "core", "inspire")} == {
        "acet": ("pupil", "Headteacher"),
        "core": ("student", "Headteacher"),
        "inspire": ("student", "Principal"),
    }


def test_a_profile_cannot_be_changed_after_it_is_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(load("acet").people_per_post, "value", 3)  # noqa: B010 - the type checker knows it is read-only


def test_every_parameter_says_what_it_decides() -> None:
    profile = load("default")
    asked = {key: profile.asks(key) for key in profile.parameters()}
    assert set(type(profile).model_fields) - set(asked) == set(PLAIN)
    assert [key for key, asks in asked.items() if not asks.question or not re.fullmatch(r"(P\d\d)?", asks.number)] == []
