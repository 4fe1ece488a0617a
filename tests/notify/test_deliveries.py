"""Notices leave by real servers on this machine, alarms first and without end; what was settled stays here."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.audit.models import Entry
from bot.cases import safeguarding
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.notify import channels, failing, preferences
from bot.notify.channel_models import DeliveryState, NoticeChannel
from bot.notify.models import Notice, Urgency
from bot.notify.send import settled
from bot.people.models import Academy
from bot.people.permissions import Role
from bot.reports import undelivered
from tests.cases.desk import DISTRESS, case, nobody_answers, said, worried
from tests.notify.far_side import hook, mail
from tests.notify.ways import added, channel, deliveries, hurry, notice, states, webhook
from tests.scene import Scene

S = DeliveryState
MAIL = {"label": "School mail", "kind": "email", "whom": "everybody", "server": "127.0.0.1", "sender": "gatepost@academy-a.example.sch.uk"}


def red(scene: Scene, who: str) -> list[str]:
    """The red lines at the head of every page of somebody."""
    with scene.session() as session:
        return undelivered.alarms(session, scene.who(session, who), [session.get_one(Academy, scene.academy_id)])


def test_S16_1_an_alarm_whose_notifier_is_down_is_red_retried_and_goes_through_while_the_chain_goes_on(scene: Scene) -> None:
    with hook() as far:
        address, port = far.address, far.port
    webhook(scene, address)
    said(scene)
    scene.work("notices")
    key = case(scene).id
    assert S.FAILED in states(scene)
    assert S.SENT not in states(scene)
    (line,) = red(scene, "dsl")
    assert line.startswith("An alarm for you cannot leave Gatepost since")
    assert f"Safeguarding case {key}" in line
    assert "Designated safeguarding lead" in red(scene, "head")[0]
    assert str(key) not in red(scene, "admin")[0].partition("Tell them")[0].partition("since")[0]
    assert red(scene, "author") == red(scene, "slt") == []
    first = deliveries(scene)[0]
    assert first.last_error == "The server could not be reached."
    assert timedelta(seconds=50) < first.not_before - now() <= timedelta(seconds=60)
    for _ in range(3):
        hurry(scene)
        scene.work("notices")
    assert deliveries(scene)[0].failures == 4
    nobody_answers(scene)  # the next ring is told although nothing leaves
    assert case(scene).escalations == 1
    scene.work("notices")
    with hook(port) as far:
        hurry(scene)
        scene.work("notices")
        sent = [message for message in far.taken if message["title"] == f"Gatepost, act now: Safeguarding case {key}"]
        assert sent
        assert f"Open: http://127.0.0.1:8000/cases/{key}" in sent[0]["message"]
        assert "ring 999" in sent[0]["message"]
        assert DISTRESS not in json.dumps(far.taken)
        assert far.paths[0] == "/hooks/very-secret-token"
    assert not any("Designated" in text for text in red(scene, "head"))
    assert states(scene)[0] is S.OVERTAKEN  # the page of the first ring was settled by the second
    with scene.session() as session:
        safeguarding.acknowledge(session, scene.who(session, "dsl"), key or 0)
    assert red(scene, "dsl") == red(scene, "head") == []
    hurry(scene)
    assert scene.work("notices", "notices-later") == []
    assert scene.entries("notice:failed")
    assert scene.entries("notice:sent")[-1].subject == f"case:{key}"


def test_S16_1_an_alarm_without_any_channel_is_red_and_leaves_by_one_that_is_added(scene: Scene) -> None:
    notice(scene, subject="case:7", link="/cases/7")
    scene.work("notices")
    assert "has no channel to leave by: Safeguarding case 7" in red(scene, "dsl")[0]
    assert "Tell them yourself" in red(scene, "head")[0]
    with hook() as far:
        key = webhook(scene, far.address, agreed=False)
        scene.work("notices")
        assert far.taken == []  # nobody agreed yet
        with scene.session() as session:
            channels.agree(session, scene.who(session, "head"), scene.academy_id, key)
        scene.work("notices")
        assert len(far.taken) == 1
    assert red(scene, "dsl") == []


def test_whoever_a_case_is_about_learns_nothing_of_it_from_a_notice_that_fails(scene: Scene) -> None:
    webhook(scene, "http://127.0.0.1:9/down")
    webhook(scene, "http://127.0.0.1:9/head", "head", agreed=False)
    worried(scene, about="head")
    scene.work("notices")
    assert "An alarm for you" in red(scene, "dsl")[0]
    assert red(scene, "head") == []
    with scene.session() as session:
        assert [name for _, name in undelivered.rows(session, scene.who(session, "admin"))] == ["For those it is addressed to alone"]


def test_an_alarm_goes_over_every_way_of_everybody_at_once_and_one_that_hangs_delays_nobody(scene: Scene) -> None:
    with hook() as far, mail() as post:
        added(scene, MAIL | {"port": str(post.port)})
        webhook(scene, far.address)
        webhook(scene, "http://127.0.0.1:9/down")
        with scene.session() as session:
            preferences.choose(session, scene.who(session, "dsl"), "digest", "00:00", "23:59")
        notice(scene)
        scene.work("notices")
        assert states(scene).count(S.SENT) == 2
        assert states(scene).count(S.FAILED) == 1
        assert [to for to, _ in post.taken] == ["dsl@academy-a.example.sch.uk"]
        assert "Subject: Gatepost, act now: Comment 1" in post.taken[0][1]
        assert "What a child wrote" not in post.taken[0][1]
        assert len(far.taken) == 1
        scene.work("notices")
        assert len(far.taken) == len(post.taken) == 1
    assert red(scene, "dsl") == []  # one way carried it


def test_what_is_settled_before_it_leaves_is_not_sent(scene: Scene) -> None:
    webhook(scene, "http://127.0.0.1:9/down")
    notice(scene, subject="case:3")
    scene.work("notices")
    with scene.session() as session:
        settled(session, "case:3")
        session.commit()
    hurry(scene)
    scene.work("notices")
    assert states(scene) == [S.OVERTAKEN]


def test_what_is_no_alarm_is_given_up_where_trying_again_cannot_help_and_the_administrator_tries_it_again(scene: Scene) -> None:
    with hook() as far:
        key = webhook(scene, far.address, "slt")
        far.answers = 410
        notice(scene, Role.SLT, Urgency.SOON)
        scene.work("notices")
        scene.work("notices-later")
        assert states(scene) == [S.GIVEN_UP]
        assert channel(scene, key).trouble == "The address no longer exists (it answered 410)."
        with scene.session() as session:
            admin = scene.who(session, "admin")
            ((row, name),) = undelivered.rows(session, admin)
            assert name == "Comment 1"
            assert undelivered.lines(session, admin)[0][0] == 1
            with pytest.raises(Refusal):
                failing.retry(session, scene.who(session, "slt"), row.delivery.id or 0)
            failing.retry(session, admin, row.delivery.id or 0)
        far.answers = 200
        scene.work("notices-later")
        assert states(scene) == [S.SENT]
        assert channel(scene, key).failing_since is None
        with scene.session() as session, pytest.raises(Refusal, match="was sent"):
            failing.retry(session, scene.who(session, "admin"), row.delivery.id or 0)


def test_a_server_that_is_busy_or_broken_is_tried_again_after_growing_waits(scene: Scene) -> None:
    with hook() as far:
        webhook(scene, far.address, "slt")
        notice(scene, Role.SLT, Urgency.ROUTINE)
        scene.work("notices")
        for answer, least in ((503, 5), (429, 15), (500, 35)):
            far.answers = answer
            hurry(scene)
            scene.work("notices-later")
            assert deliveries(scene)[0].not_before - now() > timedelta(seconds=least)
        far.answers = 302
        hurry(scene)
        scene.work("notices-later")
        assert "/elsewhere" not in far.paths  # nothing is carried on to where nobody agreed to
    assert states(scene) == [S.GIVEN_UP]


def test_what_can_wait_comes_together_for_who_chose_so(scene: Scene) -> None:
    with hook() as far:
        webhook(scene, far.address, "slt", digest=True)
        for number in (1, 2, 3):
            notice(scene, Role.SLT, Urgency.ROUTINE, f"draft:{number}", f"/drafts/{number}")
        notice(scene, Role.SLT, Urgency.SOON, "draft:4", "/drafts/4")
        scene.work("notices")
        scene.work("notices-later")
        assert [message["title"] for message in far.taken] == ["Gatepost, today: Draft 4"]
        assert all(row.not_before > now() for row in deliveries(scene)[:3])
        hurry(scene)
        scene.work("notices-later")
        assert far.taken[1]["title"] == "Gatepost, when you can: 3 notices"
        assert "Draft 2: A draft is at your step" in far.taken[1]["message"]
        assert len(far.taken) == 2
    assert set(states(scene)) == {S.SENT}


def test_whoever_is_away_gets_alarms_only_and_whoever_left_gets_nothing(scene: Scene) -> None:
    with mail() as post:
        added(scene, MAIL | {"port": str(post.port)})
        with scene.session() as session:
            scene.who(session, "slt2").left_at = now()
            session.commit()
        notice(scene, Role.SLT, Urgency.SOON, "draft:4", "/drafts/4")
        scene.work("notices")
        scene.work("notices-later")
        assert [to for to, _ in post.taken] == ["slt@academy-a.example.sch.uk"]


def test_the_address_is_in_no_record_no_page_and_no_error(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    with hook() as far:
        far.answers = 401
        key = webhook(scene, far.address)
        notice(scene)
        scene.work("notices")
        row = channel(scene, key)
        assert "very-secret" not in row.model_dump_json()
        assert row.shown == "JSON at 127.0.0.1, the rest hidden"
        assert "did not accept" in row.trouble
        with scene.session() as session:
            assert "very-secret" not in json.dumps([entry.model_dump(mode="json") for entry in session.exec(select(Entry))])
            channels.end(session, scene.who(session, "admin"), scene.academy_id, key)
            assert session.get_one(NoticeChannel, key).credential == ""
        printed = capfd.readouterr()
        assert "very-secret" not in printed.out + printed.err


def test_a_second_person_agrees_to_a_channel_that_carries_alarms(scene: Scene) -> None:
    key = webhook(scene, "http://127.0.0.1:9/x", person="dsl", whom="person", agreed=False)
    with scene.session() as session:
        with pytest.raises(Refusal, match="does not let you"):
            channels.agree(session, scene.who(session, "admin"), scene.academy_id, key)
        assert channels.agree(session, scene.who(session, "dsl"), scene.academy_id, key).agreed_by == scene.people["dsl"]
        with pytest.raises(Refusal, match="does not wait"):
            channels.agree(session, scene.who(session, "head"), scene.academy_id, key)
        other = webhook(scene, "http://127.0.0.1:9/y", "author", agreed=False)
        assert not channels.waits_for_agreement(session, session.get_one(NoticeChannel, other))
        typed = {"label": "x", "kind": "webhook", "whom": "everybody", "address": "https://x.example/very-secret"}
        with pytest.raises(BadInput) as wrong:
            channels.add(session, scene.who(session, "admin"), scene.academy_id, typed, scene.vault, scene.means.doors.notifier)
        assert "very-secret" not in str(wrong.value)


def test_a_test_notice_gives_an_honest_answer(scene: Scene) -> None:
    with mail() as post:
        key = added(scene, MAIL | {"port": str(post.port)})
        for refuses, sent in (("", True), ("530 Authentication required", False), ("550 No such sender", False)):
            post.refuses = refuses
            with scene.session() as session:
                admin = scene.who(session, "admin")
                doors = scene.means.doors
                answer = channels.test(session, admin, scene.academy_id, key, scene.vault, doors.notifier, doors.address)
            assert answer.sent is sent
            assert (channel(scene, key).failing_since is None) is sent
        assert "Subject: Gatepost: a test notice" in post.taken[0][1]


def test_an_outside_safeguarding_lead_is_reached_over_their_own_channel(scene: Scene) -> None:
    with hook() as far:
        webhook(scene, far.address, "trust_dsl")
        said(scene)
        for _ in range(2):
            nobody_answers(scene)
        scene.work("notices")
        assert far.taken
        assert "Pass this on" not in json.dumps(far.taken)


def test_a_person_s_quiet_hours_are_two_times_that_differ(scene: Scene) -> None:
    with scene.session() as session:
        me = scene.who(session, "slt")
        for how, begins, ends, field in (("x", "", "", "how"), ("digest", "9", "10:00", "quiet_from"), ("digest", "09:00", "", "quiet_until")):
            with pytest.raises(BadInput) as wrong:
                preferences.choose(session, me, how, begins, ends)
            assert field in wrong.value.fields
        assert preferences.choose(session, me, "digest", "21:30", "07:00").digest
        assert preferences.choose(session, me, "at_once", "", "").quiet_from is None


def test_notices_of_before_are_marked_once_and_not_sent_when_read(scene: Scene) -> None:
    webhook(scene, "http://127.0.0.1:9/x", "slt")
    key = notice(scene, Role.SLT, Urgency.ROUTINE)
    with scene.session() as session:
        row = session.get_one(Notice, key)
        row.read_at = now()
        session.add(row)
        session.commit()
    scene.work("notices")
    assert deliveries(scene) == []
    assert scene.work("notices") == []
