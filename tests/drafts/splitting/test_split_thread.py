"""A split thread in the database: all parts at once or none, each fact with its source, nobody signs what they touched."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.clock import today
from bot.drafts import sources
from bot.drafts.content import Content, claims_of, contributors
from bot.drafts.models import Draft, Version
from bot.drafts.screens.length import problem
from bot.drafts.signoff import submit
from bot.drafts.split_content import Part, contents
from bot.drafts.split_thread import create_thread, split_draft
from bot.drafts.splitting import as_sent, split
from bot.drafts.write import content_of
from bot.errors import BadInput, Conflict
from tests.drafts.gate import PICTURE, approve_as, check_as, refused, save_as, signs, steps, typed
from tests.drafts.test_sources import GOOD, give
from tests.drafts.test_threads import on_practice
from tests.scene import PLAIN, Scene

FIGURE = "At our academy 87% of pupils achieved grade 5 or above in English."
SONG = "Everybody sang together in the hall and then they had tea with their families. " * 4
LONG = f"{PLAIN} {SONG.strip()}\n\n{FIGURE} {SONG.strip()}\n\nThank you to everybody who helped us. {SONG.strip()}"
RESULTS = {"87%": "Results file, page 2"}


def planned(content: Content, *, numbered: bool = True) -> list[Content]:
    texts = split(content.text, ["practice"], numbered=numbered)
    sent = [as_sent(text, n, len(texts), numbered=numbered) for n, text in enumerate(texts, start=1)]
    return contents(content, [Part(text, () if n else content.pictures) for n, text in enumerate(sent)], today())


def made(scene: Scene, **more: Any) -> list[int]:
    with scene.session() as session:
        parts = planned(scene.content(LONG, **{"claim_sources": RESULTS, **more}))
        return [each.id or 0 for each in create_thread(session, scene.who(session, "author"), scene.academy_id, parts)]


def divided(scene: Scene, key: int, by: str = "author", version: int | None = None) -> list[int]:
    content, stood = typed(scene, key)
    with scene.session() as session:
        parts = split_draft(session, scene.who(session, by), key, planned(content), stood if version is None else version)
        return [each.id or 0 for each in parts]


def stored(scene: Scene) -> list[Content]:
    with scene.session() as session:
        return [content_of(session, draft) for draft in session.exec(select(Draft).order_by(col(Draft.id)))]


def test_a_new_text_becomes_parts_that_continue_each_other(scene: Scene) -> None:
    keys = made(scene, sources=("The concert programme",), pictures=(PICTURE,))
    parts = stored(scene)
    assert [part.continues_id for part in parts] == [None, *keys[:-1]]
    assert len(keys) == 3
    assert [part.text[-4:] for part in parts] == ["\n1/3", "\n2/3", "\n3/3"]
    assert all(problem(part.text, "practice") is None for part in parts)
    assert [len(part.pictures) for part in parts] == [1, 0, 0]
    assert parts[0].pictures[0].alt == PICTURE.alt
    assert [part.sources for part in parts] == [("The concert programme",), (), ()]
    assert [part.claim_sources for part in parts] == [{}, RESULTS, {}]
    assert [entry.subject for entry in scene.entries("draft:create")] == [f"draft:{key}" for key in (*keys[1:], keys[0])]


def test_a_split_thread_goes_out_on_the_practice_network_in_order(scene: Scene) -> None:
    keys = divided(scene, scene.draft(LONG, claim_sources=RESULTS))

    for key in keys:
        with scene.session() as session:
            submit(session, scene.who(session, "author"), key)
        check_as(scene, "checker", key)
        approve_as(scene, "slt", key)
    assert steps(scene, keys[2], most=2) == ["queued"]
    assert [steps(scene, key)[-1] for key in keys] == ["verified"] * 3
    live = on_practice(scene)
    assert [text for text, _ in live] == [part.text for part in stored(scene)]
    assert [parent for _, parent in live] == [None, *(int(scene.release(key).remote_id or 0) for key in keys[:-1])]


def test_I3_a_draft_that_was_signed_becomes_the_first_part_and_its_signatures_are_void(scene: Scene) -> None:
    key = scene.approved(f"{FIGURE} {PLAIN}", claim_sources=RESULTS)
    content, version = typed(scene, key)
    with scene.session() as session:
        parts = contents(content, [Part(FIGURE), Part(PLAIN)], today())
        keys = [part.id or 0 for part in split_draft(session, scene.who(session, "author"), key, parts, version)]
    assert keys[0] == key
    assert [bool(sign.voided_at) for sign in signs(scene, key).values()] == [True, True]
    assert [scene.state(each) for each in keys] == ["submitted", "draft"]
    assert scene.release(key).state == "void"
    with scene.session() as session:
        versions = session.exec(select(Version).where(Version.draft_id == key).order_by(col(Version.version))).all()
    assert versions[0].content["text"] == content.text, "the whole text is still there, in the version before"


def test_I2_whoever_touched_the_whole_text_can_sign_no_part_of_it(scene: Scene) -> None:
    key = scene.draft(LONG, claim_sources=RESULTS)
    content, version = typed(scene, key)
    save_as(scene, "slt", key, replace(content, text=LONG.replace("tea", "cake")), version)
    keys = divided(scene, key, by="author2")
    wrote = sorted(scene.people[name] for name in ("author", "slt", "author2"))
    with scene.session() as session:
        assert [contributors(session, each) for each in keys] == [wrote] * 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_given_for_a_fact_goes_with_the_part_that_states_it(scene: Scene) -> None:
    key = scene.draft(LONG)
    mark = give(scene, key, GOOD)
    keys = divided(scene, key)
    with scene.session() as session:
        kept = {each: [row.sha256 for row in sources.kept(session, session.get_one(Draft, each))] for each in keys[1:]}
        fact = next(claim for claim in claims_of(session, keys[1]) if claim.text == "87%")
        assert sources.read(session, session.get_one(Draft, keys[1]), fact.source).text.startswith("Subject: Year 11 English")
    assert fact.source == mark
    assert [len(rows) for rows in kept.values()] == [1, 0]


def test_the_source_of_a_fact_that_no_part_states_any_more_stays_with_the_first(scene: Scene) -> None:
    whole = scene.content("We saw 10 plays. In 2010 we saw none.", claim_sources={"10": "Diary", "In 2010": "Archive"}, sources=("Programme",))
    first, second = contents(whole, [Part("We saw some plays."), Part("In 2010 we saw none.")], today())
    assert first.sources == ("Programme", "10 — Diary"), "“10” does not stand in “2010”"
    assert (first.claim_sources, second.sources, second.claim_sources) == ({}, (), {"In 2010": "Archive"})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_draft_that_somebody_changed_meanwhile_is_not_split(scene: Scene) -> None:
    key = scene.draft(LONG, claim_sources=RESULTS)
    with pytest.raises(Conflict):
        divided(scene, key, version=7)
    assert [part.text for part in stored(scene)] == [LONG]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_has_gone_out_is_continued_already_or_is_not_ones_own_to_write_is_refused(scene: Scene) -> None:
    key = scene.draft(LONG, claim_sources=RESULTS)
    later = scene.draft(continues_id=key)
    with refused("thread-goes-on"):
        divided(scene, key)
    with refused("role"):
        divided(scene, later, by="governor")
    out = scene.approved()
    steps(scene, out)
    with refused("gone-out"), scene.session() as session:
        parts = [scene.content("One."), scene.content("Two.")]
        split_draft(session, scene.who(session, "author"), out, parts, session.get_one(Draft, out).version)
    assert len(stored(scene)) == 3
    assert scene.entries("draft:save", "refused")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_part_that_cannot_be_makes_none(scene: Scene) -> None:
    parts = [scene.content("One."), scene.content("Two."), scene.content("Three.", reply_setting="cousins")]
    with pytest.raises(BadInput), scene.session() as session:
        create_thread(session, scene.who(session, "author"), scene.academy_id, parts)
    assert stored(scene) == []


class Killed(BaseException):
    """kill -9, as far as the database can tell: the connection is gone and nothing was committed."""


def _killed_at(session: Session, statement: int, act: Callable[[], object]) -> bool:
    """Whether it died before it was done."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1
        if count == statement:
            raise Killed

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", counted)
    try:
        act()
    except Killed:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", counted)
    return False


def test_killed_at_any_statement_all_parts_are_there_or_none(scene: Scene) -> None:
    key = scene.draft(LONG, claim_sources=RESULTS)
    content, version = typed(scene, key)
    parts, statement = planned(content), 3
    while True:
        with scene.session() as session:
            me = scene.who(session, "author")
            died = _killed_at(session, statement, lambda s=session, m=me: split_draft(s, m, key, parts, version))  # type: ignore[misc]
        if not died:
            break
        assert [part.text for part in stored(scene)] == [LONG]
        statement += 13
    assert statement > 60
    assert len(stored(scene)) == 3
