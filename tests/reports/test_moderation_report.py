"""The report over a real database: every number from stored rows, on SQLite and on PostgreSQL."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.accounts import streams
from bot.accounts.models import Account, AccountState, Stream, StreamKind
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append
from bot.cases.models import About
from bot.cases.tasks import ask
from bot.clock import now
from bot.errors import NotFound
from bot.moderation.act import TITLES
from bot.moderation.desk import appeals, decide
from bot.moderation.desk.models import Decided
from bot.moderation.desk.shadow_models import WouldHide
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Word
from bot.people.grants import actor
from bot.people.models import Academy, RoleHolding, Standing
from bot.people.permissions import Role
from bot.reports import moderation_files, moderation_public
from bot.reports.moderation import Report, report
from bot.reports.moderation_figures import FEWER
from tests.reports.past import ALARM, ASKED, HIDDEN, KEPT, Past, settled, utc
from tests.scene import Scene

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def of(session: Session, scene: Scene, who: str, first: date = OCTOBER[0], last: date = OCTOBER[1], where: str = "") -> Report:
    return report(session, scene.who(session, who), where, first, last)


def said(found: Report, table: str) -> dict[str, list[str]]:
    """A table by its rows, as its reader sees it."""
    section = next(each for each in found.sections if each.key == table)
    return {row.label: [cell.words for cell in row.cells] for row in section.rows}


def test_a_month_in_words_and_in_numbers(scene: Scene) -> None:
    at = utc(2026, 10, 5, 9)
    with scene.session() as session:
        past, slt, head = Past(scene, session), scene.people["slt"], scene.people["head"]
        for number in range(20):
            past.comment(at + timedelta(hours=number), KEPT, posted_s=30 + number)
        for seconds in (20, 31, 600):
            past.comment(at, HIDDEN, settled("keep_hidden", "threat", slt), hidden_s=seconds)
        past.comment(at, HIDDEN, settled("restore", "misread", slt), hidden_s=31, state=Visibility.VISIBLE)
        past.comment(at, HIDDEN)  # the network has not done it yet
        past.comment(at, ASKED, settled("leave", "not_abuse", head))
        past.comment(at, ASKED, settled("hide", "abuse", head), hidden_s=1_800, late=True)
        past.comment(at, ASKED)
        past.comment(at, KEPT, settled("hide", "abuse", slt), hidden_s=7_200)
        past.comment(at, ASKED, score=0.0, reasons=[{"rule": "not judged: word lists", "span": "", "start": 0, "end": 0}])
        past.comment(utc(2026, 9, 30, 22, 59), KEPT)  # one minute before October begins in London
        session.commit()
        found = of(session, scene, "governor")
    (line,) = found.lines
    assert line == (
        "In October 2026, 30 comments came in; 4 were hidden by the machine, within 31 seconds in the middle case; "
        "1 was hidden wrongly and shown again; 4 were put before people, of which 2 still wait."
    )
    assert said(found, "months") == {"October 2026": ["30", "4", "2", "4", "1", "31 seconds", "1"]}
    assert said(found, "times")["From seen to hidden, by the machine"] == ["4", "31 seconds", "10 minutes", "10 minutes"]
    assert said(found, "times")["From seen to hidden, by people"] == ["2", "1 hour 15 minutes", "2 hours", "2 hours"]
    assert said(found, "times")["From posted to seen by Gatepost"][0] == "30"
    assert said(found, "treated") == {
        "Left visible by the machine; nobody had to decide": ["21"],
        "Put before people, still visible": ["4"],
        "…and left visible by people": ["1"],
        "…and hidden by people": ["1"],
        "…and still waiting": ["2"],
        "Hidden by the machine, or to be hidden": ["5"],
        "…and kept hidden by people": ["3"],
        "…and shown again by people: hidden wrongly": ["1"],
        "…and still waiting for people": ["1"],
        "…but the network has not hidden it": ["1"],
        "Hidden by people, not by the machine": ["2"],
        "…which the machine had left without asking anybody": ["1"],
        "Not judged, because the machine failed: a person was asked": ["1"],
    }
    assert said(found, "clocks") == {
        "Headteacher": ["1", "1"],
        "Senior leadership (SLT)": ["4", "0"],
        "Nobody yet": ["0 with time left", "3 overdue"],
    }
    assert said(found, "wrong")["All that the machine hid"] == ["4", "1", "1 of 4, so between 5% and 70%"]


def test_S15_3_a_false_hide_that_a_leader_restores_is_counted(scene: Scene) -> None:
    key = _threatened(scene)
    with scene.session() as session:
        decide.decide(session, scene.who(session, "slt"), key, "restore", "misread")
    scene.sweep()
    with scene.session() as session:
        found = report(session, scene.who(session, "head"))
    assert said(found, "wrong")["All that the machine hid"] == ["1", "1", "1 of 1, so between 21% and 100%"]
    assert "1 was hidden wrongly and shown again" in found.lines[0]


def _threatened(scene: Scene) -> int:
    scene.someone_says("I am going to break Mr Fictional's legs")
    scene.sweep()
    with scene.session() as session:
        reply = session.exec(select(Reply)).one()
        assert reply.machine_hid
        return reply.id or 0


def test_S15_2_criticism_that_people_hid_is_reported_each_term_with_its_house_rule(scene: Scene) -> None:
    critical = {"word": Word.KEEP, "severity": 3, "score": 0.6}
    with scene.session() as session:
        past = Past(scene, session)
        for seen, reason in ((utc(2026, 9, 20), "abuse"), (utc(2026, 10, 2), "abuse"), (utc(2026, 10, 3), "pupil"), (utc(2026, 2, 3), "spam")):
            past.comment(seen, critical, settled("hide", reason, scene.people["slt"]))
        past.comment(utc(2026, 10, 4), critical)  # left alone, as nearly all of it is
        session.commit()
        year = date(2026, 1, 1), date(2026, 12, 31)
        assert said(of(session, scene, "head", *year), "criticism") == {
            "Spring term 2026": ["1", "Spam or an unsafe link: 1"],
            "Summer term 2026": ["0", "none"],
            "Autumn term 2026": ["3", "Abuses or harasses somebody: 2; Exposes a pupil: 1"],
        }
        governor = of(session, scene, "governor", *year)
        assert said(governor, "criticism")["Autumn term 2026"] == ["3", "said to the leaders"]
        assert {words for row in said(governor, "rules").values() for words in row} == {FEWER}


def test_the_desk_that_stamps_is_seen(scene: Scene) -> None:
    at = now() - timedelta(hours=5)
    with scene.session() as session:
        past, slt = Past(scene, session), scene.who(session, "slt")
        for looked_s in (2, 40, None):
            reply = past.comment(at, ASKED, settled("leave", "not_abuse", slt.id))
            entry = append(session, actor(slt), Act.REPLY_OPENED, f"reply:{reply.id}", outcome=Outcome.READ, account_id=scene.account_id)
            opened = entry.at if looked_s is not None else entry.at - timedelta(hours=3)
            other = append(
                session, actor(scene.who(session, "head")), Act.REPLY_OPENED, f"reply:{reply.id}", outcome=Outcome.READ, account_id=scene.account_id
            )
            assert other.at >= entry.at  # somebody else's look is not the decider's
            session.add(_decision(reply, slt.id or 0, opened, looked_s))
        undone = past.comment(at, ASKED)
        row = _decision(undone, slt.id or 0, at, 1)
        row.undone_at = now()
        session.add(row)
        session.commit()
        found = report(session, slt)
    section = next(each for each in found.sections if each.key == "times")
    assert said(found, "times")["From opened to decided, by people"] == ["2", "21 seconds", "40 seconds", "40 seconds"]
    assert section.after[0].startswith(
        "Of 3 decisions, 1 came within 5 seconds of opening the comment and 1 was made from a list, without opening it."
    )


def _decision(reply: Reply, person_id: int, opened: datetime, looked_s: int | None) -> Decided:
    return Decided(
        reply_id=reply.id or 0,
        person_id=person_id,
        at=opened + timedelta(seconds=looked_s or 0),
        decision="leave",
        reason_code="not_abuse",
        was_state=reply.state,
        was_review=Review.WAITING,
    )


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


def test_what_stood_there_before_the_account_was_connected_makes_nobody_blind(scene: Scene) -> None:
    with scene.session() as session:
        past = Past(scene, session)
        session.get_one(Account, scene.account_id).connected_at = utc(2026, 10, 1)
        past.comment(utc(2026, 10, 2), KEPT, posted_s=86_400 * 300)
        past.comment(utc(2026, 10, 2), KEPT, posted_s=50)
        session.commit()
        assert said(of(session, scene, "slt"), "times")["From posted to seen by Gatepost"] == ["1", "50 seconds", "50 seconds", "50 seconds"]


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


def test_what_surrounds_the_comments_is_counted(scene: Scene) -> None:
    key = _threatened(scene)
    with scene.session() as session:
        slt, account = scene.who(session, "slt"), session.get_one(Account, scene.account_id)
        decide.decide(session, slt, key, "keep_hidden", "threat")
        ask(session, account, f"reply:{key}", TITLES["hide", False], ("Hide it.",))
        ask(session, account, "reply:77", TITLES["hide", True], ("A safeguarding one.",), role=Role.DSL)
        session.add(WouldHide(reply_id=key, academy_id=scene.academy_id, account_id=scene.account_id))
        session.commit()
        appeals.record(session, slt, account_id=scene.account_id, channel="email", words="Why?", complained_on=date(2020, 1, 1), reply_id=key)
        found = report(session, slt)
    assert list(said(found, "by_hand").values()) == [["1"], ["0"], ["0"], ["0"], ["1"]]
    assert list(said(found, "appeals").values()) == [["1"], ["0"], ["0"], ["1"], ["0"]]
    assert list(said(found, "watched").values()) == [["1"], ["1"], ["0"], ["0"]]


def test_blind_times_are_said_as_far_as_they_lie_within_the_stretch(scene: Scene) -> None:
    with scene.session() as session:
        moment = now()
        for kind, minutes in ((StreamKind.REPLIES, 90), (StreamKind.REPLIES, 3), (StreamKind.TIMELINE, 600)):
            began = moment - timedelta(minutes=minutes)
            append(session, GATEPOST, Act.ACCOUNT_SEEING, account_id=scene.account_id, kind=kind, blind_since=began, until=moment)
        stream = session.exec(select(Stream).where(Stream.account_id == scene.account_id, Stream.kind == StreamKind.REPLIES)).one()
        stream.blind_since = moment - streams.BLIND_FOR - timedelta(minutes=15)
        session.add(stream)
        session.commit()
        gaps = report(session, scene.who(session, "governor")).gaps
        assert gaps[0].startswith("An account could not be read 2 times, for 2 hours together, the longest time 1 hour 30 minutes")
        assert gaps[0].endswith("One account cannot be read now.")
        assert of(session, scene, "governor").gaps[0] == "No account was unreadable for a quarter of an hour or more."


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
