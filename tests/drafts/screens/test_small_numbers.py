"""S06.3: a few children counted by a need, a background or a result go to the data protection officer; other small numbers do not."""

from collections.abc import Callable

import pytest

from bot.drafts.screens.base import Finding
from bot.drafts.screens.small_numbers import small_groups
from tests.drafts.claim_measure import SETS, posts

SMALL = """3 of 4 SEND pupils passed
Two of our looked-after children gained a place at university
One Year 9 boy was excluded last week
33% of 6 pupils reached the expected standard
One pupil with an EHCP took part
We have two children in care in Year 7
Only 4 FSM pupils took GCSE music
5 pupil premium students missed the trip
Our only Traveller pupil won the prize
the only pupil with an EHCP in Year 10
3 of our 4 Year 13 chemists passed
Three of the five candidates failed
two exclusions this term
We had 3 permanent exclusions last year
A Year 10 pupil was suspended
Of our SEND pupils, 3 passed
SEND pupils: 3 of 4 passed
2 EAL students achieved grade 9
Four of our refugees have settled in well
50% of our 8 SEND pupils met the expected standard
100% of our 6 further maths students achieved A*
Three students who are young carers were honoured
7 autistic pupils joined us
One of our pupils with autism spoke in assembly
Two Muslim pupils led the assembly
8 of 9 disadvantaged pupils made expected progress
two of the three pupils on free school meals passed maths
1 of 3 pupils achieved grade 4 in English"""
ORDINARY = """Three pupils won the quiz
Our 4 houses competed
2 coaches will leave
The girls won 3-1
3 of 4 houses scored more than 100 points
Two pupils passed their grade 5 piano exam
Please SEND 3 boxes by Friday
Year 7 SEND pupils visited the farm
Four out of five pupils feel safe
nine in ten pupils achieved grade 4
One in five of our students is a young carer
Three of our four finalists are in Year 9
We welcome two new SEND teaching assistants
The free school meals form is on page 3
120 pupil premium pupils took part
There were no exclusions this term
Five students got into Oxford
Mental health week: 5 ways to wellbeing
3 of 4 teams reached the final
The two blind mice were played by Year 2
Meet our 5 safeguarding leads
We have 3 mental health first aiders
Black History Month: 4 books to read
Our 6 carers go above and beyond
The 3 peaks challenge raised money for disabled children
6 ways to support your child with dyslexia
5 tips for parents of children with ADHD
Five pupils raised £300 for a refugee charity
Four students got a part in the play in English"""


@pytest.mark.parametrize("text", SMALL.split("\n"))
def test_S06_3_a_small_group_is_seen(text: str) -> None:
    assert small_groups(text)


@pytest.mark.parametrize("text", ORDINARY.split("\n"))
def test_other_small_numbers_are_left_alone(text: str) -> None:
    assert small_groups(text) == []


def test_school_posts_pass_but_for_the_ones_that_count_a_need() -> None:
    hits = [text for name in SETS for text, _ in posts(name) if small_groups(text)]
    assert hits == ["3 of 4 SEND pupils passed their reading assessment."]


def test_the_finding_asks_and_names_the_clause_of_the_trust(judge: Callable[..., list[Finding]]) -> None:
    text = "Well done! 3 of 4 SEND pupils passed."
    finding = next(f for f in judge(text, screen="personal_data", profile="acet") if "fewer than 10" in f.message)
    assert (finding.level, finding.clause, text[finding.start : finding.end]) == ("ask", "ACET-1.3.8b", "3 of 4 SEND pupils")
