"""Templates for recurring posts, the gap check, and how a post will look (C05)."""

from datetime import date
from typing import Any

import pytest

from bot.accounts.models import Account
from bot.drafts import screens
from bot.drafts.bundle import Bundle
from bot.drafts.models import Draft, DraftMedia
from bot.drafts.planning import templates
from bot.drafts.planning.examples import EXAMPLES
from bot.drafts.planning.preview import look, pieces
from bot.drafts.planning.templates import Wording, filled, gaps
from bot.drafts.screens.base import Setting
from bot.drafts.screens.gaps import screen
from bot.drafts.signoff import submit
from bot.errors import BadInput, NotFound, Refusal
from bot.policy.profile import load
from tests.drafts.post_tables import FOLDER
from tests.scene import Scene

MATCH = Wording("Match report", "Well done to our {team}, who played on {date}. Well done!", alt_hint="Say which sport.")
FILLED = {
    "date": "Friday 27 November 2026",
    "time": "5pm",
    "year group": "Year 6",
    "team": "netball team",
    "opponent": "a local school",
    "score": "3-1",
}


def make(scene: Scene, who: str = "author", **more: Any) -> int:
    wording = Wording(**{**MATCH.__dict__, **more})
    with scene.session() as session:
        return templates.make(session, scene.who(session, who), scene.academy_id, wording).id or 0


def test_C05_a_template_is_made_changed_and_retired_by_those_who_write_and_each_is_on_record(scene: Scene) -> None:
    key = make(scene, account_ids=(scene.account_id,))
    with scene.session() as session:
        me = scene.who(session, "author2")
        templates.change(session, me, key, Wording("Match report", "Well done, {team}!", (), "nobody"))
        row = templates.template(session, me, key)
        assert (row.text, row.account_ids, row.reply_setting, row.alt_hint) == ("Well done, {team}!", [], "nobody", "")
        templates.retire(session, me, key)
        assert templates.readable(session, me) == []
        assert [r.id for r in templates.readable(session, me, retired=True)] == [key]
    with scene.session() as session, pytest.raises(Refusal, match="retired"):
        templates.change(session, scene.who(session, "author"), key, MATCH)
    assert make(scene) != key  # the name is free again
    acts = [scene.entries(act, "done") for act in ("template:make", "template:change", "template:retire")]
    assert [len(entries) for entries in acts] == [2, 1, 1]
    assert all(e.subject == f"template:{key}" and e.detail["name"] == "Match report" for e in (acts[0][0], *acts[1], *acts[2]))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_not_write_can_neither_make_nor_see_one(scene: Scene) -> None:
    key = make(scene)
    with pytest.raises(Refusal):
        make(scene, "governor", name="Other")
    with scene.session() as session, pytest.raises(NotFound):
        templates.template(session, scene.who(session, "dpo"), key)


WRONG: list[tuple[str, object]] = [
    ("name", "  "),
    ("name", "x" * 81),
    ("name", "MATCH report"),
    ("text", "\n"),
    ("text", "x" * 5_001),
    ("text", "a\x00b"),
    ("text", " ".join(f"{{gap {chr(97 + n)}}}" for n in range(13))),
    ("alt_hint", "x" * 501),
    ("reply_setting", "some"),
    ("account_ids", (999,)),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_template_that_cannot_be_kept_says_which_field_and_why(scene: Scene) -> None:
    make(scene)
    for field, value in WRONG:
        with pytest.raises(BadInput) as wrong:
            make(scene, **dict[str, Any]({"name": "Another", field: value}))
        assert set(wrong.value.fields) == {field}
    assert len(scene.entries("template:make")) == 1


def test_gaps_are_named_once_and_filled_as_far_as_known() -> None:
    text = "{date}: our {year group} at { date } and {date}. {} {1} {not\na gap}"
    assert gaps(text) == ["date", "year group"]
    assert filled("{date} in {place}", {"date": "Friday", "place": "  "}) == "Friday in {place}"
    assert filled("{date}", {"date": "{place}"}) == "{place}"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C05_a_post_with_an_open_gap_cannot_go_out(scene: Scene) -> None:
    key = scene.draft("Well done to our {team}. Thank you for coming.")
    with scene.session() as session, pytest.raises(Refusal, match="gap for the team is still open"):
        submit(session, scene.who(session, "author"), key)
    with scene.session() as session:
        assert session.get_one(Draft, key).state.value == "draft"


def setting(*platforms: str) -> Setting:
    return Setting(load("default"), platforms, date(2026, 11, 20))


def test_no_ordinary_post_has_a_gap_in_it() -> None:
    posts = (FOLDER / "ordinary_posts.txt").read_text(encoding="utf-8").splitlines()
    assert len(posts) > 200
    assert [text for text in posts if list(screen(Bundle(text), setting("x")))] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.key for e in EXAMPLES])
def test_the_examples_can_be_kept_and_pass_the_checks_once_filled(example: Any) -> None:
    assert len(example.name) <= templates.LONGEST_NAME
    assert len(example.alt_hint) <= templates.LONGEST_HINT
    assert gaps(example.text)
    text = filled(example.text, {gap: FILLED.get(gap, "Thursday") for gap in gaps(example.text)})
    found = screens.run(Bundle(text), setting("x", "bluesky", "mastodon"))
    assert [f.message for f in found if f.level == "block"] == []


def account(platform: str) -> Account:
    return Account(id=1, academy_id=1, platform=platform, handle="academy", purpose="News", official_email="o@academy.example")


LINK = "https://www.academy.example.org/news/2026/a-long-way-to-the-page"


@pytest.mark.parametrize(
    ("platform", "shown"), [("x", "academy.example.org/news/20…"), ("mastodon", "academy.example.org/news/2026/…"), ("bluesky", LINK)]
)
def test_C05_a_link_is_shown_as_the_network_shows_it(platform: str, shown: str) -> None:
    found = list(pieces(f"Read {LINK}, all of it. #OpenEvening @academy mail office@academy.example", platform))
    assert [(p.kind, p.text) for p in found] == [
        ("words", "Read "),
        ("link", shown),
        ("words", ", all of it. "),
        ("tag", "#OpenEvening"),
        ("words", " "),
        ("mention", "@academy"),
        ("words", " mail office@academy.example"),
    ]


@pytest.mark.parametrize("platform", ["x", "bluesky", "mastodon", "practice"])
def test_C05_what_does_not_fit_is_marked_and_said(platform: str) -> None:
    text = "Wort 🎉 " * 120
    seen = look(account(platform), text, [], "everyone")
    assert seen is not None
    assert seen.left == seen.limit - seen.used
    assert seen.left < 0
    assert "".join(p.full or p.text for p in seen.pieces) == text
    assert any(p.over for p in seen.pieces)
    assert "not split into a thread" in seen.notes[0]
    fits = "".join(p.text for p in seen.pieces if not p.over)
    again = look(account(platform), fits, [], "everyone")
    assert again is not None
    assert again.left >= 0


def test_C05_pictures_and_descriptions_that_the_network_does_not_take_are_said() -> None:
    media = [DraftMedia(draft_id=1, position=n, filename="a.png", mime="image/png", sha256=str(n), alt="x" * 1_200) for n in range(5)]
    seen = look(account("x"), "", media, "nobody")
    assert seen is not None
    assert "200 characters longer" in seen.pictures[0].notes[0]
    assert "takes 4 pictures" in seen.pictures[4].notes[0]
    assert seen.notes == ("There are no words, only the picture.", "X takes 4 pictures and there are 5.", "Nobody may reply.")
    assert look(account("elsewhere"), "Hello", [], "everyone") is None
