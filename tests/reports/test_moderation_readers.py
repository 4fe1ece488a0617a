"""Whose comments the report is about, what each reader may know, and what leaves the house as a file or as words to publish."""

import json

import pytest

from bot.accounts.models import Account, AccountState
from bot.cases.models import About
from bot.errors import NotFound
from bot.moderation.models import Review
from bot.people.models import Academy, RoleHolding, Standing
from bot.people.permissions import Role
from bot.reports import moderation_files, moderation_public
from bot.reports.moderation_figures import FEWER
from tests.reports.past import ALARM, HIDDEN, KEPT, Past, of, said, settled, utc
from tests.scene import Scene


def test_what_is_about_a_child_is_in_no_other_number_and_exact_only_for_those_whose_it_is(scene: Scene) -> None:
    at = utc(2026, 10, 6, 9)
    with scene.session() as session:
        past = Past(scene, session)
        past.comment(at, KEPT)
        for _ in range(3):
            past.comment(at, ALARM, hidden_s=40)
        past.comment(at, KEPT, review=Review.SAFEGUARDING)  # a member of staff was worried
        past.case(at, acknowledged_s=120)
        past.case(at, acknowledged_s=900, escalations=1)
        past.case(at, escalations=3)
        session.commit()
        for who in ("slt", "governor", "dpo"):
            found = of(session, scene, who)
            assert said(found, "severity")["S0: a child or a life may be at risk"] == [FEWER, "not said here"]
            assert said(found, "months")["October 2026"][:2] == ["1", "0"]
            assert "safeguarding" not in {section.key for section in found.sections}
            whole = moderation_files.as_json(found) + moderation_files.as_csv(found)
            assert "acknowledged" not in whole
            assert found.came == 1
        for who in ("dsl", "deputy", "head"):
            found = of(session, scene, who)
            assert said(found, "severity")["S0: a child or a life may be at risk"][0] == "4"
            assert list(said(found, "safeguarding").values()) == [
                ["4"],
                ["3, within 40 seconds in the middle case"],
                ["3"],
                ["8 minutes"],
                ["15 minutes"],
                ["1"],
                ["4"],
                ["0"],
            ]
            assert found.came == 1


def test_a_case_about_the_headteacher_is_not_even_a_number_to_them(scene: Scene) -> None:
    at = utc(2026, 10, 6, 9)
    with scene.session() as session:
        past = Past(scene, session)
        reply = past.comment(at, KEPT, review=Review.SAFEGUARDING)
        past.case(at, about=About.HEAD, link=f"reply:{reply.id}")
        session.commit()
        head, lead = (said(of(session, scene, who), "safeguarding") for who in ("head", "dsl"))
    rows = ("Comments that may be about a child or a life at risk", "Cases raised, by the machine or by staff")
    assert [head[row] for row in rows] == [["0"], ["0"]]
    assert [lead[row] for row in rows] == [["1"], ["1"]]


def test_an_academy_without_accounts_and_one_without_comments_have_a_report(scene: Scene) -> None:
    with scene.session() as session:
        found = of(session, scene, "governor")
        assert found.lines == ("In October 2026, no comments came in.",)
        assert said(found, "wrong")["All that the machine hid"][2] == "none yet, so nothing can be said"
        other = Academy(name="Academy B", policy="default", email_domain="academy-b.example.sch.uk")
        session.add(other)
        session.flush()
        me = scene.who(session, "governor")
        session.add(RoleHolding(person_id=me.id or 0, role=Role.GOVERNOR, academy_id=other.id, standing=Standing.ACTIVE))
        session.commit()
        empty = of(session, scene, "governor", where=f"academy:{other.id}")
        assert (empty.came, empty.scope.label) == (0, "Academy B")
        assert "the school office" in moderation_public.text(empty)


def _account(academy_id: int, platform: str) -> Account:
    return Account(academy_id=academy_id, platform=platform, handle="another", purpose="", official_email="b@b.example", state=AccountState.CONNECTED)


def test_one_account_or_all_and_the_practice_academy_only_when_it_is_asked_for(scene: Scene) -> None:
    at = utc(2026, 10, 6)
    with scene.session() as session:
        Past(scene, session).comment(at, KEPT)
        second = _account(scene.academy_id, "x")
        play = Academy(name="Practice", policy="default", email_domain="p.example", practice=True)
        session.add_all([second, play])
        session.flush()
        third = _account(play.id or 0, "practice")
        session.add(third)
        session.flush()
        for account in (second, third):
            Past(scene, session, account.id or 0).comment(at, KEPT)
        me = scene.who(session, "head")
        session.add(RoleHolding(person_id=me.id or 0, role=Role.HEAD, academy_id=play.id, standing=Standing.ACTIVE))
        session.commit()
        wanted = {"": 2, f"academy:{scene.academy_id}": 2, f"account:{second.id}": 1, f"academy:{play.id}": 1, f"account:{third.id}": 1}
        assert {where: of(session, scene, "head", where=where).came for where in wanted} == wanted
        assert any("newest 800" in line for line in of(session, scene, "head", where=f"account:{second.id}").gaps)
        for where in (f"academy:{play.id}", f"account:{third.id}", "account:9999"):
            with pytest.raises(NotFound):
                of(session, scene, "slt", where=where)


def test_files_hold_the_rows_of_the_page_and_the_public_words_no_small_number(scene: Scene) -> None:
    at = utc(2026, 10, 6)
    with scene.session() as session:
        past = Past(scene, session)
        for number in range(6):
            past.comment(at, HIDDEN, settled("restore" if number == 0 else "keep_hidden", "misread"), hidden_s=31)
        session.commit()
        found = of(session, scene, "governor")
    read = json.loads(moderation_files.as_json(found))
    assert read["tables"]["months"]["rows"][0]["Came in"] == {"number": 6, "words": "6"}
    assert read["in_words"] == list(found.lines)
    lines = moderation_files.as_csv(found).splitlines()
    assert "Month by month,October 2026,Came in,6,6" in lines
    assert len(lines) > 50
    words = moderation_public.text(found)
    assert "In October 2026, 6 comments were read. The machine hid 6, in the middle case 31 seconds after it first saw them." in words
    assert f"People found {FEWER} of these hidden wrongly" in words
    assert "We hide comments that threaten somebody." in words
    assert "within 5 working days" in words
    assert "office@academy-a.example.sch.uk" in words


def test_a_month_with_few_is_published_without_a_number_or_a_time(scene: Scene) -> None:
    with scene.session() as session:
        Past(scene, session).comment(utc(2026, 10, 6), HIDDEN, hidden_s=31)
        session.commit()
        words = moderation_public.text(of(session, scene, "head"))
    assert f"In October 2026, {FEWER} comments were read. The machine hid {FEWER}, so we give no time." in words
    assert "31 seconds" not in words
