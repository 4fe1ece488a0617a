"""House rule: no page without a named permission, and none that lets a stranger in or a governor change anything."""

import pytest

from bot.people.permissions import TABLE, Role, Verb
from bot.web.access import TRIED
from tests.web.conftest import World
from tests.web.routes import found, mounts

# What a governor may send: their own session, notices and word, and the checking of the record, which changes nothing.
A_GOVERNOR_MAY_SEND = {"/sign-out", "/notices/{notice_id}/read", "/policy/concern", "/policy", "/audit/verify"}
# Played on a practice network that exists for that; nothing real changes.
PRACTISING = Verb.PRACTISE


def test_every_route_names_who_may_use_it(world: World) -> None:
    unnamed = [route.path for route in found(world.app) if not route.gates and not route.public]
    assert unnamed == []
    assert len(list(found(world.app))) > 30


def test_only_the_built_style_is_mounted_beside_the_routes(world: World) -> None:
    assert mounts(world.app) == {"/static"}


def test_only_signing_in_and_health_are_public(world: World) -> None:
    assert {r.path for r in found(world.app) if r.public and not r.gates} == {
        "/healthz",
        "/readyz",
        "/metrics",  # asks for a token of its own, and is not there without one
        "/sign-in",
        "/welcome/{token}",
        "/calendar/feed/{token}.ics",
        "/shown/{token}",  # a sealed name that ends; only while its post is on its way
    }


def test_signed_out_every_other_page_leads_to_the_sign_in(world: World) -> None:
    client = world.stranger()
    for route in found(world.app):
        if route.public:
            continue
        for method in route.methods - {"HEAD"}:
            answer = client.request(method, route.address)
            if method == "GET":
                assert answer.status_code == 303, route.path
                assert answer.headers["location"].startswith("/sign-in"), route.path
            else:
                assert answer.status_code == 401, route.path


def test_a_governor_changes_nothing(world: World) -> None:
    client = world.browser("governor")
    for route in found(world.app):
        if route.public or not route.methods - {"GET", "HEAD"} or route.path in A_GOVERNOR_MAY_SEND:
            continue
        if any(PRACTISING in gate.verbs for gate in route.gates):
            continue
        answer = client.post(route.address)
        assert answer.status_code in (403, 404), (route.path, answer.status_code)


def test_a_governor_is_only_ever_given_verbs_that_read() -> None:
    given = {verb for verb, holders in TABLE.items() if Role.GOVERNOR in holders}
    assert {verb for verb in given if not verb.name.startswith("READ_")} == {PRACTISING}


@pytest.mark.parametrize("verb", [verb for verb in Verb if not verb.name.startswith("READ_")])
def test_every_verb_that_changes_something_is_recorded_when_it_is_refused(verb: Verb) -> None:
    assert verb in TRIED
