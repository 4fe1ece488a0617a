"""Rights of pictures through the gate: permissions, rulings, holding what may no longer go out (C11)."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw
from sqlalchemy.engine import Engine

from bot.clock import now, today
from bot.consent import rights
from bot.consent.rights_letters import Upload
from bot.consent.rights_look import look
from bot.consent.rights_models import Permission, RightsState, Standing
from bot.drafts import advice, advisers, rights_use
from bot.drafts.content import Picture
from bot.drafts.models import Draft
from bot.drafts.screening import findings
from bot.drafts.signoff import submit
from bot.errors import BadInput, NotFound, Refusal
from bot.people.permissions import Verb
from bot.settings import Settings
from tests.scene import Scene, build, grant

LETTER = Upload("letter.pdf", b"%PDF-1.4 a letter that says yes")
Maker = Callable[[str], Scene]


@pytest.fixture
def under(engine: Engine, gate_settings: Settings) -> Maker:
    return lambda policy: build(engine, gate_settings, policy=policy)


def drawing(size: tuple[int, int] = (90, 80)) -> bytes:
    image = Image.new("RGB", (90, 80), "white")
    pen = ImageDraw.Draw(image)
    for n in range(6):
        pen.ellipse((n * 13, n * 9, n * 13 + 26, n * 9 + 30), fill=(40 * n, 20, 220 - 30 * n))
    file = io.BytesIO()
    image.resize(size).save(file, "PNG")
    return file.getvalue()


def picture(origin: str, **more: Any) -> Picture:
    values: dict[str, Any] = {"data": drawing(), "shows": ("nobody",), "origin": origin} | more
    return Picture("rings.png", "image/png", "Six coloured rings in a row", **values)


def declared(scene: Scene, origin: str, by: str = "author", sha256: str = "", **more: str) -> int:
    with scene.session() as session:
        values = {"origin": origin, "name": "Rings", "owner": "Placeholder Studio"} | more
        return rights.declare(session, scene.who(session, by), scene.academy_id, sha256 or picture(origin).hash, **values).id or 0


def permitted(scene: Scene, asset_id: int, grantor: str, by: str = "author", **more: Any) -> Permission:
    with scene.session() as session:
        values = {"grantor": grantor, "grantor_name": "Placeholder Studio", "letter_date": today(), "letter": LETTER} | more
        return rights_use.attach(session, scene.who(session, by), asset_id, **values)


def refused(scene: Scene, draft_id: int) -> Refusal:
    with scene.session() as session, pytest.raises(Refusal) as no:
        submit(session, scene.who(session, "author"), draft_id)
    return no.value


def submitted(scene: Scene, draft_id: int) -> str:
    with scene.session() as session:
        return submit(session, scene.who(session, "author"), draft_id).state.value


def test_S11_1_the_headteachers_permission_for_the_logo_is_not_the_chief_executives(under: Maker) -> None:
    scene = under("att")
    logo = declared(scene, "brand", name="The academy's logo")
    permitted(scene, logo, "head", by="head", letter=None)
    with scene.session() as session:
        author = scene.who(session, "author")
        with pytest.raises(Refusal) as no:
            rights_use.use_as_account_picture(session, author, scene.account_id, logo)
        assert no.value.clause == "ATT-5.7"
        assert "permission of the chief executive (CEO)" in no.value.sentence
        assert "it is not enough" in no.value.sentence
    draft = scene.draft(pictures=(picture("brand"),))
    assert (found := refused(scene, draft)).rule == "screen:rights"
    assert found.clause == "ATT-5.7"
    permitted(scene, logo, "ceo")
    with scene.session() as session:
        task = rights_use.use_as_account_picture(session, scene.who(session, "author"), scene.account_id, logo)
        assert "The academy's logo" in task.title
    assert submitted(scene, draft) != "draft"
    assert [e.outcome.value for e in scene.entries("rights:avatar")] == ["refused", "done"]


def test_S11_2_no_permission_is_refused_and_so_is_a_licence_without_a_credit_line(under: Maker) -> None:
    scene = under("acet")
    draft = scene.draft(pictures=(picture("third party"),))
    assert ((no := refused(scene, draft)).rule, no.clause) == ("screen:rights", "ACET-1.3.3a")
    asset = declared(scene, "third party")
    assert refused(scene, draft).clause == "ACET-1.3.3a"
    permitted(scene, asset, "licence", reference="Licence no. 4711", letter=None)
    assert refused(scene, draft).clause == "ACET-1.3.3b"
    credited = scene.draft(pictures=(picture("third party", credit="Photo: Placeholder Studio"),))
    assert submitted(scene, credited) != "draft"
    in_text = scene.draft("The rings we drew. Photo: Placeholder Studio.", pictures=(picture("third party"),))
    assert submitted(scene, in_text) != "draft"


def test_S11_3_a_doubt_is_ruled_on_by_the_headteacher_and_nobody_else(under: Maker) -> None:
    scene = under("core")
    unsure = picture("unsure")
    draft = scene.draft(pictures=(unsure,))
    assert submitted(scene, draft) == "waiting for advice"
    with scene.session() as session:
        asked = advisers.of_draft(session, draft)[0]
        assert asked.roles == ["head"]
        assert "Headteacher must rule" in asked.question
        assert [(w.draft.id, w.doubt) for w in rights_use.wanting(session, [scene.academy_id])] == [(draft, True)]
        for who in ("author", "slt", "checker", "admin", "dpo"):
            with pytest.raises(Refusal) as denied:
                rights_use.rule_on(session, scene.who(session, who), scene.academy_id, unsure.hash, permitted=True, reason="It is fine.")
            assert denied.value.rule == "role"
        head = scene.who(session, "head")
        with pytest.raises(BadInput):
            rights_use.rule_on(session, head, scene.academy_id, unsure.hash, permitted=True, reason=" ")
        with pytest.raises(NotFound):
            rights_use.rule_on(session, head, scene.academy_id, "f" * 64, permitted=True, reason="It is fine.")
    digest = scene.digest(draft)
    for who in ("slt", "checker", "author"):
        with scene.session() as session, pytest.raises(Refusal):
            advice.answer(session, scene.who(session, who), draft, digest, verdict="go on", text="Go on.")
    with scene.session() as session:
        head = scene.who(session, "head")
        row = rights_use.rule_on(session, head, scene.academy_id, unsure.hash, permitted=True, reason="The owner is a parent.")
        assert rights.state_of(session, row) is RightsState.RULED
        assert rights_use.wanting(session, [scene.academy_id]) == []
        advice.answer(session, head, draft, digest, verdict="go on", text="Go on.")
    assert scene.state(draft) not in ("draft", "waiting for advice", "needs changes")
    with scene.session() as session:
        rights_use.rule_on(session, scene.who(session, "head"), scene.academy_id, unsure.hash, permitted=False, reason="The owner said no.")
    relabelled = scene.draft("The same again.", pictures=(picture("own"),))
    assert "ruled so" in refused(scene, relabelled).sentence
    assert len(scene.entries("rights:rule", "refused")) == 5


def test_S11_4_a_letter_counts_from_its_own_date_and_the_earlier_attempt_stays(scene: Scene) -> None:
    draft = scene.draft(pictures=(picture("third party", credit="Placeholder Studio"),))
    refused(scene, draft)
    attempt = scene.entries("draft:submit", "refused")[0]
    asset = declared(scene, "third party")
    with pytest.raises(BadInput, match="cannot be dated in the future"):
        permitted(scene, asset, "rights_owner", letter_date=today() + timedelta(days=1))
    given = permitted(scene, asset, "rights_owner")
    assert given.letter_date == today()
    assert given.first_attempt_at == attempt.at
    assert given.recorded_at > attempt.at
    assert submitted(scene, draft) != "draft"
    entry = scene.entries("rights:permit", "done")[-1]
    assert entry.detail["first_attempt"] == attempt.at.isoformat()
    assert entry.detail["letter_date"] == today().isoformat()
    assert len(entry.detail["letter"]) == 64
    assert [e.outcome.value for e in scene.entries("draft:submit")] == ["refused", "done"]


def test_a_headteacher_who_wrote_the_draft_does_not_permit_its_picture(scene: Scene) -> None:
    unsure = picture("unsure")
    with scene.session() as session:
        session.add(grant(scene, "head", scene.account_id, Verb.DRAFT))
        session.commit()
    scene.draft(by="head", pictures=(unsure,))
    with scene.session() as session:
        head = scene.who(session, "head")
        with pytest.raises(Refusal) as no:
            rights_use.rule_on(session, head, scene.academy_id, unsure.hash, permitted=True, reason="I took it, I think.")
        assert no.value.rule == "own-words"
        rights_use.rule_on(session, head, scene.academy_id, unsure.hash, permitted=False, reason="I did not take it.")


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_permission_that_ends_holds_what_is_scheduled(scene: Scene, how: str) -> None:
    asset = declared(scene, "licensed")
    given = permitted(scene, asset, "licence", reference="No. 4711", letter=None, expires=today())
    later: dict[str, Any] = {"not_before": now() + timedelta(hours=5)}
    draft = scene.approved(pictures=(picture("licensed", credit="Placeholder Studio"),), **later)
    plain = scene.approved("Nothing to see here.", **later)
    assert scene.work("rights") == []
    with scene.session() as session:
        if how == "revoked":
            rights.revoke(session, scene.who(session, "author2"), given.id or 0, "The studio wrote to us.")
        else:
            session.execute(sa.update(Permission).values(letter_date=today() - timedelta(days=9), expires=today() - timedelta(days=1)))
            session.commit()
    assert [done.result for done in scene.work("rights")] == ["held"]
    held = scene.release(draft)
    assert held.state.value == "held"
    assert ("was taken back on" if how == "revoked" else "expired on") in held.reason
    assert scene.release(plain).state.value == "queued"
    assert scene.work("rights") == []
    assert scene.entries("publish:held")[-1].detail["rule"] == "screen:rights"
    with scene.session() as session:
        row = rights.permissions_of(session, asset)[0]
        assert row.standing(today()) is (Standing.REVOKED if how == "revoked" else Standing.EXPIRED)


def test_a_logo_that_was_saved_again_smaller_is_asked_about(scene: Scene) -> None:
    with scene.session() as session:
        me = scene.who(session, "author")
        rights.declare(session, me, scene.academy_id, "b" * 64, origin="brand", name="The crest", owner="The academy", look=look(drawing((180, 160))))
    draft = scene.draft(pictures=(picture("own", data=drawing((60, 54))),))
    with scene.session() as session:
        said = [f.message for f in findings(session, session.get_one(Draft, draft)) if f.screen == "rights"]
    assert len(said) == 1
    assert "looks like “The crest”" in said[0]


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"grantor": "the cat"}, "grantor"),
    ({"grantor_name": " "}, "grantor_name"),
    ({"letter_date": None}, "letter_date"),
    ({"expires": date(2020, 1, 1)}, "expires"),
    ({"letter": None}, "letter"),
    ({"letter": Upload("a.pdf", b"MZ\x90\x00 a program")}, "letter"),
    ({"letter": Upload("a.pdf", b"%PDF-" + b"x" * 5_000_001)}, "letter"),
    ({"letter": Upload("a.png", b"\x89PNG\r\n\x1a\n not a picture")}, "letter"),
    ({"grantor": "licence", "letter": None}, "reference"),
    ({"credit": "x" * 301}, "credit"),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_permission_names_what_is_missing_and_stores_nothing(scene: Scene) -> None:
    asset = declared(scene, "brand")
    for wrong, field in WRONG:
        values = {"grantor": "ceo", **wrong}
        with pytest.raises(BadInput) as problem:
            permitted(scene, asset, **values)
        assert set(problem.value.fields) == {field}, wrong
    with scene.session() as session:
        assert rights.permissions_of(session, asset) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_brand_library_is_locked(scene: Scene) -> None:
    declared(scene, "brand", by="admin", sha256="c" * 64)
    with scene.session() as session:
        author, head = scene.who(session, "author"), scene.who(session, "head")
        with pytest.raises(Refusal) as no:
            rights.declare(session, author, scene.academy_id, "c" * 64, origin="own", name="Ours")
        assert no.value.rule == "brand-library"
        assert rights.declare(session, head, scene.academy_id, "c" * 64, origin="own", name="Ours").origin.value == "own"
        with pytest.raises(BadInput) as problem:
            rights.declare(session, scene.who(session, "author"), scene.academy_id, "not a hash", origin="third party", name="")
        assert set(problem.value.fields) == {"name", "owner", "picture"}
