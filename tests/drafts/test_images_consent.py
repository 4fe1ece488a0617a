"""Pictures of people through the whole gate, on both databases (control C09)."""

import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlmodel import col, select

from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.consent import images_register
from bot.consent.images_register import Named, Said
from bot.consent.people import ImageConsent, Pictured
from bot.drafts import removals, withdrawal
from bot.drafts.approval import approve
from bot.drafts.content import Picture
from bot.drafts.image_consent import children_seen, consent_refusal, needs_face_answer
from bot.drafts.models import Blob, Draft, DraftMedia, Release, Stray, StrayState
from bot.drafts.picture_parts import not_picture
from bot.drafts.removal_models import Removal, RemovalState
from bot.drafts.resolve import release_again
from bot.drafts.signoff import submit
from bot.errors import BadInput, Refusal
from bot.notify.models import Notice
from bot.people.permissions import Role
from bot.platforms.practice_world import Fault
from tests.drafts.drawn import group, written
from tests.scene import Scene

ALT = "A pupil crosses the finishing line on the field"
BLANKET = Said("parent or carer", "given", "Folder 3, page 12")


def known(scene: Scene, name: str = "Testa Placeholder", said: Said | None = BLANKET, form: str = "7B", kind: str = "pupil") -> int:
    with scene.session() as session:
        forename, surname = name.split()
        return images_register.add(session, scene.who(session, "dpo"), scene.academy_id, Named(forename, surname, form, kind), said).id or 0


def photo(people: tuple[int, ...], faces: int | None = None, **more: Any) -> tuple[Picture, ...]:
    data = group(len(people) if faces is None else faces)
    return (Picture("field.png", "image/png", ALT, data=data, shows=more.pop("shows", ("pupils",)), people=people, origin="own", **more),)


def refusal_of(scene: Scene, key: int) -> str:
    with scene.session() as session, pytest.raises(Refusal) as no:
        submit(session, scene.who(session, "author"), key)
    return no.value.sentence


def withdraw(scene: Scene, pictured_id: int, by: str = "dpo") -> list[Removal]:
    with scene.session() as session:
        made = session.exec(select(ImageConsent).where(ImageConsent.pictured_id == pictured_id)).one()
        return withdrawal.withdraw(session, scene.who(session, by), made.id or 0, "Letter of today, kept in the office")


def published(scene: Scene, people: tuple[int, ...]) -> int:
    key = scene.approved(pictures=photo(people))
    for _ in range(2):
        scene.hurry(key)
        scene.work("publish")
    assert scene.release(key).state == "verified"
    return key


def removal(scene: Scene) -> Removal:
    with scene.session() as session:
        return session.exec(select(Removal)).one()


def remove(scene: Scene, times: int = 1) -> None:
    row = removal(scene)
    if row.state is RemovalState.OPEN:
        with scene.session() as session:
            removals.begin(session, scene.who(session, "dpo"), row.id or 0)
    for _ in range(times):
        with scene.session() as session:
            session.execute(sa.update(Removal).values(not_before=now()))
            session.commit()
        scene.work("removal")


def test_S09_1_a_consent_for_the_website_does_not_cover_this_network(scene: Scene) -> None:
    child = known(scene, said=BLANKET._replace(use="Sports Day 2026", platforms=("website",)))
    sentence = refusal_of(scene, scene.draft(pictures=photo((child,))))
    assert "platform outside scope" in sentence
    assert "T.P., 7B" in sentence
    assert "Testa" not in sentence


def test_S09_2_a_withdrawal_holds_what_waits_and_lists_what_is_live(scene: Scene) -> None:
    child, other = known(scene), known(scene, "Demo Exampleson")
    live, waiting = published(scene, (child,)), scene.approved(pictures=photo((child, other)), not_before=now() + timedelta(hours=3))
    untouched = scene.approved(pictures=photo((other,)), not_before=now() + timedelta(hours=3))
    assert [r.release_id for r in withdraw(scene, child)] == [scene.release(live).id]
    assert (scene.release(waiting).state, scene.release(untouched).state) == ("held", "queued")
    assert "T.P., 7B" in scene.release(waiting).reason
    held = scene.release(waiting).id or 0
    with scene.session() as session:
        release_again(session, scene.who(session, "head"), held)
        refusal = consent_refusal(session, session.get_one(Draft, waiting))
        assert refusal is not None
        assert refusal.rule == "consent"
        assert consent_refusal(session, session.get_one(Draft, untouched)) is None
        assert session.exec(select(Notice).where(Notice.role == Role.DPO, Notice.link == "/consent/removals")).first() is not None
    remove(scene)
    assert removal(scene).state is RemovalState.REMOVED
    assert scene.live() == []
    with scene.session() as session:
        row, _, draft, _ = withdrawal.removals(session, [scene.academy_id])[0]
        assert (draft.id, withdrawal.minutes_up(row)) == (live, 0)
    scene.reread()
    scene.work("timeline")
    with scene.session() as session:
        assert [s.state for s in session.exec(select(Stray))] == [StrayState.LEFT]
    assert scene.entries("consent:withdraw")[0].detail == {"consent": 1, "held": 1, "live": 1}
    assert "Testa" not in str([e.detail for e in scene.entries("consent:withdraw")])


def test_a_network_that_does_not_remove_gets_a_person_with_a_time(scene: Scene) -> None:
    child = known(scene)
    published(scene, (child,))
    withdraw(scene, child)
    scene.fault(Fault.REFUSE, call="delete")
    remove(scene)
    assert removal(scene).state is RemovalState.CANNOT_REMOVE
    with scene.session() as session:
        task = session.exec(select(Task).where(col(Task.subject).startswith("removal:"))).one()
        assert task.due_at > now()
        assert task.steps[-1] == "Come back here and press Done."
    remove(scene)
    assert removal(scene).state is RemovalState.CANNOT_REMOVE  # still up: read, not deleted again
    assert len(scene.live()) == 1


def test_a_post_on_its_way_when_the_consent_goes_is_taken_down_when_it_is_there(scene: Scene) -> None:
    child = known(scene)
    key = scene.approved(pictures=photo((child,)))
    with scene.session() as session:
        session.execute(sa.update(Release).values(state="publishing", lease_until=now() + timedelta(minutes=4)))
        session.commit()
    assert len(withdraw(scene, child)) == 1
    remove(scene)
    assert removal(scene).state is RemovalState.REMOVING
    with scene.session() as session:
        session.execute(sa.update(Release).where(col(Release.draft_id) == key).values(state="held", lease_until=None))
        session.commit()
    remove(scene)
    assert removal(scene).state is RemovalState.NOT_OUT


def test_S09_3_three_faces_and_two_declared_pupils(scene: Scene) -> None:
    people = (known(scene), known(scene, "Demo Exampleson", form="8C"))
    key = scene.draft(pictures=photo(people, faces=3))
    assert "3 faces, 2 people declared" in refusal_of(scene, key)
    told = scene.draft("Another post.", pictures=photo(people, faces=3, faces_note="The third is on a poster"))
    with scene.session() as session:
        submit(session, scene.who(session, "author"), told)


def test_S09_4_children_seen_by_the_approver_stop_it_and_open_a_case(scene: Scene) -> None:
    key = scene.submitted(pictures=photo((), faces=1, shows=("adults",)))
    with scene.session() as session:
        assert needs_face_answer(session, session.get_one(Draft, key))
        with pytest.raises(Refusal):
            children_seen(session, scene.who(session, "checker"), key)
        children_seen(session, scene.who(session, "slt"), key)
    assert scene.state(key) == "needs changes"
    with scene.session() as session:
        tasks = session.exec(select(Task).where(Task.subject == f"draft:{key}", Task.state == TaskState.OPEN)).all()
        assert {task.role for task in tasks} == {Role.HEAD, Role.DSL}
    assert "An approver saw children" in refusal_of(scene, key)
    again = scene.draft("The same picture in another draft.", pictures=photo((), faces=1, shows=("adults",)))
    assert "An approver saw children" in refusal_of(scene, again)
    assert scene.entries("consent:children-seen", "done")[0].detail["digest"]


def test_S09_4_nobody_approves_a_picture_without_saying_whether_children_can_be_seen(scene: Scene) -> None:
    key = scene.submitted(pictures=photo((), faces=1, shows=("adults",)))
    digest = scene.digest(key)
    with scene.session() as session:
        for answer in ("", "children", "perhaps"):
            with pytest.raises(BadInput) as wrong:
                approve(session, scene.signing(session, "slt"), key, digest, faces=answer)
            assert set(wrong.value.fields) == {"faces"}
    assert scene.state(key) == "waiting for approval"


def test_children_seen_in_a_live_post_are_listed_for_removal(scene: Scene) -> None:
    key = scene.approved(pictures=photo((), faces=1, shows=("adults",)))
    for _ in range(2):
        scene.hurry(key)
        scene.work("publish")
    with scene.session() as session:
        children_seen(session, scene.who(session, "slt"), key)
    remove(scene)
    assert removal(scene).state is RemovalState.REMOVED
    assert scene.live() == []


def test_what_is_stored_and_signed_is_the_stripped_picture(scene: Scene) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Phone 9"
    data = written(Image.open(io.BytesIO(group(0))), "JPEG", exif=exif)
    key = scene.draft(pictures=(Picture("field.jpg", "image/jpeg", ALT, data=data, shows=("nobody",), origin="own"),))
    with scene.session() as session:
        media = session.exec(select(DraftMedia).where(DraftMedia.draft_id == key)).one()
        stored = session.get_one(Blob, media.sha256).data
    assert b"Phone 9" in data
    assert b"Phone 9" not in stored
    assert not_picture(stored) == ()


def test_the_register_holds_no_name_that_can_be_read(scene: Scene) -> None:
    key = known(scene)
    with scene.session() as session:
        row = session.get_one(Pictured, key)
        assert "Testa" not in row.model_dump_json()
        assert "Placeholder" not in row.model_dump_json()
        assert images_register.opened(session, scene.who(session, "dpo"), key)[1] == "Testa Placeholder"
        for line in ("Testa Placeholder, 7B", "testa  PLACEHOLDER", "Testa Placeholder, year 7b", "Testa Plaçeholder,7 B"):
            assert [found.id for found in images_register.find(session, scene.academy_id, line)] == [key], line
    assert scene.entries("consent:open")[0].subject == f"pictured:{key}"


def test_a_line_that_names_nobody_or_two_says_what_to_do(scene: Scene) -> None:
    known(scene)
    known(scene, form="9A")
    with scene.session() as session:
        found, wrong = images_register.find_all(session, scene.academy_id, "Testa Placeholder\nNobody Unknownson, 7B\n\nTesta Placeholder, 9A")
    assert [row.label for row in found] == ["T.P., 9A"]
    assert "Add the form after a comma" in wrong[0]
    assert "no consent is known" in wrong[1]


def test_only_the_consent_officer_keeps_the_register(scene: Scene) -> None:
    key = known(scene)
    for name in ("author", "slt", "governor"):
        with pytest.raises(Refusal):
            withdraw(scene, key, by=name)
    with scene.session() as session:
        for name in ("author", "slt", "head", "dsl", "governor"):
            with pytest.raises(Refusal):
                images_register.add(session, scene.who(session, name), scene.academy_id, Named("Demo", "Exampleson", "8C"))
            with pytest.raises(Refusal):
                images_register.opened(session, scene.who(session, name), key)
        with pytest.raises(BadInput) as wrong:
            images_register.add(session, scene.who(session, "dpo"), scene.academy_id, Named("", "!", "", "dog"), Said("", "maybe", ends=None))
    assert set(wrong.value.fields) == {"forename", "surname", "kind", "giver", "word"}
