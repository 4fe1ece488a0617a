"""Nobody is followed but an organisation that SLT put on the list; pupils and doubt above all are refused (C17)."""

import pytest
from sqlmodel import select

from bot.errors import BadInput, Refusal
from bot.following import guard, watch
from bot.following.models import Allowed, AllowState, StrayFollow, StrayFollowState
from bot.platforms.practice_world import Fault, PracticeFollow, follow, someone
from tests.scene import Scene

WHY = "We share their news with our families"
OK, PUPIL, PERSON = "", "pupil-cue", "not-an-organisation"

# handle, name, purpose, website -> the rule that refuses, or nothing
REQUESTS: list[tuple[str, str, str, str, str]] = [
    # organisations
    ("ExampletonLibrary", "Exampleton Library", WHY, "", OK),
    ("exampleton_museum", "Exampleton Museum", WHY, "https://museum.example.org", OK),
    ("ExampletonFC", "Exampleton Football Club", WHY, "", OK),
    ("DFE", "Department for Education", WHY, "https://www.gov.uk", OK),
    ("NHSExampleton", "NHS Exampleton", WHY, "", OK),
    ("ExPolice", "Exampleton Police", WHY, "", OK),
    ("citycouncil", "Exampleton City Council", WHY, "https://exampleton.gov.uk/", OK),
    ("NextDoorPrimary", "Next Door Primary School", WHY, "https://nextdoor.exampleton.sch.uk", OK),
    ("uni_exampleton", "University of Exampleton", WHY, "https://www.exampleton.ac.uk", OK),
    ("TheTrust", "Exampleton Learning Trust", WHY, "", OK),
    ("ExOrchestra", "Exampleton Youth Orchestra", WHY, "", OK),
    ("Scouts1", "First Exampleton Scouts", WHY, "", OK),
    ("plainname", "Brightwater", WHY, "https://www.brightwater.org.uk", OK),
    ("ExNews", "Exampleton Evening News", WHY, "", OK),
    ("FoodBankEx", "Exampleton Food Bank Charity", WHY, "", OK),
    # what pupils write about themselves
    ("dancer", "dancer", "Year 9 and proud", "", PUPIL),
    ("y10_artist", "artist", WHY, "", PUPIL),
    ("artistY11", "artist", WHY, "", PUPIL),
    ("footy", "yr 8 footballer", WHY, "", PUPIL),
    ("footy", "Footy", "class of 2027", "", PUPIL),
    ("footy", "Footy c/o 28", WHY, "", PUPIL),
    ("leaver", "Leavers 2026", WHY, "", PUPIL),
    ("gamer", "gamer 14 y/o", WHY, "", PUPIL),
    ("gamer", "gamer", "I am 13 years old", "", PUPIL),
    ("gamer", "aged 12", WHY, "", PUPIL),
    ("gamer", "15", WHY, "", PUPIL),
    ("someone", "Academy A pupil", WHY, "", PUPIL),
    ("someone", "Student at Academy A", WHY, "", PUPIL),
    ("someone", "Head Girl", WHY, "", PUPIL),
    ("someone", "Prefect at Academy A School", WHY, "", PUPIL),
    ("someone", "Form 9B", WHY, "", PUPIL),
    ("someone", "7XY", WHY, "", PUPIL),
    ("someone", "tutor group K", WHY, "", PUPIL),
    ("someone", "born 2012", WHY, "", PUPIL),
    ("someone", "my private acc", WHY, "", PUPIL),
    ("spamacc", "spam account", WHY, "", PUPIL),
    ("fans", "fan page for the choir", WHY, "", PUPIL),
    ("sixthformer", "Sixth form student council", WHY, "", PUPIL),
    # people, and doubt
    ("jm", "Jordan Mills", WHY, "", PERSON),
    ("mrm", "Mr Mills", WHY, "", PERSON),
    ("drm", "Dr J. Mills", WHY, "", PERSON),
    ("lowercase", "sunshine_42", WHY, "", PERSON),
    ("emoji", "⚽️🔥", WHY, "", PERSON),
    ("blank", "x", WHY, "", PERSON),
    ("parent", "Proud parent of two", WHY, "", PERSON),
    ("jm", "Jordan Mills", WHY, "https://jordanmills.com", PERSON),
    ("jm", "O'Neill-Smith Jordan", WHY, "", PERSON),
]


def ask(scene: Scene, handle: str, name: str, purpose: str, website: str = "", by: str = "author") -> Allowed:
    with scene.session() as session:
        return guard.ask(session, scene.who(session, by), scene.account_id, handle=handle, organisation=name, purpose=purpose, website=website)


def test_S17_2_requests_by_table(scene: Scene) -> None:
    assert len(REQUESTS) >= 40
    wrong, advised = [], True
    for number, (handle, name, purpose, website, rule) in enumerate(REQUESTS):
        try:
            ask(scene, f"{handle}_{number}", name, purpose, website)
            got = OK
        except Refusal as refusal:
            got = refusal.rule
            advised = advised and bool(refusal.next_step)
        if got != rule:
            wrong.append((name, purpose, got, rule))
    assert wrong == []
    assert advised
    refused = scene.entries("follow:ask", "refused")
    assert len(refused) == sum(bool(row[-1]) for row in REQUESTS)
    about_people = [row[0] for row in REQUESTS if row[-1] and len(row[0]) > 4] + ["Jordan", "Mills"]
    assert all(word not in str(entry.detail) for entry in refused for word in about_people), "the record is no register of people"


@pytest.mark.parametrize(
    ("handle", "name", "purpose", "field"),
    [("", "Library", WHY, "handle"), ("a b", "Library", WHY, "handle"), ("lib", "", WHY, "organisation"), ("lib", "Library", "x", "purpose")],
)
def test_S17_2_what_is_left_out_is_a_sentence(scene: Scene, handle: str, name: str, purpose: str, field: str) -> None:
    with pytest.raises(BadInput) as bad:
        ask(scene, handle, name, purpose)
    assert list(bad.value.fields) == [field]


def approved(scene: Scene, handle: str = "ExampletonLibrary") -> int:
    with scene.session() as session:
        someone(session, handle)
    entry = ask(scene, handle, "Exampleton Library", WHY).id or 0
    with scene.session() as session:
        guard.decide(session, scene.who(session, "slt"), entry, approve=True)
    return entry


def followed(scene: Scene) -> set[int]:
    with scene.session() as session:
        return set(session.exec(select(PracticeFollow.followed_id).where(PracticeFollow.follower_id == scene.remote_id)))


def strays(scene: Scene) -> list[StrayFollow]:
    with scene.session() as session:
        return list(session.exec(select(StrayFollow)))


def watched(scene: Scene) -> None:
    scene.reread()
    scene.sweep()


def test_an_organisation_is_followed_after_slt_agrees_and_then_left_alone(scene: Scene) -> None:
    entry = approved(scene)
    assert followed(scene) == set()
    for _ in range(3):
        watched(scene)
    assert len(followed(scene)) == 1
    assert strays(scene) == []
    with scene.session() as session:
        assert session.get_one(Allowed, entry).state is AllowState.ACTIVE
    assert scene.entries("follow:done")


def test_the_one_who_asked_does_not_decide(scene: Scene) -> None:
    entry = ask(scene, "lib", "Exampleton Library", WHY, by="slt").id or 0
    with scene.session() as session, pytest.raises(Refusal) as refused:
        guard.decide(session, scene.who(session, "slt"), entry, approve=True)
    assert refused.value.rule == "self-approval"
    with scene.session() as session, pytest.raises(Refusal):
        guard.decide(session, scene.who(session, "author"), entry, approve=True)
    watched(scene)
    assert followed(scene) == set()


def test_taken_off_the_list_is_unfollowed(scene: Scene) -> None:
    entry = approved(scene)
    watched(scene)
    with scene.session() as session:
        guard.take_off(session, scene.who(session, "slt"), entry, "It closed")
    watched(scene)
    assert followed(scene) == set()


def test_S17_1_a_follow_made_outside_is_undone_and_slt_is_told_who_held_access(scene: Scene) -> None:
    scene.follows_outside("year9_dancer")
    watched(scene)
    assert followed(scene) == set()
    (stray,) = strays(scene)
    assert stray.state is StrayFollowState.UNDONE
    with scene.session() as session:
        names = {scene.who(session, n).name for n in ("author", "admin", "slt")}
    assert names <= set(stray.holders)
    assert scene.entries("follow:undone")
    record = [e.model_dump() for act in ("follow:found", "evidence:capture", "follow:undone") for e in scene.entries(act)]
    everything = str([s.model_dump() for s in strays(scene)]) + str(record)
    assert "dancer" not in everything, "nothing but an id and times is kept"


def test_S17_1_followed_again_is_undone_again(scene: Scene) -> None:
    for _ in range(2):
        scene.follows_outside("year9_dancer")
        watched(scene)
        assert followed(scene) == set()
    assert [s.state for s in strays(scene)] == [StrayFollowState.UNDONE] * 2


def test_S17_1_an_unfollow_that_the_network_refuses_is_a_task(scene: Scene) -> None:
    scene.fault(Fault.REFUSE, call="unfollow")
    scene.follows_outside("year9_dancer")
    watched(scene)
    assert [s.state for s in strays(scene)] == [StrayFollowState.BY_HAND]
    assert scene.entries("task:set")[-1].detail["title"] == "Unfollow an account from @AcademyA by hand"
    with scene.session() as session:
        session.delete(session.exec(select(PracticeFollow)).one())  # somebody does it by hand
        session.commit()
    watched(scene)
    assert [s.state for s in strays(scene)] == [StrayFollowState.UNDONE]


def test_S17_1_a_lost_answer_is_read_back_or_tried_again(scene: Scene) -> None:
    scene.fault(Fault.LOST, call="unfollow")
    scene.follows_outside("year9_dancer")
    watched(scene)
    with scene.session() as session:
        for stray in session.exec(select(StrayFollow)):
            stray.not_before = stray.seen_at
            session.add(stray)
        session.commit()
    scene.sweep()
    assert followed(scene) == set()
    assert [s.state for s in strays(scene)] == [StrayFollowState.UNDONE]


def test_what_was_followed_before_gatepost_is_shown_and_not_undone(scene: Scene) -> None:
    from bot.accounts.models import Account, AccountState
    from bot.accounts.register import connect
    from tests.scene import add_account

    with scene.session() as session:
        key, remote = add_account(session, scene, scene.academy_id, "SecondAccount")
        follow(session, remote, someone(session, "old_friend").id or 0)
        session.commit()
    with scene.session() as session:
        connect(session, scene.who(session, "admin"), key, {"account": str(remote)}, scene.means.doors, scene.vault)
        assert session.get_one(Account, key).state is AccountState.CONNECTED
    watched(scene)
    with scene.session() as session:
        assert len(session.exec(select(PracticeFollow).where(PracticeFollow.follower_id == remote)).all()) == 1
    (stray,) = strays(scene)
    assert stray.state is StrayFollowState.BACKLOG
    with scene.session() as session:
        watch.decide_backlog(session, scene.who(session, "slt"), stray.id or 0)
    watched(scene)
    assert [s.state for s in strays(scene)] == [StrayFollowState.UNDONE]


def test_a_new_follower_is_neither_followed_nor_kept(scene: Scene) -> None:
    with scene.session() as session:
        follow(session, someone(session, "year9_dancer").id or 0, scene.remote_id)
    watched(scene)
    assert followed(scene) == set()
    assert strays(scene) == []
