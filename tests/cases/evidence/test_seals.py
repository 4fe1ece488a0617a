"""Sealed before anything is done, printed afterwards, and every alteration found (C23, I5)."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.cases import evidence_access, evidence_check, evidence_paper, paper
from bot.cases.evidence import sha256
from bot.cases.evidence_export import export
from bot.cases.evidence_models import EvidenceFlaw, EvidenceRun, EvidenceState, PaperState
from bot.cases.evidence_seals import seals
from bot.cases.models import Evidence
from bot.clock import now
from bot.notify.send import unread
from bot.platforms.practice_world import PracticePost, take_down
from tests.cases.evidence.conftest import THREAT, Locker


def test_S23_2_a_comment_deleted_by_its_writer_is_there_with_its_first_seen_time(locker: Locker) -> None:
    scene = locker.scene
    with scene.session() as session:
        take_down(session, session.exec(select(PracticePost).where(PracticePost.text == THREAT)).one())
    scene.reread()
    scene.work("replies", "hide")
    locker.print()
    key = locker.item().id or 0
    with scene.session() as session:
        row = evidence_access.opened(session, scene.who(session, "slt"), key)
        assert (row.content["text"], row.content["author_handle"]) == (THREAT, "a_parent")
        assert row.content["first_seen_at"] <= row.captured_at.isoformat()
        assert row.content["raw"]["post"]["text"] == THREAT
        assert row.content["capture"]["policy"]["name"] == "default"
        assert [seal.good for seal in seals(session, row)] == [True, True]
    assert [e.outcome for e in scene.entries("evidence:open")] == ["read"]


def test_the_page_is_made_after_the_act_and_its_hash_is_in_the_record(locker: Locker) -> None:
    locker.scene.work("hide")
    assert locker.scene.work("evidence-page") == []  # what others can see comes first
    assert locker.print() == [1]
    assert (locker.paper().data or b"").startswith(b"%PDF-")
    (entry,) = locker.scene.entries("evidence:paper")
    assert entry.detail["sha256"] == locker.paper().sha256
    assert locker.print() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_pango_it_stays_sealed_is_marked_and_is_tried_again(locker: Locker, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_html: str) -> bytes:
        raise paper.PaperMissing

    with monkeypatch.context() as patched:
        patched.setattr(paper, "pdf", missing)
        assert locker.print() == [0]
    row = locker.paper()
    assert row.state is PaperState.WAITING
    assert row.not_before > now()
    assert evidence_paper.words(row).startswith("No image yet. The words are sealed. This machine cannot make PDF files")
    assert locker.check() == 0
    assert locker.print() == [1]


def test_killed_between_seal_and_page_nothing_is_lost_and_the_page_comes_later(locker: Locker, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def dies(_html: str) -> bytes:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(paper, "pdf", dies)
        with pytest.raises(Killed):
            locker.print()
    assert locker.scene.work("evidence-page") == []  # leased to who died
    assert locker.check() == 0
    assert locker.print() == [1]
    assert len(locker.scene.entries("evidence:paper")) == 1


def test_S23_3_whoever_alters_a_capture_and_its_hash_is_found_and_the_trust_hears_of_it(locker: Locker) -> None:
    scene, row = locker.scene, locker.item()
    locker.print()
    assert locker.check() == 0
    content = {**row.content, "text": "What a lovely lesson"}
    changed = {"content": json.dumps(content), "sha": sha256(content), "key": row.id}
    locker.alter("UPDATE evidence SET content = :content, sha256 = :sha WHERE id = :key", **changed)
    assert locker.check() == 1
    assert locker.check() == 1  # found again, told once
    with scene.session() as session:
        assert evidence_access.tampered(session, session.get_one(Evidence, row.id))
        told = {name: [n.text for n in unread(session, scene.who(session, name)) if "TAMPERED" in n.text] for name in ("head", "admin", "slt")}
    assert len(told["head"]) == 2
    assert any("Executive lead of the trust" in text for text in told["head"])
    assert (len(told["admin"]), told["slt"]) == (1, [])
    assert len(scene.entries("evidence:tampered")) == 1


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE evidence SET sha256 = 'f'", "The words and details"),
        ("UPDATE evidence SET content = '{}', deleted_at = captured_at", "The words and details"),
        ("UPDATE evidence_paper SET data = NULL, state = 'waiting'", "The page made of them"),
        ("UPDATE evidence_paper SET data = sha256_bytes, sha256 = 'e3b0'", "The page made of them"),
        ("DELETE FROM evidence_paper; UPDATE reply SET evidence_id = NULL; DELETE FROM evidence", evidence_check.GONE),
        ("UPDATE evidence SET subject = 'reply:77'", evidence_check.GONE),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S23_3_every_way_of_altering_is_found(locker: Locker, statement: str, what: str) -> None:
    locker.print()
    for part in statement.replace("sha256_bytes", "x'00'").split("; "):
        locker.alter(part)
    assert locker.check() >= 1
    with locker.scene.session() as session:
        assert session.exec(select(EvidenceFlaw.what)).first() == what


def test_S23_3_what_was_put_in_without_gatepost_is_found(locker: Locker) -> None:
    row = locker.item()
    with locker.scene.session() as session:
        forged = Evidence(**row.model_dump(exclude={"id", "subject"}), subject="reply:9")
        session.add(forged)
        session.commit()
        assert evidence_access.state(session, forged) is EvidenceState.CAPTURED
        assert evidence_access.state(session, row) is EvidenceState.SEALED
    assert locker.check() == 1


def test_the_nightly_walk_goes_on_where_it_stopped(locker: Locker, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = locker.scene
    for number in range(4):
        scene.someone_says(f"{THREAT} {number}")
    scene.reread()
    scene.work("replies")
    assert scene.work("evidence-check") == []  # nothing was here last night
    locker.alter("UPDATE evidence SET captured_at = :at", at=now() - timedelta(days=2))
    monkeypatch.setattr(evidence_check, "A_BATCH", 2)
    with scene.session() as session:
        assert evidence_check.due(session) == [0]
        key = evidence_check.begin(session)
        assert evidence_check.step(session, key) == "running"
        assert session.get_one(EvidenceRun, key).checked == 2
        session.commit()
    assert [done.result for done in scene.work("evidence-check")] == ["done"]
    with scene.session() as session:
        row = session.get_one(EvidenceRun, key)
        assert (row.checked, row.total, row.found) == (5, 5, 0)
        session.commit()
    assert scene.work("evidence-check") == []


def test_the_bundle_holds_everything_that_proves_and_every_page_says_who(locker: Locker) -> None:
    scene = locker.scene
    locker.print()
    key = locker.item().id or 0
    with scene.session() as session:
        data = export(session, scene.who(session, "slt"), key, purpose="police", recipient="Officer 4711, Police")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert set(archive.namelist()) == {"README.txt", "capture.json", "manifest.json", "page.pdf", "record.pdf"}
        manifest = json.loads(archive.read("manifest.json"))
        assert json.loads(archive.read("capture.json"))["text"] == THREAT
        assert "Officer 4711" in archive.read("README.txt").decode()
        assert "certutil -hashfile capture.json SHA256" in archive.read("README.txt").decode()
    sealed = {seal["what"]: seal for seal in manifest["seals"]}
    files = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert files["capture.json"] == sealed["The words and details"]["sha256"]
    assert files["page.pdf"] == sealed["The page made of them"]["sha256"]
    assert {entry["entry"] for entry in manifest["record"]} == {seal["entry"] for seal in manifest["seals"]}
    (entry,) = scene.entries("evidence:export")
    assert (entry.detail["purpose"], entry.detail["recipient"]) == ("police", "Officer 4711, Police")
    with scene.session() as session:
        assert evidence_access.state(session, session.get_one(Evidence, key)) is EvidenceState.EXPORTED
