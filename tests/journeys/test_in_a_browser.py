"""Every page as each person sees it, in a real browser; and the main job by hand, without scripts and on a phone."""

import re
from collections.abc import Iterator

import pytest

from bot.drafts.content import QUESTIONS
from tests.journeys import browser
from tests.journeys.browser import DESK, PHONE, Served, Walk

PEOPLE = ("comms", "checker", "slt", "head", "dsl", "deputy.dsl", "dpo", "admin", "governor")
TEXT = "87% of our Year 11s achieved a grade 5 or above in English. Well done to all of them."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with browser.running(tmp_path_factory.mktemp("installation")) as made:
        yield made


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_a_person_can_reach_opens_and_fits_a_desk_and_a_phone(served: Served, who: str) -> None:
    with served.signed_in(who) as page:
        walk = Walk(served, who, page)
        opened = walk.everywhere()
    assert len(opened) >= 4
    assert walk.faults == []


def test_the_pages_before_signing_in_open_and_fit(served: Served) -> None:
    with served.window(DESK) as page:
        walk = Walk(served, "nobody", page)
        walk.look("/sign-in")
    assert walk.faults == []


BAD_PAGE = """<!doctype html><div style="width: 2000px">wide</div><h1>One</h1><h1>Two</h1><img src="data:,"><input name="q">
<p id="same"></p><p id="same"></p>"""


def test_the_walk_notices_what_it_looks_for(served: Served) -> None:
    with served.window(PHONE) as page:
        walk = Walk(served, "nobody", page)
        walk.look("/no-such-page")
        assert "nobody /no-such-page: status 404" in walk.faults
        walk.faults.clear()
        page.goto(f"{served.address}/sign-in")
        page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'document.title = \"no\"'")
        page.wait_for_timeout(100)
        assert "Content Security Policy" in " ".join(walk.faults)
        page.goto("about:blank")
        page.set_content(BAD_PAGE)
        found = " ".join(browser.faults(page))
    assert [words for words in ("scrolls sideways", "2 h1", "no title", "no label", "no alt", "id same") if words not in found] == []


def test_a_post_is_written_without_scripts_checked_approved_on_a_phone_and_shown_as_live(served: Served) -> None:
    with served.signed_in("comms", scripts=False) as page:
        page.get_by_role("button", name="Write a draft").click()
        page.get_by_label("PracticeAcademy").check()
        page.get_by_label("What it says").fill(TEXT)
        page.get_by_role("button", name="Check", exact=True).click()
        source = page.locator("[data-part=facts] input[type=text]")
        source.first.wait_for()
        for number in range(source.count()):
            source.nth(number).fill("Results file of the exams office, page 1")
        for name, (question, answers) in QUESTIONS.items():
            group = page.get_by_role("group", name=question)
            group.locator(f"input[name={name}][value={answers[0]}]").check()
        page.get_by_role("button", name="Save and submit").click()
        page.wait_for_url(re.compile(rf"{served.address}/drafts/\d+$"))
        address = page.url
        page.get_by_text("Waiting for a second person to check the facts").first.wait_for()
        assert page.get_by_role("button", name="Approve it").count() == 0

    with served.signed_in("checker") as page:
        page.get_by_role("link", name=re.compile("Check the facts of")).click()
        page.get_by_role("link", name=re.compile(TEXT[:20])).first.click()
        sign = page.get_by_role("button", name="All is verified: sign")
        sign.wait_for()
        for choice in page.get_by_label("Verified").all():
            choice.check()
        sign.click()
        page.get_by_text("Waiting for senior leadership to approve").first.wait_for()
        assert page.get_by_role("button", name="Approve it").count() == 0

    with served.signed_in("slt", PHONE) as page:
        page.get_by_role("link", name=re.compile("Approve")).first.click()
        page.get_by_role("link", name=re.compile(TEXT[:20])).first.click()
        page.wait_for_url(address)
        assert browser.faults(page) == []
        page.get_by_role("button", name="Approve it").click()
        page.get_by_text("Approved").first.wait_for()

    with served.signed_in("comms") as page:
        browser.until(page, address, "Live, and read back as approved")
        page.goto(f"{served.address}/practice/PracticeAcademy")
        assert TEXT in page.locator("main").inner_text()


def test_slt_decides_a_hidden_comment_on_a_phone(served: Served) -> None:
    with served.signed_in("slt", PHONE) as page:
        page.goto(f"{served.address}/comments")
        page.get_by_role("link", name="angry_stranger").first.click()
        page.wait_for_url(re.compile(rf"{served.address}/comments/\d+$"))
        address, main = page.url, page.locator("main")
        assert "Hidden" in main.inner_text()
        assert browser.faults(page) == []
        page.get_by_label("Keep it hidden").check()
        page.get_by_label("Threatens somebody").locator("visible=true").check()
        page.get_by_role("button", name="Save the decision").click()
        page.get_by_text("Done", exact=True).wait_for()
        page.goto(address)
        assert "Keep it hidden, because: Threatens somebody" in main.inner_text()
        page.goto(f"{served.address}/comments")
        assert "angry_stranger" not in main.inner_text()
        page.goto(f"{served.address}/comments?show=decided")
        assert "angry_stranger" in main.inner_text()
