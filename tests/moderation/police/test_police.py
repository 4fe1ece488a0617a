"""S22.3: the police are told of a threat when the threatened person agrees, or when two leaders say that somebody is at risk."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bot.cases import evidence_export
from bot.cases.models import Evidence
from bot.cases.police_models import Answer, Way
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.models import Reply, Review
from bot.moderation.police import steps, telling
from bot.notify.send import unread
from bot.people.override_models import OverrideStanding, ProfileOverride
from bot.policy.stricter import Change
from bot.reports import police
from bot.reports.moderation import report
from bot.settings import Settings
from tests.moderation.desk.desk import ABUSE, THREAT, decides, said
from tests.moderation.police.step import WHY, answer, ask, change, claim, sign, stands, tell, threat
from tests.scene import Scene, build

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def today_of(scene: Scene, who: str) -> list[str]:
    with scene.session() as session:
        return [line[1] for line in police.lines(session, scene.who(session, who))]


def notices(scene: Scene, who: str, kind: str) -> list[str]:
    with scene.session() as session:
        return [n.text for n in unread(session, scene.who(session, who)) if n.subject.startswith(kind)]


def test_S22_3_without_consent_the_report_is_locked_until_a_second_leader_signs(engine: Engine, gate_settings: Settings) -> None:
    scene = build(engine, gate_settings, policy="inspire")
    step = ask(scene, threat(scene))
    answer(scene, step, "against", words="I know them, it is talk.")
    with pytest.raises(Refusal) as refused:
        tell(scene, step)
    assert (refused.value.rule, refused.value.clause) == ("consent", "INSP-16.5")
    assert "999" in (refused.value.next_step or "")
    claim(scene, step)
    with pytest.raises(Refusal) as refused:
        tell(scene, step)
    assert refused.value.rule == "consent"
    with pytest.raises(Refusal) as refused:
        sign(scene, step, "slt")
    assert refused.value.rule == "second-person"
    assert not stands(scene, step).told
    assert today_of(scene, "slt") == []
    assert today_of(scene, "head") == ["Sign, or leave locked: the police told of a threat without consent"]
    sign(scene, step, "head")
    assert today_of(scene, "slt") == ["Tell the police of a threat, and write it down"]
    tell(scene, step, force="County police", reference="CR/12345")
    row = stands(scene, step)
    assert (row.answer, row.way, row.reference, row.signed_by) == (Answer.AGAINST, Way.NUMBER, "CR/12345", scene.people["head"])
    assert today_of(scene, "slt") == today_of(scene, "head") == []
    done = scene.entries("police:report", "done")[0]
    assert (done.detail["with_consent"], done.detail["risk"]) == (False, "life")
    assert len(scene.entries("police:report", "refused")) == 2
    assert all("knife" not in json.dumps(e.detail) for act in ("police:ask", "police:risk", "police:report") for e in scene.entries(act))


def test_S22_3_the_threatened_person_answers_themselves_and_the_police_are_told(scene: Scene) -> None:
    key = threat(scene)
    assert today_of(scene, "slt") == ["Ask the member of staff whom a comment threatens about the police"]
    step = ask(scene, key)
    assert "threatens you" in notices(scene, "author", "police:")[0]
    assert all(THREAT not in text for text in notices(scene, "author", ""))
    assert today_of(scene, "author") == ["Say whether the school tells the police of a threat to you"]
    assert today_of(scene, "head") == ["Hear from a threatened member of staff whether the police are told"]
    answer(scene, step, "time")
    assert today_of(scene, "author") != [], "who wants time is still asked"
    answer(scene, step, "agrees")
    assert today_of(scene, "author") == []
    assert notices(scene, "slt", "police:") == ["A threatened member of staff answered about the police."]
    tell(scene, step, who="head", told_at=now() - timedelta(hours=1))
    row = stands(scene, step)
    assert (row.written_by, row.told_by) == (scene.people["author"], scene.people["head"])
    with pytest.raises(Refusal, match="told already"):
        answer(scene, step, "against")
    with pytest.raises(Refusal, match="told already"):
        change(scene, step, "against")
    with pytest.raises(Refusal, match="told already"):
        tell(scene, step)
    with scene.session() as session:
        section = next(s for s in report(session, scene.who(session, "slt"), "", today(), today()).sections if s.key == "police")
        for_governor = next(s for s in report(session, scene.who(session, "governor"), "", today(), today()).sections if s.key == "police")
    assert [row.cells[0].value for row in section.rows] == [1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0]
    assert len(for_governor.rows) == len(section.rows) - 4, "what people wanted is for the leaders"


@on_sqlite
def test_S22_3_an_emergency_waits_for_nobody_and_is_signed_afterwards(scene: Scene) -> None:
    step = ask(scene, threat(scene), answer="cannot", words="She is on a plane until tonight.")
    with pytest.raises(BadInput) as bad:
        tell(scene, step, way="999")
    assert set(bad.value.fields) == {"risk", "reason"}
    tell(scene, step, way="999", risk="child", reason=WHY)
    row = stands(scene, step)
    assert (row.told, row.unsigned, row.way) == (True, True, Way.EMERGENCY)
    assert today_of(scene, "slt2") == ["Sign, or leave locked: the police told of a threat without consent"]
    sign(scene, step, "slt2")
    with pytest.raises(Refusal):
        sign(scene, step, "head")
    assert today_of(scene, "slt2") == []


@on_sqlite
def test_S22_3_a_policy_without_exception_leaves_only_the_emergency(scene: Scene) -> None:
    with scene.session() as session:
        session.add(
            ProfileOverride(
                academy_id=scene.academy_id, policy="default", parameter="police_consent", value='"staff_consent"', old='"staff_consent_unless_risk"',
                change=Change.NEITHER, reason="Agreed by the governors.", standing=OverrideStanding.ACTIVE, proposed_by=scene.people["admin"],
            )
        )  # fmt: skip
        session.commit()
    step = ask(scene, threat(scene), answer="against")
    with pytest.raises(Refusal) as refused:
        claim(scene, step)
    assert refused.value.rule == "consent"
    assert "999" in (refused.value.next_step or "")
    tell(scene, step, way="999", risk="life", reason=WHY)
    assert stands(scene, step).told


@on_sqlite
def test_S22_3_the_threatened_leader_neither_writes_it_down_nor_signs(scene: Scene) -> None:
    key, slt = threat(scene), str(scene.people["slt"])
    with pytest.raises(Refusal) as refused:
        ask(scene, key, who=slt, answer="agrees")
    assert refused.value.rule == "subject"
    step = ask(scene, key, by="head", who=slt, answer="against")
    with pytest.raises(Refusal) as refused:
        decides(scene, "slt", key, "keep_hidden", "threat")
    assert refused.value.rule == "subject"
    with pytest.raises(Refusal) as refused:
        ask(scene, key)
    assert refused.value.rule == "subject"
    claim(scene, step, "head")
    with pytest.raises(NotFound):
        sign(scene, step, "slt")
    with pytest.raises(NotFound):
        tell(scene, step)
    with pytest.raises(NotFound):
        change(scene, step, "agrees")
    with scene.session() as session, pytest.raises(NotFound):
        steps.open_step(session, scene.who(session, "slt"), step)
    assert today_of(scene, "slt") == []
    answer(scene, step, "agrees", "slt")
    assert stands(scene, step).answer is Answer.AGREES


@on_sqlite
def test_only_a_threat_opens_a_step_and_a_decision_taken_back_counts(scene: Scene) -> None:
    abuse, key = said(scene, ABUSE, "another"), threat(scene)
    with pytest.raises(Refusal) as refused:
        ask(scene, abuse)
    assert refused.value.rule == "threat"
    decides(scene, "slt", abuse, "hide", "threat")
    assert today_of(scene, "head") == ["Ask the members of staff whom 2 comments threaten about the police"]
    decides(scene, "slt", key, "restore", "misread")
    decides(scene, "slt", abuse, "restore", "misread")
    assert today_of(scene, "head") == []


@on_sqlite
def test_nobody_on_the_staff_and_somebody_without_gatepost(scene: Scene) -> None:
    key = threat(scene)
    nobody = ask(scene, key, who="nobody", answer="", words="A parent threatens another parent.")
    assert today_of(scene, "slt") == []
    cook = ask(scene, key, who="", named="The cook", answer="time")
    assert today_of(scene, "slt") == ["Hear from a threatened member of staff whether the police are told"]
    for values, field in (({"who": "nobody"}, "who"), ({"who": "", "named": "the COOK"}, "named"), ({"who": "nobody", "named": "x"}, "named")):
        with pytest.raises(BadInput) as bad:
            ask(scene, key, **values)
        assert field in bad.value.fields
    with pytest.raises(NotFound):
        answer(scene, cook, "agrees", "admin")
    with pytest.raises(Refusal, match="has not agreed"):
        tell(scene, nobody)
    change(scene, cook, "agrees")
    tell(scene, cook)
    with scene.session() as session:
        telling.add_reference(session, scene.who(session, "head"), cook, "CR/7")
    assert stands(scene, cook).reference == "CR/7"


@on_sqlite
def test_S22_3_who_does_not_agree_is_not_got_round_by_saying_that_nobody_is_threatened(scene: Scene) -> None:
    key = threat(scene)
    ask(scene, key, answer="against")
    with pytest.raises(BadInput, match="what they want counts"):
        ask(scene, key, who="nobody", answer="")


@on_sqlite
def test_what_is_handed_to_the_police_says_what_the_person_wants(scene: Scene) -> None:
    key = threat(scene)
    tell(scene, ask(scene, key, answer="agrees", words="Please do."), reference="CR/9")
    found = {}
    for purpose in ("police", "platform"):
        with scene.session() as session:
            item = session.exec(select(Evidence).where(Evidence.subject == f"reply:{key}")).one()
            bundle = evidence_export.export(session, scene.who(session, "head"), item.id or 0, purpose=purpose, recipient="An officer")
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            found[purpose] = archive.read("police.txt").decode() if "police.txt" in archive.namelist() else ""
            named = [each["name"] for each in json.loads(archive.read("manifest.json"))["files"]]
        assert ("police.txt" in named) is (purpose == "police")
    assert "Agrees that the school tells the police" in found["police"]
    assert "CR/9" in found["police"]
    assert found["platform"] == ""


@on_sqlite
def test_bad_input_changes_nothing(scene: Scene) -> None:
    key = threat(scene)
    for values, field in (
        ({"who": ""}, "who"),
        ({"who": "999"}, "who"),
        ({"named": "Cook"}, "named"),
        ({"who": "", "named": "x" * 101}, "named"),
        ({"answer": "perhaps"}, "answer"),
        ({"answer": "nobody"}, "answer"),
        ({"answer": "cannot"}, "words"),
        ({"words": "x" * 1_001}, "words"),
        ({"asked_at": now() + timedelta(minutes=5)}, "asked_at"),
    ):
        with pytest.raises(BadInput) as bad:
            ask(scene, key, **values)
        assert list(bad.value.fields) == [field], values
    step = ask(scene, key, answer="agrees")
    with pytest.raises(BadInput) as bad:
        ask(scene, key)
    assert list(bad.value.fields) == ["who"], "a second time"
    for values, fields in (({"way": "pigeon"}, ["way"]), ({"force": "x" * 101}, ["force"]), ({"told_at": now() + timedelta(minutes=5)}, ["told_at"])):
        with pytest.raises(BadInput) as bad:
            tell(scene, step, **values)
        assert list(bad.value.fields) == fields
    assert not stands(scene, step).told


@on_sqlite
def test_what_is_not_theirs_does_not_exist(scene: Scene) -> None:
    key = threat(scene)
    step = ask(scene, key)
    for who in ("author", "checker", "dsl", "governor"):
        with pytest.raises(NotFound):
            change(scene, step, "agrees", who=who)
        with pytest.raises(NotFound):
            ask(scene, key, by=who)
    for who in ("checker", "slt", "governor"):
        with pytest.raises(NotFound):
            answer(scene, step, "agrees", who=who)
    with scene.session() as session:
        reply = session.get_one(Reply, key)
        reply.review = Review.SAFEGUARDING
        session.add(reply)
        session.commit()
    with pytest.raises(NotFound):
        answer(scene, step, "agrees")
    with pytest.raises(NotFound):
        change(scene, step, "agrees")
    assert today_of(scene, "author") == today_of(scene, "slt") == []
