"""The report over a real database: every number from stored rows, on SQLite and on PostgreSQL."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from bot.accounts import streams
from bot.accounts.models import Account, Stream, StreamKind
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append
from bot.cases.tasks import ask
from bot.clock import now
from bot.moderation.act import TITLES
from bot.moderation.desk import appeals, decide
from bot.moderation.desk.appeals_models import AppealState
from bot.moderation.desk.models import Decided
from bot.moderation.desk.shadow_models import WouldHide
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Word
from bot.people.grants import actor
from bot.people.permissions import Role
from bot.reports.moderation import report
from bot.reports.moderation_figures import FEWER
from tests.reports.past import ASKED, HIDDEN, KEPT, Past, of, said, settled, utc
from tests.scene import Scene


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
        "Removed from the network for good, as people decided": ["0"],
        "Cut off from the academy's posts for good, as people decided": ["0"],
        "…and of what was removed or cut off, wrongly: an appeal found so, and nothing brings it back": ["0"],
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
    scene.work("hide")
    with scene.session() as session:
        found = report(session, scene.who(session, "head"))
    assert said(found, "wrong")["All that the machine hid"] == ["1", "1", "1 of 1, so between 21% and 100%"]
    assert "1 was hidden wrongly and shown again" in found.lines[0]


def _threatened(scene: Scene) -> int:
    scene.someone_says("I am going to break Mr Fictional's legs")
    scene.work("replies")
    scene.work("hide")
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


def test_S15_2_criticism_that_people_removed_or_cut_off_is_counted_and_so_is_what_an_appeal_found_wrong(scene: Scene) -> None:
    critical = {"word": Word.KEEP, "severity": 3, "score": 0.6}
    with scene.session() as session:
        past, slt = Past(scene, session), scene.people["slt"]
        for decision, state in (("remove", Visibility.REMOVED), ("cut_off", Visibility.CUT_OFF), ("cut_off", Visibility.CUT_OFF)):
            gone = past.comment(utc(2026, 10, 2), critical, settled(decision, "abuse", slt), state=state)
        past.comment(utc(2026, 10, 3), critical, settled("cut_off", "abuse", slt), state=Visibility.VISIBLE)  # a person has the task
        session.commit()
        row = appeals.record(
            session, scene.who(session, "author"), account_id=scene.account_id, channel="email", words="Why?",
            complained_on=date(2026, 10, 5), reply_id=gone.id,
        )  # fmt: skip
    with scene.session() as session:
        assert appeals.settle(session, scene.who(session, "head"), row.id or 0, "restored", "It was fair.").state is AppealState.UPHELD
    with scene.session() as session:
        found = of(session, scene, "head")
        surrounding = report(session, scene.who(session, "head"))
    assert list(said(found, "criticism").values()) == [["4", "Abuses or harasses somebody: 4"]]
    assert {section.title for section in found.sections} >= {"Criticism hidden, removed or cut off by people"}
    treated = said(found, "treated")
    assert treated["Removed from the network for good, as people decided"] == ["1"]
    assert treated["Cut off from the academy's posts for good, as people decided"] == ["2"]
    assert treated["Hidden by people, not by the machine"] == ["1"]
    assert treated["…and of what was removed or cut off, wrongly: an appeal found so, and nothing brings it back"] == ["1"]
    assert "1 was removed or cut off wrongly, which nothing brings back" in found.lines[0]
    assert said(surrounding, "appeals")["…it had been removed or cut off wrongly, and nothing brings it back"] == ["1"]


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


def test_what_stood_there_before_the_account_was_connected_makes_nobody_blind(scene: Scene) -> None:
    with scene.session() as session:
        past = Past(scene, session)
        session.get_one(Account, scene.account_id).connected_at = utc(2026, 10, 1)
        past.comment(utc(2026, 10, 2), KEPT, posted_s=86_400 * 300)
        past.comment(utc(2026, 10, 2), KEPT, posted_s=50)
        session.commit()
        assert said(of(session, scene, "slt"), "times")["From posted to seen by Gatepost"] == ["1", "50 seconds", "50 seconds", "50 seconds"]


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
    assert list(said(found, "appeals").values()) == [["1"], ["0"], ["0"], ["0"], ["1"], ["0"]]
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
