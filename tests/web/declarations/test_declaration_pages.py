"""Declaring, asking for a permission, and what those see whom it does not concern."""

from datetime import timedelta

from bot.clock import london, now, today
from bot.people.models import Academy
from tests.web.conftest import World


def typed(**days: float) -> str:
    return london(now() + timedelta(**days)).strftime("%Y-%m-%dT%H:%M")


def declared(**more: str) -> dict[str, str]:
    return {"kind": "friend_request", "happened_at": typed(hours=-2), "platform": "Snapchat", "text": "It came at lunch."} | more


def under(world: World, policy: str) -> None:
    with world.session() as session:
        session.get_one(Academy, world.academy_id).policy = policy
        session.commit()


def test_S25_1_for_senior_leadership_the_page_is_not_there(world: World) -> None:
    under(world, "att")
    where = world.browser("author").post("/declarations/new", data=declared()).headers["location"]
    for other in ("slt", "head", "admin", "governor"):
        client = world.browser(other)
        answer, missing = client.get(where), client.get("/declarations/999")
        assert (answer.status_code, missing.status_code) == (404, 404)
        assert "It came at lunch" not in answer.text
        assert where not in client.get("/declarations").text + client.get("/").text
        assert client.post(f"{where}/close", data={"outcome": "Mine now."}).status_code == 404
    dsl = world.browser("dsl")
    assert f'href="{where}"' in dsl.get("/").text
    shown = dsl.get(where).text
    assert "It came at lunch" in shown
    assert "Snapchat" in shown
    assert dsl.post(f"{where}/discussed", data={}).status_code == 303
    assert dsl.post(f"{where}/close", data={"outcome": " "}).status_code == 422
    assert dsl.post(f"{where}/close", data={"outcome": "Declined."}).status_code == 303
    assert "Declined." in world.browser("author").get(where).text


def test_S25_2_the_form_asks_for_no_name_and_the_author_sees_what_to_say_in_class(world: World) -> None:
    under(world, "bet")
    author = world.browser("author")
    form = author.get("/declarations/new").text
    assert "No pupil&#39;s name" in form
    assert 'type="file"' not in form
    shown = author.get(author.post("/declarations/new", data=declared(text="")).headers["location"]).text
    assert "What you can say in class" in shown
    assert "BET-3.3b" in shown
    assert "@practice_academy" in shown


def test_bad_declarations_and_requests_are_said_in_words_and_keep_what_was_typed(world: World) -> None:
    author = world.browser("author")
    for more, words in (
        ({"kind": ""}, "Choose what you want to declare."),
        ({"happened_at": typed(days=3)}, "that has passed"),
        ({"happened_at": "0001-01-01T00:00"}, "a date and a time that exist"),
        ({"platform": "<script>"}, "Choose one of the list."),
        ({"kind": "conflict", "text": ""}, "Say in a sentence"),
    ):
        answer = author.post("/declarations/new", data=declared(**more))
        assert answer.status_code == 422, more
        assert words in answer.text
    kept = author.post("/declarations/new", data=declared(text="long " * 120))
    assert kept.status_code == 422
    assert "long long" in kept.text
    request = {
        "kind": "speaking",
        "purpose": "To open the fair.",
        "scope": "The local radio.",
        "starts": today().isoformat(),
        "ends": today().isoformat(),
    }
    for wrong in ({"starts": "1066-10-14"}, {"ends": "2999-01-01"}, {"ends": "soon"}, {"purpose": ""}, {"kind": "other"}):
        answer = author.post("/permissions/new", data=request | wrong)
        assert answer.status_code == 422, wrong
        assert "The local radio." in answer.text
    assert world.browser("governor").post("/permissions/new", data=request).status_code == 403


def test_S25_3_the_alumni_permit_is_refused_on_the_page_with_the_clause(world: World) -> None:
    under(world, "bet")
    author, head = world.browser("author"), world.browser("head")
    permit = {
        "kind": "alumni", "purpose": "To ask them to a careers evening.", "scope": "One message.", "starts": today().isoformat(),
        "ends": today().isoformat(), "adult": "no", "still_pupil": "yes", "channel": "personal", "contact": "personal",
    }  # fmt: skip
    refused = author.post("/permissions/new", data=permit)
    assert refused.status_code == 403
    assert "never anybody under 18" in refused.text
    assert "BET-3.19a" in refused.text
    good = author.post("/permissions/new", data=permit | {"adult": "yes", "still_pupil": "no", "channel": "official", "contact": "work"})
    where = good.headers["location"]
    assert "Decide whether to permit: contact with a former pupil" in head.get("/").text
    assert world.browser("slt").post(f"{where}/decide", data={"decision": "grant"}).status_code == 403
    assert head.post(f"{where}/decide", data={"decision": "refuse", "reason": ""}).status_code == 422
    assert head.post(f"{where}/decide", data={"decision": "grant", "reason": "Once."}).status_code == 303
    assert "In force" in author.get(where).text
    assert author.post(f"{where}/revoke", data={"revoke_reason": ""}).status_code == 422
    assert author.post(f"{where}/revoke", data={"revoke_reason": "The evening is off."}).status_code == 303
    assert world.browser("checker").get(where).status_code == 404
