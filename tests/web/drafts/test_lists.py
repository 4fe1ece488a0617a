"""Lists, Today, who may see what, and that nothing typed is ever more than text on a page."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.accounts.models import Account
from bot.clock import now
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release
from bot.people.models import Grant
from bot.people.permissions import Verb
from tests.web.drafts.conftest import FIGURES, PLAIN, Desk, png

NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
ROUTES = [
    "/drafts",
    "/drafts/{n}",
    "/drafts/new",
    "/drafts/{n}/edit",
    "/facts",
    "/facts/{n}",
    "/approvals",
    "/data-protection",
    "/drafts/{n}/send-back",
]
MAY = {
    "author": {0, 1, 2, 3, 4, 5, 8},
    "checker": {0, 1, 2, 3, 4, 5, 8},
    "slt": {0, 1, 2, 3, 4, 5, 6, 8},
    "head": {0, 1, 2, 3, 4, 5, 6, 8},
    "dpo": {0, 1, 7},
    "admin": {0, 1},
    "governor": {0, 1},
    "pool": {0, 1, 6, 8},
    "dsl": set(),
    "deputy_dsl": set(),
}


def _release(desk: Desk, number: int, state: ReleaseState, reason: str = "", **more: object) -> int:
    with desk.world.session() as session:
        release = session.exec(select(Release).where(Release.draft_id == number)).one()
        release.state, release.reason = state, reason
        for name, value in more.items():
            setattr(release, name, value)
        session.add(release)
        session.commit()
        return release.id or 0


@pytest.mark.parametrize("who", MAY)
def test_each_page_for_each_role(desk: Desk, who: str) -> None:
    number = desk.submitted(text=FIGURES)
    seen = {n for n, route in enumerate(ROUTES) if desk.as_(who).get(route.format(n=number)).status_code == 200}
    assert seen == MAY[who]


def test_a_draft_of_another_academy_is_not_there(desk: Desk, other_account: int) -> None:
    number = desk.write()
    with desk.world.session() as session:
        draft = session.get_one(Draft, number)
        draft.academy_id = session.get_one(Account, other_account).academy_id
        session.add(draft)
        session.commit()
    for path in ("", "/edit", "/send-back", "/pictures/" + "0" * 64):
        assert desk.as_("slt").get(f"/drafts/{number}{path}").status_code == 404, path
    for path in ("/approve", "/submit", "/withdraw", "/edit", "/reject"):
        assert desk.as_("slt").post(f"/drafts/{number}{path}", data=desk.form()).status_code == 404, path
    assert PLAIN not in desk.as_("slt").get("/drafts").text


def test_what_waits_for_me_comes_first_and_names_the_next_step(desk: Desk) -> None:
    number = desk.submitted()
    page = desk.as_("slt").get("/drafts").text
    assert page.index("Waiting for you") < page.index("Other drafts")
    assert "Read it and approve it, or send it back" in page
    assert "Waiting for you" not in desk.as_("governor").get("/drafts").text
    assert "Yours, on their way" in desk.as_("author").get("/drafts").text
    assert "This can be done by" in desk.as_("author").get(f"/drafts/{number}").text


def test_the_author_is_told_why_the_next_step_is_not_theirs(desk: Desk) -> None:
    number = desk.submitted(text=FIGURES)
    assert "You cannot check the facts of this draft because you wrote it." in desk.as_("author").get(f"/drafts/{number}").text
    assert "The next step is not yours" not in desk.as_("checker").get(f"/drafts/{number}").text


def test_nothing_is_offered_that_the_checks_would_refuse(desk: Desk) -> None:
    number = desk.write(text="x" * 600)
    page = desk.as_("author").get(f"/drafts/{number}").text
    assert "100 too long" in page
    assert "Submit it" not in page
    assert "Change it" in page
    assert desk.as_("author").post(f"/drafts/{number}/submit").status_code == 403


def test_the_queue_says_why_one_is_not_for_me(desk: Desk) -> None:
    desk.submitted("slt", text=FIGURES)
    page = desk.as_("slt").get("/facts").text
    assert "For somebody else" in page
    assert "because you wrote it" in page


def test_finding_a_draft_by_words_and_state(desk: Desk) -> None:
    desk.write(text="A concert for everybody.")
    desk.submitted(text="100% of_all our families are welcome.")
    found = desk.as_("governor").get("/drafts", params={"words": "CONCERT"}).text
    assert "A concert" in found
    assert "welcome" not in found
    assert "A concert" not in desk.as_("governor").get("/drafts", params={"words": "%"}).text
    assert "No draft fits" in desk.as_("governor").get("/drafts", params={"state": "rejected"}).text
    assert "A concert" in desk.as_("governor").get("/drafts", params={"state": "draft"}).text


@pytest.mark.parametrize(
    "query", ["?page_number=0", "?page_number=-1", "?page_number=9999999999999", "?page_number=x", "?state=nonsense", "?words=%00%ED%A0%80"]
)
def test_an_odd_address_is_still_a_page(desk: Desk, query: str) -> None:
    desk.write()
    assert desk.as_("governor").get(f"/drafts{query}").status_code == 200


def test_many_drafts_are_shown_in_pages(desk: Desk) -> None:
    for n in range(23):
        desk.write(text=f"Post of the day, take {n} ends.")
    first, second = (desk.as_("governor").get("/drafts", params={"page_number": n}).text for n in (1, 2))
    assert "page 1 of 2" in first
    assert "take 22 ends" in first
    assert "take 0 ends" in second
    assert "take 22 ends" not in second


def test_today_says_what_waits_for_whom(desk: Desk) -> None:
    facts, approve, dpo = desk.submitted(text=FIGURES), desk.submitted(), desk.submitted(text="The hall is open.", personal_data="unsure")
    assert "Check the facts of 1 draft" in desk.as_("checker").get("/").text
    assert "Approve 1 draft" in desk.as_("slt").get("/").text
    assert "Decide about the data in 1 draft" in desk.as_("dpo").get("/").text
    assert "Approve 1 draft" not in desk.as_("author").get("/").text
    desk.as_("slt").post(f"/drafts/{facts}/send-back", data={"reason": "Which year?"})
    assert f"Draft {facts} was sent back to you: Which year?" in desk.as_("author").get("/").text
    desk.approve(approve)
    _release(desk, approve, ReleaseState.UNKNOWN)
    for who in ("slt", "author"):
        assert f"Draft {approve}: sent, but the network" in desk.as_(who).get("/").text
    assert f"Draft {approve}" not in desk.as_("checker").get("/").text
    assert dpo


def test_a_held_post_can_be_sent_again_by_a_leader_alone(desk: Desk) -> None:
    number = desk.submitted()
    desk.approve(number)
    release = _release(desk, number, ReleaseState.HELD, "The account has fewer than 2 custodians.")
    page = desk.as_("slt").get(f"/drafts/{number}").text
    assert "fewer than 2 custodians" in page
    assert "Send it again" in page
    assert "Send it again" not in desk.as_("author").get(f"/drafts/{number}").text
    assert desk.as_("author").post(f"/drafts/{number}/releases/{release}/again").status_code == 403
    other = desk.write(text="Another post for families.")
    assert desk.as_("slt").post(f"/drafts/{other}/releases/{release}/again").status_code == 404
    assert desk.as_("slt").post(f"/drafts/{number}/releases/{release}/again").status_code == 303


def test_a_lost_answer_is_settled_by_a_leader_who_looked(desk: Desk) -> None:
    number = desk.submitted()
    desk.approve(number)
    release = _release(desk, number, ReleaseState.UNKNOWN, "The network did not answer in time.")
    path = f"/drafts/{number}/releases/{release}/resolve"
    assert "Withdraw it" not in desk.as_("slt").get(f"/drafts/{number}").text
    assert "may have, so it cannot be changed here" in desk.as_("author").get(f"/drafts/{number}/edit").text
    assert "say whether it is up" in desk.as_("slt").get(f"/drafts/{number}").text
    assert desk.as_("slt").get(path).status_code == 200
    assert 'href="#up"' in desk.as_("slt").post(path, data={}).text
    assert 'href="#remote_id"' in desk.as_("slt").post(path, data={"up": "yes"}).text
    assert desk.as_("slt").post(path, data={"up": "yes", "remote_id": "77"}).status_code == 303
    _release(desk, number, ReleaseState.VERIFIED, url="https://practice.example/77", published_at=now(), verified_at=now())
    live = desk.as_("author").get(f"/drafts/{number}").text
    assert 'href="https://practice.example/77"' in live
    assert "Live, and read back as approved" in live
    assert "Nothing. It is live." in live


def test_a_permission_that_ended_takes_the_buttons_away_and_says_why(desk: Desk) -> None:
    number = desk.submitted()
    with desk.world.session() as session:
        for grant in session.exec(select(Grant).where(Grant.person_id == desk.world.people["slt"], col(Grant.verb) == Verb.APPROVE)):
            grant.ends = now() - timedelta(minutes=1)
        session.commit()
    page = desk.as_("slt").get(f"/drafts/{number}").text
    assert "Approve it" not in page
    assert "no live permission to approve posts" in page
    assert desk.approve(number).status_code == 403


def test_nothing_that_was_typed_runs(desk: Desk) -> None:
    number = desk.write(
        text=f"Hello {NASTY} on 3 May",
        sources=f"javascript:alert(1)\n{NASTY}",
        claim_1="3 May",
        source_1=f"https://e.example/{NASTY}",
        alt_1=NASTY,
        named_1=NASTY,
    )
    picture = desk.as_("author").post(
        "/drafts/new", data=desk.form(text=f"{NASTY} 87%", alt_1=NASTY, named_1=NASTY), files={"picture_1": (NASTY + ".png", png(), "image/png")}
    )
    second = int(picture.headers["location"].rpartition("/")[2])
    desk.as_("author").post(f"/drafts/{second}/submit")
    for answer in (
        desk.as_("author").post(
            "/drafts/new", data=desk.form(NASTY, not_after=NASTY, source_added=NASTY, claim_added=NASTY, origin_1=NASTY, state=NASTY)
        ),
        desk.as_("author").post(f"/drafts/{number}/edit", data=desk.edited(number, "author", text=NASTY, version="0")),
        desk.as_("author").get("/drafts", params={"words": NASTY, "state": NASTY}),
        *(
            desk.as_("author").get(p)
            for p in (f"/drafts/{number}", f"/drafts/{number}/edit", f"/drafts/{second}", f"/drafts/{second}/edit", "/drafts")
        ),
        *(desk.as_("checker").get(p) for p in (f"/facts/{number}", f"/facts/{second}", "/facts", "/")),
        desk.as_("slt").post(f"/drafts/{second}/send-back", data={"reason": NASTY}),
        desk.as_("author").get(f"/drafts/{second}"),
    ):
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert 'href="javascript:' not in answer.text
        assert ">49<" not in answer.text
