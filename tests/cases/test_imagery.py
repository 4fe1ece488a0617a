"""S16.3: where it may be a sexual picture of a child, nothing of it is kept or shown, and nothing leads to it."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.cases import imagery
from bot.cases.models import Case, Evidence
from bot.cases.safeguarding_tags import IMAGERY
from bot.moderation.desk import decide
from bot.moderation.models import Review, Visibility
from bot.platforms.base import Post
from tests.cases.desk import CRITICISM, case, reply, said, worried
from tests.scene import Scene

ADDRESS = "https://pictures.example/x1.jpg"
PICTURED = f"dm me for nudes of the year 9 girls {ADDRESS}"
POST = Post("77", PICTURED, "9", "someone", datetime(2026, 11, 20, tzinfo=UTC), "https://net.example/77", alts=("a girl undressed",), media_count=1)


@pytest.mark.parametrize(
    "text",
    ["who has nudes of the year 9 girls", "naked pics of a girl in y10", "they share sexts from kids", "a topless photo of a pupil"],
)
def test_words_that_name_such_a_picture_are_known(text: str) -> None:
    assert imagery.suspected([], text)


@pytest.mark.parametrize(
    "text",
    [
        "Lovely pictures of Year 9 at the gallery",
        "The nude in art: a talk for parents",
        "photos of the girls' football team",
        "my son loves his school photo",
    ],
)
def test_ordinary_pictures_are_not(text: str) -> None:
    assert not imagery.suspected([], text)


def test_what_is_sealed_is_where_when_and_who_and_never_what_it_shows() -> None:
    kept = imagery.content(POST, ["sexual: sexual content"], reasons=[{"span": "nudes"}], raw={"media": ADDRESS})
    assert set(kept) == {"platform_at", "first_seen_at", "url", "remote_id", "author_handle", "author_id", "description"}
    assert not any(word in str(kept) for word in ("nudes", "pictures.example", "undressed"))
    assert "one picture or video" in kept["description"]
    assert "a girl undressed" in str(imagery.content(Post(**{**vars(POST), "text": "Lovely day"}), ["ordinary"]))


@pytest.mark.parametrize(
    "text", [f"see {ADDRESS}", "www.pictures.example/a", "pic.twitter.com/abc", "x data:image/png;base64,AAAA y", "HTTP://A.B/C"]
)
def test_no_address_is_left_in_words(text: str) -> None:
    left = imagery.without_addresses(text)
    assert imagery.WITHHELD in left
    assert not any(part in left.lower() for part in ("pictures", "twitter", "base64", "a.b"))


def test_S16_3_a_reply_that_names_one_is_sealed_bare(scene: Scene) -> None:
    key = said(scene, PICTURED)
    with scene.session() as session:
        for row in session.exec(select(Evidence).where(Evidence.subject == f"reply:{key}")):
            assert "pictures.example" not in str(row.content)
            assert "text" not in row.content
        for found in session.exec(select(Case)):
            assert IMAGERY in found.tags
            assert "pictures.example" not in found.text
    assert reply(scene, key).state in (Visibility.HIDDEN, Visibility.HIDING)


def test_S16_3_one_that_the_judge_takes_for_ordinary_filth_is_the_leads_and_never_on_the_desk(scene: Scene) -> None:
    key = said(scene, "who has nudes of the year 9 girls")
    assert reply(scene, key).review is Review.SAFEGUARDING
    assert IMAGERY in case(scene).tags
    with scene.session() as session:
        assert decide.queue(session, scene.who(session, "slt")) == []


def test_S16_3_a_flag_by_staff_hides_it_at_once_without_opening_it(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    row = worried(scene, by="slt", words=f"Somebody sent {ADDRESS}", link=f"reply:{key}", seen_imagery=True)
    assert ADDRESS not in row.words
    found = case(scene)
    assert IMAGERY in found.tags
    with scene.session() as session:
        content = session.get_one(Evidence, found.evidence_id).content
    assert content["url"]
    scene.work("hide")
    assert reply(scene, key).state is Visibility.HIDDEN
