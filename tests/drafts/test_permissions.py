"""C03: who may, for which account, until when; and that two logins are one person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.accounts.register import connect as connect_account
from bot.clock import now
from bot.drafts.write import create
from bot.people.models import Academy, Grant, Person
from bot.people.permissions import Verb
from tests.drafts.gate import PICTURE, approve_as, behind_the_back, check_as, end_grant, refused, releases, save_as, typed
from tests.scene import WITH_FIGURE, Scene, add_account


def test_S03_1_an_approver_of_another_academy_is_refused(scene: Scene) -> None:
    with scene.session() as session:
        other = Academy(name="Academy B", email_domain="academy-b.example.sch.uk")
        session.add(other)
        session.flush()
        account_id, _ = add_account(session, scene, other.id or 0, "AcademyB")
        session.commit()
    key = scene.submitted()
    behind_the_back(scene, 'DELETE FROM "grant" WHERE person_id = :who AND account_id <> :other', who=scene.people["slt2"], other=account_id)
    with refused("grant"):
        approve_as(scene, "slt2", key)
    assert scene.state(key) == "waiting for approval"
    (entry,) = scene.entries("draft:approve", "refused")
    assert entry.actor_id == scene.people["slt2"]


def test_S03_1_a_draft_for_two_accounts_wants_permission_for_both(scene: Scene) -> None:
    with scene.session() as session:
        second, remote_id = add_account(session, scene, scene.academy_id, "AcademyA_sport")
        session.commit()
        connect_account(session, scene.who(session, "admin"), second, {"account": str(remote_id)}, scene.means.doors, scene.vault)
    key = scene.submitted(account_ids=(scene.account_id, second))
    behind_the_back(scene, 'DELETE FROM "grant" WHERE person_id = :who AND account_id = :account', who=scene.people["slt"], account=second)
    with refused("grant"):
        approve_as(scene, "slt", key)
    approve_as(scene, "slt2", key)
    scene.work("publish")
    assert [r.state for r in releases(scene, key)] == ["published", "published"]


def test_somebody_without_permission_for_its_account_cannot_take_a_draft_elsewhere(scene: Scene) -> None:
    with scene.session() as session:
        second, remote_id = add_account(session, scene, scene.academy_id, "AcademyA_sport")
        session.commit()
        connect_account(session, scene.who(session, "admin"), second, {"account": str(remote_id)}, scene.means.doors, scene.vault)
    behind_the_back(
        scene, 'DELETE FROM "grant" WHERE person_id = :who AND account_id = :account', who=scene.people["author2"], account=scene.account_id
    )
    key = scene.approved(not_before=now() + timedelta(hours=1))
    content, version = typed(scene, key)
    with refused("grant"):
        save_as(scene, "author2", key, replace(content, account_ids=(second,)), version)
    assert scene.state(key) == "approved"


def test_S03_2_an_expired_permission_signs_nothing(scene: Scene) -> None:
    key = scene.submitted()
    end_grant(scene, "slt", Verb.APPROVE)
    with refused("grant"):
        approve_as(scene, "slt", key)


def test_S03_3_a_permission_for_words_only_refuses_pictures_and_says_who_set_it(scene: Scene) -> None:
    with scene.session() as session:
        row = session.exec(select(Grant).where(Grant.person_id == scene.people["author"], Grant.verb == Verb.DRAFT)).one()
        row.no_images = True
        session.add(row)
        session.commit()
        head = scene.who(session, "head").name
    content = scene.content(pictures=(PICTURE,))
    with scene.session() as session, refused("no-images"):
        create(session, scene.who(session, "author"), scene.academy_id, content)
    (entry,) = scene.entries("draft:create", "refused")
    assert entry.detail["rule"] == "no-images"
    with scene.session() as session, pytest.raises(Exception, match="words only") as no:
        create(session, scene.who(session, "author"), scene.academy_id, content)
    assert head in no.value.next_step  # type: ignore[attr-defined]


@pytest.mark.parametrize("shared", ["staff_id", "phone"])
def test_S03_4_two_logins_of_one_person_are_one_person(scene: Scene, shared: str) -> None:
    with scene.session() as session:
        for name, value in (("author", "07700 900123"), ("checker", "+44 7700 900123")):
            person = session.get_one(Person, scene.people[name])
            setattr(person, shared, value if shared == "phone" else " staff-77")
            session.add(person)
        session.commit()
    key = scene.submitted(WITH_FIGURE)
    with refused("same-person"):
        check_as(scene, "checker", key)
    assert scene.entries("draft:check-claim", "refused")[0].detail["rule"] == "same-person"
    check_as(scene, "head", key)
