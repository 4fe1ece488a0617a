"""Topics that need one more approver, as the profile lists them (control C08, parameter P16)."""

from collections.abc import Callable
from typing import get_args

import pytest

from bot.drafts.screens.base import Finding
from bot.drafts.screens.content_clauses import TOPICS
from bot.drafts.screens.sensitive_topic import TOUCHES, WHO
from bot.policy.parameter import RoutedRole, Topic

Judge = Callable[..., list[Finding]]


def test_S08_1_ofsted_results_are_a_listed_topic_of_core_and_wait_for_the_headteacher(judge: Judge) -> None:
    (finding,) = judge("Our Ofsted results are in and we are still Good.", screen="sensitive_topic", profile="core")
    assert (finding.level, finding.topic, finding.clause) == ("ask", "performance", "CORE-6.R.k")
    assert finding.message.endswith("it waits for the Headteacher.")


@pytest.mark.parametrize(
    ("profile", "clause", "who"),
    [
        ("att", "ATT-4.2e", "the trust's executive lead"),
        ("bet", "BET-1.3.4e", "senior leadership (SLT)"),
        ("core", "CORE-6.R.k", "the Headteacher"),
        ("inspire", "INSP-6.3.5", "the Principal"),
        ("default", None, "the Headteacher"),
    ],
)
def test_a_listed_topic_says_whom_it_waits_for(judge: Judge, profile: str, clause: str | None, who: str) -> None:
    (finding,) = judge("Our local MP came to see the new science block.", screen="sensitive_topic", profile=profile)
    assert (finding.topic, finding.clause) == ("political", clause)
    assert who in finding.message


def test_a_topic_that_is_not_listed_is_left_alone_or_asks_gently(judge: Judge) -> None:
    assert judge("Our Ofsted report is out.", screen="sensitive_topic", profile="att") == []
    (finding,) = judge("Our local MP came to see us.", screen="sensitive_topic", profile="acet")
    assert (finding.topic, finding.clause) == ("political", None)
    assert "no extra approver is needed" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Year 9 learned about the suffragettes.",
        "Student council election next week. Vote for your form representative.",
        "Our mock election was won by the Recycling Party.",
        "The school council vote is on Friday.",
        "Our politics A-level trip to Parliament was a great day.",
        "Cake sale for charity at break, 50p a slice.",
        "Tickets for the school play are £2.",
        "The PTA fair is on Saturday.",
        "The uniform shop is open from 10am to 4pm.",
        "We strike a balance between work and play.",
        "We practised our fire drill today.",
    ],
)
@pytest.mark.parametrize("profile", ["core", "att"])
def test_lessons_and_school_life_are_not_sensitive(judge: Judge, profile: str, text: str) -> None:
    assert judge(text, screen="sensitive_topic", profile=profile) == []


def test_an_allegation_is_a_defamation_topic_where_the_profile_lists_it(judge: Judge) -> None:
    found = judge("Councillor Smith is corrupt and 40% of us know it.", screen="sensitive_topic", profile="acet")
    assert {(finding.topic, finding.clause) for finding in found} == {("defamation", "ACET-1.3.2"), ("figures", "ACET-1.3.8a")}


def test_every_topic_and_every_approver_has_its_words() -> None:
    assert set(TOUCHES) == set(TOPICS) == set(get_args(Topic))
    assert set(WHO) <= set(RoutedRole)
