"""The register of an academy on a real database, and control C07's scenarios through submit."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw, ImageFont
from sqlmodel import col, select

from bot.clock import now
from bot.consent import register
from bot.consent.name_import import NameImport
from bot.consent.register import NamesUnavailable, history, import_names, names_at, problems_at, standing
from bot.drafts import ocr, seen_words
from bot.drafts.content import Picture
from bot.drafts.seen_words import SeenWords
from bot.drafts.signoff import submit
from bot.errors import BadInput, Refusal
from bot.people.models import Academy
from tests.scene import Scene

ROLL = """Forename,Surname,Type,Never publish
Testa,Placeholder,Pupil,
Jane,Smith,Pupil,
Quietly,Hiddenson,Pupil,yes
Demo,Teacherly,Staff,
,Broken,Pupil,
"""


def imported(scene: Scene, roll: str | bytes = ROLL, by: str = "admin") -> None:
    with scene.session() as session:
        import_names(session, scene.who(session, by), scene.academy_id, roll)


def under(scene: Scene, policy: str) -> None:
    """The academy under another trust's profile, read and confirmed by everybody."""
    from bot.people.models import Attestation
    from bot.policy.profile import load
    from bot.policy.show import version_hash

    with scene.session() as session:
        session.execute(sa.update(Academy).values(policy=policy))
        for person_id in scene.people.values():
            session.add(Attestation(person_id=person_id, policy=policy, version_hash=version_hash(load(policy))))
        session.commit()


def drawn(words: str = "", size: tuple[int, int] = (640, 320)) -> bytes:
    image = Image.new("RGB", size, "white")
    if words:
        ImageDraw.Draw(image).text((30, 60), words, fill="black", font=ImageFont.load_default(36))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def photo(data: bytes | None = None, *, name: str = "IMG_1.png", alt: str = "A banner on the wall of the hall", transcript: str = "") -> Picture:
    return Picture(name, "image/png", alt, data=data or drawn(size=(20, 20)), shows=("nobody",), origin="own", transcript=transcript)


def said(scene: Scene, text: str, *pictures: Picture) -> str:
    """What submitting such a draft answers: the screen that refuses it, or nothing."""
    key = scene.draft(text, pictures=pictures)
    with scene.session() as session:
        try:
            submit(session, scene.who(session, "author"), key)
        except Refusal as refusal:
            return f"{refusal.rule}: {refusal.sentence}"
    return ""


def test_S07_1_inspire_refuses_a_full_name_and_clears_a_first_name(scene: Scene) -> None:
    under(scene, "inspire")
    imported(scene)
    assert said(scene, "Well done Testa Placeholder!", photo()).startswith("screen:names: The text names a")
    assert not said(scene, "Well done Testa!", photo()).startswith("screen:names")


def test_S07_2_bohunt_refuses_a_first_name_beside_a_picture(scene: Scene) -> None:
    under(scene, "bet")
    imported(scene)
    assert said(scene, "Well done Testa!", photo()).startswith("screen:names")


def test_S07_3_a_name_in_a_file_name_is_shown_and_a_description_is_demanded(scene: Scene) -> None:
    imported(scene)
    assert "The file name of the picture names a" in said(scene, "A great day", photo(name="IMG_jsmith_7B.png"))
    assert said(scene, "A great day", photo(name="IMG_2.png", alt="")).startswith("screen:alt_text")


def test_S07_4_a_name_spelt_out_or_written_in_a_picture_is_found(scene: Scene) -> None:
    imported(scene)
    assert said(scene, "Look: J a n e S m i t h").startswith("screen:names")
    assert said(scene, "Star of the week", photo(drawn("Well done\nJane Smith"))).startswith("screen:names: What is written in the picture names")
    with scene.session() as session:
        assert "Jane Smith" in (session.exec(select(SeenWords.words)).one() or "")


def test_words_nobody_could_read_are_typed_by_a_person(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert "Type them as its transcript" in said(scene, "Our poster", photo())
    assert not said(scene, "Our poster", photo(transcript="none")).startswith("screen:names")
    imported(scene)
    assert "The transcript of the picture names" in said(scene, "Our poster", photo(transcript="Well done Jane Smith"))


def test_the_worker_reads_each_picture_once(scene: Scene) -> None:
    scene.draft("Our poster", pictures=(photo(),))
    scene.draft("Our poster again", pictures=(photo(),))
    scene.work("words")
    with scene.session() as session:
        assert session.exec(select(SeenWords.words)).all() == [""]
        assert seen_words.due(session) == []


def test_an_import_says_what_it_did_and_keeps_no_name(scene: Scene) -> None:
    imported(scene)
    with scene.session() as session:
        found = standing(session, scene.academy_id)
        assert found is not None
        assert (found.people, found.unused, found.too_old) == (4, 1, False)
        assert problems_at(session, scene.academy_id, found.id) == [(6, "was left out: the forename is missing.")]
        assert problems_at(session, scene.academy_id, found.id + 9) is None
        row = session.exec(select(NameImport)).one()
        assert not any(name in row.packed.lower() + repr(row).lower().encode() for name in (b"placeholder", b"testa", b"hiddenson"))
    (entry,) = scene.entries("names:import")
    assert entry.detail["people"] == 4
    assert "Placeholder" not in str(entry.detail)


def test_a_bad_file_changes_nothing_and_the_last_good_copy_stays(scene: Scene) -> None:
    imported(scene)
    for bad in ("colour,size\nred,large\n", b"PK\x03\x04zip", "Forename,Surname\n", b""):
        with pytest.raises(BadInput):
            imported(scene, bad)
    with scene.session() as session:
        names = names_at(session, scene.academy_id)
        assert names is not None
        assert list(names.matches("Jane Smith"))


def test_a_new_register_replaces_the_old_one_and_its_hashes_are_gone(scene: Scene) -> None:
    imported(scene)
    imported(scene, "Forename,Surname\nOther,Person\n")
    with scene.session() as session:
        names = names_at(session, scene.academy_id)
        assert names is not None
        assert not list(names.matches("Jane Smith"))
        assert [each.people for each in history(session, scene.academy_id)] == [1, 4]
        assert session.exec(select(NameImport.packed).order_by(col(NameImport.id))).first() == b""


def test_a_register_too_old_stops_every_post_until_a_new_one_is_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(scene)
    later = now() + timedelta(days=181)
    monkeypatch.setattr(register, "now", lambda: later)
    assert (
        said(scene, "Hello from the hall")
        == "screen:names: The register of names is older than 180 days, so names cannot be checked. Import a new one."
    )
    monkeypatch.undo()
    assert said(scene, "Hello from the hall again") == ""


def test_hashes_or_a_date_changed_in_the_database_are_noticed(scene: Scene) -> None:
    imported(scene)
    with scene.session() as session:
        session.execute(sa.update(NameImport).values(at=now() + timedelta(days=90)))
        session.commit()
    register._built.clear()
    with scene.session() as session, pytest.raises(NamesUnavailable, match="changed outside"):
        names_at(session, scene.academy_id)


def test_who_may_not_import_is_refused_on_the_record(scene: Scene) -> None:
    with pytest.raises(Refusal):
        imported(scene, by="author")
    assert [e.outcome for e in scene.entries("names:import")] == ["refused"]
