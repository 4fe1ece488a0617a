"""C34: a sensitive period holds what was scheduled, in one act, and nothing it held ever goes out by itself."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.accounts.register import connect as connect_account
from bot.clock import now
from bot.drafts import mode_switch
from bot.drafts.lifecycle import ReleaseState, SignKind, State
from bot.drafts.models import Draft, Release
from bot.drafts.modes_models import Mode, ModeKind, ModeState
from bot.drafts.signoff import approve, approve_extra, submit
from bot.errors import BadInput
from bot.people.models import Academy
from bot.people.permissions import Role
from tests.drafts.gate import approve_as, refused, signs, told
from tests.scene import Scene, add_account

CHEERFUL = "Cake sale in the hall at the end of the day. Bring a friend."
SCHEDULED: dict[str, Any] = {"not_before": now() + timedelta(hours=3)}


def start(scene: Scene, name: str = "head", **values: Any) -> int:
    with scene.session() as session:
        return mode_switch.start_now(session, scene.who(session, name), **{"reason": "A pupil has died.", **values}).id or 0


def end(scene: Scene, key: int, name: str = "head") -> None:
    with scene.session() as session:
        mode_switch.end(session, scene.who(session, name), key)


def plan(scene: Scene, name: str = "admin", **values: Any) -> int:
    given = {"kind": "election", "reason": "The election on 7 May.", "starts": now() + timedelta(days=1), "ends": now() + timedelta(days=30)}
    with scene.session() as session:
        return mode_switch.plan(session, scene.who(session, name), **{"academy_id": scene.academy_id, **given, **values}).id or 0


def change(scene: Scene, key: int, **values: Any) -> None:
    with scene.session() as session:
        mode = session.get_one(Mode, key)
        for name, value in values.items():
            setattr(mode, name, value)
        session.add(mode)
        session.commit()


def mode(scene: Scene, key: int) -> Mode:
    with scene.session() as session:
        return session.get_one(Mode, key)


def second_account(scene: Scene) -> int:
    with scene.session() as session:
        key, remote = add_account(session, scene, scene.academy_id, "AcademyA_sport")
        session.commit()
        connect_account(session, scene.who(session, "admin"), key, {"account": str(remote)}, scene.means.doors, scene.vault)
        return key


def many(scene: Scene, number: int, account_id: int) -> None:
    """More approved posts like the one there is: the rows, without the signing."""
    with scene.session() as session:
        first = session.exec(select(Draft).order_by(col(Draft.id))).first()
        assert first is not None
        for each in range(number):
            draft = Draft(**{**first.model_dump(exclude={"id"}), "text": f"{CHEERFUL} {each}"})
            session.add(draft)
            session.flush()
            session.add(
                Release(key=f"k{each}", draft_id=draft.id or 0, account_id=account_id, digest=draft.digest, not_before=now() + timedelta(hours=3))
            )
        session.commit()


def states(scene: Scene) -> list[ReleaseState]:
    with scene.session() as session:
        return [release.state for release in session.exec(select(Release).order_by(col(Release.id)))]


def test_S34_2_fourteen_cheerful_posts_are_held_on_all_accounts_in_one_act(scene: Scene) -> None:
    key = scene.approved(CHEERFUL, **SCHEDULED)
    many(scene, 6, scene.account_id)
    many_key = second_account(scene)
    with scene.session() as session:
        rows = session.exec(select(Release).order_by(col(Release.id))).all()
        for number, row in enumerate(rows):
            again = Release(key=f"s{number}", draft_id=row.draft_id, account_id=many_key, digest=row.digest, not_before=row.not_before)
            session.add(again)
        session.commit()
    began = start(scene)
    assert states(scene) == [ReleaseState.HELD] * 14, "in the same transaction, before any worker ran"
    assert len(scene.entries("mode:hold")) == 14
    (entry,) = scene.entries("mode:start")
    assert (entry.subject, entry.detail["held"]) == (f"mode:{began}", 7)
    assert "Incident mode since" in scene.release(key).reason
    assert any("7 posts are held" in text for text in told(scene, Role.SLT))
    scene.sweep()
    assert scene.live() == []


def test_S34_2_what_is_approved_while_it_stands_is_held_too(scene: Scene) -> None:
    key = scene.submitted(CHEERFUL, reply_setting="nobody")
    start(scene)
    approve_as(scene, "slt", key)
    assert scene.release(key).state is ReleaseState.HELD
    scene.sweep()
    assert scene.live() == []


def test_S34_2_a_post_that_slipped_into_the_queue_meets_the_last_test(scene: Scene) -> None:
    key = scene.approved(CHEERFUL)
    began = start(scene)
    scene.hurry(key, state=ReleaseState.QUEUED)
    scene.work("publish")
    assert (scene.release(key).state, scene.live()) == (ReleaseState.HELD, [])
    end(scene, began)
    assert scene.state(key) == State.AWAITING_APPROVAL, "what the last test held comes back too"


def test_S34_the_end_date_passes_silently_and_nothing_is_released(scene: Scene) -> None:
    key = scene.approved(CHEERFUL)
    began = start(scene)
    change(scene, began, ends=now() - timedelta(seconds=1))
    scene.sweep()
    assert mode(scene, began).state is ModeState.ENDED
    assert (scene.state(key), scene.release(key).state) == (State.AWAITING_APPROVAL, ReleaseState.VOID)
    assert "approved afresh" in signs(scene, key)[SignKind.APPROVAL].void_reason
    scene.sweep()
    assert scene.live() == []
    approve_as(scene, "head", key)
    scene.sweep()
    assert scene.live() == [CHEERFUL]
    assert [e.subject for e in scene.entries("mode:return")] == [f"draft:{key}"]


def test_S34_a_draft_that_is_out_on_another_account_is_left_for_a_leader(scene: Scene) -> None:
    key = scene.approved(CHEERFUL)
    other = second_account(scene)
    with scene.session() as session:
        session.add(Release(key="gone", draft_id=key, account_id=other, digest=scene.release(key).digest, state=ReleaseState.VERIFIED))
        session.commit()
    end(scene, start(scene))
    assert scene.state(key) == State.APPROVED
    assert states(scene) == [ReleaseState.HELD, ReleaseState.VERIFIED]


def test_S34_an_administrator_prepares_and_the_headteacher_switches(scene: Scene) -> None:
    with refused("role"):
        start(scene, "slt")
    with refused("role"):
        plan(scene, "author")
    key = plan(scene, kind="incident")
    change(scene, key, starts=now() - timedelta(minutes=1))
    scene.work("modes")
    assert mode(scene, key).state is ModeState.PLANNED, "nobody agreed"
    assert sum("nobody agreed" in text for text in told(scene, Role.HEAD)) == 1
    with scene.session() as session, refused("role"):
        mode_switch.agree(session, scene.who(session, "admin"), key)
    with scene.session() as session:
        mode_switch.agree(session, scene.who(session, "head"), key)
    assert mode(scene, key).state is ModeState.ACTIVE
    with refused("already-decided"), scene.session() as session:
        mode_switch.agree(session, scene.who(session, "head"), key)
    with refused("role"):
        end(scene, key, "slt")


def test_S34_an_agreed_plan_begins_by_itself(scene: Scene) -> None:
    post = scene.approved(CHEERFUL, **SCHEDULED)
    key = plan(scene, "head", kind="results_day", starts=now() + timedelta(hours=1), ends=now() + timedelta(hours=9))
    scene.work("modes")
    assert mode(scene, key).state is ModeState.PLANNED
    change(scene, key, starts=now())
    scene.work("modes")
    assert (mode(scene, key).state, scene.release(post).state) == (ModeState.ACTIVE, ReleaseState.HELD)
    later = scene.approved("Doors open at the usual time.", **SCHEDULED)
    assert scene.release(later).state is ReleaseState.QUEUED, "whoever approves it now knows of the day"


def test_S34_a_period_for_one_academy_leaves_the_others_alone(scene: Scene) -> None:
    key = scene.approved(CHEERFUL)
    with scene.session() as session:
        other = Academy(name="Academy B", email_domain="b.example.sch.uk")
        session.add(other)
        session.commit()
        session.add(Mode(kind=ModeKind.INCIDENT, academy_id=other.id, state=ModeState.ACTIVE, reason="Theirs.", starts=now(),
                         prepared_by=scene.people["head"], agreed_by=scene.people["head"]))  # fmt: skip
        session.commit()
    scene.sweep()
    assert (scene.release(key).state, scene.live()) == (ReleaseState.VERIFIED, [CHEERFUL])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "picnic"}, "kind"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"starts": None}, "starts"),
        ({"ends": None}, "ends"),
        ({"ends": now() - timedelta(days=1)}, "ends"),
        ({"ends": now() + timedelta(days=500)}, "ends"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_a_period_is_said_in_a_sentence(scene: Scene, values: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        plan(scene, **values)
    assert list(wrong.value.fields) == [field]
    with scene.session() as session:
        assert session.exec(select(Mode)).all() == []


VISIT = "Jane Placeholder, the candidate for the local election, visited our school council."
BALANCE = "All four candidates were invited and each has a post this week."


def election(scene: Scene) -> int:
    key = plan(scene, "head", starts=now() - timedelta(minutes=1))
    scene.work("modes")
    assert mode(scene, key).state is ModeState.ACTIVE
    return key


def approve_it(scene: Scene, name: str, key: int, reason: str = "") -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        approve(session, scene.signing(session, name), key, digest, reason=reason)


def approve_too(scene: Scene, name: str, key: int) -> None:
    digest = scene.digest(key)
    with scene.session() as session:
        approve_extra(session, scene.signing(session, name), key, digest)


@pytest.mark.parametrize(("first", "second"), [("slt", "head"), ("head", "slt2")])
def test_S34_1_a_candidate_in_an_election_window_needs_two_approvers_and_a_balance_note(scene: Scene, first: str, second: str) -> None:
    election(scene)
    post = scene.submitted(VISIT)
    with pytest.raises(BadInput, match="balance note"):
        approve_it(scene, first, post)
    assert scene.state(post) == State.AWAITING_APPROVAL
    approve_it(scene, first, post, BALANCE)
    assert scene.state(post) == State.AWAITING_EXTRA, "one approver is not enough, whoever it is"
    with refused("two-approvers"):
        approve_too(scene, first, post)
    scene.sweep()
    assert scene.live() == []
    approve_too(scene, second, post)
    scene.sweep()
    assert scene.live() == [VISIT]
    assert signs(scene, post)[SignKind.APPROVAL].reason == BALANCE


def test_S34_1_what_was_approved_before_the_window_is_held_at_the_last_test(scene: Scene) -> None:
    post = scene.submitted(VISIT)
    approve_it(scene, "head", post, "The Headteacher alone is both approvers on an ordinary day.")
    election(scene)
    scene.sweep()
    assert (scene.live(), scene.release(post).state) == ([], ReleaseState.HELD)
    assert "two approvers and a balance note" in scene.release(post).reason


def test_S34_1_campaigning_is_blocked_and_an_ordinary_post_is_not_touched(scene: Scene) -> None:
    election(scene)
    draft = scene.draft("Vote for our candidate Jane Placeholder on Thursday.")
    with scene.session() as session, refused("screen:sensitive_topic"):
        submit(session, scene.who(session, "author"), draft)
    plain = scene.approved(CHEERFUL)
    scene.sweep()
    assert (scene.live(), scene.release(plain).state) == ([CHEERFUL], ReleaseState.VERIFIED)


def test_S34_while_replies_are_closed_a_new_post_must_close_them(scene: Scene) -> None:
    start(scene, kind="industrial_action")
    draft = scene.draft(CHEERFUL)
    with scene.session() as session, refused("screen:sensitive_topic"):
        submit(session, scene.who(session, "author"), draft)
    scene.approved(CHEERFUL, reply_setting="nobody")
