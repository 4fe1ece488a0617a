"""Which way is stricter, asked of the table; and what an academy decided, laid over the trust's profile."""

import json

import pytest

from bot.errors import BadInput
from bot.policy import entry
from bot.policy.overrides import Override, checked, laid, plain
from bot.policy.profile import Profile, load, names
from bot.policy.stricter import STRICTER, Change, change, change_from


def test_every_parameter_says_which_way_is_stricter_and_has_a_form() -> None:
    assert list(STRICTER) == list(load("default").parameters())
    for key in STRICTER:
        kind, options = entry.field(key)
        assert (kind in {"one_of", "several"}) <= bool(options), key


@pytest.mark.parametrize("name", names())
def test_every_value_that_ships_can_be_entered_by_hand(name: str) -> None:
    profile = load(name)
    for key in set(profile.parameters()) - set(profile.to_enter()):
        value = json.loads(plain(profile, key))
        typed = [str(each) for each in value] if isinstance(value, list) else [{"True": "yes", "False": "no"}.get(str(value), str(value))]
        assert json.loads(entry.read(key, typed)) == value, key
        assert change(key, profile.parameters()[key].value, profile.parameters()[key].value) is Change.SAME


@pytest.mark.parametrize(
    ("key", "old", "new", "said"),
    [
        ("decide_minutes", 60, 30, Change.TIGHTER),
        ("decide_minutes", 60, 61, Change.LOOSER),
        ("minimum_custodians", 2, 3, Change.TIGHTER),
        ("training_required", True, False, Change.LOOSER),
        ("checker_may_approve", True, False, Change.TIGHTER),
        ("fact_check", "claims", "all", Change.TIGHTER),
        ("name_with_image", "none", "first_or_initials", Change.LOOSER),
        ("extra_approval_topics", ("political",), ("political", "figures"), Change.TIGHTER),
        ("extra_approval_topics", ("political",), ("figures",), Change.NEITHER),
        ("grant_authoriser", ("head", "slt"), ("head",), Change.TIGHTER),
        ("hide_severities", ("S0", "S1"), ("S0", "S1", "S2"), Change.NEITHER),
        ("stray_post_action", "remove_unless_adopted", "alert", Change.LOOSER),
        ("image_consent", "written_parental", "held_by_organisation", Change.NEITHER),
        ("blind_lock_posts", 0, 3, Change.NEITHER),  # the Headteacher agrees before the machine may close a post
    ],
)
def test_C01_a_change_is_stricter_looser_or_neither(key: str, old: object, new: object, said: Change) -> None:
    assert change(key, old, new) is said


def test_C01_stricter_than_here_but_looser_than_the_trust_is_looser() -> None:
    trust = load("bet")
    here = checked(trust, Override("decide_minutes", "90"))
    assert change_from("decide_minutes", trust, here, 60) is Change.LOOSER
    assert change_from("decide_minutes", trust, here, 20) is Change.TIGHTER


def test_C01_a_value_of_its_own_cites_no_clause_and_the_reason_is_kept() -> None:
    here = laid(load("inspire"), (Override("name_with_image", '"none"', "Parents asked."),))
    parameter = here.name_with_image
    assert (parameter.value, parameter.stated, parameter.note) == ("none", False, "Parents asked.")
    assert load("inspire").name_with_image.stated


def test_C01_what_can_no_longer_stand_gives_way_to_the_trust() -> None:
    trust: Profile = load("default")
    assert laid(trust, (Override("people_per_post", "3"),)) == trust  # the checker may approve, so three people make no sense
    assert laid(trust, (Override("gone_since", "3"), Override("decide_minutes", '"soon"'))) == trust
    both = laid(trust, (Override("checker_may_approve", "false"), Override("people_per_post", "3")))
    assert (both.people_per_post.value, both.checker_may_approve.value) == (3, False)


@pytest.mark.parametrize("key", ["nothing", "name", "title", "__class__"])
def test_what_is_no_parameter_is_a_sentence(key: str) -> None:
    with pytest.raises(BadInput, match="no such rule"):
        entry.read(key, ["1"])


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("decide_minutes", ["0"], "Enter 1 or more."),
        ("decide_minutes", ["--5"], "Enter a whole number."),
        ("decide_minutes", ["٣"], "Enter a whole number."),
        ("decide_minutes", ["9" * 400], "Enter a whole number."),
        ("people_per_post", ["1"], "Enter 2 or 3."),
        ("blind_lock_posts", ["11"], "Enter 10 or less."),
        ("review_due", ["2026-02-30"], "Enter a date"),
        ("hide_severities", ["S0", "S1", "S3"], "Criticism is not abuse"),
        ("hide_severities", ["S4"], "always hidden"),
        ("safeguarding_recipients", ["head"], "Add dsl."),
        ("abuse_recipients", [], "Choose at least one"),
        ("abuse_recipients", ["the caretaker"], "Choose from the list."),
        ("references", ["maybe"], "Choose one from the list."),
        ("link_check", ["perhaps"], "Choose yes or no."),
        ("disclaimer_text", ["x" * 501], "Keep it under 500 characters."),
        ("policy_owner", ["   "], "must not be left blank"),
    ],
)
def test_C01_a_value_that_cannot_stand_is_a_sentence(key: str, typed: list[str], sentence: str) -> None:
    with pytest.raises(BadInput) as wrong:
        checked(load("default"), Override(key, entry.read(key, typed)))
    assert sentence in wrong.value.fields["value"]
