"""Stories nobody approved, from the telling to their end (C14); Facebook's go the same way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import col, select

from bot import clock
from bot.accounts import register
from bot.accounts.models import Account, Stream
from bot.accounts.streams import Health, health
from bot.cases.models import Evidence, Task, TaskState
from bot.drafts.drifting.models import CountLead, LeadKind
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.people.permissions import Role
from bot.platforms.instagram import Instagram
from bot.platforms.registry import Doors, Means
from bot.reports import working_seen
from bot.web.pages import strays as page
from tests import scene as scenes
from tests.drafts.drifting.outside import ONE, look, rows
from tests.drafts.gate import told
from tests.drafts.live import again, decide, found, read
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.graph_journey import proposed
from tests.played_web import PlayedWeb

from .world import World

WORDS = "Exam hall 2 now!"


@pytest.fixture
def gate(scene: scenes.Scene, server: Server) -> scenes.Scene:
    """Academy A with its Instagram account connected."""
    settings = scene.settings.model_copy(update={"instagram_url": server.url})
    scene.means = Means(Doors(settings, scene.engine, PlayedWeb()), scene.vault, 60)
    proposed(scene, "instagram")
    with scene.session() as session:
        register.connect(session, scene.who(session, "admin"), scene.account_id, CREDENTIALS, scene.means.doors, scene.vault)
    return scene


@pytest.fixture
def clock_of_tests(gate: scenes.Scene) -> Iterator[time_machine.Traveller]:
    """Once the account is connected."""
    with time_machine.travel(clock.now(), tick=True) as traveller:
        yield traveller


def timeline(gate: scenes.Scene) -> tuple[Stream, str]:
    """How its own posts are read, and what its page says of that."""
    with gate.session() as session:
        account = session.get_one(Account, gate.account_id)
        (shown,) = [each for each in working_seen.sight(session, account).streams if each.what == "the account's own posts"]
        return session.exec(select(Stream).where(Stream.account_id == gate.account_id, Stream.kind == "timeline")).one(), shown.error


def test_C14_a_story_nobody_approved_is_kept_and_told_at_once_and_a_person_removes_it(gate: scenes.Scene, world: World) -> None:
    story = world.story(WORDS)["id"]
    read(gate)
    read(gate)
    (stray,) = found(gate)
    assert (stray.kind, stray.remote_id, stray.live_text) == (StrayKind.UNKNOWN, story, f"Story (gone after 24 hours): {WORDS}")
    assert stray.posted_at is not None
    assert stray.ends_at == stray.posted_at + timedelta(hours=24)
    assert page.kind(stray) == page.STORY
    (kept,) = [row for row in rows(gate, Evidence) if row.id == stray.evidence_id]
    assert (kept.content["text"], kept.content["raw"]["caption"], kept.content["url"]) == (stray.live_text, WORDS, stray.url)
    assert [text for text in told(gate, Role.SLT) if text.startswith("A story on @oakacademy did not go through Gatepost: look at it before ")]

    decide(gate, "slt", "remove")
    again(gate)
    (task,) = rows(gate, Task)
    assert task.title == "Remove a story from @oakacademy by hand"
    assert "highlight" in " ".join(task.steps)
    del world.stories[story]
    again(gate)
    (stray,) = found(gate)
    assert (stray.state, page.state(stray)) == (StrayState.REMOVED, page.STATES[StrayState.REMOVED])
    assert rows(gate, Task)[0].state is TaskState.DONE


@ONE
def test_C14_a_story_that_ended_by_itself_was_removed_by_nobody_and_is_missed_by_nobody(
    gate: scenes.Scene, world: World, server: Server, clock_of_tests: time_machine.Traveller
) -> None:
    world.story(WORDS)
    read(gate)
    clock_of_tests.shift(timedelta(hours=24, minutes=1))
    read(gate)
    (stray,) = found(gate)
    assert (stray.kind, stray.state) == (StrayKind.UNKNOWN, StrayState.OPEN)
    decide(gate, "slt", "remove", "It is over.")
    server.asked.clear()
    again(gate)
    (stray,) = found(gate)
    assert (page.state(stray), stray.gone_at, server.asked, rows(gate, Task)) == (page.OVER, stray.ends_at, [], [])


@ONE
def test_S14_4_a_story_is_not_taken_for_the_post_that_came_and_went(gate: scenes.Scene, world: World) -> None:
    look(gate)
    post = world.post("Nobody saw this.")["id"]
    world.story(WORDS)
    look(gate)
    del world.media[post]
    look(gate)
    read(gate)
    look(gate)
    (lead,) = rows(gate, CountLead)
    assert (lead.kind, lead.posts) == (LeadKind.UP_THEN_DOWN, 1)


def test_C14_where_instagram_refuses_stories_the_posts_are_watched_and_the_account_page_says_what_is_not(gate: scenes.Scene, world: World) -> None:
    world.shows_stories = False
    world.story(WORDS)
    post = world.post("Sent from a phone.")["id"]
    read(gate)
    assert [stray.remote_id for stray in found(gate)] == [post]
    stream, said = timeline(gate)
    assert health(stream) is Health.HEALTHY
    assert said.startswith("Stories could not be seen. This connection may not do that on Instagram.")
    world.shows_stories = True
    read(gate)
    assert timeline(gate)[1] == ""
    with gate.session() as session:
        assert len(session.exec(select(Stray).where(col(Stray.ends_at).is_not(None))).all()) == 1


def test_stories_that_cannot_be_read_for_a_moment_are_handed_out_by_the_next_reading(account: Instagram, world: World, server: Server) -> None:
    start = account.timeline(None)
    story, post = world.story()["id"], world.post("Sent from a phone.")["id"]
    server.fail("down", "GET", "/me/stories")
    first = account.timeline(start.cursor)
    assert ([one.remote_id for one in first.posts], first.unseen != "") == ([post], True)
    second = account.timeline(first.cursor)
    assert ([one.remote_id for one in second.posts], second.unseen) == ([story], "")
    assert second.posts[0].text == "Story (gone after 24 hours): no words"


def test_a_story_that_is_over_is_gone_although_its_owner_may_still_look_it_up(account: Instagram, world: World) -> None:
    old, late = world.story(at=clock.now() - timedelta(hours=24, minutes=1))["id"], world.story()["id"]
    assert [one.remote_id for one in account.timeline(None).posts] == [late]
    told = account.lookup([old, late])
    assert (told[old], told[late] is not None) == (None, True)
