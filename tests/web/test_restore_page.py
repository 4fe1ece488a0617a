"""The page After a restore, and what the stop page says of posts that were on their way."""

from datetime import timedelta

from bot.clock import now
from bot.drafts import reconcile
from bot.drafts.content import Content
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release
from bot.drafts.reconcile_models import FoundBy, LookState, RestoredAccount
from bot.drafts.write import create
from bot.people.models import Person
from tests.web.conftest import World


def waiting(world: World, state: ReleaseState) -> int:
    with world.session() as session:
        author = session.get_one(Person, world.people["author"])
        content = Content("Well done to the choir.", (world.account_id,), now() + timedelta(days=1), answers={"facts": "no"})
        draft = create(session, author, world.academy_id, content)
        session.add(Release(key="a" * 32, draft_id=draft.id or 0, account_id=world.account_id, digest=draft.digest, state=state))
        session.commit()
        return draft.id or 0


def test_a_leader_accounts_for_every_post_and_ends_the_mode(world: World) -> None:
    draft = waiting(world, ReleaseState.QUEUED)
    leader = world.browser("head")
    assert "works as usual" in leader.get("/restore").text
    with world.session() as session:
        reconcile.begin(session, FoundBy.COMMAND)
    assert "Reconcile only." in world.browser("governor").get("/").text, "everybody reads it"
    text = leader.get("/restore").text
    assert f"Draft {draft}" in text
    assert "Not looked for yet" in text
    assert "What did you look at?" not in text
    assert leader.post("/restore/end", data={"reason": "All fine."}).status_code == 403
    assert "Say what went out" in leader.get("/").text

    answer = leader.post("/restore/1/looked", data={"reason": " "})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert leader.post("/restore/1/looked", data={"reason": "The choir's post is not there."}).headers["location"] == "/restore"
    assert "Not up: decide" in leader.get("/restore").text
    assert leader.post("/restore/1/decide", data={"wish": "leave"}).headers["location"] == "/restore"
    text = leader.get("/restore").text
    assert "Not up; stays held" in text
    assert leader.post("/restore/end", data={"reason": ""}).status_code == 422
    assert leader.post("/restore/end", data={"reason": "Every account was looked at."}).status_code == 303
    assert "Reconcile only." not in leader.get("/").text
    assert leader.post("/restore/end", data={"reason": "Again."}).status_code == 404


def test_only_leaders_say_what_went_out(world: World) -> None:
    with world.session() as session:
        reconcile.begin(session, FoundBy.COMMAND)
    for who in ("author", "governor", "admin"):
        browser = world.browser(who)
        assert browser.get("/restore").status_code == 403
        assert browser.post("/restore/1/decide", data={"wish": "send"}).status_code == 403
    assert world.browser("head").post("/restore/99/decide", data={"wish": "send"}).status_code == 404
    with world.session() as session:
        assert session.get_one(RestoredAccount, 1).state in (LookState.TO_LOOK, LookState.CANNOT)


def test_S13_4_the_stop_page_counts_what_was_on_its_way_and_says_its_end(world: World) -> None:
    draft = waiting(world, ReleaseState.UNKNOWN)
    leader = world.browser("slt")
    assert leader.post("/stop", data={"what": "trust", "reason": "An incident"}).status_code == 303
    text = leader.get("/stop").text
    assert "1 post was being sent at that moment" in text
    assert f'href="/drafts/{draft}"' in text


def test_a_stop_with_nothing_on_its_way_says_so(world: World) -> None:
    leader = world.browser("slt")
    leader.post("/stop", data={"what": "trust", "reason": "An incident"})
    assert "No post was being sent at that moment." in leader.get("/stop").text
