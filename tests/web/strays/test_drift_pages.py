"""C14 over HTTP: a changed profile, a new handle, a take-over gone through step by step, and the backlog of an account."""

import re
from datetime import timedelta

import pytest

from bot.clock import london, now
from bot.engine import sweep
from bot.engine.jobs import JOBS
from bot.platforms import practice_world as network
from tests.web.staged import Staged

PROFILE, STEPS, BACKLOG = "/strays/profiles/1", "/strays/take-overs/1", "/strays/backlogs/1"


def change(staged: Staged, **values: str) -> None:
    """From a practice page, as somebody with the password; then the next reading."""
    for field, value in values.items():
        answer = staged.world.browser("author").post("/practice/1/profile", data={"field": field, "value": value})
        assert answer.status_code == 303, answer.text
    look(staged)


def work(staged: Staged, *names: str) -> None:
    """Only these jobs: a whole sweep is for the tests of the sweep."""
    for job in JOBS:
        if job.name in names:
            for row, account in sweep.due(staged.world.engine, staged.means, job):
                sweep.perform(staged.world.engine, staged.means, job, row, account)


def look(staged: Staged) -> None:
    staged.later("face_watch", not_before=(now() - timedelta(seconds=1)).isoformat(sep=" ").removesuffix("+00:00"))
    work(staged, "profile")


def test_C14_both_versions_stand_side_by_side_and_a_leader_decides(staged: Staged) -> None:
    work(staged, "profile")
    change(staged, bio="Free phones <script>alert(1)</script>")
    leader = staged.world.browser("slt")
    assert "Decide about the profile of @practice_academy" in leader.get("/").text
    page = leader.get(PROFILE).text
    for words in ("Approved", "(empty)", "Found", "Free phones &lt;script&gt;", "Intact: unchanged since", "read every 10 seconds"):
        assert words in page, words
    assert "A changed profile on @practice_academy" in leader.get("/strays").text
    kept = leader.get("/evidence/1").text
    assert "Description: Free phones &lt;script&gt;" in kept
    assert "The changed profile and what was decided" in kept
    wrong = leader.post(PROFILE, data={"decision": "put back", "reason": ""})
    assert wrong.status_code == 422
    assert "it is what a governor will read" in wrong.text
    assert staged.world.browser("admin").post(PROFILE, data={"decision": "right", "reason": "Ours."}).status_code == 403
    leader.post(PROFILE, data={"decision": "put back", "reason": "Nobody here wrote this."})
    assert "Put the profile of @practice_academy back" in staged.world.browser("admin").get("/tasks").text
    assert "A person puts it back; not read back yet" in leader.get(PROFILE).text
    change(staged, bio="")
    assert "Back as approved" in leader.get(PROFILE).text
    assert "Back as approved" in leader.get("/strays?show=decided").text
    assert "Put the profile" not in staged.world.browser("admin").get("/tasks").text


def test_S02_the_headteacher_confirms_a_new_handle_on_its_page(staged: Staged) -> None:
    work(staged, "profile")
    change(staged, handle="oak_renamed")
    assert "suspended" in staged.world.browser("admin").get("/accounts/1").text.lower()
    answer = staged.world.browser("head").post("/accounts/1/resume")
    assert answer.status_code == 403
    words = {"decision": "confirm", "reason": "The trust renamed it."}
    assert staged.world.browser("slt").post(f"{PROFILE}/account", data=words).status_code == 403
    assert staged.world.browser("head").post(f"{PROFILE}/account", data={**words, "decision": "dance"}).status_code == 422
    assert staged.world.browser("head").post(f"{PROFILE}/account", data=words).status_code == 303
    assert "@oak_renamed" in staged.world.browser("slt").get("/accounts/1").text


def test_C14_an_announced_change_raises_no_alarm(staged: Staged) -> None:
    work(staged, "profile")
    leader = staged.world.browser("slt")
    until = london(now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    words = {"account_id": "1", "fields": "bio", "what": "The new motto.", "who": "The office", "until": until}
    wrong = leader.post("/strays/announcements/new", data={**words, "until": "2020-01-01T10:00", "fields": []})
    assert wrong.status_code == 422
    assert "The new motto." in wrong.text
    assert leader.post("/strays/announcements/new", data=words).status_code == 303
    assert "Made by The office" in leader.get("/strays").text
    change(staged, bio="Learning together.")
    assert "Decide about the profile" not in leader.get("/").text
    assert "As announced" in leader.get("/strays?show=decided").text
    leader.post("/strays/announcements/1/end")
    assert "Made by The office" not in leader.get("/strays").text


def test_C14_two_incidents_bring_up_the_steps_and_one_button_stops_the_account(staged: Staged) -> None:
    work(staged, "profile")
    staged.posts("Buy tickets from me, cash only.")
    work(staged, "timeline")
    change(staged, bio="Sold.")
    leader, admin = staged.world.browser("slt"), staged.world.browser("admin")
    assert "@practice_academy may have been taken over" in admin.get("/").text
    page = leader.get(STEPS).text
    assert "0 of 6 steps done" in page
    assert page.index("Press stop") < page.index("Change the password") < page.index("Report it to the network")
    assert staged.world.browser("author").get(STEPS).status_code == 403
    assert admin.post(f"{STEPS}/stop").status_code == 403
    assert leader.post(f"{STEPS}/stop").status_code == 303
    assert "Publishing is stopped for @practice_academy" in leader.get(STEPS).text
    for step in ("password", "sessions", "admins", "report", "tell"):
        assert leader.post(f"{STEPS}/close", data={"finding": "A shared password."}).status_code == 403
        assert admin.post(f"{STEPS}/steps", data={"step": step, "note": "With the office."}).status_code == 303
    assert admin.post(f"{STEPS}/steps", data={"step": "dance"}).status_code == 422
    page = leader.get(STEPS).text
    assert "6 of 6 steps done" in page
    assert page.count("Admin person, ") >= 5
    assert leader.post(f"{STEPS}/close", data={"finding": "A shared password."}).status_code == 303
    assert STEPS not in admin.get("/").text


def test_C14_a_leader_goes_through_the_backlog_and_comes_back_to_it(staged: Staged) -> None:
    staged.posts("Ring the caretaker's mobile on 07700 900123.")
    for number in range(21):
        staged.posts(f"Match report number {number}.")
    staged.later("stream", cursor="99999")
    work(staged, "backlog")
    leader = staged.world.browser("slt")
    assert "Go through 22 of 22 posts" in leader.get("/").text
    page = leader.get(BACKLOG).text
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    first = shown[0]
    assert len(shown) == 20
    assert page.index("Would be stopped today") < page.index("Match report number 20."), "what would be stopped today comes first"
    assert "everything that the network gave" in page
    last = leader.get(f"{BACKLOG}?page_number=2").text
    assert "Match report number 0." in last
    assert leader.get(f"{BACKLOG}?page_number=99").text.count('name="shown"') == 2
    wrong = leader.post(BACKLOG, data={"shown": shown, "remove": [first], "reason": ""})
    assert wrong.status_code == 422
    assert re.search(rf'id="remove-{first}"[^>]* checked', wrong.text)
    assert leader.post(BACKLOG, data={"shown": shown, "remove": [first], "reason": "A private number."}).status_code == 303
    assert "20 of 22" in leader.get(BACKLOG).text
    work(staged, "remove")
    with staged.world.session() as session:
        assert session.get_one(network.PracticePost, 1).gone
    assert "Removed, and read back as gone" in leader.get(BACKLOG).text
    rest = re.findall(r'name="shown" value="(\d+)"', leader.get(BACKLOG).text)
    leader.post(BACKLOG, data={"shown": rest})
    assert "Everything that was listed is decided." in leader.get(BACKLOG).text


def test_S14_4_the_page_says_how_often_it_looks_and_a_leader_answers_a_lead(staged: Staged) -> None:
    work(staged, "profile")
    posted = staged.posts("Here and gone.")
    look(staged)
    with staged.world.session() as session:
        network.take_down(session, session.get_one(network.PracticePost, posted))
    look(staged)
    work(staged, "timeline")
    look(staged)
    leader = staged.world.browser("head")
    page = leader.get("/strays").text
    assert "posts every 10 seconds, profile and handle every 10 seconds" in page
    assert "went up and down again" in page
    assert "It is a lead, and no proof." in page
    assert leader.post("/strays/leads/1", data={"note": ""}).status_code == 422
    leader.post("/strays/leads/1", data={"note": "The office tried something."})
    assert "went up and down again" not in leader.get("/strays").text


@pytest.mark.parametrize(
    ("field", "value"), [("private", "perhaps"), ("handle", "a b"), ("handle", "practice_academy"), ("shoes", "x"), ("bio", "x" * 301)]
)
def test_a_practice_profile_takes_only_what_a_network_would(staged: Staged, field: str, value: str) -> None:
    client = staged.world.browser("author")
    assert client.get("/practice/1/profile").status_code == 200
    assert client.post("/practice/1/profile", data={"field": field, "value": value}).status_code == 422
