"""Talking about a draft: who may, who is told, and what a comment never touches (C05)."""

from dataclasses import replace
from hashlib import sha256

import pytest
from sqlmodel import col, select

from bot.drafts.content import contributors
from bot.drafts.models import Draft
from bot.drafts.planning import comments
from bot.drafts.planning.models import DraftComment
from bot.drafts.signoff import approve
from bot.drafts.write import content_of, save_if_changed
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Notice
from tests.scene import PLAIN, Scene


def say(scene: Scene, who: str, key: int, text: str = "Is the hall the right place?", quote: str = "") -> int:
    with scene.session() as session:
        return comments.add(session, scene.who(session, who), key, text, quote).id or 0


def told(scene: Scene, key: int) -> list[int | None]:
    with scene.session() as session:
        return list(session.exec(select(Notice.person_id).where(Notice.subject == f"draft-comments:{key}", col(Notice.read_at).is_(None))))


def test_C05_a_comment_is_no_change_and_whoever_made_it_may_still_approve(scene: Scene) -> None:
    key = scene.submitted()
    before = scene.digest(key)
    say(scene, "slt", key, quote="sang in the hall")
    with scene.session() as session:
        assert scene.digest(key) == before
        assert scene.people["slt"] not in contributors(session, key)
        approve(session, scene.signing(session, "slt"), key, before)
    assert scene.state(key) == "approved"
    say(scene, "checker", key)
    assert scene.state(key) == "approved"
    assert scene.release(key).state.value == "queued"


def test_C05_the_author_and_those_who_commented_are_told_once_and_never_oneself(scene: Scene) -> None:
    key = scene.draft()
    say(scene, "checker", key)
    assert told(scene, key) == [scene.people["author"]]
    say(scene, "dpo", key)
    assert sorted(told(scene, key), key=str) == sorted([scene.people["author"], scene.people["checker"]], key=str)
    say(scene, "dpo", key, "And the date?")
    assert len(told(scene, key)) == 2
    with scene.session() as session:
        notices = session.exec(select(Notice).where(Notice.subject == f"draft-comments:{key}")).all()
        assert all("And the date" not in n.text and n.link == f"/drafts/{key}/comments" for n in notices)


def test_C05_the_record_knows_that_somebody_commented_and_not_what(scene: Scene) -> None:
    key = scene.draft()
    say(scene, "checker", key, "Is Pupil Example in this?", quote="sang in the hall")
    (entry,) = scene.entries("draft:comment")
    assert entry.subject == f"draft:{key}"
    assert entry.detail["length"] == len("Is Pupil Example in this?")
    assert len(entry.detail["mark"]) == 64
    assert "Example" not in str(entry.detail)
    assert "hall" not in str(entry.detail)
    assert entry.detail["mark"] != sha256(b"Is Pupil Example in this?").hexdigest()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_comment_that_cannot_be_kept_changes_nothing(scene: Scene) -> None:
    key = scene.draft()
    for text in ("", "   \n\t ", "x" * 2_001, "a\x07b", "\ud800"):
        with pytest.raises(BadInput) as wrong:
            say(scene, "checker", key, text)
        assert set(wrong.value.fields) == {"text"}
    assert scene.entries("draft:comment") == []
    assert told(scene, key) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_do_not_stand_in_the_text_cannot_be_commented_on(scene: Scene) -> None:
    key = scene.draft()
    with pytest.raises(BadInput) as wrong:
        say(scene, "checker", key, quote="danced in the hall")
    assert "quote" in wrong.value.fields
    say(scene, "checker", key, quote="  sang\n in the   hall ")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_quote_is_shown_as_gone_when_the_words_were_changed(scene: Scene) -> None:
    key = scene.draft()
    say(scene, "checker", key, quote="sang in the hall")
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        changed = replace(content_of(session, draft), text=PLAIN.replace("sang", "danced"))
        assert save_if_changed(session, scene.who(session, "author"), key, changed, 1)
        (row,) = comments.of_draft(session, key)
        assert not comments.still_there(draft, row)
        assert row.version == 1


def test_C05_only_the_author_and_the_commenter_settle_a_comment_and_the_notices_go(scene: Scene) -> None:
    key = scene.draft()
    number = say(scene, "checker", key)
    with scene.session() as session, pytest.raises(Refusal, match="Only the author"):
        comments.settle(session, scene.who(session, "slt"), key, number, resolved=True)
    with scene.session() as session:
        comments.settle(session, scene.who(session, "author"), key, number, resolved=True)
        row = session.get_one(DraftComment, number)
        assert row.resolved_by == scene.people["author"]
        assert comments.open_on(session, key) == 0
    assert told(scene, key) == []
    with scene.session() as session:
        comments.settle(session, scene.who(session, "checker"), key, number, resolved=False)
        assert comments.open_on(session, key) == 1
    assert [(e.outcome, e.detail["resolved"]) for e in scene.entries("draft:comment-settle")] == [("refused", True), ("done", True), ("done", False)]


def test_who_may_not_read_the_draft_does_not_learn_that_it_is_there_and_a_governor_only_reads(scene: Scene) -> None:
    key = scene.draft()
    with pytest.raises(NotFound):
        say(scene, "dsl", key)
    with pytest.raises(Refusal):
        say(scene, "governor", key)
    other = scene.draft("Another one. Thank you for coming.")
    number = say(scene, "checker", other)
    with scene.session() as session, pytest.raises(NotFound):
        comments.settle(session, scene.who(session, "checker"), key, number, resolved=True)
